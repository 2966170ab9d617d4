/** The file as it was while a commit was typed, up to a place in one of its hunks. Pure. */
import type { CommitHunk } from './hunks.ts';

/** A place in a file as it was while its commit was typed. */
export interface Cursor {
  /** From the root, with `/`. */
  readonly path: string;
  /** The file: earlier hunks of the commit are applied, what the current one replaced is taken out, and it is typed up to the cursor. */
  readonly lines: readonly string[];
  /** 0-based row and UTF-16 column. */
  readonly row: number;
  readonly col: number;
}

/**
 * @param before the file's lines at the parent
 * @param hunks of the commit, by path and row
 * @param index of the hunk; @param line in it; @param col UTF-16 column in that line
 */
export function cursorAt(
  before: readonly string[],
  hunks: readonly CommitHunk[],
  index: number,
  line: number,
  col: number,
): Cursor | undefined {
  const hunk = hunks[index];
  const text = hunk?.lines[line];
  if (hunk === undefined || text === undefined) return undefined;
  const earlier = hunks.slice(0, index).filter(({ path }) => path === hunk.path);
  const { lines, shift } = applied(before, earlier);
  const start = hunk.oldRow + shift;
  const typed = [...hunk.lines.slice(0, line), text.slice(0, col)];
  return {
    path: hunk.path,
    lines: [...lines.slice(0, start), ...typed, ...lines.slice(start + hunk.oldLines.length)],
    row: start + line,
    col,
  };
}

/** A file with hunks of it applied, and how far what stands behind them has moved. */
function applied(
  before: readonly string[],
  hunks: readonly CommitHunk[],
): { readonly lines: readonly string[]; readonly shift: number } {
  let lines = before;
  let shift = 0;
  for (const { oldRow, oldLines, lines: added } of hunks) {
    const start = oldRow + shift;
    lines = [...lines.slice(0, start), ...added, ...lines.slice(start + oldLines.length)];
    shift += added.length - oldLines.length;
  }
  return { lines, shift };
}
