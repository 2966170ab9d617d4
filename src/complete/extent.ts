/** Decides how much is asked for at a place: a line with what it opens, or a block. */
import type { FilterContext } from '../filter/filter.ts';
import { linePrefix, lineSuffix, type Situation } from '../text/situation.ts';

/** The option `multilineCompletions`. */
export type MultilineMode = 'auto' | 'always' | 'never';

/** Nothing but closing brackets, quotes and punctuation: text that a suggestion can be laid around. */
const ONLY_CLOSERS = /^[\s)\]}'"`;,.:>]*$/u;

/** Whether text other than closers stands between the cursor and the end of its line. */
export function hasTextAfter(situation: Pick<Situation, 'suffix'>): boolean {
  return !ONLY_CLOSERS.test(lineSuffix(situation));
}

/** Whether the cursor stands in front of a word: what would be inserted runs into it. */
export function isInsideWord(situation: Pick<Situation, 'suffix'>): boolean {
  return /^[\p{L}\p{N}_]/u.test(situation.suffix);
}

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
