/** The filters in their order: a new one is a file beside this and a line in the list. */
import { cleanCharacters } from './clean-characters.ts';
import { endOfExtent } from './extent.ts';
import type { Filter, FilterContext, FilterResult } from './filter.ts';
import { repeatsBelow } from './repeats-below.ts';
import { stopStrings } from './stop-strings.ts';

/** Stop strings first: they are spelled in the raw text. */
const filters: readonly Filter[] = [stopStrings, cleanCharacters, endOfExtent, repeatsBelow];

/**
 * Runs all filters over what the model has said so far.
 * @returns the text to show, without blanks at its end, and whether it is final.
 */
export function runFilters(raw: string, context: FilterContext): FilterResult {
  let { text, ended } = { text: raw, ended: context.done };
  for (const filter of filters) {
    const result = filter.run(text, ended ? { ...context, done: true } : context);
    text = result.text;
    ended ||= result.ended;
  }
  return { text: text.replace(/[ \t\n]+$/u, ''), ended };
}
