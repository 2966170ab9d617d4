/** Places where somebody typed in a commit, and what was typed there. Pure. */
import type { CommitHunk } from './history.ts';

/** A place in a file as it was while its commit was typed. */
export interface Cursor {
  readonly path: string;
  /** The file: earlier hunks of the commit are applied, what the current one replaced is taken out, and it is typed up to the cursor. */
  readonly lines: readonly string[];
  /** 0-based row and UTF-16 column. */
  readonly row: number;
  readonly col: number;
  /** What is typed next: the rest of the line, and the lines of the hunk behind it. */
  readonly restOfLine: string;
  readonly nextLines: readonly string[];
  /** The other hunks of the commit: those behind this one by path and row, then those before it, as if they were typed last. */
  readonly others: readonly CommitHunk[];
}

/** Lines of a hunk behind the cursor that count as typed next (variant B). */
const MOST_NEXT_LINES = 10;

/**
 * @param before the file's lines at the parent
 * @param hunks of the commit
 * @param index of the hunk, @param line in it, @param col UTF-16 column in that line
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
  const earlier = hunks.slice(0, index);
  const { lines, shift } = applied(
    before,
    earlier.filter(({ path }) => path === hunk.path),
  );
  const start = hunk.oldRow + shift;
  const typed = [...hunk.lines.slice(0, line), text.slice(0, col)];
  return {
    path: hunk.path,
    lines: [...lines.slice(0, start), ...typed, ...lines.slice(start + hunk.oldLines.length)],
    row: start + line,
    col,
    restOfLine: text.slice(col),
    nextLines: hunk.lines.slice(line + 1, line + 1 + MOST_NEXT_LINES),
    others: [...hunks.slice(index + 1), ...earlier],
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
