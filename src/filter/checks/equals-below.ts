/** Drops a text that is what the next lines say already. */
import { linePrefix, lineSuffix } from '../../text/situation.ts';
import { isOnlyClosers, isText } from '../code-lines.ts';
import type { Check, FilterContext } from '../filter.ts';

export const equalsBelow: Check = {
  name: 'equals-below',
  fails(text, context) {
    const said = linesOf(text);
    if (said.length === 0 || !beginsLine(context)) return false;
    const below = linesOf(context.suffix).slice(0, said.length);
    // Whether a bracket is one too many, their count tells.
    if (below.length < said.length || said.every(isOnlyClosers)) return false;
    return said.every((line, row) => line === below[row]);
  },
  mayFail(text, context) {
    const said = linesOf(text).join('\n');
    if (said === '' || !beginsLine(context) || isOnlyClosers(said)) return false;
    return linesOf(context.suffix).join('\n').startsWith(said);
  },
};

function beginsLine(context: FilterContext): boolean {
  return !isText(linePrefix(context)) && !isText(lineSuffix(context));
}

/** Lines with text, without the blanks around. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(isText);
}
