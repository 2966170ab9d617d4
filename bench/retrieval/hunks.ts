/** What a commit added, place by place. Pure. */
import { parsePatch } from 'diff';

/** Added lines of one place of a commit. Rows are 0-based. */
export interface CommitHunk {
  /** From the root, with `/`. */
  readonly path: string;
  /** Row in the parent's file, and the rows there that are replaced. */
  readonly oldRow: number;
  readonly oldLines: readonly string[];
  /** Row in the commit's file. */
  readonly row: number;
  readonly lines: readonly string[];
}

const NO_FILE = '/dev/null';

/**
 * The hunks of a patch without lines around them (`-U0`), in its order. Files that were moved or deleted have none: what a move changes was not typed.
 * @returns none for what is no patch
 */
export function hunksOf(patch: string): readonly CommitHunk[] {
  return parsed(patch).flatMap(({ oldFileName = NO_FILE, newFileName = NO_FILE, hunks }) => {
    if (newFileName === NO_FILE) return [];
    const path = newFileName.slice('b/'.length);
    if (oldFileName !== NO_FILE && oldFileName.slice('a/'.length) !== path) return [];
    // jsdiff counts from 1, and where a side has no lines it names the row behind the place, unlike the patch.
    return hunks.map(({ oldStart, newStart, lines }) => ({
      path,
      oldRow: oldStart - 1,
      oldLines: linesWith('-', lines),
      row: newStart - 1,
      lines: linesWith('+', lines),
    }));
  });
}

function parsed(patch: string): ReturnType<typeof parsePatch> {
  try {
    return parsePatch(patch);
  } catch {
    return [];
  }
}

function linesWith(sign: '+' | '-', lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1).replace(/\r$/u, ''));
}
