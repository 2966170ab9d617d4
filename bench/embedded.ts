/**
 * The embedded backend on 2,000 PHP files: time from the question to the answer, and how often it is right on the sample project.
 * `--json`: ends with one line `{"p50": ms, "p95": ms, …}`. `EMBEDDED_TRACE=1` prints each wrong answer.
 */
import { join } from 'node:path';
import { createEmbedded, type ProjectFile, type ProjectFiles, projectFiles } from '../src/model/embedded/embedded.ts';
import type { Situation } from '../src/text/situation.ts';

const SHOP = join(process.cwd(), 'test/fixtures/shop');
const FILES = 2000;
const NOUNS = ['Order', 'Customer', 'Product', 'Invoice', 'Line', 'Price', 'Stock', 'Mailer', 'Money', 'Address'];

async function shopFiles(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const list = projectFiles({ secretFiles: [] })(SHOP, ['php'], new AbortController().signal);
  for await (const file of list) found.set(file.path, (await file.read()) ?? '');
  return found;
}

/** The sample project again and again, with other nouns, so that lines are alike but not the same. */
function manyFiles(shop: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const originals = [...shop];
  for (let i = 0; i < FILES; i++) {
    const [path, text] = originals[i % originals.length] ?? ['', ''];
    const round = Math.floor(i / originals.length);
    const from = NOUNS[round % NOUNS.length] ?? '';
    const noun = round === 0 ? from : `${from}${round}`;
    files.set(
      path.replace('/shop/', `/shop/module${round}/`),
      text.replaceAll(from, noun).replaceAll(from.toLowerCase(), noun.toLowerCase()),
    );
  }
  return files;
}

function inMemory(files: ReadonlyMap<string, string>): ProjectFiles {
  return async function* list() {
    for (const [path, text] of files) {
      const file: ProjectFile = { path, stamp: '1', read: async () => text };
      yield file;
    }
  };
}

interface Question {
  readonly situation: Situation;
  /** What stands behind the cursor on its line. */
  readonly rest: string;
}

/** Each line of `files` taken out and typed again: at its start, and after each further `step` characters. */
function* questions(files: ReadonlyMap<string, string>, step: number): Generator<Question> {
  for (const [path, text] of files) {
    const lines = text.split('\n');
    for (const [row, line] of lines.entries()) {
      const indent = line.length - line.trimStart().length;
      if (line.trim().length < 4) continue;
      for (let col = indent; col < line.length - 1; col += step) {
        const prefix = [...lines.slice(0, row), line.slice(0, col)].join('\n');
        const suffix = `\n${lines.slice(row + 1).join('\n')}`;
        yield { situation: { path, filetype: 'php', prefix, suffix, indentUnit: '    ' }, rest: line.slice(col) };
      }
    }
  }
}

async function answer(backend: ReturnType<typeof createEmbedded>, situation: Situation): Promise<string> {
  const signal = new AbortController().signal;
  const ask = {
    situation,
    model: '',
    prompt: '',
    stop: [],
    maxTokens: 64,
    temperature: 0,
    attempt: 0,
    multiline: true,
  };
  let text = '';
  for await (const chunk of backend.generate(ask, signal)) text += chunk;
  return text;
}

async function indexed(files: ReadonlyMap<string, string>): Promise<ReturnType<typeof createEmbedded>> {
  const backend = createEmbedded({ documents: () => [], files: inMemory(files), root: async () => SHOP });
  const [path = ''] = files.keys();
  await answer(backend, { path, filetype: 'php', prefix: '', suffix: '', indentUnit: '    ' });
  await backend.settled();
  return backend;
}

const percentile = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;
const round = (n: number): number => Math.round(n * 1000) / 1000;

async function latency(shop: ReadonlyMap<string, string>): Promise<Spread & { indexMs: number; heapMb: number }> {
  const files = manyFiles(shop);
  const start = performance.now();
  const backend = await indexed(files);
  const indexMs = performance.now() - start;
  const times: number[] = [];
  let n = 0;
  for (const { situation } of questions(shop, 3)) {
    if (n++ % 5 !== 0) continue;
    const begin = performance.now();
    await answer(backend, situation);
    times.push(performance.now() - begin);
  }
  const heapMb = Math.round(process.memoryUsage().heapUsed / 1e6);
  backend.dispose();
  return { ...spread(times), indexMs: Math.round(indexMs), heapMb };
}

/** A buffer of 100,000 lines in which each key changes a line near the end, as the mirror does it: in place. */
async function longBuffer(shop: ReadonlyMap<string, string>): Promise<Spread> {
  const body = [...shop.values()].flatMap((text) => text.split('\n'));
  const lines = Array.from({ length: 100_000 }, (_, row) => body[row % body.length] ?? '');
  const document = { path: '/long.php', filetype: 'php', lines, version: 0 };
  const backend = createEmbedded({ documents: () => [document], root: async () => undefined });
  const times: number[] = [];
  const row = 90_000;
  const typed = '        $order = $this->orders->findById($orderId);';
  for (let key = 0; key < 400; key++) {
    const line = typed.slice(0, 8 + (key % (typed.length - 8)));
    lines[row] = line;
    document.version++;
    const prefix = [...lines.slice(row - 300, row), line].join('\n');
    const suffix = `\n${lines.slice(row + 1, row + 100).join('\n')}`;
    const begin = performance.now();
    await answer(backend, { path: document.path, filetype: 'php', prefix, suffix, indentUnit: '    ' });
    if (key === 0) await backend.settled();
    else times.push(performance.now() - begin);
  }
  backend.dispose();
  return spread(times);
}

/** Times in ms. */
interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: round(percentile(sorted, 0.5)), p95: round(percentile(sorted, 0.95)), max: round(sorted.at(-1) ?? 0) };
}

interface Quality {
  /** Cursors. */
  readonly asked: number;
  /** Share of them that are answered. */
  readonly shown: number;
  /** Share of the answers whose first line is right to the end of the line. */
  readonly exact: number;
  /** Share of the answers that are right as far as their first line goes: a word may be all that is offered. */
  readonly started: number;
}

async function quality(
  shop: ReadonlyMap<string, string>,
  isWanted: (situation: Situation) => boolean,
): Promise<Quality> {
  const backend = await indexed(shop);
  let asked = 0;
  let shown = 0;
  let exact = 0;
  let started = 0;
  for (const { situation, rest } of questions(shop, 4)) {
    if (!isWanted(situation)) continue;
    asked++;
    const first = (await answer(backend, situation)).split('\n')[0] ?? '';
    if (first === '') continue;
    shown++;
    if (first === rest) exact++;
    if (rest.startsWith(first)) started++;
    if (process.env['EMBEDDED_TRACE'] !== undefined && !rest.startsWith(first)) {
      process.stdout.write(`${situation.prefix.split('\n').at(-1)?.trim()}⟦${first}⟧ instead of ${rest}\n`);
    }
  }
  backend.dispose();
  return { shown: round(shown / asked), exact: round(exact / shown), started: round(started / shown), asked };
}

const shop = await shopFiles();
const isBlank = ({ prefix }: Situation): boolean => /(?:^|\n)[ \t]*$/.test(prefix);
const blank = await quality(shop, isBlank);
const right = await quality(shop, (situation) => !isBlank(situation));
const time = await latency(shop);
const long = await longBuffer(shop);
process.stdout.write(
  `blank lines: ${blank.asked} cursors, answered ${blank.shown}, whole line right ${blank.exact}\n` +
    `in a line: ${right.asked} cursors, answered ${right.shown}, whole line right ${right.exact}, right as far as it goes ${right.started}\n` +
    `${FILES} files: indexed in ${time.indexMs} ms, answer p50 ${time.p50} ms, p95 ${time.p95} ms, max ${time.max} ms, heap ${time.heapMb} MB\n` +
    `a buffer of 100,000 lines: answer p50 ${long.p50} ms, p95 ${long.p95} ms, max ${long.max} ms\n`,
);
if (process.argv.includes('--json'))
  process.stdout.write(`${JSON.stringify({ ...time, blank, typed: right, long, files: FILES })}\n`);
