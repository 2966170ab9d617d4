/**
 * Replays commits of a repository and measures what each context source earns: recall of the identifiers that were typed next, by the measure of
 * RETRIEVAL.md. Reads the repository by git and checks nothing out.
 *
 *   npm run bench:retrieval -- --repo DIR --since REV|DATE [--n N] [--members N] [--seed S] [--budget 512,1024,2048] [--vendor DIR]
 *                              [--edits others|earlier] [--rows all,…] [--out DIR] [--json]
 *
 * The project is the parent's tree. At a cursor, the hunks of the same file that stand before its own one are applied, and the lines that its own one
 * replaced are taken out. `edits` may show the other hunks of the commit, which stand for a session: nobody knows in which order they were typed. The row
 * `all with earlier edits` is shown only those that stand before the cursor's by path and row; `--edits earlier` does that for all rows. Libraries
 * (`--vendor`: a folder as composer makes it) are the same for every commit. The tables go to stdout as Markdown; they, each cursor (JSON lines) and charts
 * (SVG) are written to `--out` (.cache/retrieval/NAME); `--json` ends with one line that holds everything.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chart } from './retrieval/chart.ts';
import { VARIANTS } from './retrieval/measure.ts';
import { countMembers, markdown } from './retrieval/report.ts';
import { ALL, BASELINES, EARLIER_EDITS, NO_EDITS, ROWS } from './retrieval/rows.ts';
import { run } from './retrieval/run.ts';
import { ENOUGH_NAMES, ratio, summarise, totals } from './retrieval/summary.ts';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    since: { type: 'string' },
    n: { type: 'string', default: '400' },
    members: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    budget: { type: 'string', default: '512,1024,2048' },
    vendor: { type: 'string' },
    edits: { type: 'string', default: 'others' },
    rows: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/** Times are told of this budget, where it is among them, and member cursors are asked with it. In tokens. */
const USUAL_BUDGET = 1024;
/** Who is compared with whom. */
const PAIRS = [
  [ALL, BASELINES.plain],
  [EARLIER_EDITS, BASELINES.plain],
  [NO_EDITS, BASELINES.plain],
  [ALL, BASELINES.ring],
  [NO_EDITS, BASELINES.ring],
  [ALL, BASELINES.ringUncut],
  [ALL, BASELINES.openFiles],
] as const;

const { since, edits } = values;
if (values.repo === undefined || since === undefined) stop('--repo DIR and --since REV|DATE are needed.');
if (edits !== 'earlier' && edits !== 'others') stop('--edits is earlier or others.');
const repo = resolve(values.repo);
const vendor = values.vendor === undefined ? undefined : resolve(values.vendor);
const wanted = values.rows?.split(',');
const unknown = wanted?.find((name) => !ROWS.some((row) => row.name === name));
if (unknown !== undefined) stop(`there is no row "${unknown}"; there are: ${ROWS.map(({ name }) => name).join(', ')}.`);
const rows = ROWS.filter(({ name }) => wanted?.includes(name) ?? true);
const names = rows.map(({ name }) => name);
const budgets = values.budget.split(',').map((one) => whole(one, '--budget'));
const budget = budgets.includes(USUAL_BUDGET) ? USUAL_BUDGET : (budgets[0] ?? USUAL_BUDGET);
const seed = whole(values.seed, '--seed');

const { commits, samples, members } = await run({
  repo,
  since,
  n: whole(values.n, '--n'),
  members: whole(values.members, '--members'),
  seed,
  budgets,
  budget,
  rows,
  edits,
  vendor,
  grammarsDir: fileURLToPath(new URL('../grammars', import.meta.url)),
  builtinsDir: fileURLToPath(new URL('./retrieval/builtins', import.meta.url)),
  progress: (text) => void process.stderr.write(`${text}\n`),
});

const counted = totals(samples);
const summaries = summarise(samples, names, budgets, seed);
const pairs = PAIRS.filter((pair) => pair.every((name) => names.includes(name)));
const ratios = budgets.flatMap((each) =>
  VARIANTS.flatMap((variant) => pairs.map((pair) => ratio(samples, pair, each, variant, seed))),
);
const notes = [
  `# ${repo}, since ${since}`,
  '',
  `Seed ${seed}; ${counted.cursors} cursors in ${counted.commits} of ${commits} commits, ${counted.telling.B} of them with a novel identifier (A: ${counted.telling.A}); ${counted.names.B.all} novel identifiers (A: ${counted.names.A.all}). Edits: the ${edits === 'earlier' ? 'hunks of the commit before the current one' : 'other hunks of the commit'}. Libraries: ${vendor ?? 'none'}.`,
  ...(counted.names.B.all < ENOUGH_NAMES
    ? ['', `Fewer than ${ENOUGH_NAMES} identifiers: look at the intervals (bootstrap by commit).`]
    : []),
];
const report = markdown({ notes, totals: counted, rows: summaries, ratios, members, budget });
process.stdout.write(report);
write(values.out ?? fileURLToPath(new URL(`../.cache/retrieval/${basename(repo)}`, import.meta.url)));
if (values.json) {
  const settings = { repo, since, seed, edits, vendor };
  const result = { ...settings, totals: counted, rows: summaries, ratios, members: countMembers(members) };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

function write(out: string): void {
  const jsonLines = (list: readonly object[]): string => list.map((one) => `${JSON.stringify(one)}\n`).join('');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'retrieval.md'), report);
  writeFileSync(join(out, 'cursors.jsonl'), jsonLines(samples));
  writeFileSync(join(out, 'members.jsonl'), jsonLines(members));
  for (const each of budgets) {
    const title = `Identifier recall (B) at ${each} tokens in percent, with its 95 % interval`;
    const shown = summaries.filter((row) => row.budget === each);
    writeFileSync(join(out, `retrieval-${each}.svg`), chart(shown, title));
  }
  process.stderr.write(`Tables, charts and each cursor: ${out}\n`);
}

function whole(text: string, option: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 0 ? value : stop(`${option} takes whole numbers, not "${text}".`);
}

function stop(what: string): never {
  process.stderr.write(`bench:retrieval: ${what}\n`);
  process.exit(2);
}
