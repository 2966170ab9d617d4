/** What was changed in a session, change by change, as hunks that grow and move with the text. Pure. */
import { type Hunk, type RowsChange, without } from './hunk.ts';
import { realChanges } from './real-changes.ts';

/**
 * The hunks of one file after a change: those that it touches become one with it, those below it move. The hunk that was changed last stands last.
 * @param path absolute
 */
export function withChange(hunks: readonly Hunk[], path: string, change: RowsChange): readonly Hunk[] {
  // From below, so that the rows of those above stay right.
  return realChanges(change).reduceRight((all, one) => withOne(all, path, one), hunks);
}

function withOne(hunks: readonly Hunk[], path: string, change: RowsChange): readonly Hunk[] {
  const { firstRow, oldLines, lines } = change;
  const shift = lines.length - oldLines.length;
  const end = firstRow + oldLines.length;
  const touched: Hunk[] = [];
  const kept: Hunk[] = [];
  for (const hunk of hunks) {
    if (hunk.row > end) kept.push(moved(hunk, shift));
    else if (hunk.row + hunk.lines.length < firstRow) kept.push(hunk);
    else touched.push(hunk);
  }
  const grown = united(
    path,
    touched.sort((a, b) => a.row - b.row),
    change,
  );
  return isNothing(grown) ? kept : [...kept, grown];
}

/** Hunks that something else told of, after a change of their file: they move with it, and what it touches is no longer theirs. */
export function aside(hunks: readonly Hunk[], { firstRow, oldLines, lines }: RowsChange): readonly Hunk[] {
  const shift = lines.length - oldLines.length;
  const end = firstRow + oldLines.length;
  return hunks
    .flatMap((hunk) => without(hunk, firstRow, end))
    .map((hunk) => (hunk.row >= end ? moved(hunk, shift) : hunk));
}

/** The very same hunk where it stays: who keeps something by hunks need not learn it again. */
function moved(hunk: Hunk, shift: number): Hunk {
  return shift === 0 ? hunk : { ...hunk, row: hunk.row + shift };
}

/** A change and the hunks that it touches, as one: rows are those before the change. @param touched by row */
function united(path: string, touched: readonly Hunk[], { firstRow, oldLines, lines }: RowsChange): Hunk {
  const end = firstRow + oldLines.length;
  const [first, last] = [touched[0], touched.at(-1)];
  const head = first === undefined ? [] : first.lines.slice(0, Math.max(0, firstRow - first.row));
  const tail = last === undefined ? [] : last.lines.slice(Math.max(0, end - last.row));
  const before: string[] = [];
  let row = firstRow;
  for (const hunk of touched) {
    // What no hunk has changed stood there before as well.
    before.push(...oldLines.slice(row - firstRow, Math.max(0, hunk.row - firstRow)), ...hunk.oldLines);
    row = Math.max(row, hunk.row + hunk.lines.length);
  }
  before.push(...oldLines.slice(row - firstRow));
  return {
    path,
    row: Math.min(firstRow, first?.row ?? firstRow),
    lines: [...head, ...lines, ...tail],
    oldLines: before,
  };
}

function isNothing({ lines, oldLines }: Hunk): boolean {
  return lines.length === oldLines.length && lines.every((line, at) => line === oldLines[at]);
}
