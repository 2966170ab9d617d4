/** Takes code out of a markdown fence: a fence before it goes, the one behind it ends the text. Files of text keep theirs. */
import { linePrefix } from '../text/situation.ts';
import { isText } from './code-lines.ts';
import { isMarkdown } from './comments.ts';
import { endBefore, type Filter, type FilterContext, holdFrom, open } from './filter.ts';

const FENCE = /^\s*(?:```+|~~~+)\s*[\w+#.-]*\s*$/u;
/** A line that may become a fence, or is one to which its language is still to be added. */
const MAY_BECOME_FENCE = /^\s*(?:`{1,2}|~{1,2}|(?:```+|~~~+)[^`]*)$/u;

export const fences: Filter = {
  name: 'fences',
  run(text, context) {
    if (isMarkdown(context) || standsInFence(context)) return open(text);
    const lines = text.split('\n');
    const first = lines.findIndex(isText);
    const isOpened = first >= 0 && FENCE.test(lines[first] ?? '') && !isText(linePrefix(context));
    if (isOpened && first < lines.length - 1) return untilFence(lines.slice(first + 1), context);
    if (isOpened) return open('');
    return untilFence(lines, context);
  },
};

function untilFence(lines: readonly string[], context: FilterContext) {
  const end = lines.findIndex((line, row) => FENCE.test(line) && (row > 0 || !isText(linePrefix(context))));
  const last = lines.length - 1;
  if (end >= 0 && (end < last || context.done)) return endBefore(lines, end);
  if (context.done || !MAY_BECOME_FENCE.test(lines[last] ?? '')) return open(lines.join('\n'));
  return holdFrom(lines, last);
}

/** In a doc comment or string that has a fence of its own above the cursor, fences are honest. */
function standsInFence({ prefix }: FilterContext): boolean {
  return prefix.split('\n').some((line) => /^[\s*#/]*(?:```|~~~)/u.test(line)) || prefix.split('"""').length % 2 === 0;
}
