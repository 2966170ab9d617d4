/**
 * The thread behind `:FimExport`: the same command as `fim export`, with its first examples shown to a person before anything is written. Bundled as
 * `dist/export.cjs`; prints nothing.
 */
import { join, resolve } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { version } from '../../package.json';
import type { Metadata } from '../export/metadata.ts';
import type { DatasetRecord } from '../export/record.ts';
import { exportDataset, previewExamples } from '../export/run.ts';
import { exportShard } from '../export/shards/write-shard.ts';
import { DATASET, refuseOthers } from '../export/write.ts';
import { isAbort } from '../text/error.ts';
import type { ExportExample, FromExporter, ToExporter } from '../text/export-messages.ts';
import { exportFlags } from './export-command.ts';
import { type ExportFlags, grammarSums, planFrom } from './export-flags.ts';
import { exportThreads } from './export-threads.ts';

const order = z.object({
  args: z.array(z.string()),
  cwd: z.string(),
  options: z.string(),
  examples: z.int().min(1),
  force: z.boolean(),
});

/** Progress is told so often at most, in ms. */
const PAUSE_MS = 100;
/** Lines of an example around its middle. */
const AROUND = 200;

const port = parentPort;
if (port !== null) {
  const aborter = new AbortController();
  const post = (message: FromExporter): void => port.postMessage(message);
  const wanted = new Promise<void>((go) => {
    port.on('message', (message: ToExporter) => {
      if (message.kind === 'go') go();
      else aborter.abort();
    });
  });
  const asked = order.parse(workerData);
  run(asked, wanted, post, aborter.signal)
    .then(
      (text) => post({ kind: 'ended', isDone: true, text }),
      (error: unknown) => post({ kind: 'ended', isDone: false, text: wordsOf(error, asked.cwd, aborter.signal) }),
    )
    .finally(() => port.close());
}

async function run(
  { args, cwd, options, examples, force }: z.output<typeof order>,
  wanted: Promise<void>,
  post: (message: FromExporter) => void,
  signal: AbortSignal,
): Promise<string> {
  const { root, flags } = parsed(args, cwd);
  const plan = await planFrom(root, { ...flags, given: options }, { env: process.env, signal });
  const output = resolve(cwd, flags.output);
  const progress = throttled(post);
  const threads = exportThreads(flags.jobs);
  const isForced = force || flags.force === true;
  // Nobody shall look at examples of what can't be written.
  if (flags.dryRun !== true && plan.shard === undefined)
    refuseOthers(output, DATASET, isForced, ':FimExport! overwrites it.');
  const records = await previewExamples(plan, flags.preview ?? examples, { progress, threads }, signal);
  post({ kind: 'preview', output, examples: records.map(shown) });
  await Promise.race([wanted, aborted(signal)]);
  signal.throwIfAborted();
  const world = {
    version,
    grammars: await grammarSums(plan.grammarsDir),
    progress,
    threads,
  };
  const out = flags.dryRun === true ? undefined : output;
  const { shard } = plan;
  if (shard !== undefined) {
    const made = await exportShard({ ...plan, shard }, out, isForced, world, signal);
    return `${made.examples} examples of shard ${made.shard}, of ${made.files} of ${made.project_files} files.`;
  }
  return summary(await exportDataset(plan, out, isForced, world, signal), out);
}

/** @throws CommanderError for flags that there are not */
function parsed(args: readonly string[], cwd: string): { readonly root: string; readonly flags: ExportFlags } {
  let found: { readonly root: string; readonly flags: ExportFlags } | undefined;
  const command = exportFlags(new Command('FimExport').exitOverride())
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .helpOption(false)
    .action((root: string, flags: ExportFlags) => {
      // This process may work elsewhere than the editor.
      const { tokenizer, includePath } = flags;
      found = {
        root: resolve(cwd, root),
        flags: {
          ...flags,
          includePath: includePath.map((dir) => resolve(cwd, dir)),
          ...(tokenizer === undefined ? {} : { tokenizer: resolve(cwd, tokenizer) }),
        },
      };
    });
  // The project that the editor is in, unless another one is named.
  command.parse([...(namesRoot(args) ? [] : [cwd]), ...args], { from: 'user' });
  if (found === undefined) throw new CommanderError(1, 'fim.none', 'nothing was asked for');
  return found;
}

function namesRoot(args: readonly string[]): boolean {
  const command = exportFlags(new Command().exitOverride()).configureOutput({ writeErr: () => undefined });
  return command.parseOptions([...args]).operands.length > 0;
}

function throttled(post: (message: FromExporter) => void): (stage: string, done: number, all: number) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (stage, done, all) => {
    const now = performance.now();
    if (now - told < PAUSE_MS) return;
    told = now;
    post({ kind: 'progress', stage, done, all });
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((end) => {
    if (signal.aborted) end();
    else signal.addEventListener('abort', () => end(), { once: true });
  });
}

function shown({ path, start_line, span_kind, span_name, split, n_tokens, ...texts }: DatasetRecord): ExportExample {
  return {
    path,
    line: start_line,
    kind: span_name === '' ? span_kind : `${span_kind} ${span_name}`,
    split,
    tokens: n_tokens,
    prefix: texts.prefix.split('\n').slice(-AROUND).join('\n'),
    middle: texts.middle,
    suffix: texts.suffix.split('\n').slice(0, AROUND).join('\n'),
  };
}

function summary(
  { train_examples, val_examples, files, family, split_note }: Metadata,
  out: string | undefined,
): string {
  const counts = `${train_examples} training and ${val_examples} validation examples for ${family}, of ${files.kept} files`;
  const note = split_note === '' ? '' : ` ${split_note}`;
  return `${counts}${out === undefined ? '; nothing was written.' : '.'}${note}`;
}

/** For one line of a screen: files by the way to them from where the editor is. */
function wordsOf(error: unknown, cwd: string, signal: AbortSignal): string {
  if (signal.aborted || isAbort(error)) return '';
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^error: /u, '').replaceAll(join(cwd, '/'), '');
}
