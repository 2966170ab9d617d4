/** What text behind the cursor on its line means for a suggestion: closers and other signs can become part of it, words cannot. */
import { hasTextAfter, lineSuffix } from '../text/situation.ts';
import type { FilterContext } from './filter.ts';

const WORD = /[\p{L}\p{N}_]/u;

type Rest = Pick<FilterContext, 'suffix'>;

/** Whether words stand behind the cursor: what is suggested only fills the hole before them. */
export function hasWordsAfter(place: Rest): boolean {
  return WORD.test(lineSuffix(place));
}

/** Whether signs stand there that are more than closers, and no word: `) {`, ` />`. */
export function hasSignsAfter(place: Rest): boolean {
  return hasTextAfter(place) && !hasWordsAfter(place);
}

/** Whether the line `first` can take the place of the signs behind the cursor: it ends as they do, and contains them all in their order. */
export function takesSigns(first: string, place: Rest): boolean {
  const signs = lineSuffix(place).replace(/\s/gu, '');
  let end = first.trimEnd().length;
  if (first.charAt(end - 1) !== signs.at(-1)) return false;
  for (let at = signs.length - 1; at >= 0; at--) {
    end = first.lastIndexOf(signs.charAt(at), end - 1);
    if (end < 0 || (end === 0 && at > 0)) return false;
  }
  return true;
}
