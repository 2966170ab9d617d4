/** Ends the text with its first line, where no more than that is wanted or where that line opens nothing. */
import { linePrefix } from '../text/situation.ts';
import { isHead, isOnlyOpener, isText, opensBlock } from './code-lines.ts';
import { ended, type Filter, type FilterContext, type Filtered, open } from './filter.ts';
import { nextLine } from './next-line.ts';
import { opensText } from './place.ts';
import { hasSignsAfter, takesSigns } from './rest-of-line.ts';

/** May be a head without a keyword, `Person(string name)`, whose body begins with a brace below. */
const ENDS_WITH_PARENTHESIS = /\)\s*$/u;

export const endOfLine: Filter = {
  name: 'end-of-line',
  run(text, context) {
    if (context.extent === 'block') return open(text);
    const next = nextLine(text, context);
    if (next === undefined) return firstLine(text, context);
    const result = next.context.extent === 'block' ? open(next.text) : firstLine(next.text, next.context);
    return { ...result, text: next.head + result.text };
  },
};

function firstLine(text: string, context: FilterContext): Filtered {
  const lineEnd = text.indexOf('\n');
  if (lineEnd < 0) return open(text);
  const first = text.slice(0, lineEnd);
  if (context.extent === 'one' || (hasSignsAfter(context) && !takesSigns(first, context))) return ended(first);
  const own = linePrefix(context) + first;
  if (opensBlock(own) || isHead(own) || opensText(own, context)) return open(text);
  const below = text.slice(lineEnd + 1).trimStart();
  const isBodyAwaited = ENDS_WITH_PARENTHESIS.test(own);
  if (isBodyAwaited && !isText(below) && !context.done) return open(first);
  return isBodyAwaited && isOnlyOpener(below.split('\n', 1)[0] ?? '') ? open(text) : ended(first);
}
