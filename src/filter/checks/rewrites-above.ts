/** Drops a text that begins by writing the line above the cursor once more. */
import { linePrefix } from '../../text/situation.ts';
import { isText } from '../code-lines.ts';
import type { Check, FilterContext } from '../filter.ts';
import { isNearlySame, mayBecomeNearlySame } from '../similar.ts';

/** Shorter lines stand twice in honest code. In UTF-16 units, without the blanks around. */
const SHORTEST_TELLING = 5;
const WORD = /\p{L}{2}/u;

export const rewritesAbove: Check = {
  name: 'rewrites-above',
  fails(text, context) {
    const above = lineAbove(context);
    return above !== undefined && isNearlySame(firstLine(text), above);
  },
  mayFail(text, context) {
    const above = lineAbove(context);
    if (above === undefined || !isText(text)) return false;
    const isWhole = text.trimStart().includes('\n');
    return isWhole ? isNearlySame(firstLine(text), above) : mayBecomeNearlySame(firstLine(text), above);
  },
};

/** The line above, where the text begins a line of its own and that line tells something. */
function lineAbove(context: FilterContext): string | undefined {
  if (isText(linePrefix(context))) return undefined;
  const above = context.prefix.trimEnd();
  const line = above.slice(above.lastIndexOf('\n') + 1).trim();
  return line.length >= SHORTEST_TELLING && WORD.test(line) ? line : undefined;
}

function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0] ?? '';
}
