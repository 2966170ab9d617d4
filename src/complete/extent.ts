/** Decides how much is asked for at a place: a line with what it opens, or a block. */
import type { FilterContext } from '../filter/filter.ts';
import { hasTextAfter, linePrefix, type Situation } from '../text/situation.ts';

/** The option `multilineCompletions`. */
export type MultilineMode = 'auto' | 'always' | 'never';

/**
 * How far a suggestion may go.
 * `auto` gives a block on an empty line; elsewhere the rest of the line, and the block that the line opens once it is complete.
 * Nothing goes beyond the line where other text follows the cursor.
 */
export function extentAt(
  situation: Pick<Situation, 'prefix' | 'suffix'>,
  mode: MultilineMode,
): FilterContext['extent'] {
  if (mode === 'never' || hasTextAfter(situation)) return 'one';
  return mode === 'always' || linePrefix(situation).trim() === '' ? 'block' : 'line';
}
