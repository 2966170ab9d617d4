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

/** Changes that are this near to a hunk belong to it, in rows. */
const NEAR = 2;

/**
 * The hunks of one file after a change: one that it touches grows, those below it move. The hunk that was changed last stands last.
 * @param path absolute
 */
export function withChange(
  hunks: readonly Hunk[],
  path: string,
  { firstRow, oldLines, lines }: RowsChange,
): readonly Hunk[] {
  const shift = lines.length - oldLines.length;
  const end = firstRow + oldLines.length;
  const kept: Hunk[] = [];
  let grown: Hunk = { path, row: firstRow, lines, oldLines };
  for (const hunk of hunks) {
    const hunkEnd = hunk.row + hunk.lines.length;
    if (hunkEnd + NEAR < firstRow) kept.push(hunk);
    else if (hunk.row > end + NEAR) kept.push({ ...hunk, row: hunk.row + shift });
    else grown = joined(hunk, grown, { firstRow, oldLines, lines });
  }
  return isNothing(grown) ? kept : [...kept, grown];
}

/** A change laid over a hunk that it touches, or stands near to. What lies between them is not known, and was not changed. */
function joined(hunk: Hunk, grown: Hunk, { firstRow, oldLines, lines }: RowsChange): Hunk {
  const hunkEnd = hunk.row + hunk.lines.length;
  const end = firstRow + oldLines.length;
  if (firstRow >= hunk.row && end <= hunkEnd) {
    const at = firstRow - hunk.row;
    return { ...hunk, lines: [...hunk.lines.slice(0, at), ...lines, ...hunk.lines.slice(at + oldLines.length)] };
  }
  if (firstRow <= hunk.row && end >= hunkEnd) {
    const at = hunk.row - firstRow;
    return {
      ...grown,
      oldLines: [...oldLines.slice(0, at), ...hunk.oldLines, ...oldLines.slice(at + hunk.lines.length)],
    };
  }
  if (firstRow >= hunkEnd) {
    // Directly below, or with lines between that nobody touched.
    if (firstRow > hunkEnd) return grown;
    return { ...hunk, lines: [...hunk.lines, ...lines], oldLines: [...hunk.oldLines, ...oldLines] };
  }
  if (end <= hunk.row) {
    if (end < hunk.row) return grown;
    return { ...grown, lines: [...lines, ...hunk.lines], oldLines: [...oldLines, ...hunk.oldLines] };
  }
  if (firstRow > hunk.row) {
    const common = hunkEnd - firstRow;
    const head = hunk.lines.slice(0, firstRow - hunk.row);
    return { ...hunk, lines: [...head, ...lines], oldLines: [...hunk.oldLines, ...oldLines.slice(common)] };
  }
  const common = end - hunk.row;
  return {
    ...grown,
    lines: [...lines, ...hunk.lines.slice(common)],
    oldLines: [...oldLines.slice(0, hunk.row - firstRow), ...hunk.oldLines],
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
