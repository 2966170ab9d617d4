/** The few lines of a chunk that are worth showing: around what matches, without comments, indented as little as they can be. Pure. */
import type { Rows } from '../search/chunks.ts';
import type { NamedLines } from '../search/line-names.ts';

export interface Excerpt {
  readonly text: string;
  /** 0-based, end inclusive. */
  readonly rows: Rows;
  /** Numbers of the names in it. */
  readonly names: ReadonlySet<number>;
}

/** Twelve lines say as much as forty, for a third of the tokens (RETRIEVAL.md §6). */
const MOST_LINES = 12;
/** What follows a line that matches is what is looked for. */
const FOLLOWING = 0.5;

/**
 * @param value what a name is worth for the query, by its number; 0 for others
 * @param hidden rows that the prompt shows anyway
 * @returns `undefined` where nothing is left to show
 */
export function excerptOf(
  named: NamedLines,
  [first, last]: Rows,
  value: (name: number) => number,
  hidden?: Rows,
): Excerpt | undefined {
  const rows: number[] = [];
  const values: number[] = [];
  for (let row = first; row <= last && row < named.lines.length; row++) {
    if (hidden && hidden[0] <= row && row <= hidden[1]) continue;
    const names = named.names(row);
    if (names === undefined) continue;
    let sum = 0;
    for (const name of names) sum += value(name);
    rows.push(row);
    values.push(sum);
  }
  const start = bestWindow(values);
  const shown = rows.slice(start, start + MOST_LINES);
  const [top, bottom] = [shown[0], shown.at(-1)];
  if (top === undefined || bottom === undefined) return undefined;
  const text = dedented(shown.map((row) => named.lines[row] ?? ''));
  if (!/[\p{L}\p{N}]/u.test(text)) return undefined;
  const names = new Set<number>();
  for (const row of shown) for (const name of named.names(row) ?? []) names.add(name);
  return { text, rows: [top, bottom], names };
}

/** Index of the first line of the window whose lines are worth most; the first of equal ones. */
function bestWindow(values: readonly number[]): number {
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

function dedented(lines: readonly string[]): string {
  const indents = lines.map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents);
  return lines.map((line) => line.slice(common).trimEnd()).join('\n');
}
