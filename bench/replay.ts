/**
 * Replays commits of a repository: asks the instant engine, or a model, in the middle of lines that they added, and measures what it says against what was typed.
 * Reads the repository by git and checks nothing out.
 *
 *   npm run bench:replay -- --repo DIR --since REV|DATE [--n N] [--seed S] [--type N] [--engine instant|ollama:MODEL|llamacpp:URL] [--prompt TOKENS] [--whole P] [--doubtful P] [--part P] [--out DIR] [--json]
 *
 * The project is the parent's tree without the cursor's own file, which is as it was while the commit was typed: the hunks that stand before the cursor's
 * own one are there, the lines that it replaced are not, and those behind it are as before. What the commit has in files before the cursor's, by path, was
 * edited lately. Cursors stand in lines with names in their code, imports aside,
 * anywhere behind the first character. `--type` is how many of these lines a simulated typist types. The tables go to stdout as Markdown; `--out` also writes
 * each place (JSON lines) and a plot; `--json` ends with one line about whole lines at a confidence of 0.5 and more: percent, and ms.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SHOW } from '../src/model/instant/complete.ts';
import { hundredths } from './lib/stats.ts';
import { drawPlaces } from './replay/cursors.ts';
import { instantEngine, modelEngine, type ReplayEngine } from './replay/engines.ts';
import { plot } from './replay/plot.ts';
import { InstantProject } from './replay/project.ts';
import { markdown } from './replay/report.ts';
import { type ReplaySample, sampleAt, type TypedLine, typeLine } from './replay/samples.ts';
import { latency, sharesOf, wholeLine } from './replay/summary.ts';
import { History } from './retrieval/history.ts';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    since: { type: 'string' },
    n: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    type: { type: 'string', default: '60' },
    engine: { type: 'string', default: 'instant' },
    prompt: { type: 'string', default: '1024' },
    whole: { type: 'string', default: String(SHOW.wholeLine) },
    doubtful: { type: 'string', default: String(SHOW.doubtful) },
    part: { type: 'string', default: String(SHOW.partOfLine) },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/** Confidence of the whole lines that `--json` tells of. */
const TOLD_CONFIDENCE = 0.5;
const PROGRESS_EVERY = 50;
/** A replay that takes longer asks too much of its server, in ms: six hours. */
const LONGEST_MS = 6 * 3_600_000;

const { since } = values;
if (values.repo === undefined || since === undefined) stop('--repo DIR and --since REV|DATE are needed.');
const repo = resolve(values.repo);
const seed = number(values.seed, '--seed');
const typedLines = number(values.type, '--type');
const options = {
  ...SHOW,
  wholeLine: number(values.whole, '--whole'),
  doubtful: number(values.doubtful, '--doubtful'),
  partOfLine: number(values.part, '--part'),
};

const history = new History(repo);
const commits = await history.commits(since).catch(() => stop(`${repo} is no repository with commits since ${since}.`));
const texts = history.texts();
const grammarsDir = fileURLToPath(new URL('../grammars', import.meta.url));
const places = await drawPlaces(history, texts, { commits, n: number(values.n, '--n'), seed, grammarsDir });
const engine = await engineNamed(values.engine);
const samples: ReplaySample[] = [];
const lines: TypedLine[] = [];
/** Lines to type are spread evenly. */
const typeEvery = typedLines === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(places.length / typedLines));
let revision = '';
for (const [at, place] of places.entries()) {
  if (place.commit.parent !== revision) await engine.moveTo(place.commit.parent);
  revision = place.commit.parent;
  samples.push(await sampleAt(place, engine));
  if (at % typeEvery === 0 && lines.length < typedLines) lines.push(await typeLine(place, engine));
  if (at % PROGRESS_EVERY === 0) process.stderr.write(`${at} of ${places.length} places\n`);
}
texts.close();
await engine.close();

const files = new Set(samples.map(({ path }) => path)).size;
const notes = [
  `# ${repo}, since ${since}`,
  '',
  `Seed ${seed}; ${samples.length} places in ${files} files of ${new Set(samples.map(({ commit }) => commit)).size} of ${commits.length} commits. ${rule()}`,
];
const report = markdown({ notes, samples, lines });
process.stdout.write(report);
if (values.out !== undefined) write(values.out);
if (values.json) {
  const { coverage, exact, right, saved } = sharesOf(samples, wholeLine(TOLD_CONFIDENCE));
  const { p50, p95 } = latency(samples);
  const told = { coverage, exact, right, saved, p50, p95 };
  const rounded = Object.entries(told).map(([name, value]) => [name, hundredths(value)]);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(rounded))}\n`);
}

function write(out: string): void {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'replay.md'), report);
  writeFileSync(join(out, 'replay.jsonl'), samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  writeFileSync(
    join(out, 'replay.svg'),
    plot(samples, `${engine.name}: ${repo}, since ${since}, ${samples.length} places`),
  );
}

async function engineNamed(name: string): Promise<ReplayEngine> {
  if (name === 'instant') return instantEngine(new InstantProject(history, texts), options);
  const found = await modelEngine(
    name,
    number(values.prompt, '--prompt'),
    grammarsDir,
    AbortSignal.timeout(LONGEST_MS),
  ).catch((error: unknown) => stop(error instanceof Error ? error.message : String(error)));
  return found ?? stop('--engine is instant, ollama:MODEL or llamacpp:URL.');
}

function rule(): string {
  return engine.name === 'instant'
    ? `Whole lines from ${options.wholeLine}, else up to the first step below ${options.doubtful}, no more than is ${options.partOfLine} likely.`
    : `Asked: ${engine.name}, for one line, with the file alone; it says nothing of how sure it is, and counts as sure.`;
}

function number(text: string, option: string): number {
  const value = Number(text);
  return text !== '' && Number.isFinite(value) && value >= 0 ? value : stop(`${option} takes numbers, not "${text}".`);
}

function stop(what: string): never {
  process.stderr.write(`bench:replay: ${what}\n`);
  process.exit(2);
}
