/** Chance that is the same for the same seed, and what can be told of a mean that was measured by chance. */

/** Numbers in [0, 1). Source of the algorithm: Tommy Ettinger's Mulberry32 (public domain). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `list` in a random order. */
export function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  const order = [...list];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const [a, b] = [order[at], order[other]];
    if (a === undefined || b === undefined) continue;
    order[at] = b;
    order[other] = a;
  }
  return order;
}

/** Found of how many, in one group (a commit). */
export interface Counted {
  readonly found: number;
  readonly all: number;
}

const ROUNDS = 1000;
const LOW = 0.025;
const HIGH = 0.975;

/** The 95 % interval of a ratio of sums, by bootstrap over groups. @param value of one drawing of groups, by their indices */
export function interval(
  groups: number,
  value: (drawn: readonly number[]) => number,
  seed: number,
): readonly [number, number] {
  const random = randomOf(seed);
  const values: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    values.push(value(Array.from({ length: groups }, () => Math.floor(random() * groups))));
  }
  const sorted = values.filter((one) => Number.isFinite(one)).sort((a, b) => a - b);
  return [
    sorted[Math.floor(sorted.length * LOW)] ?? Number.NaN,
    sorted[Math.floor(sorted.length * HIGH)] ?? Number.NaN,
  ];
}

/** Share of what was found, over the drawn groups. */
export function share(groups: readonly Counted[], drawn: readonly number[]): number {
  let found = 0;
  let all = 0;
  for (const at of drawn) {
    found += groups[at]?.found ?? 0;
    all += groups[at]?.all ?? 0;
  }
  return found / all;
}
