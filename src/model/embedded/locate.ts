/** Finds a cursor's row in its buffer: a situation holds a window of text and does not say where that begins. */
import type { Cursor } from './cursor.ts';

/** Rows around the last known one that are tried first: typing and scrolling stay within. */
const NEARBY = 64;

/** Lines above and below the cursor that must agree. Where such a stretch stands twice, either row will do: both are hidden text's neighbours. */
const AGREEING = 4;

/**
 * The 0-based row of `cursor` in `lines`; `undefined` when its text does not stand there, because the buffer has moved on.
 * @param hint where it was last time.
 */
export function locate(lines: readonly string[], cursor: Cursor, hint: number): number | undefined {
  for (let distance = 0; distance <= NEARBY; distance++) {
    if (isAt(lines, cursor, hint + distance)) return hint + distance;
    if (isAt(lines, cursor, hint - distance)) return hint - distance;
  }
  const line = cursor.before + cursor.after;
  for (let row = lines.indexOf(line); row >= 0; row = lines.indexOf(line, row + 1))
    if (isAt(lines, cursor, row)) return row;
  return undefined;
}

function isAt(lines: readonly string[], { near, row: nearRow }: Cursor, row: number): boolean {
  if (row < 0 || row >= lines.length || lines[row] !== near.lines[nearRow]) return false;
  for (let distance = 1; distance <= AGREEING; distance++) {
    if (nearRow - distance >= 0 && lines[row - distance] !== near.lines[nearRow - distance]) return false;
    if (nearRow + distance < near.lines.length && lines[row + distance] !== near.lines[nearRow + distance])
      return false;
  }
  return true;
}
