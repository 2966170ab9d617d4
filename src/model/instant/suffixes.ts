/**
 * Sorts the suffixes of a stream of tokens by their first 16 tokens: prefix doubling with counting sorts (Manber & Myers 1993).
 * Its time does not depend on how often a text repeats itself, and code does nothing else.
 */

/** Tokens by which suffixes are told apart; equal ones stand in any order, but always the same. A power of two. */
export const SORTED_TOKENS = 16;

/**
 * The positions of `tokens`, in the order of what begins there.
 * @param ids all tokens are below this
 */
export function sortSuffixes(tokens: Uint16Array | Uint32Array, ids: number): Uint32Array {
  const n = tokens.length;
  let order = new Uint32Array(n);
  let nextOrder = new Uint32Array(n);
  let ranks = new Uint32Array(n);
  let nextRanks = new Uint32Array(n);
  const ends = new Uint32Array(Math.max(ids, n) + 1);
  byFirstToken(tokens, ids, { order, ranks, ends });
  let groups = 0;
  for (let sorted = 1; sorted < SORTED_TOKENS && groups < n; sorted *= 2) {
    byNextTokens(sorted, { order, ranks, ends, nextOrder });
    groups = rankPairs(sorted, { order: nextOrder, ranks, nextRanks });
    [order, nextOrder] = [nextOrder, order];
    [ranks, nextRanks] = [nextRanks, ranks];
  }
  return order;
}

interface Sorting {
  /** Positions, in the order so far. */
  readonly order: Uint32Array;
  /** By position: where its group of equals begins in `order`. */
  readonly ranks: Uint32Array;
  /** By rank: where the next one of the group goes. */
  readonly ends: Uint32Array;
}

function byFirstToken(tokens: Uint16Array | Uint32Array, ids: number, { order, ranks, ends }: Sorting): void {
  const n = tokens.length;
  for (let i = 0; i < n; i++) {
    const next = (tokens[i] ?? 0) + 1;
    ends[next] = (ends[next] ?? 0) + 1;
  }
  for (let id = 1; id <= ids; id++) ends[id] = (ends[id] ?? 0) + (ends[id - 1] ?? 0);
  const starts = ends.slice(0, ids + 1);
  for (let i = 0; i < n; i++) {
    const token = tokens[i] ?? 0;
    const at = ends[token] ?? 0;
    ends[token] = at + 1;
    order[at] = i;
    ranks[i] = starts[token] ?? 0;
  }
}

/** Orders positions that are sorted by `sorted` tokens by twice as many: those tokens further on, the order is known. */
function byNextTokens(
  sorted: number,
  { order, ranks, ends, nextOrder }: Sorting & { readonly nextOrder: Uint32Array },
): void {
  const n = order.length;
  for (let i = 0; i < n; i++) ends[i] = i;
  const put = (position: number): void => {
    const rank = ranks[position] ?? 0;
    const at = ends[rank] ?? 0;
    ends[rank] = at + 1;
    nextOrder[at] = position;
  };
  // What ends within the next tokens comes before all that goes on.
  for (let position = n - 1; position >= Math.max(0, n - sorted); position--) put(position);
  for (let i = 0; i < n; i++) {
    const position = (order[i] ?? 0) - sorted;
    if (position >= 0) put(position);
  }
}

/** @returns how many groups of equals there are now */
function rankPairs(
  sorted: number,
  { order, ranks, nextRanks }: { order: Uint32Array; ranks: Uint32Array; nextRanks: Uint32Array },
): number {
  const n = order.length;
  let groups = 0;
  let start = 0;
  let first = -1;
  let second = -1;
  for (let i = 0; i < n; i++) {
    const position = order[i] ?? 0;
    const ownFirst = ranks[position] ?? 0;
    // Behind the end there is nothing, which no group is.
    const ownSecond = position + sorted < n ? (ranks[position + sorted] ?? 0) : n + position;
    if (ownFirst !== first || ownSecond !== second) {
      start = i;
      groups++;
      first = ownFirst;
      second = ownSecond;
    }
    nextRanks[position] = start;
  }
  return groups;
}
