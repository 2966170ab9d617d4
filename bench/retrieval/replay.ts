/** Asks every row of the table about the same cursors. Counts; words nothing. */
import { builtinsOf } from './builtins.ts';
import { type Cursor, cursorAt } from './cursors.ts';
import type { Drawn, Place } from './draw.ts';
import type { History } from './history.ts';
import type { CommitHunk } from './hunks.ts';
import { replayedLanguage } from './kinds.ts';
import { type NovelName, namesOfContext, novelNames } from './measure.ts';
import type { ReplayProject } from './project.ts';
import { ALL, type Asked, type Row, type ShownEdits } from './rows.ts';

export interface CountedName extends NovelName {
  readonly isBuiltin: boolean;
  /** Stands in the code of the parent. */
  readonly isExisting: boolean;
}

/** Of one row at one budget at one cursor. */
export interface Answer {
  readonly tokens: number;
  readonly ms: number;
  /** Indices of the names that it holds. */
  readonly found: readonly number[];
}

export interface Sample {
  readonly commit: string;
  readonly path: string;
  /** 0-based row and UTF-16 column. */
  readonly row: number;
  readonly col: number;
  readonly names: readonly CountedName[];
  /** Row of the table → budget → answer. */
  readonly answers: Readonly<Record<string, Readonly<Record<number, Answer>>>>;
}

export interface ReplayWorld {
  readonly history: History;
  readonly project: ReplayProject;
  /** Tokens. */
  readonly budgets: readonly number[];
  readonly rows: readonly Row[];
  readonly edits: ShownEdits;
  /** Absolute path of the lists of builtin names. */
  readonly builtinsDir: string;
  readonly progress: (text: string) => void;
}

/** For the ring and the open files. */
const RECENT_COMMITS = 40;
/** Sources put work off, and with what is there then perhaps more. */
const MOST_ROUNDS = 4;
const PROGRESS_EVERY = 20;

export async function replay(drawn: readonly Drawn[], world: ReplayWorld): Promise<readonly Sample[]> {
  const { history, project, progress } = world;
  const samples: Sample[] = [];
  for (const [at, { commit, hunks, places }] of drawn.entries()) {
    await project.moveTo(commit.parent);
    const before = await history.recentHunks(commit.parent, RECENT_COMMITS);
    const recent = before.filter(({ path }) => replayedLanguage(path) !== undefined);
    for (const place of places) {
      const cursor = cursorOf(place, hunks, project);
      if (cursor === undefined) continue;
      samples.push(await sampleAt(place, { cursor, project, recent, hunks }, commit.id, world));
    }
    if (at % PROGRESS_EVERY === 0) progress(`${samples.length} cursors, commit ${at + 1} of ${drawn.length}`);
  }
  return samples;
}

export function cursorOf(
  { hunk, line, col }: Place,
  hunks: readonly CommitHunk[],
  project: ReplayProject,
): Cursor | undefined {
  const before = project.text(hunks[hunk]?.path ?? '')?.split('\n') ?? [''];
  return cursorAt(before, hunks, hunk, line, col);
}

/** What the session has typed before, the last hunk last. */
export function editsBefore({ hunk }: Place, hunks: readonly CommitHunk[], which: ShownEdits): readonly CommitHunk[] {
  return [...(which === 'others' ? hunks.slice(hunk + 1) : []), ...hunks.slice(0, hunk)];
}

async function sampleAt(place: Place, asked: Asked, commit: string, world: ReplayWorld): Promise<Sample> {
  const { cursor, project, hunks } = asked;
  const { search } = project.project;
  const builtins = builtinsOf(world.builtinsDir, place.language.id);
  // Before the file is open: what is typed does not make a name exist.
  const names = novelNames(cursor, place).map((name) => ({
    ...name,
    isBuiltin: builtins.has(name.name),
    isExisting: search.usage(name.name) > 0,
  }));
  await project.open(cursor);
  const answers: Record<string, Record<number, Answer>> = {};
  for (const row of inOrder(world.rows)) {
    project.showEdits(editsBefore(place, hunks, row.edits ?? world.edits));
    const byBudget: Record<number, Answer> = {};
    for (const budget of world.budgets) byBudget[budget] = await answerOf(row, asked, budget, names);
    answers[row.name] = byBudget;
  }
  await project.closeFile(cursor);
  return { commit, path: cursor.path, row: cursor.row, col: cursor.col, names, answers };
}

/** Everything comes first: its time is that of a request whose texts nobody has read before. */
function inOrder(rows: readonly Row[]): readonly Row[] {
  return [...rows.filter(({ name }) => name === ALL), ...rows.filter(({ name }) => name !== ALL)];
}

async function answerOf(row: Row, asked: Asked, budget: number, names: readonly CountedName[]): Promise<Answer> {
  const begun = performance.now();
  let context = await row.context(asked, budget);
  const ms = performance.now() - begun;
  for (let round = 0; round < MOST_ROUNDS && asked.project.catchUp(); round++) {
    context = await row.context(asked, budget);
  }
  const shown = namesOfContext(context, row.isUncut === true ? Number.POSITIVE_INFINITY : budget);
  return {
    tokens: context.reduce((sum, { tokens }) => sum + tokens, 0),
    ms,
    found: names.flatMap(({ name }, at) => (shown.has(name) ? [at] : [])),
  };
}
