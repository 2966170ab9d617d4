/** What was seen of a dataset as text for a terminal. Pure. */
import { columnName, type Histogram, type Inspected } from './inspect.ts';
import { shownExamples } from './show-example.ts';

const WIDTH = 40;

/** @param withColours for a terminal */
export function inspectedText(seen: Inspected, withColours: boolean): string {
  const { family, examples, kinds, sample } = seen;
  const all = examples.train + examples.val;
  const byCount = Object.entries(kinds).sort(([, a], [, b]) => b - a);
  return [
    `${examples.train} training and ${examples.val} validation examples for ${family}\n`,
    `kinds of spans\n${bars(
      byCount.map(([kind, count]) => [kind, count]),
      all,
    )}`,
    `tokens\n${histogram(seen.tokens, all)}`,
    `lines of the middle\n${histogram(seen.middleLines, all)}`,
    `characters of the middle\n${histogram(seen.middleChars, all)}`,
    shownExamples(sample, withColours),
  ].join('\n');
}

function histogram(of: Histogram, all: number): string {
  return bars(
    of.counts.map((count, column) => [columnName(of, column), count]),
    all,
  );
}

function bars(rows: readonly (readonly [name: string, count: number])[], all: number): string {
  const width = Math.max(...rows.map(([name]) => name.length), 0);
  const most = Math.max(...rows.map(([, count]) => count), 1);
  return rows
    .map(([name, count]) => {
      const percent = `${((count / Math.max(1, all)) * 100).toFixed(1)} %`;
      return `  ${name.padEnd(width)} ${'█'.repeat(Math.round((count / most) * WIDTH)).padEnd(WIDTH)} ${percent.padStart(7)}\n`;
    })
    .join('');
}
