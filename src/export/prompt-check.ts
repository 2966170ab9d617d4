/** Whether a prompt shows the prefix and the suffix that its record says, and nothing between them and the middle. Pure; knows no family's template. */
import type { DatasetRecord } from './record.ts';

/** @param middleToken of the family; some have none */
export function showsItsPlace(record: DatasetRecord, middleToken: string): boolean {
  const { prompt } = record;
  const prefix = asHeld(record.prefix.replace(/^\uFEFF/u, ''));
  const held = asHeld(record.suffix);
  // Buffers have no empty last line.
  const suffix = record.truncated_suffix ? held : held.replace(/\n$/u, '');
  const at = middleToken === '' ? -1 : prompt.lastIndexOf(middleToken);
  const last = at < 0 ? prompt : prompt.slice(at + middleToken.length);
  // With an anchor, the end of the prefix alone stands there.
  const isTyped = prefix.endsWith(last) && prompt.includes(prefix.slice(0, prefix.length - last.length));
  return (last.endsWith(prefix) || isTyped) && prompt.includes(suffix);
}

function asHeld(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
