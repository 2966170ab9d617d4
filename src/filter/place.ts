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

function isSame(a: Where, b: Where): boolean {
  return a.prefix === b.prefix && a.suffix === b.suffix && a.path === b.path && a.filetype === b.filetype;
}

function read(where: Where): Place {
  const rules = rulesOf(where);
  const before = linePrefix(where);
  const above = new Balance(rules).read(where.prefix.slice(0, where.prefix.length - before.length));
  const { surplus } = new Balance(rules).read(where.suffix.slice(lineSuffix(where).length));
  const { open } = above.copy().read(before);
  return { above, depth: above.depth, held: surplus.length, needed: closedBelow(open, surplus) };
}

/**
 * How many of `open`, from the outermost on, `closers` close. Where they are fewer, the innermost are missing: the user is writing them.
 * But the first closer tells by its indentation which bracket it is for: the file may be cut off, or broken further down.
 */
function closedBelow(open: readonly Bracket[], closers: readonly Bracket[]): number {
  const [first] = closers;
  const likely = Math.min(open.length, closers.length);
  const partners = open
    .map((bracket, index) => ({ bracket, count: index + 1 }))
    .filter(({ bracket }) => bracket.closer === first?.closer && bracket.indent === first.indent)
    .map(({ count }) => count);
  return partners.length === 0
    ? likely
    : partners.reduce((best, count) => (Math.abs(count - likely) < Math.abs(best - likely) ? count : best));
}
