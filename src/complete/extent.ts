/** Decides how much is asked for at a place: the rest of the line, or a block. */
import type { FilterContext } from '../filter/filter.ts';
import { linePrefix, lineSuffix, type Situation } from '../text/situation.ts';

/** The option `multilineCompletions`. */
export type MultilineMode = 'auto' | 'always' | 'never';

/** Nothing but closing brackets, quotes and punctuation: text that a suggestion can be laid around. */
const ONLY_CLOSERS = /^[\s)\]}'"`;,.:>]*$/u;
/** What a line ends with whose block comes next. */
const OPENS = /(?:[{([]|=>|\b(?:then|do|else))\s*$/u;
/** The head of a declaration: its body comes next, in PHP on a line of its own. */
const DECLARES = /\b(?:function|fn|func|def|class|interface|trait|enum|struct|impl|match|switch|try|if|for|foreach|while)\b[^;{]*$/u;

/** Whether text other than closers stands between the cursor and the end of its line. */
export function hasTextAfter(situation: Situation): boolean {
  return !ONLY_CLOSERS.test(lineSuffix(situation));
}

/** Whether the cursor stands in front of a word: what would be inserted runs into it. */
export function isInsideWord(situation: Situation): boolean {
  return /^[\p{L}\p{N}_]/u.test(situation.suffix);
}

/**
 * How far a suggestion may go.
 * `auto` gives a block on an empty line, after something that opens a block, and after the head of a declaration; elsewhere the rest of the line,
 * or the block that this rest opens. Nothing goes beyond the line where other text follows the cursor.
 */
export function extentAt(situation: Situation, mode: MultilineMode): FilterContext['extent'] {
  if (mode === 'never') return 'one';
  if (hasTextAfter(situation)) return 'one';
  if (mode === 'always') return 'block';
  const line = linePrefix(situation);
  const isBlank = line.trim() === '';
  return isBlank || OPENS.test(line) || DECLARES.test(line) ? 'block' : 'line';
}
