/** Drops a text of signs alone, unless it closes something, or is the operator that is missing between two words. */
import { linePrefix, lineSuffix } from '../../text/situation.ts';
import type { Check, FilterContext } from '../filter.ts';

/** `^[^\w\d})\]]+$`, with the letters and digits of all scripts. */
const ONLY_PUNCTUATION = /^[^\p{L}\p{N}\p{M}_})\]]+$/u;
const WORD = /[\p{L}\p{N}_]/u;

export const onlyPunctuation: Check = {
  name: 'only-punctuation',
  fails: (text, context) => ONLY_PUNCTUATION.test(text) && !fillsHole(context),
  mayFail: (text, context) => ONLY_PUNCTUATION.test(text) && !fillsHole(context),
};

function fillsHole(context: FilterContext): boolean {
  return WORD.test(lineSuffix(context)) && WORD.test(linePrefix(context));
}
