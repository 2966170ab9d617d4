/** The filters in their order: a new one is a file beside this and a line in the list. */
import { cleanCharacters } from './clean-characters.ts';
import { endOfExtent } from './extent.ts';
import type { Filter, FilterContext, FilterResult } from './filter.ts';
import { leadingBlanks } from './leading-blanks.ts';
import { repeatsBelow } from './repeats-below.ts';
import { stopStrings } from './stop-strings.ts';

/** Stop strings are spelled in the raw text; and what cleaning has put together may spell one again. */
const filters: readonly Filter[] = [
  stopStrings,
  cleanCharacters,
  stopStrings,
  leadingBlanks,
  endOfExtent,
  repeatsBelow,
];

/** Text on the cursor's line that an inserted one may need a blank in front of: not where it begins with what closes or ends something. */
const NEEDS_BLANK = /^(?=.*[^\s)\]}'"`;,.:>])[^\s)\]};,]/u;

/**
 * Runs all filters over what the model has said so far.
 * @returns the text to show, and whether it is final. Blanks at its end are held back, and given only where text follows the cursor.
 */
export function runFilters(raw: string, context: FilterContext): FilterResult {
  let { text, ended } = { text: raw, ended: context.done };
  for (const filter of filters) {
    const result = filter.run(text, ended ? { ...context, done: true } : context);
    text = result.text;
    ended ||= result.ended;
  }
  const keepsBlanks = ended && NEEDS_BLANK.test(context.suffix) && !text.includes('\n');
  return { text: keepsBlanks ? text : text.replace(/[ \t\n]+$/u, ''), ended };
}
