/** How sure a share is that was measured on groups drawn by chance: the bootstrap over groups. Pure. */
import { randomOf } from './random.ts';

/** Found of how many, in one group (a commit). */
export interface Counted {
  readonly found: number;
  readonly all: number;
}

const ROUNDS = 1000;
const LOW = 0.025;
const HIGH = 0.975;

/** The 95 % interval of a number. @param value of one drawing of groups, by their indices */
export function interval(
  groups: number,
  value: (drawn: readonly number[]) => number,
  seed: number,
): readonly [low: number, high: number] {
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

/** Share of what was found: of all groups, or of the drawn ones, as often as they were drawn. */
export function share(groups: readonly Counted[], drawn: Iterable<number> = groups.keys()): number {
  let found = 0;
  let all = 0;
  for (const at of drawn) {
    found += groups[at]?.found ?? 0;
    all += groups[at]?.all ?? 0;
  }
  return found / all;
}
