/** Makes the contents of metadata.json: what was asked, what came of it, and what was left out. No path, name or time of this machine is in it. Pure. */
import { createHash } from 'node:crypto';
import { basename, relative } from 'node:path';
import type { Collected } from './collect.ts';
import { endToken } from './example.ts';
import type { ExportPlan } from './plan.ts';
import { SCHEMA_VERSION } from './record.ts';
import type { Revision } from './repository.ts';
import { SPAN_KINDS } from './spans/kinds.ts';
import type { Spool } from './spool.ts';
import type { Survey } from './survey.ts';

export interface Outcome {
  readonly plan: ExportPlan;
  readonly survey: Survey;
  readonly collected: Collected;
  readonly spool: Spool;
  /** Numbers of the examples, in the order of the files. */
  readonly train: readonly number[];
  readonly val: readonly number[];
  readonly revision: Revision;
  readonly version: string;
  /** By language. */
  readonly grammars: Readonly<Record<string, string>>;
}

export type Metadata = ReturnType<typeof metadataOf>;

const DECIMALS = 10_000;
const PERCENTILES = [5, 25, 50, 75, 95, 99];

export function metadataOf({ plan, survey, collected, spool, train, val, revision, version, grammars }: Outcome) {
  const kept = [...train, ...val];
  const { tokens: fim, eot } = plan.family;
  const kinds = SPAN_KINDS.map(({ id }, at) => [id, kept.filter((index) => spool.kinds[index] === at).length] as const);
  const files = (split: string): number => survey.files.filter((file) => file.split === split).length;
  const clusters = (split: string): number =>
    new Set(survey.files.filter((file) => file.split === split).map(({ cluster }) => cluster)).size;
  return {
    schema_version: SCHEMA_VERSION,
    tool: 'fim.nvim',
    tool_version: version,
    base_model: plan.baseModel,
    family: plan.family.id,
    fim_tokens: {
      prefix: fim.prefix,
      suffix: fim.suffix,
      middle: fim.middle,
      end: endToken(plan.family),
      stops: eot,
    },
    ...flagsOf(plan),
    fim_prompt_flags: promptFlags(plan),
    git_commit: revision.commit,
    git_dirty: revision.isDirty,
    grammars,
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
      wanted: Object.fromEntries(SPAN_KINDS.map(({ id }) => [id, rounded(plan.shares[id] ?? 0)])),
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
    tested_files_by_rule: survey.tests,
    licenses: countsOf(survey.files.map(({ license }) => license || 'unknown')),
  };
}

/** The flags of the command line as they were understood. */
function flagsOf(plan: ExportPlan) {
  return {
    seed: plan.seed,
    format: plan.format,
    order: plan.order,
    anchor: plan.prompt.anchor,
    cross_file_context: plan.context.sources.includes('scope'),
    bm25_context: plan.context.sources.includes('similar'),
    quality_filter: plan.qualityFilter,
    // Folders as the user named them are those of one machine.
    include_path: plan.includePaths.map((folder) => basename(folder)),
    max_middle_lines: plan.maxMiddleLines,
    max_total_chars: plan.maxTotalChars,
    max_tokens: plan.maxTokens ?? 0,
    tokenizer: plan.tokenizer === undefined ? '' : `sha256:${plan.tokenizer.sha256}`,
    tested_only: plan.testedOnly,
    curriculum: plan.curriculum !== 'off',
    curriculum_order: plan.curriculum,
    curriculum_top_pct: plan.curriculumTopPct,
    val_split: plan.valSplit,
    ast_fim: plan.withSyntax,
    split_by: plan.splitBy,
    dedup: plan.dedup ?? 'off',
    secrets: plan.secrets,
    limit: plan.limit ?? 0,
    include: plan.include.map((glob) => withoutRoot(plan.root, glob)),
    exclude: plan.exclude.map((glob) => withoutRoot(plan.root, glob)),
    languages: plan.languages,
    license_allow: plan.licenses,
  };
}

/** What `fim prompt` has to be told so that it makes the same prompts. */
function promptFlags({ family, prompt, order }: ExportPlan): readonly string[] {
  const settings = {
    'model.family': family.id,
    ...(order === 'mix' ? {} : { 'model.order': order }),
    'prompt.anchor': prompt.anchor,
    maxPromptTokens: prompt.maxPromptTokens,
    prefixPercentage: prompt.prefixPercentage,
    maxSuffixPercentage: prompt.maxSuffixPercentage,
    maxSnippetPercentage: prompt.maxContextPercentage,
    useFileSuffix: prompt.useFileSuffix,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${String(value)}`]);
}

function withoutRoot(root: string, glob: string): string {
  return glob.startsWith('/') ? relative(root, glob).replaceAll('\\', '/') : glob;
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
