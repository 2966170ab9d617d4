/** `fim export`: makes a dataset of a project for fine-tuning, shows examples of one, or checks one. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ExportFailure } from '../export/failure.ts';
import { inspectDataset } from '../export/inspect.ts';
import { inspectedPage } from '../export/inspect-html.ts';
import { inspectedText } from '../export/inspect-text.ts';
import type { Metadata } from '../export/metadata.ts';
import { exportDataset, previewExamples } from '../export/run.ts';
import { mergeShards } from '../export/shards/merge.ts';
import { exportShard } from '../export/shards/write-shard.ts';
import { shownExamples } from '../export/show-example.ts';
import { estimatingCounter, exactCounter, openTokenizer } from '../export/token-counter.ts';
import { type CounterOf, verifyDataset } from '../export/verify.ts';
import { codeOf } from '../export/write.ts';
import { familyById } from '../prompt/families.ts';
import { type ExportFlags, grammarSums, planFrom } from './export-flags.ts';
import { exportThreads } from './export-threads.ts';
import { progressBar } from './progress-bar.ts';
import { folder } from './project.ts';

/** A page of more is slow to open. */
const PAGE_EXAMPLES = 300;

/** What the process around it gives. */
export interface ExportSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly stdout: { readonly isTTY?: boolean };
  readonly stderr: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };
}

/** What is to be printed. @throws ExportFailure, FimError, AbortError */
export async function exportProject(root: string, flags: ExportFlags, around: ExportSurroundings): Promise<string> {
  const plan = await planFrom(root, flags, around);
  const bar = progressBar(around.stderr);
  const threads = exportThreads(flags.jobs);
  try {
    if (flags.preview !== undefined) {
      const records = await previewExamples(plan, flags.preview, { progress: bar.show, threads }, around.signal);
      bar.clear();
      return flags.json === true
        ? records.map((record) => `${JSON.stringify(record)}\n`).join('')
        : shownExamples(records, around.stdout.isTTY === true && around.env['NO_COLOR'] === undefined);
    }
    const out = flags.dryRun === true ? undefined : resolve(flags.output);
    const world = {
      version: around.version,
      grammars: await grammarSums(plan.grammarsDir),
      progress: bar.show,
      threads,
    };
    const { shard } = plan;
    if (shard !== undefined) {
      const made = await exportShard({ ...plan, shard }, out, flags.force === true, world, around.signal);
      bar.clear();
      if (flags.json === true) return `${JSON.stringify(made)}\n`;
      const where = flags.dryRun === true ? 'not written (--dry-run)' : made.dir;
      return `shard ${made.shard}: ${made.examples} examples of ${made.files} of ${made.project_files} files; ${where}\n`;
    }
    const metadata = await exportDataset(plan, out, flags.force === true, world, around.signal);
    bar.clear();
    return flags.json === true ? `${JSON.stringify(metadata)}\n` : summary(metadata, flags);
  } finally {
    bar.clear();
  }
}

export interface MergeFlags {
  readonly output: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** @throws ExportFailure, AbortError */
export async function mergeExport(
  dirs: readonly string[],
  flags: MergeFlags,
  { signal, stderr }: ExportSurroundings,
): Promise<string> {
  const bar = progressBar(stderr);
  try {
    const out = resolve(flags.output);
    const metadata = await mergeShards(dirs, out, flags.force === true, bar.show, signal);
    bar.clear();
    return flags.json === true ? `${JSON.stringify(metadata)}\n` : summary(metadata, flags);
  } finally {
    bar.clear();
  }
}

export interface VerifyFlags {
  readonly root?: string;
  readonly tokenizer?: string;
  readonly json?: boolean;
}

/** @throws ExportFailure 3 where a dataset does not hold what it promises */
export async function verifyExport(dir: string, flags: VerifyFlags, { signal }: ExportSurroundings): Promise<string> {
  const root = flags.root === undefined ? undefined : await folder(flags.root);
  const tokenizer = flags.tokenizer === undefined ? undefined : await openTokenizer(resolve(flags.tokenizer));
  const exact = tokenizer && (await exactCounter(tokenizer));
  const counterOf: CounterOf = (id, wanted) => {
    const family = familyById(id);
    return exact ?? (wanted === '' && family !== undefined ? estimatingCounter(family) : undefined);
  };
  const verified = await verifyDataset(await folder(dir), root, signal, counterOf);
  if (flags.json === true && verified.problems.length === 0) return `${JSON.stringify(verified)}\n`;
  if (verified.problems.length > 0) throw new ExportFailure(3, verified.problems.join('\nfim: '));
  return `${verified.train} training and ${verified.val} validation examples; nothing is wrong with them.\n`;
}

export interface InspectFlags {
  readonly examples: number;
  /** File to write a page to. */
  readonly html?: string;
}

/** @throws ExportFailure where there is no dataset, or the page can't be written */
export async function inspectExport(dir: string, flags: InspectFlags, around: ExportSurroundings): Promise<string> {
  const { signal, stdout, env } = around;
  const seen = await inspectDataset(
    await folder(dir),
    flags.html === undefined ? flags.examples : PAGE_EXAMPLES,
    signal,
  );
  if (flags.html === undefined) return inspectedText(seen, stdout.isTTY === true && env['NO_COLOR'] === undefined);
  try {
    await writeFile(flags.html, inspectedPage(seen));
  } catch (error) {
    throw new ExportFailure(2, `${flags.html} can't be written (${codeOf(error)}). Name another file with --html.`);
  }
  return `${flags.html} shows ${seen.sample.length} examples.\n`;
}

function summary(metadata: Metadata, { output, dryRun }: Pick<ExportFlags, 'output' | 'dryRun'>): string {
  const counts = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  const { files, examples, mix, leak_report: leak, duplicate_report: duplicates } = metadata;
  const rows: readonly (readonly [string, string])[] = [
    ['dataset', dryRun === true ? 'not written (--dry-run)' : output],
    [
      'examples',
      `${metadata.train_examples} train, ${metadata.val_examples} val (${metadata.family}, ${metadata.order})`,
    ],
    ...(metadata.split_note === '' ? [] : [['split', metadata.split_note] as const]),
    ['files', `${files.kept} of ${files.listed}; dropped: ${counts(files.dropped)}`],
    ['dropped', counts(examples.dropped)],
    ...(metadata.quality_filter ? [['quality', counts(metadata.quality_filter_rejected_by_rule)] as const] : []),
    [
      'mix',
      Object.entries(mix.got)
        .map(([kind, share]) => `${kind} ${(share * 100).toFixed(1)} % (${((mix.wanted[kind] ?? 0) * 100).toFixed(0)})`)
        .join(', '),
    ],
    ['tokens', counts(metadata.token_percentiles)],
    [
      'leaks',
      `${leak.val_middles_in_train_dropped} of ${leak.val_middles_checked} validation middles stood in training files and were dropped`,
    ],
    [
      'duplicates',
      `${duplicates.exact_files_dropped} copies dropped, ${duplicates.near_duplicate_pairs} pairs of near-duplicates`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join('');
}
