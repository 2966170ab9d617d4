/**
 * How fast the context part of a project answers: the whole index, the first answer after opening a file, a warm request of all sources, and a saved
 * file. Prints a Markdown table; on a busy machine compare the columns of CPU time.
 *
 *   npm run bench:context -- --repo DIR [--n 400] [--json]
 *
 * | row | measured |
 * |---|---|
 * | index | from the start until everything is known |
 * | first answer | from the start, with a file open, until a request there shows something |
 * | saved | from the word that a file was written until others find what it declares now |
 * | request, and one row for each source | a key typed into an open document, then a request of 1,024 tokens |
 *
 * DIR is not changed: a copy of one of its files is what is saved.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ContextEngine, createContextEngine } from '../src/context/engine.ts';
import type { ProjectOptions, SourceReport } from '../src/context/service.ts';
import { quantile, summarise } from './lib/stats.ts';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    n: { type: 'string', default: '400' },
    json: { type: 'boolean', default: false },
  },
});
if (values.repo === undefined) {
  process.stderr.write('Name a project: npm run bench:context -- --repo DIR\n');
  process.exit(2);
}

/** Tokens of a request, and rows around the cursor that a prompt shows anyway. */
const BUDGET = 1024;
const ROWS = [60, 20] as const;
/** Files are taken in steps of this prime: neighbours in a list are alike. */
const FILE_STEP = 7919;
const ROW_STEP = 104_729;
/** Times that opening and saving are measured. */
const TURNS = 5;
/** A request that never shows anything is no slow one. */
const LOST_MS = 20_000;

const root = resolve(values.repo);
const scratch = mkdtempSync(join(tmpdir(), 'fim-bench-context-'));
const grammarsDir = resolve('grammars');
const options = (includePaths: readonly string[]): ProjectOptions => ({
  ...{ root, includePaths, secretFiles: [], useOtherFiles: true, maxFileBytes: 1_000_000 },
});
const forever = new AbortController().signal;

try {
  const engine = createContextEngine({ grammarsDir, log: say });
  const cpu = process.cpuUsage();
  await engine.start(options([scratch]));
  const { files, chunks, indexedMs = 0 } = await engine.settled();
  const indexCpuMs = cpuSince(cpu);
  globalThis.gc?.();
  const megabytes = Math.round(process.memoryUsage.rss() / 2 ** 20);
  const paths = [...(engine.project?.index.files() ?? [])].map(({ path }) => path).sort();
  const saved = await savedMs(engine, paths);
  const warm = await requests(engine, paths, Number(values.n));
  await engine.dispose();
  const first = [];
  for (let turn = 0; turn < TURNS; turn++)
    first.push(await firstAnswerMs(paths[(turn * FILE_STEP) % paths.length] ?? ''));

  const rows: [name: string, samples: readonly number[]][] = [
    ['index', [indexedMs]],
    ['index, CPU', [indexCpuMs]],
    ['first answer', first],
    ['saved', saved],
    ['request', warm.ms],
    ['request, CPU', warm.cpuMs],
    ...warm.bySource,
  ];
  process.stdout.write(
    `${files} files, ${chunks} chunks, ${megabytes} MB\n\n| ms | p50 | p95 | samples |\n|---|---|---|---|\n`,
  );
  for (const [name, samples] of rows) {
    const { p50, p95 } = summarise(samples);
    process.stdout.write(`| ${name} | ${p50} | ${p95} | ${samples.length} |\n`);
  }
  if (values.json) {
    const summaries = Object.fromEntries(rows.map(([name, samples]) => [name, summarise(samples)]));
    process.stdout.write(
      `${JSON.stringify({ files, chunks, megabytes, requestP99: quantile(warm.ms, 0.99), ...summaries })}\n`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** One key each at `count` places, all over the project. */
async function requests(engine: ContextEngine, paths: readonly string[], count: number) {
  const [ms, cpuMs]: [number[], number[]] = [[], []];
  const bySource = new Map<string, number[]>();
  for (let at = 0; at < count; at++) {
    const path = paths[(at * FILE_STEP) % paths.length] ?? '';
    const lines = readFileSync(path, 'utf8').split('\n');
    const row = (at * ROW_STEP) % lines.length;
    const line = lines[row] ?? '';
    const before = line.slice(0, -1);
    engine.open({ path, filetype: '', lines: lines.with(row, before) });
    await engine.settled();
    const request = { path, row, window: [row - ROWS[0], row + ROWS[1]] as const, budget: BUDGET, limitMs: LOST_MS };
    await engine.query({ ...request, col: before.length }, forever);
    engine.change(path, [{ firstRow: row, lastRow: row + 1, lines: [line] }]);
    const [cpu, begun] = [process.cpuUsage(), performance.now()];
    const { reports } = await engine.query({ ...request, col: line.length }, forever);
    ms.push(performance.now() - begun);
    cpuMs.push(cpuSince(cpu));
    note(bySource, reports);
    engine.close(path);
  }
  return { ms, cpuMs, bySource: [...bySource] };
}

function note(bySource: Map<string, number[]>, reports: readonly SourceReport[]): void {
  for (const { source, ms } of reports) bySource.set(source, [...(bySource.get(source) ?? []), ms]);
}

/** A file as a fresh session has it: opened while nothing is known yet. */
async function firstAnswerMs(path: string): Promise<number> {
  const engine = createContextEngine({ grammarsDir, log: say });
  const lines = readFileSync(path, 'utf8').split('\n');
  const row = lines.length >> 1;
  const begun = performance.now();
  const started = engine.start(options([]));
  engine.open({ path, filetype: '', lines });
  const request = { path, row, col: 0, window: [row, row] as const, budget: BUDGET, limitMs: LOST_MS };
  for (;;) {
    const { snippets } = await engine.query(request, forever);
    const ms = performance.now() - begun;
    if (snippets.length > 0 || ms > LOST_MS) {
      await started;
      await engine.dispose();
      return ms;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function savedMs(engine: ContextEngine, paths: readonly string[]): Promise<readonly number[]> {
  const copied = paths.find((path) => path.endsWith('.php')) ?? paths[0] ?? '';
  const extension = copied.slice(copied.lastIndexOf('.'));
  const text = readFileSync(copied, 'utf8');
  const all: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const path = join(scratch, `saved${turn}${extension}`);
    writeFileSync(path, `${text}\n`);
    const begun = performance.now();
    engine.touched([path]);
    while (engine.project?.index.file(path) === undefined && performance.now() - begun < LOST_MS)
      await new Promise((resolve) => setImmediate(resolve));
    all.push(performance.now() - begun);
  }
  return all;
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
