/** Cuts a file into the pieces that similar code is looked for in: at declarations, at most 40 lines each. Rows only; no text is kept. */
import type { FileSymbols } from '../symbols.ts';
import { isCommentLine } from './words.ts';

/** 0-based rows, end inclusive. */
export type Rows = readonly [first: number, last: number];

/** Longer pieces say too much at once (RETRIEVAL.md). */
const MOST_ROWS = 40;
/** A remainder this short stays with the piece before it. */
const LEAST_ROWS = 6;

/** How a file begins: it says what the file is, and is no code that somebody would write again. */
const HEAD_LINE = /^\s*(?:<\?(?:php)?|declare\s*\(.*|namespace\b[^{]*|package\b.*|['"]use strict['"];?)?\s*$/u;

const FUNCTIONS: ReadonlySet<string> = new Set(['function', 'method']);

/** @param lines of the whole file */
export function chunksOf(lines: readonly string[], { declarations, imports }: FileSymbols): readonly Rows[] {
  const head = lines.findIndex((line) => !HEAD_LINE.test(line) && !isCommentLine(line));
  const chunks: Rows[] = [];
  if (declarations.length === 0) {
    if (head >= 0) addPieces(chunks, head, lines.length - 1, lines);
    return chunks;
  }
  // What stands above the first declaration names other files, and says nothing by itself.
  let next = Math.max(head, 0);
  for (const { row } of imports) next = Math.max(next, row + 1);
  for (const { row } of declarations) next = Math.min(next, row);
  const add = (from: number, last: number): void => {
    let first = from;
    while (first < last && (lines[first] ?? '').trim() === '') first++;
    if (!isBlank(lines, first, last)) addPieces(chunks, first, last, lines);
  };
  for (const { kind, row, endRow, isVirtual } of declarations) {
    if (!FUNCTIONS.has(kind) || isVirtual === true || row < next) continue;
    if (row > next) add(next, row - 1);
    add(row, endRow);
    next = endRow + 1;
  }
  if (next < lines.length) add(next, lines.length - 1);
  return chunks;
}

function isBlank(lines: readonly string[], first: number, last: number): boolean {
  for (let row = first; row <= last; row++) if (/[\p{L}\p{N}]/u.test(lines[row] ?? '')) return false;
  return true;
}

/** Adds rows in pieces that are short enough, cut behind blank lines where there are some. */
function addPieces(found: Rows[], first: number, last: number, lines: readonly string[]): void {
  let start = first;
  while (last - start + 1 > MOST_ROWS + LEAST_ROWS) {
    let end = start + MOST_ROWS - 1;
    for (let row = end; row > start + MOST_ROWS / 2; row--) {
      if ((lines[row] ?? '').trim() !== '') continue;
      end = row;
      break;
    }
    found.push([start, end]);
    start = end + 1;
  }
  found.push([start, last]);
}
