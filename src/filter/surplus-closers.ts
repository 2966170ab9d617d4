/** Ends the text before brackets that the suffix closes already: everything that is open at the cursor has one closer, and no more. */
import { linePrefix } from '../text/situation.ts';
import type { Balance } from './balance.ts';
import { isText } from './code-lines.ts';
import { endBefore, ended, type Filter, holdFrom, open } from './filter.ts';
import { placeOf } from './place.ts';
import { hasWordsAfter } from './rest-of-line.ts';

export const surplusClosers: Filter = {
  name: 'surplus-closers',
  run(text, context) {
    const { above, held, needed } = placeOf(context);
    if (held === 0 || hasWordsAfter(context)) return open(text);
    const lines = text.split('\n');
    const reader = above.copy();
    for (const [row, line] of lines.entries()) {
      const before = row === 0 ? linePrefix(context) : '';
      const start = reader.copy();
      if (reader.read(before + line).depth >= needed) continue;
      const kept = line.slice(0, lengthOf(before, line, start, needed)).trimEnd();
      // `}` may become `} else {`.
      const isGrowing = row === lines.length - 1 && !context.done;
      if (!isText(kept)) return isGrowing ? holdFrom(lines, row) : endBefore(lines, row);
      const rest = [...lines.slice(0, row), kept].join('\n');
      return isGrowing ? open(rest) : ended(rest);
    }
    return open(text);
  },
};

/** Length of the longest beginning of `line` that leaves `needed` brackets open. */
function lengthOf(before: string, line: string, start: Balance, needed: number): number {
  let length = line.length;
  while (length > 0 && start.copy().read(before + line.slice(0, length)).depth < needed) length--;
  return length;
}
