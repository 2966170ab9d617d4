/** Sums up samples: recall with its interval, ratios, tokens, times. Pure. */
import { quantile } from '../lib/stats.ts';
import { type Counted, interval, share } from './bootstrap.ts';
import type { Variant } from './measure.ts';
import type { CountedName, Sample } from './replay.ts';

/** Which of the novel names are counted: an index of the project can only know `existing` ones. */
export const VIEWS = ['all', 'not builtin', 'existing'] as const;
export type View = (typeof VIEWS)[number];

type ByVariant<T> = Readonly<Record<Variant, T>>;
type Interval = readonly [low: number, high: number];

export interface Totals {
  readonly cursors: number;
  readonly commits: number;
  /** Cursors with a novel name. */
  readonly telling: ByVariant<number>;
  readonly names: ByVariant<Readonly<Record<View, number>>>;
  /** Percent of all novel names that stand in the code of the parent, builtin ones as well: what an index could reach at most. */
  readonly ceiling: ByVariant<number>;
}

export interface RowSummary {
  readonly row: string;
  readonly budget: number;
  /** Percent. */
  readonly recall: ByVariant<Readonly<Record<View, number>>>;
  /** 95 %, of all names, in percent. */
  readonly interval: ByVariant<Interval>;
  readonly tokens: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface RatioSummary {
  readonly name: string;
  readonly budget: number;
  readonly variant: Variant;
  /** Of all names. */
  readonly value: number;
  readonly interval: Interval;
}

/** Enough for a recall to be told without its interval. */
export const ENOUGH_NAMES = 1500;

export function totals(samples: readonly Sample[]): Totals {
  const names = samples.flatMap((sample) => sample.names);
  const count = (variant: Variant, view: View): number => names.filter((name) => counts(name, variant, view)).length;
  return {
    cursors: samples.length,
    commits: new Set(samples.map(({ commit }) => commit)).size,
    telling: byVariant(
      (variant) => samples.filter((sample) => sample.names.some((name) => counts(name, variant, 'all'))).length,
    ),
    names: byVariant((variant) => byView((view) => count(variant, view))),
    ceiling: byVariant((variant) => {
      const existing = names.filter((name) => name.isExisting && counts(name, variant, 'all'));
      return (100 * existing.length) / count(variant, 'all');
    }),
  };
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
      const times = answers.map(({ ms }) => ms);
      const groups = (variant: Variant, view: View): readonly Counted[] =>
        groupsOf(samples, row, budget, variant, view);
      return {
        row,
        budget,
        recall: byVariant((variant) => byView((view) => 100 * share(groups(variant, view)))),
        interval: byVariant((variant) => {
          const all = groups(variant, 'all');
          return interval(all.length, (drawn) => 100 * share(all, drawn), seed);
        }),
        tokens: answers.reduce((sum, { tokens }) => sum + tokens, 0) / Math.max(1, answers.length),
        p50Ms: times.length === 0 ? 0 : quantile(times, 0.5),
        p95Ms: times.length === 0 ? 0 : quantile(times, 0.95),
      };
    }),
  );
}

/** One row over another, drawn together: both saw the same cursors. @param pair their names */
export function ratio(
  samples: readonly Sample[],
  [a, b]: readonly [over: string, under: string],
  budget: number,
  variant: Variant,
  seed: number,
): RatioSummary {
  const over = groupsOf(samples, a, budget, variant, 'all');
  const under = groupsOf(samples, b, budget, variant, 'all');
  return {
    name: `${a} ÷ ${b}`,
    budget,
    variant,
    value: share(over) / share(under),
    interval: interval(over.length, (drawn) => share(over, drawn) / share(under, drawn), seed),
  };
}

/** Found and all names, commit by commit. */
function groupsOf(
  samples: readonly Sample[],
  row: string,
  budget: number,
  variant: Variant,
  view: View,
): readonly Counted[] {
  const groups = new Map<string, { found: number; all: number }>();
  for (const { commit, names, answers } of samples) {
    const group = groups.get(commit) ?? { found: 0, all: 0 };
    const found = new Set(answers[row]?.[budget]?.found);
    for (const [at, name] of names.entries()) {
      if (!counts(name, variant, view)) continue;
      group.all++;
      if (found.has(at)) group.found++;
    }
    groups.set(commit, group);
  }
  return [...groups.values()];
}

function counts({ isInLine, isBuiltin, isExisting }: CountedName, variant: Variant, view: View): boolean {
  if (variant === 'A' && !isInLine) return false;
  return view === 'all' || (!isBuiltin && (view === 'not builtin' || isExisting));
}

function byVariant<T>(of: (variant: Variant) => T): ByVariant<T> {
  return { A: of('A'), B: of('B') };
}

function byView<T>(of: (view: View) => T): Readonly<Record<View, T>> {
  return { all: of('all'), 'not builtin': of('not builtin'), existing: of('existing') };
}
