/** Chooses the spans of one file: so many of each kind as its share says, none twice, and none that covers half of another. */
import type { Random } from '../random.ts';
import { SPAN_KINDS, type SpanShares } from './kinds.ts';
import type { Span, SpanFile, SpanKind } from './span.ts';

export interface ChosenSpan extends Span {
  readonly kind: SpanKind;
}

/** Bytes of a file for each example. */
const BYTES_EACH = 500;
/** Shared ÷ all of two middles. */
const MOST_OVERLAP = 0.5;
/** A longer node says more, but a file has thousands of short ones. */
const LENGTH_WEIGHT = 0.5;

/** Examples that a file of so many bytes gives at most. */
export function quotaOf(bytes: number): number {
  return Math.max(1, Math.floor(bytes / BYTES_EACH));
}

/**
 * @param quota how many spans are wanted
 * @param accept whether an example can be made of a span; each span is asked about once
 */
export async function chooseSpans(
  file: SpanFile,
  shares: SpanShares,
  quota: number,
  random: Random,
  accept: (span: ChosenSpan) => Promise<boolean>,
): Promise<readonly ChosenSpan[]> {
  const pools = new Map<string, Span[]>();
  const chosen: ChosenSpan[] = [];
  const seen = new Set<string>();
  const got = new Map<string, number>();

  /** The next span of a kind that can be taken. */
  async function take(kind: SpanKind): Promise<ChosenSpan | undefined> {
    const pool = pools.get(kind.id) ?? shuffled(file, kind, random, quota);
    pools.set(kind.id, pool);
    for (let span = pool.pop(); span !== undefined; span = pool.pop()) {
      const key = `${span.start}-${span.end}`;
      if (seen.has(key) || chosen.some((other) => overlap(span, other) >= MOST_OVERLAP)) continue;
      seen.add(key);
      const candidate = { ...span, kind };
      if (await accept(candidate)) return candidate;
    }
    return undefined;
  }

  const kinds = SPAN_KINDS.filter(({ id }) => (shares[id] ?? 0) > 0);
  for (const wanted of slots(kinds, shares, quota, random)) {
    // Where the file has no more of a kind, the one that has got the least of its share takes its place, its own group first.
    const byNeed = [...kinds].sort((a, b) => need(b) - need(a));
    const order = [wanted, ...byNeed.filter(({ group }) => group === wanted.group), ...byNeed];
    for (const kind of new Set(order)) {
      const span = await take(kind);
      if (span === undefined) continue;
      chosen.push(span);
      got.set(kind.id, (got.get(kind.id) ?? 0) + 1);
      break;
    }
  }
  return chosen;

  function need({ id }: SpanKind): number {
    return (shares[id] ?? 0) * quota - (got.get(id) ?? 0);
  }
}

/** A kind for each example: evenly spread over the shares, from a random start on, so that many small files together have them as well. */
function slots(kinds: readonly SpanKind[], shares: SpanShares, quota: number, random: Random): readonly SpanKind[] {
  const start = random.next();
  const all = Array.from({ length: quota }, (_, at) => {
    let left = (start + at) / quota;
    for (const kind of kinds) {
      left -= shares[kind.id] ?? 0;
      if (left < 0) return kind;
    }
    return kinds.at(-1);
  }).filter((kind) => kind !== undefined);
  return shuffle(all, random);
}

function shuffled(file: SpanFile, kind: SpanKind, random: Random, quota: number): Span[] {
  const { text } = file;
  const fitting = kind.find(file, random, quota).filter(({ start, end }) => {
    return text.slice(start, end).trim().length >= kind.least && !isInLineEnd(text, start) && !isInLineEnd(text, end);
  });
  // Heavier ones are drawn later more often, and taken from the end.
  const weight = ({ start, end }: Span): number => (end - start) ** LENGTH_WEIGHT;
  return fitting
    .map((span) => ({ span, key: kind.group === 'syntax' ? random.next() ** (1 / weight(span)) : random.next() }))
    .sort((a, b) => a.key - b.key || a.span.start - b.span.start || a.span.end - b.span.end)
    .map(({ span }) => span);
}

function shuffle<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item, index) => ({ item, index, key: random.next() }))
    .sort((a, b) => a.key - b.key || a.index - b.index)
    .map(({ item }) => item);
}

/** Whether a cut would stand within a line end. */
function isInLineEnd(text: string, at: number): boolean {
  return text[at - 1] === '\r';
}

function overlap(one: Span, other: Span): number {
  const shared = Math.min(one.end, other.end) - Math.max(one.start, other.start);
  if (shared <= 0) return 0;
  return shared / (one.end - one.start + other.end - other.start - shared);
}
