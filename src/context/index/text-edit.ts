/** What differs between two texts, as one edit: where they begin to, and from where they are the same again. Pure. */
import type { TextEdit } from '../../syntax/symbol-parser.ts';
import { commonEnd, commonStart } from '../../text/common.ts';

export type Place = readonly [row: number, col: number];

/** Rows are 0-based, columns and offsets UTF-16. @param placeBefore of an offset in `before` */
export function editBetween(
  before: string,
  after: string,
  placeBefore = (offset: number): Place => placeOf(before, offset),
): TextEdit {
  const most = Math.min(before.length, after.length);
  const start = commonStart(before, after, most);
  const same = commonEnd(before, after, most - start);
  const [oldEnd, newEnd] = [before.length - same, after.length - same];
  const [startRow, startCol] = placeBefore(start);
  const [oldEndRow, oldEndCol] = placeBefore(oldEnd);
  const [rows, col] = placeOf(after.slice(start, newEnd), newEnd - start);
  const [newEndRow, newEndCol] = [startRow + rows, rows === 0 ? startCol + col : col];
  return { start, oldEnd, newEnd, startRow, startCol, oldEndRow, oldEndCol, newEndRow, newEndCol };
}

function placeOf(text: string, offset: number): Place {
  let row = 0;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', lineStart)) {
    row++;
    lineStart = end + 1;
  }
  return [row, offset - lineStart];
}
