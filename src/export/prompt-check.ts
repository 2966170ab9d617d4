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
  // A template of somebody's own: nobody knows where its parts begin.
  if (at < 0) return prompt.includes(suffix);
  const last = prompt.slice(at + middleToken.length);
  // With an anchor, the end of the prefix alone stands there.
  const isTyped = prefix.endsWith(last) && shows(prompt, prefix.slice(0, prefix.length - last.length));
  const isWhole = last.endsWith(prefix) || (shows(last, prefix) && last.endsWith(lastLine(prefix)));
  return (isTyped || isWhole) && prompt.includes(suffix);
}

/** Whether a text stands in a prompt, in one piece or with a context of comments behind one of its lines (`<?php`). */
function shows(prompt: string, text: string): boolean {
  if (prompt.includes(text)) return true;
  for (let end = text.indexOf('\n') + 1; end > 0; end = text.indexOf('\n', end) + 1) {
    if (!prompt.includes(text.slice(0, end))) return false;
    if (prompt.includes(text.slice(end))) return true;
  }
  return false;
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

function asHeld(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
