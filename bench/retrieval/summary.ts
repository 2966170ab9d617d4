/** Sums up samples: recall with its interval, ratios, tokens, times. Pure. */
import { quantile } from '../lib/stats.ts';
import type { Variant } from './measure.ts';
import { type Counted, interval, share } from './random.ts';
import { type Sample, VARIANTS, VIEWS, type View } from './replay.ts';

export interface RowSummary {
  readonly row: string;
  readonly budget: number;
  /** Percent. */
  readonly recall: Readonly<Record<Variant, Readonly<Record<View, number>>>>;
  /** 95 % interval of variant B, all names, in percent. */
  readonly interval: readonly [number, number];
  readonly tokens: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface RatioSummary {
  readonly name: string;
  readonly budget: number;
  /** Of variant B, all names. */
  readonly value: number;
  readonly interval: readonly [number, number];
}

/** Enough for a recall to be told without its interval. */
export const ENOUGH_NAMES = 1500;

export function novelNamesIn(samples: readonly Sample[], variant: Variant): number {
  return samples.reduce((sum, { novel }) => sum + novel[variant].all, 0);
}

export function summarise(
  samples: readonly Sample[],
  rows: readonly string[],
  budgets: readonly number[],
  seed: number,
): readonly RowSummary[] {
  return rows.flatMap((row) =>
    budgets.map((budget) => {
      const answers = samples.flatMap(({ answers: all }) => all[row]?.[budget] ?? []);
      const groups = grouped(samples, row, budget, 'B', 'all');
      const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
      return {
        row,
        budget,
        recall: recordOf(VARIANTS, (variant) =>
          recordOf(VIEWS, (view) => 100 * total(grouped(samples, row, budget, variant, view))),
        ),
        interval: percent(interval(groups.length, (drawn) => share(groups, drawn), seed)),
        tokens: answers.reduce((sum, { tokens }) => sum + tokens, 0) / Math.max(1, answers.length),
        p50Ms: quantile(times, 0.5),
        p95Ms: quantile(times, 0.95),
      };
    }),
  );
}

/** `a` over `b`, drawn together: both saw the same cursors. */
export function ratio(samples: readonly Sample[], a: string, b: string, budget: number, seed: number): RatioSummary {
  const [over, under] = [grouped(samples, a, budget, 'B', 'all'), grouped(samples, b, budget, 'B', 'all')];
  return {
    name: `${a} ÷ ${b}`,
    budget,
    value: total(over) / total(under),
    interval: interval(over.length, (drawn) => share(over, drawn) / share(under, drawn), seed),
  };
}

/** Found and all names by commit. */
function grouped(
  samples: readonly Sample[],
  row: string,
  budget: number,
  variant: Variant,
  view: View,
): readonly Counted[] {
  const groups = new Map<string, { found: number; all: number }>();
  for (const { commit, novel, answers } of samples) {
    const group = groups.get(commit) ?? { found: 0, all: 0 };
    group.all += novel[variant][view];
    group.found += answers[row]?.[budget]?.found[variant][view] ?? 0;
    groups.set(commit, group);
  }
  return [...groups.values()];
}

function total(groups: readonly Counted[]): number {
  return share(
    groups,
    groups.map((_, at) => at),
  );
}

function percent([low, high]: readonly [number, number]): readonly [number, number] {
  return [100 * low, 100 * high];
}

function recordOf<K extends string, T>(keys: readonly K[], of: (key: K) => T): Readonly<Record<K, T>> {
  return Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<K, T>;
}
