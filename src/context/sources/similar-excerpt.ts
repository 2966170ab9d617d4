/** The few lines of a chunk that are worth showing: around what matches, without comments, indented as little as they can be. Pure. */
import type { Rows } from '../search/chunks.ts';
import type { NamedLines } from '../search/line-names.ts';
import { NumberTable } from '../search/number-table.ts';

export interface Excerpt {
  /** 0-based, ascending; at least one. */
  readonly rows: readonly number[];
  /** Numbers of the names in them, each once. */
  readonly names: readonly number[];
}

/** Twelve lines say as much as forty, for a third of the tokens (RETRIEVAL.md §6). */
const MOST_LINES = 12;
/** What follows a line that matches is what is looked for. */
const FOLLOWING = 0.5;
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

const met = new NumberTable();

/**
 * @param value what a name is worth for the query, by its number; 0 for others
 * @param hidden rows that the prompt shows anyway
 * @returns `undefined` where nothing is left to show
 */
export function excerptOf(
  named: NamedLines,
  chunk: Rows,
  value: (name: number) => number,
  hidden?: Rows,
): Excerpt | undefined {
  const said = named.said(chunk);
  /** Where each row begins in what is said. */
  const starts: number[] = [];
  const values: number[] = [];
  for (let at = 0; at < said.length; at += 2 + (said[at + 1] ?? 0)) {
    const row = said[at] ?? 0;
    if (hidden && hidden[0] <= row && row <= hidden[1]) continue;
    const end = at + 2 + (said[at + 1] ?? 0);
    let sum = 0;
    for (let name = at + 2; name < end; name++) sum += value(said[name] ?? 0);
    starts.push(at);
    values.push(sum);
  }
  const start = bestWindow(values);
  const shown = starts.slice(start, start + MOST_LINES);
  const rows = shown.map((at) => said[at] ?? 0);
  return rows.some((row) => SAYS_SOMETHING.test(named.lines.at(row) ?? ''))
    ? { rows, names: namesOf(said, shown) }
    : undefined;
}

/** As it is shown. @param rows of an excerpt of them */
export function textOf({ lines }: NamedLines, rows: readonly number[]): string {
  const shown = rows.map((row) => lines.at(row) ?? '');
  const common = Math.min(...shown.map((line) => line.length - line.trimStart().length));
  return shown.map((line) => line.slice(common).trimEnd()).join('\n');
}

/** Index of the first line of the window whose lines are worth most; the first of equal ones. */
function bestWindow(values: readonly number[]): number {
  if (values.length <= MOST_LINES) return 0;
  // A line counts for what follows it as well.
  const spread = values.map((one, at) => one + FOLLOWING * (values[at - 1] ?? 0));
  let sum = spread.slice(0, MOST_LINES).reduce((total, one) => total + one, 0);
  let best = sum;
  let start = 0;
  for (let at = MOST_LINES; at < spread.length; at++) {
    sum += (spread[at] ?? 0) - (spread[at - MOST_LINES] ?? 0);
    if (sum > best) [best, start] = [sum, at - MOST_LINES + 1];
  }
  return start;
}

/** @param starts of rows in what is said */
function namesOf(said: Uint32Array, starts: readonly number[]): readonly number[] {
  met.clear();
  for (const start of starts) {
    const end = start + 2 + (said[start + 1] ?? 0);
    for (let at = start + 2; at < end; at++) met.set(said[at] ?? 0, 1);
  }
  return met.numbers;
}
