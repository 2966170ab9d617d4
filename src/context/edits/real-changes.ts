/** What a change of lines really changed: editors replace whole ranges where a word was meant, and formatters whole files. Pure. */
import { diffArrays } from 'diff';
import type { RowsChange } from './hunk.ts';

/** A change of fewer lines is taken as it is: one place. */
const ONE_PLACE = 8;
/** Lines that differ; beyond that the text is another one, and not an edited one. Bounds the time as well. */
const MOST_DIFFERENCES = 400;

/** The parts of a change that differ, from above to below; their rows are those before the change. */
export function realChanges(change: RowsChange): readonly RowsChange[] {
  const { firstRow, oldLines, lines } = trimmed(change);
  if (oldLines.length === 0 && lines.length === 0) return [];
  const whole = { firstRow, oldLines, lines };
  if (oldLines.length < ONE_PLACE || lines.length < ONE_PLACE) return [whole];
  const parts = diffArrays([...oldLines], [...lines], { maxEditLength: MOST_DIFFERENCES });
  if (parts === undefined) return [whole];
  const changes: RowsChange[] = [];
  let row = firstRow;
  let open: RowsChange | undefined;
  for (const { added, removed, value } of parts) {
    if (added || removed) {
      const before: RowsChange = open ?? { firstRow: row, oldLines: [], lines: [] };
      open = added
        ? { ...before, lines: [...before.lines, ...value] }
        : { ...before, oldLines: [...before.oldLines, ...value] };
    } else if (open !== undefined) {
      changes.push(open);
      open = undefined;
    }
    if (!added) row += value.length;
  }
  return open === undefined ? changes : [...changes, open];
}

/** Without the lines that are the same at its start and at its end. */
function trimmed({ firstRow, oldLines, lines }: RowsChange): RowsChange {
  const most = Math.min(oldLines.length, lines.length);
  let head = 0;
  while (head < most && oldLines[head] === lines[head]) head++;
  let tail = 0;
  while (tail < most - head && oldLines.at(-1 - tail) === lines.at(-1 - tail)) tail++;
  return {
    firstRow: firstRow + head,
    oldLines: oldLines.slice(head, oldLines.length - tail),
    lines: lines.slice(head, lines.length - tail),
  };
}
