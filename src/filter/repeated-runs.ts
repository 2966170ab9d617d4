/** Ends the text before a line in which the model runs in a circle: `foo = foo = foo = foo = …`. */
import { endBefore, type Filter, open } from './filter.ts';

const LONGEST_UNIT = 80;
const SHORTEST_UNIT = 3;
const BLANK = /^\s*$/u;
const WORD = /\p{L}{2}/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

export const repeatedRuns: Filter = {
  name: 'repeated-runs',
  run(text) {
    const lines = text.split('\n');
    const row = lines.findIndex(hasRun);
    return row < 0 ? open(text) : endBefore(lines, row);
  },
};

/** Copies of a unit that no honest line has. Numbers and signs repeat in tables and rulers, words don't. */
function mostCopies(unit: string): number {
  if (BLANK.test(unit)) return Number.POSITIVE_INFINITY;
  if (WORD.test(unit)) return unit.length < 10 ? 6 : 4;
  return LETTER_OR_DIGIT.test(unit) ? 15 : 70;
}

function hasRun(line: string): boolean {
  for (let width = SHORTEST_UNIT; width <= Math.min(LONGEST_UNIT, line.length / 3); width++) {
    let same = 0;
    for (let at = width; at < line.length; at++) {
      same = line[at] === line[at - width] ? same + 1 : 0;
      // Whole copies besides the first.
      if (same >= 2 * width && same % width === 0) {
        if (same / width + 1 >= mostCopies(line.slice(at - width + 1, at + 1))) return true;
      }
    }
  }
  return false;
}
