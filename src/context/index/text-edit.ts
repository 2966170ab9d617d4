/** What differs between two texts, as one edit: where they begin to, and from where they are the same again. Pure. */
import type { TextEdit } from '../../syntax/symbol-parser.ts';

/** Rows are 0-based, columns and offsets UTF-16. */
export function editBetween(before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < most - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++;
  const [oldEnd, newEnd] = [before.length - same, after.length - same];
  const [startRow, startCol] = placeOf(before, start);
  const [oldEndRow, oldEndCol] = placeOf(before, oldEnd);
  const [newEndRow, newEndCol] = placeOf(after, newEnd);
  return { start, oldEnd, newEnd, startRow, startCol, oldEndRow, oldEndCol, newEndRow, newEndCol };
}

function placeOf(text: string, offset: number): readonly [row: number, col: number] {
  let row = 0;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', lineStart)) {
    row++;
    lineStart = end + 1;
  }
  return [row, offset - lineStart];
}
