/** A text with pieces taken out, and where what is left stood in the whole. Knows no language. */
import type { Capture } from '../../syntax/symbol-parser.ts';
import { firstFrom } from '../../text/first-from.ts';

/** UTF-16 offsets, the end exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface CutText {
  readonly text: string;
  /** Captures in the cut text as captures in the whole one. None may begin or end where something was taken out. */
  inWhole(captures: readonly Capture[]): readonly Capture[];
}

/** @param ranges ascending, none touches another */
export function cutText(text: string, ranges: readonly TextRange[]): CutText {
  /** Of each cut: its offset in the cut text, and the units and rows that are missing behind it. */
  const at: number[] = [];
  const units: number[] = [];
  const rows: number[] = [];
  const kept: string[] = [];
  let from = 0;
  let missingUnits = 0;
  let missingRows = 0;
  for (const { start, end } of ranges) {
    kept.push(text.slice(from, start));
    at.push(start - missingUnits);
    missingUnits += end - start;
    missingRows += lineBreaks(text, start, end);
    units.push(missingUnits);
    rows.push(missingRows);
    from = end;
  }
  kept.push(text.slice(from));

  return {
    text: kept.join(''),
    inWhole: (captures) =>
      captures.map(({ name, start, end, row, endRow }) => {
        // The last cut before each.
        const first = firstFrom(at, start) - 1;
        const last = firstFrom(at, end) - 1;
        return {
          name,
          start: start + (units[first] ?? 0),
          end: end + (units[last] ?? 0),
          row: row + (rows[first] ?? 0),
          endRow: endRow + (rows[last] ?? 0),
        };
      }),
  };
}

function lineBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
