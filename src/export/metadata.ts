/** Makes the contents of metadata.json: what was asked, what came of it, and what was left out. No path, name or time of this machine is in it. Pure. */
import { createHash } from 'node:crypto';
import type { Collected } from './collect.ts';
import type { DatasetHead } from './head.ts';
import type { Revision } from './repository.ts';
import { SPAN_KINDS } from './spans/kinds.ts';
import { splitNote } from './split-note.ts';
import type { Spool } from './spool.ts';
import type { Survey } from './survey.ts';

/** One of several projects that a dataset was merged of. */
export interface Repository {
  /** What the paths of its files begin with. */
  readonly name: string;
  readonly git_commit: string;
  readonly git_dirty: boolean;
  readonly files: number;
}

export interface Outcome {
  readonly head: DatasetHead;
  readonly revision: Revision;
  /** None where there is only one. */
  readonly repositories: readonly Repository[];
  readonly survey: Survey;
  readonly collected: Collected;
  readonly spool: Spool;
  /** Numbers of the examples, in the order of the files. */
  readonly train: readonly number[];
  readonly val: readonly number[];
}

export type Metadata = ReturnType<typeof metadataOf>;

const DECIMALS = 10_000;
const PERCENTILES = [5, 25, 50, 75, 95, 99];

export function metadataOf({ head, revision, repositories, survey, collected, spool, train, val }: Outcome) {
  const kept = [...train, ...val];
  const kinds = SPAN_KINDS.map(({ id }, at) => [id, kept.filter((index) => spool.kinds[index] === at).length] as const);
  const files = (split: string): number => survey.files.filter((file) => file.split === split).length;
  const clusters = (split: string): number =>
    new Set(survey.files.filter((file) => file.split === split).map(({ cluster }) => cluster)).size;
  return {
    ...head,
    git_commit: revision.commit,
    git_dirty: revision.isDirty,
    repositories,
    train_examples: train.length,
    val_examples: val.length,
    total_files: survey.files.length,
    files: {
      listed: survey.listed,
      kept: survey.files.length,
      dropped: survey.dropped,
      lost: collected.lostFiles,
      with_secrets: survey.secrets,
    },
    examples: {
      kept: kept.length,
      dropped: collected.dropped.counts,
      smaller_prompts: collected.shrunk,
    },
    span_type_distribution: Object.fromEntries(kinds),
    mix: {
      wanted: head.spans,
      got: Object.fromEntries(kinds.map(([id, count]) => [id, rounded(count / Math.max(1, kept.length))])),
    },
    complexity_score_stats: statsOf(kept.map((index) => spool.complexity[index] ?? 0)),
    token_percentiles: percentilesOf(kept.map((index) => spool.tokens[index] ?? 0)),
    quality_filter_rejected: Object.values(collected.rejected.counts).reduce((sum, count) => sum + count, 0),
    quality_filter_rejected_by_rule: collected.rejected.counts,
    quality_filter_rejected_by_kind: collected.rejectedByKind.counts,
    splits: {
      train: { files: files('train'), clusters: clusters('train'), examples: train.length },
      val: { files: files('val'), clusters: clusters('val'), examples: val.length },
    },
    split_note: splitNote(survey.files, head, { train: train.length, val: val.length }),
    leak_report: {
      val_middles_checked: collected.checked,
      val_middles_in_train_dropped: collected.dropped.get('leak'),
      clusters_in_both_splits: 0,
      paths_in_both_splits: 0,
    },
    duplicate_report: {
      exact_files_dropped: survey.exactCopies,
      near_duplicate_pairs: survey.nearPairs,
      near_duplicate_files: survey.nearFiles,
      counterpart_pairs: survey.counterparts,
      exact_examples_dropped: collected.dropped.get('duplicate'),
    },
    since_report: survey.since,
    tested_files_by_rule: survey.tests,
    licenses: countsOf(survey.files.map(({ license }) => license || 'unknown')),
  };
}

function statsOf(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const sum = sorted.reduce((all, value) => all + value, 0);
  const mean = sorted.length === 0 ? 0 : sum / sorted.length;
  const squares = sorted.reduce((all, value) => all + (value - mean) ** 2, 0);
  return {
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    mean: rounded(mean),
    median: at(sorted, 50),
    std: rounded(Math.sqrt(squares / Math.max(1, sorted.length))),
  };
}

function percentilesOf(values: readonly number[]): Readonly<Record<string, number>> {
  const sorted = [...values].sort((a, b) => a - b);
  const percentiles = PERCENTILES.map((percent) => [`p${percent}`, at(sorted, percent)] as const);
  return Object.fromEntries([
    ...percentiles,
    ['max', sorted.at(-1) ?? 0],
    ['total', sorted.reduce((a, b) => a + b, 0)],
  ]);
}

function at(sorted: readonly number[], percent: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}

function countsOf(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function rounded(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS;
}

/** One line a file, as `sha256sum -c` reads them. */
export function manifestOf(files: readonly (readonly [name: string, sha256: string])[]): string {
  return files.map(([name, sha256]) => `${sha256}  ${name}\n`).join('');
}

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
