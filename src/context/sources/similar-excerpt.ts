/** The few lines of a chunk that are worth showing: around what matches, without comments, indented as little as they can be. Pure. */
import type { Rows } from '../search/chunks.ts';
import { type NamedLines, SAID, type Said } from '../search/line-names.ts';
import { NumberTable } from '../search/number-table.ts';
import type { Worths } from '../search/worths.ts';

export interface Excerpt {
  /** 0-based, ascending; at least one. */
  readonly rows: readonly number[];
  /** Numbers of the names in them, each once. */
  readonly names: readonly number[];
  /** What its rows cost at least, as what is said tells. */
  readonly cost: number;
}

/** Twelve lines say as much as forty, for a third of the tokens (RETRIEVAL.md §6). */
const MOST_LINES = 12;
/** What follows a line that matches is what is looked for. */
const FOLLOWING = 0.5;
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

const met = new NumberTable();
/** Of the lines of the chunk in hand: where each begins in what is said, and what it is worth. */
const [starts, values]: [number[], number[]] = [[], []];

/**
 * @param worths what names are worth for the query
 * @param hidden rows that the prompt shows anyway
 * @returns `undefined` where nothing is left to show
 */
export function excerptOf(named: NamedLines, chunk: Rows, worths: Worths, hidden?: Rows): Excerpt | undefined {
  const [first, last] = chunk;
  const [hiddenFirst, hiddenLast] = hidden ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  if (hiddenFirst <= first && last <= hiddenLast) return undefined;
  const said = named.said(chunk);
  let count = 0;
  for (let at = 0; at < said.length; ) {
    const row = first + (said[at + SAID.row] ?? 0);
    const end = at + SAID.names + (said[at + SAID.count] ?? 0);
    if (row < hiddenFirst || hiddenLast < row) {
      starts[count] = at;
      values[count++] = worths.sum(said, at + SAID.names, end);
    }
    at = end;
  }
  const from = bestWindow(values, count);
  return shownOf(named, said, first, starts.slice(from, Math.min(count, from + MOST_LINES)));
}

/** As it is shown. @param rows of an excerpt of them */
export function textOf({ lines }: NamedLines, rows: readonly number[]): string {
  const shown = rows.map((row) => lines.at(row) ?? '');
  const common = Math.min(...shown.map((line) => line.length - line.trimStart().length));
  return shown.map((line) => line.slice(common).trimEnd()).join('\n');
}

/** Index of the first line of the window whose lines are worth most; the first of equal ones. @param count of the values */
function bestWindow(values: readonly number[], count: number): number {
  if (count <= MOST_LINES) return 0;
  // A line counts for what follows it as well.
  const spread = (at: number): number => (values[at] ?? 0) + FOLLOWING * (at === 0 ? 0 : (values[at - 1] ?? 0));
  let sum = 0;
  for (let at = 0; at < MOST_LINES; at++) sum += spread(at);
  let best = sum;
  let start = 0;
  for (let at = MOST_LINES; at < count; at++) {
    sum += spread(at) - spread(at - MOST_LINES);
    if (sum > best) [best, start] = [sum, at - MOST_LINES + 1];
  }
  return start;
}

/** @param first row of what is said; @param starts of the rows that are shown in it */
function shownOf(named: NamedLines, said: Said, first: number, starts: readonly number[]): Excerpt | undefined {
  const rows: number[] = [];
  let cost = 0;
  met.clear();
  for (const start of starts) {
    rows.push(first + (said[start + SAID.row] ?? 0));
    cost += said[start + SAID.cost] ?? 0;
    const end = start + SAID.names + (said[start + SAID.count] ?? 0);
    for (let at = start + SAID.names; at < end; at++) met.set(said[at] ?? 0, 1);
  }
  const saysSomething = rows.some((row) => SAYS_SOMETHING.test(named.lines.at(row) ?? ''));
  return saysSomething ? { rows, names: met.numbers, cost } : undefined;
}
