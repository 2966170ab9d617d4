/** What was changed, as hunks: of a session, change by change, and of a patch. Pure. */
import { parsePatch } from 'diff';

/** Lines that were changed in a file, as they are now. */
export interface Hunk {
  /** Absolute. */
  readonly path: string;
  /** 0-based row of the first line. */
  readonly row: number;
  /** What stands there now; empty where lines were only taken out. */
  readonly lines: readonly string[];
  /** What stood there before. */
  readonly oldLines: readonly string[];
}

/** Lines [firstRow, firstRow + oldLines) became `lines`. */
export interface RowsChange {
  readonly firstRow: number;
  readonly oldLines: readonly string[];
  readonly lines: readonly string[];
}

/**
 * The hunks of one file after a change: those that it touches become one with it, those below it move. The hunk that was changed last stands last.
 * @param path absolute
 */
export function withChange(hunks: readonly Hunk[], path: string, change: RowsChange): readonly Hunk[] {
  const { firstRow, oldLines, lines } = change;
  const shift = lines.length - oldLines.length;
  const end = firstRow + oldLines.length;
  const touched: Hunk[] = [];
  const kept: Hunk[] = [];
  for (const hunk of hunks) {
    if (hunk.row > end) kept.push({ ...hunk, row: hunk.row + shift });
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

/**
 * The hunks of a patch as `git diff` writes it, in its order.
 * @param absolute the absolute path of a path in the patch
 * @returns none for what is no patch
 */
export function patchHunks(patch: string, absolute: (path: string) => string): readonly Hunk[] {
  try {
    return parsePatch(patch).flatMap(({ newFileName, hunks }) => {
      if (newFileName === undefined || newFileName === '/dev/null') return [];
      const path = absolute(newFileName.replace(/^b\//u, ''));
      return hunks.map(({ newStart, lines }) => ({
        path,
        row: Math.max(0, newStart - 1),
        lines: lines.filter((line) => line.startsWith('+') || line.startsWith(' ')).map((line) => line.slice(1)),
        oldLines: lines.filter((line) => line.startsWith('-') || line.startsWith(' ')).map((line) => line.slice(1)),
      }));
    });
  } catch {
    return [];
  }
}
