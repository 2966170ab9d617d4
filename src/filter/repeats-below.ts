/** Stops where the model starts to repeat the line below the cursor, exactly or but for a slip: the user already has that text. */
import { linePrefix } from '../text/situation.ts';
import { isOnlyClosers, isOnlyOpener, isText } from './code-lines.ts';
import { endBefore, type Filter, holdFrom, open } from './filter.ts';
import { hasWordsAfter } from './rest-of-line.ts';
import { isNearlySame, mayBecomeNearlySame } from './similar.ts';

/** Shorter lines, such as `}` and `);`, repeat in honest code. */
const SHORTEST_TELLING_LINE = 4;

export const repeatsBelow: Filter = {
  name: 'repeats-below',
  run(text, context) {
    const below = firstLineBelow(context.suffix);
    if (!isText(below)) return open(text);
    const lines = text.split('\n');
    const before = linePrefix(context);
    for (let row = 0; row < lines.length; row++) {
      if (row === 0 && (hasWordsAfter(context) || !isText(lines[0] ?? ''))) continue;
      const line = row === 0 ? before + (lines[0] ?? '') : (lines[row] ?? '');
      const isWhole = context.done || row < lines.length - 1;
      const isRepeat = isWhole ? isRepeated : mayBecomeRepeat;
      if (!isText(line) || !isRepeat(line, below, row > 0)) continue;
      // A line that is still growing may become another one: hold it back, don't end.
      return isWhole ? endBefore(lines, row) : holdFrom(lines, row);
    }
    return open(text);
  },
};

/**
 * Short lines tell nothing, but for brackets with the indentation that they have below: those close, or open, the same block.
 * @param isNew whether the line begins in the text
 */
function isRepeated(line: string, below: string, isNew: boolean): boolean {
  // Whether a bracket is one too many, their count tells.
  if (isNew && isOnlyClosers(line) && !/[)\]}]/u.test(line) && below.startsWith(line.trimEnd())) return true;
  if (isNew && isOnlyOpener(line) && below.trimEnd() === line.trimEnd()) return true;
  return isTelling(below) && isNearlySame(line, below);
}

function mayBecomeRepeat(line: string, below: string, isNew: boolean): boolean {
  if (isNew && below.startsWith(line.trimEnd())) return true;
  return isTelling(below) && mayBecomeNearlySame(line, below);
}

function isTelling(line: string): boolean {
  return line.trim().length >= SHORTEST_TELLING_LINE;
}

/** First non-blank line after the cursor's own; '' when there is none. */
export function firstLineBelow(suffix: string): string {
  return suffix.split('\n').slice(1).find(isText) ?? '';
}
