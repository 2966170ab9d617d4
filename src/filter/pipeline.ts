/** Runs the filters over what a model has said so far, and the checks over what is left of it. Keeps nothing from one call to the next. */
import type { FilterContext, Filtered, FilterResult } from './filter.ts';
import { CHECKS, FILTERS } from './registry.ts';

/** Text on the cursor's line that an inserted one may need a blank in front of: not where it begins with what closes or ends something. */
const NEEDS_BLANK = /^(?=.*[^\s)\]}'"`;,.:>])[^\s)\]};,]/u;

/**
 * Runs all filters and checks over what the model has said so far.
 * @returns the text to show, and whether it is final. Blanks at its end are held back, and given only where text follows the cursor.
 */
export function runFilters(raw: string, context: FilterContext): FilterResult {
  let { text, ended }: Filtered = { text: raw, ended: context.done };
  let endedBy: string | undefined;
  for (const filter of FILTERS) {
    const result = filter.run(text, ended ? { ...context, done: true } : context);
    text = result.text;
    ended ||= result.ended;
    if (result.ended) endedBy = filter.name;
  }
  const keepsBlanks = ended && NEEDS_BLANK.test(context.suffix) && !text.includes('\n');
  if (!keepsBlanks) text = text.replace(/[ \t\n]+$/u, '');
  if (!ended) return { text: mayFail(text, context) ? '' : text, ended };
  const ending = endedBy === undefined ? {} : { endedBy };
  const failed = raw === '' ? undefined : failedCheck(text, context);
  if (failed === undefined) return { text, ended, ...ending };
  // Where a filter has left nothing, it is the reason.
  return { text: '', ended, ...ending, dropped: text.trim() === '' ? (endedBy ?? failed) : failed };
}

function mayFail(text: string, context: FilterContext): boolean {
  return CHECKS.some((check) => check.mayFail?.(text, context) ?? false);
}

function failedCheck(text: string, context: FilterContext): string | undefined {
  return CHECKS.find((check) => check.fails(text, context))?.name;
}

/**
 * Filters a stream: yields what is new and certain, and stops reading as soon as the text is final. What it yields, put together, is
 * what {@link runFilters} gives for the whole, unless a check at the end drops that or a repetition is found behind its beginning.
 */
export async function* filterStream(
  chunks: AsyncIterable<string> | Iterable<string>,
  context: Omit<FilterContext, 'done'>,
): AsyncGenerator<string> {
  let raw = '';
  let shown = '';
  const news = (text: string): string => {
    const added = text.startsWith(shown) ? text.slice(shown.length) : '';
    shown += added;
    return added;
  };
  for await (const chunk of chunks) {
    raw += chunk;
    const { text, ended } = runFilters(raw, { ...context, done: false });
    const added = news(text);
    if (added !== '') yield added;
    if (ended) return;
  }
  const rest = news(runFilters(raw, { ...context, done: true }).text);
  if (rest !== '') yield rest;
}
