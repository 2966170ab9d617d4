/** A place that was changed, as plain data, and the parts of one. */

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

/** Rows of a hunk [from, to), counted from its first line. */
export function partOf(hunk: Hunk, from: number, to: number): Hunk {
  if (from <= 0 && to >= hunk.lines.length) return hunk;
  return { ...hunk, row: hunk.row + from, lines: hunk.lines.slice(from, to) };
}

/** What is left of a hunk without the rows [firstRow, endRow) of its file: what stands above them, and below. */
export function without(hunk: Hunk, firstRow: number, endRow: number): readonly Hunk[] {
  const end = hunk.row + hunk.lines.length;
  if (endRow <= hunk.row || end <= firstRow) return [hunk];
  return [partOf(hunk, 0, Math.max(0, firstRow - hunk.row)), partOf(hunk, endRow - hunk.row, hunk.lines.length)].filter(
    ({ lines }) => lines.length > 0,
  );
}
