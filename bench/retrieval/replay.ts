/** Goes through commits and asks every row of the table about the same cursors. Counts; words nothing. */
import type { ContextResult } from '../../src/context/service.ts';
import type { SourceName } from '../../src/text/snippet.ts';
import { type BaselineSnippet, cutTo, openFiles, plainBm25, ring, tokensOf } from './baselines.ts';
import { type Cursor, cursorAt } from './cursors.ts';
import type { Commit, CommitHunk, History } from './history.ts';
import { namesOfContext, novelNames, ROWS_ABOVE, ROWS_BELOW, type Variant } from './measure.ts';
import { isReplayed, type ReplayProject } from './project.ts';
import { randomOf, shuffled } from './random.ts';

export const VARIANTS: readonly Variant[] = ['A', 'B'];
/** Which of the novel names are counted. */
export const VIEWS = ['all', 'not builtin', 'existing'] as const;
export type View = (typeof VIEWS)[number];

/** Sources in the registry's order. */
const SOURCES: readonly SourceName[] = ['members', 'edits', 'scope', 'dependencies', 'similar', 'map'];
const EVERY: readonly SourceName[] = ['members', 'edits', 'scope', 'dependencies', 'similar', 'map'];

/** Rows of the table: baselines, each source alone, all, and all without one. */
export const ROWS: readonly string[] = [
  'nothing',
  'ring',
  'ring uncut',
  'open files',
  'BM25 plain',
  'BM25 improved',
  ...SOURCES.filter((name) => name !== 'similar').map((name) => `only ${name}`),
  'all',
  'all without edits',
  ...SOURCES.filter((name) => name !== 'edits').map((name) => `all without ${name}`),
];

/** Of one row at one budget at one cursor. */
export interface Answer {
  readonly tokens: number;
  readonly ms: number;
  /** Names found, by variant and view. */
  readonly found: Readonly<Record<Variant, Readonly<Record<View, number>>>>;
}

export interface Sample {
  readonly commit: string;
  readonly path: string;
  readonly row: number;
  /** Novel names, by variant and view. */
  readonly novel: Readonly<Record<Variant, Readonly<Record<View, number>>>>;
  /** Row of the table → budget → answer. */
  readonly answers: Readonly<Record<string, Readonly<Record<number, Answer>>>>;
}

export interface ReplayOptions {
  readonly n: number;
  readonly seed: number;
  readonly budgets: readonly number[];
  readonly rows: readonly string[];
  readonly builtins: ReadonlySet<string>;
  readonly progress: (text: string) => void;
}

/** One commit gives that many cursors at most. */
const MOST_OF_COMMIT = 2;
/** A commit with more files is a move or a format, not work. */
const MOST_FILES = 60;
/** For the ring and the open files. */
const RECENT_COMMITS = 40;
const RECENT_FILES = 16;
/** Nobody waits in a bench: every source is asked. */
const LIMIT_MS = 60_000;

export async function replay(
  history: History,
  project: ReplayProject,
  commits: readonly Commit[],
  options: ReplayOptions,
): Promise<readonly Sample[]> {
  const { n, seed, progress } = options;
  const random = randomOf(seed);
  // Drawn first and then visited in the order of time: neighbours differ little.
  const order = new Map(commits.map(({ id }, at) => [id, at]));
  const drawn = shuffled(commits, random).slice(0, Math.ceil(n * 1.5));
  const visited = [...drawn].sort((a, b) => (order.get(b.id) ?? 0) - (order.get(a.id) ?? 0));
  const samples: Sample[] = [];
  for (const [at, commit] of visited.entries()) {
    const hunks = (await history.hunks(commit)).filter(({ path }) => isReplayed(path));
    const places = placesIn(hunks, randomOf(seed ^ Number.parseInt(commit.id.slice(0, 7), 16)));
    if (places.length === 0 || new Set(hunks.map(({ path }) => path)).size > MOST_FILES) continue;
    await project.moveTo(commit.parent);
    const recent = await recentTexts(history, project, commit, hunks);
    for (const place of places) {
      const before = project.text(hunks[place.hunk]?.path ?? '')?.split('\n') ?? [''];
      const cursor = cursorAt(before, hunks, place.hunk, place.line, place.col);
      if (cursor !== undefined) samples.push(await sampleAt(cursor, commit, project, recent, options));
    }
    if (at % 20 === 0) progress(`${samples.length} cursors, commit ${at + 1} of ${visited.length}`);
    if (samples.length >= n) break;
  }
  return samples;
}

interface PlaceInHunk {
  readonly hunk: number;
  readonly line: number;
  readonly col: number;
}

/** Random places in random hunks: behind the indentation of a line that says something. */
function placesIn(hunks: readonly CommitHunk[], random: () => number): readonly PlaceInHunk[] {
  const lines = hunks.flatMap(({ lines: added }, hunk) =>
    added.flatMap((text, line) => (isTelling(text) ? [{ hunk, line, text }] : [])),
  );
  return shuffled(lines, random)
    .slice(0, MOST_OF_COMMIT)
    .map(({ hunk, line, text }) => {
      const indent = /^\s*/u.exec(text)?.[0].length ?? 0;
      return { hunk, line, col: indent + Math.floor(random() * (text.length - indent)) };
    });
}

function isTelling(line: string): boolean {
  return /[A-Za-z_]{2}/u.test(line) && !/^\s*(?:\/\/|\*|\/\*|#(?!\[)|use |import |from )/u.test(line);
}

/** Texts of the files that were changed last before a commit, the newest first; not those of the commit's own cursors. */
async function recentTexts(
  history: History,
  project: ReplayProject,
  { parent }: Commit,
  hunks: readonly CommitHunk[],
): Promise<readonly string[]> {
  const own = new Set(hunks.map(({ path }) => path));
  const paths = await history.recentPaths(parent, RECENT_COMMITS);
  return paths
    .filter((path) => !own.has(path) && isReplayed(path))
    .slice(0, RECENT_FILES)
    .flatMap((path) => project.text(path) ?? []);
}

async function sampleAt(
  cursor: Cursor,
  commit: Commit,
  replayed: ReplayProject,
  recent: readonly string[],
  { budgets, rows, builtins }: ReplayOptions,
): Promise<Sample> {
  const { engine, project } = replayed;
  const path = replayed.absolute(cursor.path);
  project.edits.clear();
  for (const { path: other, row, lines, oldLines } of cursor.others) {
    project.edits.addHunk({ path: replayed.absolute(other), row, lines, oldLines });
  }
  const exists = (name: string): boolean => project.search.usage(name) > 0;
  const views = viewsOf(builtins, exists);
  engine.open({ path, filetype: '', lines: cursor.lines });
  const novel = both((variant) => novelNames(cursor, variant));
  const random = randomOf(cursor.row + cursor.col);
  const answers: Record<string, Record<number, Answer>> = {};
  for (const row of rows) {
    const byBudget: Record<number, Answer> = {};
    for (const budget of budgets) {
      const begun = performance.now();
      const snippets = await snippetsOf(row, cursor, path, budget, replayed, recent, random);
      const ms = performance.now() - begun;
      const names = namesOfContext(snippets, row === 'ring uncut' ? Number.POSITIVE_INFINITY : budget);
      const found = both((variant) => views([...novel[variant]].filter((name) => names.has(name))));
      byBudget[budget] = { tokens: tokensOf(snippets), ms, found };
    }
    answers[row] = byBudget;
  }
  engine.close(path);
  await engine.settled();
  return {
    commit: commit.id,
    path: cursor.path,
    row: cursor.row,
    novel: both((variant) => views([...novel[variant]])),
    answers,
  };
}

async function snippetsOf(
  row: string,
  cursor: Cursor,
  path: string,
  budget: number,
  { engine, project }: ReplayProject,
  recent: readonly string[],
  random: () => number,
): Promise<ContextResult['snippets'] | readonly BaselineSnippet[]> {
  const ask = async (sources: readonly SourceName[]): Promise<ContextResult['snippets']> => {
    const window = [cursor.row - ROWS_ABOVE, cursor.row + ROWS_BELOW] as const;
    const request = { path, row: cursor.row, col: cursor.col, window, budget, sources, limitMs: LIMIT_MS };
    return (await engine.query(request, new AbortController().signal)).snippets;
  };
  const text = (other: string): string | undefined => project.index.text(other);
  switch (row) {
    case 'nothing':
      return [];
    case 'ring':
      return cutTo(ring(recent, random), budget);
    case 'ring uncut':
      return ring(recent, random);
    case 'open files':
      return cutTo(openFiles(recent), budget);
    case 'BM25 plain':
      return cutTo(plainBm25(project.search, { ...cursor, path }, text), budget);
    case 'BM25 improved':
      return ask(['similar']);
    case 'all':
      return ask(EVERY);
  }
  const [, name = ''] = /^(?:only|all without) (.+)$/u.exec(row) ?? [];
  return ask(row.startsWith('only') ? SOURCES.filter((one) => one === name) : EVERY.filter((one) => one !== name));
}

function viewsOf(
  builtins: ReadonlySet<string>,
  exists: (name: string) => boolean,
): (names: readonly string[]) => Readonly<Record<View, number>> {
  return (names) => ({
    all: names.length,
    'not builtin': names.filter((name) => !builtins.has(name)).length,
    existing: names.filter((name) => !builtins.has(name) && exists(name)).length,
  });
}

function both<T>(of: (variant: Variant) => T): Readonly<Record<Variant, T>> {
  return { A: of('A'), B: of('B') };
}
