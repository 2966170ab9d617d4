/**
 * The instant engine, which the embedded completions are made by: how long it takes to read a project, to answer and to take in a save, and how large its index is.
 *
 *   npm run bench:embedded [-- --dir DIR] [--bytes N] [--ext php] [--json]
 *
 * Files are those of DIR, N bytes of them at most (6.5 million); without it, the sample project over and over with other nouns. It is asked in the middle of lines
 * whose rest is taken out, once in this thread and once through the worker with its border. `--json` ends with one line of the same numbers: ms, and bytes.
 */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createInstantWorker } from '../src/complete/embedded/client.ts';
import { parseOptions } from '../src/config/parse.ts';
import { projectDisk } from '../src/context/discover/disk.ts';
import { endsIn } from '../src/context/discover/kinds.ts';
import { SHOW } from '../src/model/instant/complete.ts';
import { Corpus } from '../src/model/instant/corpus.ts';
import { rulesOf } from '../src/model/instant/rules.ts';
import { runAtOnce } from '../src/model/instant/slices.ts';
import { propose } from '../src/model/instant/suggest.ts';
import { type SourceText, type TokenIndex, TokenIndexBuilder } from '../src/model/instant/token-index.ts';
import type { Situation } from '../src/text/situation.ts';
import { quantile, summarise } from './lib/stats.ts';
import { randomOf } from './retrieval/random.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    bytes: { type: 'string', default: '6500000' },
    ext: { type: 'string', default: 'php' },
    json: { type: 'boolean', default: false },
  },
});

const SHOP = join(process.cwd(), 'test/fixtures/shop');
const NOUNS = ['Order', 'Customer', 'Product', 'Invoice', 'Line', 'Price', 'Stock', 'Mailer', 'Money', 'Address'];
/** Each measurement is taken that often. */
const BUILDS = 5;
const CURSORS = 600;
const SAVES = 200;
/** What the editor hands on around the cursor, in UTF-16 units. */
const WINDOW = 24_000;

async function read(dir: string, most: number): Promise<readonly SourceText[]> {
  const options = { root: dir, includePaths: [], secretFiles: [], useOtherFiles: true, maxFileBytes: 1 << 20 };
  const disk = projectDisk(options, (path) => endsIn(path, [values.ext]));
  const files: SourceText[] = [];
  let bytes = 0;
  for await (const paths of disk.list(undefined, new AbortController().signal)) {
    for (const path of paths) {
      const text = disk.read(path) ?? '';
      if (bytes + text.length > most) continue;
      bytes += text.length;
      files.push({ path, text });
    }
  }
  return files;
}

/** The sample project again and again, with other nouns, so that lines are alike but not the same. */
function multiplied(files: readonly SourceText[], most: number): readonly SourceText[] {
  const many: SourceText[] = [];
  for (let round = 0, bytes = 0; bytes < most; round++) {
    const from = NOUNS[round % NOUNS.length] ?? '';
    const noun = `${from}${round}`;
    for (const { path, text } of files) {
      const changed = text.replaceAll(from, noun).replaceAll(from.toLowerCase(), noun.toLowerCase());
      bytes += changed.length;
      many.push({ path: path.replace('/shop/', `/shop/module${round}/`), text: changed });
    }
  }
  return many;
}

function build(files: readonly SourceText[]): TokenIndex {
  const builder = new TokenIndexBuilder(rulesOf(values.ext));
  for (const file of files) builder.add(file);
  return runAtOnce(builder.finish());
}

function bytesOf({ texts, tokens, order, fileStarts }: TokenIndex): number {
  return (
    tokens.byteLength +
    order.byteLength +
    fileStarts.byteLength +
    texts.starts.byteLength +
    Buffer.byteLength(texts.text)
  );
}

/** A cursor somewhere in a line, whose rest is gone. */
function cursorIn({ path, text }: SourceText, random: () => number): Situation {
  const lines = text.split('\n');
  const telling = [...lines.keys()].filter((row) => (lines[row] ?? '').trim().length > 3);
  const row = telling[Math.floor(random() * telling.length)] ?? 0;
  const line = lines[row] ?? '';
  const indent = line.length - line.trimStart().length;
  const col = indent + Math.floor(random() * (line.length - indent));
  const above = [...lines.slice(0, row), line.slice(0, col)].join('\n');
  const cut = above.length <= WINDOW ? 0 : above.indexOf('\n', above.length - WINDOW) + 1;
  const suffix = lines.slice(row + 1).map((below) => `\n${below}`);
  return { path, filetype: '', prefix: above.slice(cut), suffix: suffix.join('').slice(0, WINDOW), indentUnit: '    ' };
}

function timed(run: () => void): number {
  const begun = performance.now();
  run();
  return performance.now() - begun;
}

/** Round trips through the worker, on the same files on disk. */
async function throughWorker(files: readonly SourceText[], cursors: readonly Situation[]): Promise<readonly number[]> {
  const root = await mkdtemp(join(tmpdir(), 'fim-bench-'));
  const times: number[] = [];
  const service = createInstantWorker({
    script: join(process.cwd(), 'dist', 'instant.cjs'),
    log: (text) => process.stderr.write(`${text}\n`),
  });
  try {
    await writeFile(join(root, 'composer.json'), '{}');
    for (const { path, text } of files) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    service.start(parseOptions({}).options);
    const ask = async (situation: Situation): Promise<void> => {
      const inside = { ...situation, path: join(root, situation.path) };
      await service.ask({ situation: inside, attempt: 0, multiline: true });
    };
    for (const situation of cursors.slice(0, 1)) await ask(situation);
    await service.settled();
    for (const situation of cursors) {
      const begun = performance.now();
      await ask(situation);
      times.push(performance.now() - begun);
    }
  } finally {
    service.dispose();
    rmSync(root, { recursive: true, force: true });
  }
  return times;
}

const most = Number(values.bytes);
const files =
  values.dir === undefined ? multiplied(await read(SHOP, most), most) : await read(resolve(values.dir), most);
const random = randomOf(1);
const some = (count: number): readonly SourceText[] =>
  Array.from({ length: count }, () => files[Math.floor(random() * files.length)] ?? { path: '', text: '' });

const builds: number[] = [];
/** Of the processor alone: what a busy machine takes away is not in it. */
const work: number[] = [];
let index = build([]);
for (let at = 0; at < BUILDS; at++) {
  const before = process.cpuUsage();
  builds.push(
    timed(() => {
      index = build(files);
    }),
  );
  const { user, system } = process.cpuUsage(before);
  work.push((user + system) / 1000);
}
const corpus = new Corpus(rulesOf(values.ext), index);
const cursors = some(CURSORS).map((file) => cursorIn(file, random));
const answers: number[] = [];
let shown = 0;
for (const situation of cursors) {
  const options = { attempt: 0, multiline: true, show: SHOW };
  // The editor has asked at the key before: the lines around are known.
  propose(corpus, { ...situation, prefix: situation.prefix.slice(0, -1) }, options);
  answers.push(
    timed(() => {
      if (propose(corpus, situation, options) !== undefined) shown++;
    }),
  );
}
const saves = some(SAVES).map(({ path, text }) => timed(() => corpus.put({ path, text: `${text}\n// saved\n` })));
const worker = await throughWorker(files, cursors);

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
const sourceBytes = files.reduce((sum, { text }) => sum + text.length, 0);
const built = Math.round(quantile(builds, 0.5));
const builtCpu = Math.round(quantile(work, 0.5));
const [answer, save, trip] = [summarise(answers), summarise(saves), summarise(worker)];
process.stdout.write(
  `${files.length} files, ${megabytes(sourceBytes)} MB, ${index.tokens.length} tokens: built in ${built} ms (median of ${BUILDS}; ${builtCpu} ms of processor time), index ${megabytes(bytesOf(index))} MB\n` +
    `answer p50 ${answer.p50} ms, p95 ${answer.p95} ms; something was shown at ${shown} of ${cursors.length} cursors\n` +
    `through the worker p50 ${trip.p50} ms, p95 ${trip.p95} ms\n` +
    `a save p50 ${save.p50} ms, p95 ${save.p95} ms\n`,
);
if (values.json) {
  const numbers = {
    files: files.length,
    sourceBytes,
    tokens: index.tokens.length,
    builtMs: built,
    builtCpuMs: builtCpu,
    indexBytes: bytesOf(index),
    p50: answer.p50,
    p95: answer.p95,
    worker: { p50: trip.p50, p95: trip.p95 },
    save: { p50: save.p50, p95: save.p95 },
  };
  process.stdout.write(`${JSON.stringify(numbers)}\n`);
}
