/** Stops where the model starts to repeat the line below the cursor, exactly or but for a slip: the user already has that text. */
import { linePrefix } from '../text/situation.ts';
import { isOnlyClosers, isOnlyOpener, isText } from './code-lines.ts';
import { endBefore, type Filter, holdFrom, open } from './filter.ts';
import { hasWordsAfter } from './rest-of-line.ts';
import { isNearlySame, mayBecomeNearlySame } from './similar.ts';

/** Fewer characters, such as `f;` and `/**`, repeat in honest code: the lines that follow must be the same, too. */
const TELLING = 4;
/** Lines below that are compared at the most. */
const MOST_LINES = 4;

export const repeatsBelow: Filter = {
  name: 'repeats-below',
  run(text, context) {
    const below = tellingLines(context.suffix);
    if (below.length === 0) return open(text);
    const rows = text.split('\n');
    const before = linePrefix(context);
    const isGrowing = !context.done && isText(rows.at(-1) ?? '');
    const lines = rows
      .map((line, row) => ({
        row,
        text: row === 0 ? before + line : line,
        isWhole: !isGrowing || row < rows.length - 1,
      }))
      .filter((line) => isText(line.text) && (line.row > 0 || (!hasWordsAfter(context) && isText(rows[0] ?? ''))));
    for (const [at, { row }] of lines.entries()) {
      const verdict = compare(lines.slice(at, at + below.length), below, context.done);
      if (verdict === 'same') return endBefore(rows, row);
      // What may become the same is held back, and nothing ended.
      if (verdict === 'undecided') return holdFrom(rows, row);
    }
    return open(text);
  },
};

interface Line {
  readonly row: number;
  readonly text: string;
  readonly isWhole: boolean;
}

function compare(lines: readonly Line[], below: readonly string[], isDone: boolean): 'same' | 'other' | 'undecided' {
  for (const [at, line] of lines.entries()) {
    const other = below[at] ?? '';
    if (!line.isWhole) return mayBecomeRepeat(line.text, other, line.row > 0) ? 'undecided' : 'other';
    if (!(at > 0 && line.text.trim() === other.trim()) && !isRepeated(line.text, other, line.row > 0)) return 'other';
    if (at === 0 && isSign(line.text, other)) return 'same';
  }
  // A text that ends here has said no more of the lines below; two of them are no accident.
  if (lines.length >= below.length || (isDone && lines.length > 1)) return 'same';
  return isDone ? 'other' : 'undecided';
}

/** A brace with the indentation that it has below opens the same block; a word like `end` closes the same. Brackets are counted elsewhere. */
function isSign(line: string, below: string): boolean {
  const isCounted = /[)\]}]/u.test(line);
  return below.startsWith(line.trimEnd()) && (isOnlyOpener(line) || (isOnlyClosers(line) && !isCounted));
}

function isRepeated(line: string, below: string, isNew: boolean): boolean {
  // Whether a bracket is one too many, their count tells.
  if (isOnlyClosers(line) && /[)\]}]/u.test(line)) return false;
  if (isNew && isSign(line, below)) return true;
  return isNearlySame(line, below);
}

function mayBecomeRepeat(line: string, below: string, isNew: boolean): boolean {
  return (isNew && below.startsWith(line.trimEnd())) || mayBecomeNearlySame(line, below);
}

/** The first lines with text after the cursor's own, as many as tell something. Where brackets follow, what is before them has to do. */
function tellingLines(suffix: string): readonly string[] {
  const lines = suffix.split('\n').slice(1).filter(isText);
  const telling: string[] = [];
  for (const line of lines.slice(0, MOST_LINES)) {
    telling.push(line);
    if (telling.join('').replace(/\s/gu, '').length >= TELLING) break;
  }
  return telling;
}
