/** Which lines of a project's files commits since a revision have added, and are still there, as `git diff` tells it. Reads no file; runs no program that a configuration names. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePatch } from 'diff';
import { PLAIN_DIFF, PLAIN_GIT } from '../context/edits/plain-git.ts';
import { LANGUAGES, languageOf } from '../syntax/registry.ts';
import { isAbort } from '../text/error.ts';
import { ExportFailure } from './failure.ts';
import { linesIn } from './lines-of.ts';

/** Rows [from, end), from 0. */
export type Rows = readonly [from: number, end: number];

export interface AddedLines {
  /** That the revision and HEAD have in common. */
  readonly commit: string;
  /** By path from the project's root, with `/`; ascending. */
  readonly rows: ReadonlyMap<string, readonly Rows[]>;
}

/** Other ways to compare would find other lines: named, whatever the configuration says. */
const DIFF = [...PLAIN_DIFF, '--diff-algorithm=histogram', '--indent-heuristic', '-l1000', '-U0'];
/** What else a repository holds is not read. */
const SOURCES = LANGUAGES.flatMap(({ extensions }) => extensions.map((extension) => `*${extension}`));
const ENV = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
/** Of what git says when it fails, in bytes. */
const MOST_WORDS = 4096;

/**
 * What is not committed yet is left out: nobody has looked at it.
 * @param root absolute
 * @throws ExportFailure 2 where there is no such revision; AbortError
 */
export async function addedSince(root: string, revision: string, signal: AbortSignal): Promise<AddedLines> {
  const commit = await commonCommit(root, revision, signal);
  return withIndex(root, signal, async (index) => {
    const added = await rowsOfDiff(root, commit, index, signal);
    const uncommitted = await rowsOfDiff(root, 'HEAD', index, signal);
    const rows = [...added].map(([path, all]) => [path, without(all, uncommitted.get(path) ?? [])] as const);
    return { commit, rows: new Map(rows.filter(([, left]) => left.length > 0)) };
  });
}

/** A working tree that was put there by other means than git's has no index, and git takes all of its files for deleted: one of HEAD is made for us alone. */
async function withIndex<T>(
  root: string,
  signal: AbortSignal,
  run: (index: string | undefined) => Promise<T>,
): Promise<T> {
  for await (const _ of git(root, ['ls-files', '--cached', '--', '.'], signal)) return run(undefined);
  const dir = await mkdtemp(join(tmpdir(), 'fim-index-'));
  try {
    const index = join(dir, 'index');
    for await (const _ of git(root, ['read-tree', 'HEAD'], signal, index));
    return await run(index);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function commonCommit(root: string, revision: string, signal: AbortSignal): Promise<string> {
  const ask = async (...args: readonly string[]): Promise<string> => {
    let text = '';
    for await (const line of git(root, args, signal)) text += line;
    return text;
  };
  try {
    await ask('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ExportFailure(2, `${root} is in no git repository with commits: --since has nothing to read.`);
  }
  try {
    const named = await ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
    return await ask('merge-base', named, 'HEAD');
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ExportFailure(2, `--since ${revision} is no revision that HEAD of ${root} comes from.`);
  }
}

/** Rows of the working tree that a commit does not have. */
async function rowsOfDiff(
  root: string,
  commit: string,
  index: string | undefined,
  signal: AbortSignal,
): Promise<Map<string, readonly Rows[]>> {
  const found = new Map<string, readonly Rows[]>();
  let patch: string[] = [];
  const take = (): void => {
    const [path, rows] = rowsOfPatch(patch);
    if (rows.length > 0) found.set(path, rows);
    patch = [];
  };
  // One file's patch at a time: all of them together may be as large as the project. Lines of a text begin with a sign.
  for await (const line of git(root, [...DIFF, commit, '--', ...SOURCES], signal, index)) {
    if (line.startsWith('diff --git ')) take();
    patch.push(line);
  }
  take();
  return found;
}

function rowsOfPatch(lines: readonly string[]): readonly [path: string, rows: readonly Rows[]] {
  const name = lines.find((line) => line.startsWith('+++ ')) ?? '';
  if (languageOf({ filetype: '', path: name.replace(/"?\t?$/u, '') }) === undefined) return ['', []];
  try {
    const [patch] = parsePatch(lines.join('\n'));
    const rows = (patch?.hunks ?? []).filter(({ newLines }) => newLines > 0);
    return [
      patch?.newFileName?.replace(/^b\//u, '') ?? '',
      rows.map(({ newStart, newLines }) => [newStart - 1, newStart - 1 + newLines] as const),
    ];
  } catch {
    // What is no patch says nothing of lines.
    return ['', []];
  }
}

/** What is left of ascending rows without others. */
function without(all: readonly Rows[], others: readonly Rows[]): readonly Rows[] {
  return others.reduce<readonly Rows[]>(
    (left, [from, end]) =>
      left.flatMap(([start, stop]): readonly Rows[] =>
        [[start, Math.min(stop, from)] as const, [Math.max(start, end), stop] as const].filter(([a, b]) => a < b),
      ),
    all,
  );
}

/** The lines that git prints. @throws where it fails; AbortError */
async function* git(
  root: string,
  args: readonly string[],
  signal: AbortSignal,
  index?: string,
): AsyncGenerator<string> {
  signal.throwIfAborted();
  const child = spawn('git', [...PLAIN_GIT, '-C', root, ...args], {
    signal,
    env: { ...process.env, ...(index === undefined ? {} : { GIT_INDEX_FILE: index }), ...ENV },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // Whoever waits for it hears of it; while lines are read, nobody does yet.
  ended.catch(() => undefined);
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (words.length < MOST_WORDS) words += text;
  });
  yield* linesIn(child.stdout);
  const code = await ended;
  signal.throwIfAborted();
  if (code !== 0) throw new ExportFailure(2, `git can't compare ${root}: ${words.split('\n')[0] || `status ${code}`}.`);
}
