/** The rows of the table: who gives a context for a cursor. Measures nothing. */
import type { Snippet, SourceName } from '../../src/text/snippet.ts';
import { cutTo, openFiles, plainBm25, ring } from './baselines.ts';
import type { Cursor } from './cursors.ts';
import type { CommitHunk } from './hunks.ts';
import type { ReplayProject } from './project.ts';

/** A cursor, and what is known of the time before it. */
export interface Asked {
  readonly cursor: Cursor;
  readonly project: ReplayProject;
  /** Hunks of the commits before, the newest commit first. */
  readonly recent: readonly CommitHunk[];
  /** All hunks of the commit itself. */
  readonly hunks: readonly CommitHunk[];
}

/** Which hunks of the commit `edits` may show: those before the current one by path and row, or all others. */
export type ShownEdits = 'earlier' | 'others';

type Context = readonly Pick<Snippet, 'kind' | 'text' | 'tokens'>[];

export interface Row {
  readonly name: string;
  /** The product's sources, not what others send. */
  readonly isProduct?: boolean;
  /** Its context may be larger than the budget. */
  readonly isUncut?: boolean;
  /** The hunks that `edits` may show, where they are not those that the whole run was asked for. */
  readonly edits?: ShownEdits;
  /** @param budget tokens */
  context(asked: Asked, budget: number): Promise<Context>;
}

/** Sources in the registry's order. The clipboard is nobody's in a replay. */
const SOURCES: readonly SourceName[] = ['members', 'edits', 'scope', 'dependencies', 'similar', 'map'];

export const BASELINES = {
  ring: 'ring',
  ringUncut: 'ring uncut',
  openFiles: 'open files',
  plain: 'BM25 plain',
} as const;

export const ALL = 'all';
export const EARLIER_EDITS = 'all with earlier edits';
export const NO_EDITS = 'all without edits';

export const ROWS: readonly Row[] = [
  { name: 'nothing', context: async () => [] },
  {
    name: BASELINES.ring,
    context: async ({ recent, cursor, project }, budget) => cutTo(ring(recent, cursor, textsOf(project)), budget),
  },
  {
    name: BASELINES.ringUncut,
    isUncut: true,
    context: async ({ recent, cursor, project }) => ring(recent, cursor, textsOf(project)),
  },
  {
    name: BASELINES.openFiles,
    context: async ({ recent, cursor, project }, budget) =>
      cutTo(openFiles(pathsOf(recent), cursor, textsOf(project)), budget),
  },
  {
    // As if the author had all of the commit's files open, before any of them was changed.
    name: 'open files of the commit',
    context: async ({ hunks, cursor, project }, budget) =>
      cutTo(openFiles(pathsOf(hunks), cursor, textsOf(project)), budget),
  },
  {
    name: BASELINES.plain,
    context: async ({ project, cursor }, budget) => {
      const { search, index } = project.project;
      const text = (path: string): string | undefined => index.text(path);
      return cutTo(plainBm25(search, project.absolute(cursor.path), cursor, text), budget);
    },
  },
  product('BM25 improved', ['similar']),
  ...SOURCES.filter((name) => name !== 'similar').map((name) => product(`only ${name}`, [name])),
  product(ALL, SOURCES),
  { ...product(EARLIER_EDITS, SOURCES), edits: 'earlier' },
  // `all without edits` is one of them.
  ...SOURCES.map((name) =>
    product(
      `all without ${name}`,
      SOURCES.filter((one) => one !== name),
    ),
  ),
];

/** @param name of a row */
export function isProduct(name: string): boolean {
  return ROWS.some((row) => row.name === name && row.isProduct === true);
}

function product(name: string, sources: readonly SourceName[]): Row {
  return {
    name,
    isProduct: true,
    context: async ({ project, cursor }, budget) => (await project.ask(cursor, budget, sources)).snippets,
  };
}

function textsOf(project: ReplayProject): (path: string) => string | undefined {
  return (path) => project.text(path);
}

function pathsOf(hunks: readonly CommitHunk[]): readonly string[] {
  return [...new Set(hunks.map(({ path }) => path))];
}
