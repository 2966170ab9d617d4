/** The first examples of an order, with the mix that is wanted: the first few of all would have too many of one kind by chance. Pure. */

/**
 * @param order numbers of examples
 * @param kinds by example
 * @param shares by kind, together 1
 * @returns `limit` of them in their order: so many of each kind as its share says, and others where there are not as many
 */
export function limited(
  order: readonly number[],
  limit: number,
  kinds: readonly number[],
  shares: readonly number[],
): readonly number[] {
  if (order.length <= limit) return order;
  const left = [...parts(limit, shares)];
  const taken = new Set(
    order.filter((index) => {
      const kind = kinds[index] ?? 0;
      const wanted = left[kind] ?? 0;
      left[kind] = wanted - 1;
      return wanted > 0;
    }),
  );
  for (const index of order) {
    if (taken.size >= limit) break;
    taken.add(index);
  }
  return order.filter((index) => taken.has(index));
}

/** Whole numbers that together are `whole`, as near to the shares as can be. */
function parts(whole: number, shares: readonly number[]): readonly number[] {
  const exact = shares.map((share) => share * whole);
  const missing = whole - exact.reduce((sum, part) => sum + Math.floor(part), 0);
  const largest = [...exact.keys()].sort((a, b) => ((exact[b] ?? 0) % 1) - ((exact[a] ?? 0) % 1) || a - b);
  const raised = new Set(largest.slice(0, missing));
  return exact.map((part, kind) => Math.floor(part) + (raised.has(kind) ? 1 : 0));
}
