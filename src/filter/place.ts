/** What is open at the cursor, and how much of that the suffix closes: read once for a place, however often its text is filtered. */
import { linePrefix, lineSuffix } from '../text/situation.ts';
import { Balance, type Bracket, rulesOf } from './balance.ts';
import type { FilterContext } from './filter.ts';

export interface Place {
  /** What is open at the start of the cursor's line. */
  readonly above: Balance;
  /** Brackets that are open there. */
  readonly depth: number;
  /** Brackets that the lines below the cursor's close without having opened them. */
  readonly held: number;
  /** As many brackets must stay open for the suffix: those that are open at the cursor and closed below. */
  readonly needed: number;
}

type Where = Pick<FilterContext, 'prefix' | 'suffix' | 'path' | 'filetype'>;

/** The places that were asked about last: the next chunk of a stream asks about them again. */
const known: { readonly where: Where; readonly place: Place }[] = [];
const MOST_KNOWN = 4;

/** The place of `where`. */
export function placeOf(where: Where): Place {
  const found = known.find((one) => isSame(one.where, where));
  if (found !== undefined) return found.place;
  const { prefix, suffix, path, filetype } = where;
  const place = read(where);
  known.unshift({ where: { prefix, suffix, path, filetype }, place });
  known.length = Math.min(known.length, MOST_KNOWN);
  return place;
}

/** Whether the cursor's line, of which `own` is known, begins a string or comment of several lines: a docstring, a template, a doc comment. */
export function opensText(own: string, where: Where): boolean {
  const { above } = placeOf(where);
  return !above.isInText && above.copy().read(own).isInText;
}

function isSame(a: Where, b: Where): boolean {
  return a.prefix === b.prefix && a.suffix === b.suffix && a.path === b.path && a.filetype === b.filetype;
}

/** Texts that were read last: while a line is typed, the lines above and below it stay the same. */
const readings: {
  readonly text: string;
  readonly where: Pick<Where, 'path' | 'filetype'>;
  readonly balance: Balance;
}[] = [];

/** What is open behind `text`, not to be changed. */
function readOnce(text: string, { path, filetype }: Where): Balance {
  const found = readings.find((one) => one.text === text && one.where.path === path && one.where.filetype === filetype);
  if (found !== undefined) return found.balance;
  const where = { path, filetype };
  const balance = new Balance(rulesOf(where)).read(text);
  readings.unshift({ text, where, balance });
  readings.length = Math.min(readings.length, MOST_KNOWN);
  return balance;
}

function read(where: Where): Place {
  const before = linePrefix(where);
  const above = readOnce(where.prefix.slice(0, where.prefix.length - before.length), where);
  const below = readOnce(where.suffix.slice(lineSuffix(where).length), where);
  const { open } = above.copy().read(before);
  const needed = closedBelow(open.slice(0, above.depth), open.slice(above.depth), below);
  return { above, depth: above.depth, held: below.surplus.length, needed };
}

/**
 * How many brackets, from the outermost on, the lines below close. Where they are fewer than are open, the innermost are missing: the user is
 * writing them. But where those lines are cut off or broken themselves, the indentation of the first closer tells which bracket it is for.
 * @param above what is open of the lines above the cursor's
 * @param own what the cursor's line has opened
 */
function closedBelow(above: readonly Bracket[], own: readonly Bracket[], below: Balance): number {
  const closers = below.surplus;
  const [first] = closers;
  const likely = Math.min(above.length + own.length, closers.length);
  const isPartner = (bracket: Bracket): boolean => bracket.closer === first?.closer && bracket.indent === first.indent;
  if (below.open.length === 0 || own.some(isPartner)) return likely;
  const counts = above.flatMap((bracket, index) => (isPartner(bracket) ? [index + 1] : []));
  const nearest = (best: number, count: number): number =>
    Math.abs(count - likely) < Math.abs(best - likely) ? count : best;
  return counts.length === 0 ? likely : counts.reduce(nearest);
}
