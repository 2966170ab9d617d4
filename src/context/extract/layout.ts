/** Finds where a text goes on behind what is half typed, by its indentation alone. For code that was laid out by somebody; parses nothing. */
import { countLineEnds } from '../../text/lines.ts';

/**
 * The row where the block goes on, or ends: the next line that is as far in as its first one and has an empty line above it, or the brace as far in as the
 * line that the block begins in.
 * @param row 0-based row of the cursor; @param typed the text up to there
 * @param open UTF-16 offset in `typed` of the brace that begins the block; `undefined` for the whole text
 * @returns a row below the cursor's; `undefined` where none is found, or what stands further out comes first
 */
export function resumedAfter(
  lines: readonly string[],
  row: number,
  typed: string,
  open: number | undefined,
): number | undefined {
  const begin = open === undefined ? -1 : countLineEnds(typed.slice(0, open));
  const outer = begin < 0 ? -1 : indentOf(lines[begin] ?? '');
  const first = lines.findIndex((line, at) => at > begin && at !== row && line.trim() !== '');
  const inner = begin < 0 ? 0 : indentOf(lines[first] ?? '');
  for (let next = row + 1; next < lines.length; next++) {
    const line = lines[next] ?? '';
    if (line.trim() === '') continue;
    const indent = indentOf(line);
    if (indent <= outer) return indent === outer && line[indent] === '}' ? next : undefined;
    if (indent === inner && inner > outer && lines[next - 1]?.trim() === '') return next;
  }
  return undefined;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
