/** Ends the text where the model starts to repeat its own lines: one, or a block of some, again and again. */
import { linePrefix } from '../text/situation.ts';
import { isText } from './code-lines.ts';
import { endBefore, ended, type Filter, holdFrom, open } from './filter.ts';
import { isOneLoop, isVariation, MOST_VARIATIONS } from './variations.ts';

/** Lines of the longest block that is looked for. */
const LONGEST_BLOCK = 12;
/** A line of fewer characters may stand twice in a row in honest code; a block of fewer, too. */
const TELLING_LINE = 8;
const TELLING_BLOCK = 120;
const WORD = /\p{L}{2}/u;

/** A line with text, and its row. */
interface Line {
  readonly row: number;
  readonly text: string;
}

export const repeatedLines: Filter = {
  name: 'repeated-lines',
  run(text, context) {
    const rows = text.split('\n');
    const lines = rows
      .map((line, row) => ({ row, text: (row === 0 ? linePrefix(context) + line : line).trimEnd() }))
      .filter((line) => isText(line.text));
    const isGrowing = !context.done && isText(rows.at(-1) ?? '');
    const whole = isGrowing ? lines.slice(0, -1) : lines;
    const runs = new Runs();
    for (const at of whole.keys()) {
      const start = runs.add(whole, at);
      if (start !== undefined) return endBefore(rows, whole[start]?.row ?? 0);
      if (!runs.isLoop) continue;
      // The check at the end drops a text that is nothing else.
      const said = rows.slice(0, (whole[at]?.row ?? 0) + 1).join('\n');
      return isOneLoop(said) ? ended(said) : endBefore(rows, whole[at - MOST_VARIATIONS + 2]?.row ?? 0);
    }
    const growing = isGrowing ? lines.at(-1) : undefined;
    const last = whole.at(-1);
    // A second time is enough for it: until it differs it is held back. Longer circles are cut once they are certain.
    const mayRepeat = growing !== undefined && last?.text.startsWith(growing.text) === true && mostCopies([last]) === 2;
    return mayRepeat ? holdFrom(rows, growing.row) : open(text);
  },
};

/** How many lines in a row, up to the last one, say what the line `period` above them says. */
class Runs {
  readonly #exact: number[] = Array.from({ length: LONGEST_BLOCK + 1 }, () => 0);
  #varied = 0;

  /** Adds line `at`; returns the first line of the repetition that is certain now. */
  add(lines: readonly Line[], at: number): number | undefined {
    for (let period = 1; period <= LONGEST_BLOCK; period++) {
      const isSame = at >= period && lines[at]?.text === lines[at - period]?.text;
      const run = isSame ? (this.#exact[period] ?? 0) + 1 : 0;
      this.#exact[period] = run;
      if (run > 0 && run >= period * (mostCopies(lines.slice(at - period + 1, at + 1)) - 1)) return at - run + 1;
    }
    const isVaried = at > 0 && isVariation(lines[at - 1]?.text ?? '', lines[at]?.text ?? '');
    this.#varied = isVaried ? this.#varied + 1 : 0;
    return undefined;
  }

  /** Whether the last lines are one line in so many variations that the model runs in a circle. */
  get isLoop(): boolean {
    return this.#varied + 1 >= MOST_VARIATIONS;
  }
}

/** How often a block stands in a row where a model runs in a circle. Brackets and signs alone do so in honest code. */
function mostCopies(block: readonly Line[]): number {
  const length = block.reduce((sum, line) => sum + line.text.trim().length, 0);
  if (!block.some((line) => WORD.test(line.text))) return block.length === 1 ? 8 : 4;
  if (block.length === 1) return length >= TELLING_LINE ? 2 : 4;
  return length >= TELLING_BLOCK ? 2 : 3;
}
