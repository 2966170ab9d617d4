/**
 * Replays commits of a repository and measures what each context source earns: recall of the identifiers that were typed next, by the measure of
 * RETRIEVAL.md. Reads the repository by git and checks nothing out.
 *
 *   npm run bench:retrieval -- --repo DIR --since REV|DATE [--n N] [--seed S] [--budget 512,1024,2048] [--vendor DIR] [--rows all,…] [--out DIR] [--json]
 *
 * The project is the parent's tree. Earlier hunks of the same file are applied; the other hunks of the commit are what `edits` may show, an optimistic
 * stand-in for a session. The lines that a hunk replaced are taken out. Libraries (`--vendor`) are the same for every commit.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { History } from './retrieval/history.ts';
import { memberCursors } from './retrieval/members.ts';
import { ReplayProject } from './retrieval/project.ts';
import { ROWS, replay } from './retrieval/replay.ts';
import { chart, markdown } from './retrieval/report.ts';
import { ENOUGH_NAMES, novelNamesIn, ratio, summarise } from './retrieval/summary.ts';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    since: { type: 'string' },
    n: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    budget: { type: 'string', default: '512,1024,2048' },
    vendor: { type: 'string' },
    rows: { type: 'string' },
    members: { type: 'string', default: '200' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
if (values.repo === undefined || values.since === undefined) {
  process.stderr.write('bench:retrieval: --repo DIR and --since REV|DATE are needed.\n');
  process.exit(2);
}

const here = fileURLToPath(new URL('.', import.meta.url));
const repo = resolve(values.repo);
const n = Number(values.n);
const seed = Number(values.seed);
const budgets = values.budget.split(',').map(Number);
const rows = values.rows === undefined ? ROWS : values.rows.split(',');
const builtins = new Set(readFileSync(join(here, 'retrieval', 'php-builtins.txt'), 'utf8').split(/\s+/u));
const progress = (text: string): void => void process.stderr.write(`${text}\n`);

const history = new History(repo);
const commits = await history.commits(values.since);
progress(`${commits.length} commits since ${values.since}`);
const vendor = values.vendor === undefined ? undefined : resolve(values.vendor);
const project = new ReplayProject(history, repo, join(here, '..', 'grammars'), vendor);
const samples = await replay(history, project, commits, { n, seed, budgets, rows, builtins, progress });
const members =
  Number(values.members) === 0
    ? undefined
    : await memberCursors(history, project, commits, {
        n: Number(values.members),
        seed: seed + 1,
        budget: budgets.includes(1024) ? 1024 : (budgets[0] ?? 1024),
        progress,
      });
await project.close();

const names = { A: novelNamesIn(samples, 'A'), B: novelNamesIn(samples, 'B') };
const summaries = summarise(samples, rows, budgets, seed);
const PAIRS = [
  ['all', 'BM25 plain'],
  ['all without edits', 'BM25 plain'],
  ['all', 'ring'],
  ['all', 'ring uncut'],
  ['all', 'open files'],
] as const;
const ratios = budgets.flatMap((budget) =>
  PAIRS.filter(([a, b]) => rows.includes(a) && rows.includes(b)).map(([a, b]) => ratio(samples, a, b, budget, seed)),
);
const notes = [
  `# ${repo}, since ${values.since}`,
  '',
  `${samples.length} cursors in ${new Set(samples.map(({ commit }) => commit)).size} commits, seed ${seed}; ${names.B} novel identifiers (B), ${names.A} (A); ${samples.filter(({ novel }) => novel.B.all > 0).length} cursors have one (B).`,
  ...(names.B < ENOUGH_NAMES
    ? [`Fewer than ${ENOUGH_NAMES} identifiers: look at the intervals (bootstrap by commit).`]
    : []),
];
const text = markdown(summaries, ratios, members, notes);
process.stdout.write(text);
if (values.out !== undefined) {
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, 'retrieval.md'), text);
  writeFileSync(join(values.out, 'retrieval.jsonl'), samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  for (const budget of budgets) writeFileSync(join(values.out, `retrieval-${budget}.svg`), chart(summaries, budget));
}
if (values.json) {
  const result = {
    repo,
    since: values.since,
    seed,
    cursors: samples.length,
    identifiers: names,
    rows: summaries,
    ratios,
    members,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
