/** Finds and reads a project's files of one kind: what git lists, else a bounded walk. Reads no secrets, follows no links, writes nothing. */
import { execFile } from 'node:child_process';
import { lstat, opendir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, parse, relative } from 'node:path';
import { globMatcher } from '../../text/glob.ts';

/** A file that may be indexed. */
export interface ProjectFile {
  /** Absolute. */
  readonly path: string;
  /** Changes when the file does. */
  readonly stamp: string;
  /** Its text; `undefined` when it is gone, binary or not to be read by us. */
  read(): Promise<string | undefined>;
}

/** Lists the files under `root` whose extension (no dot) is one of `extensions`. Ends quietly when `signal` is aborted. */
export type ProjectFiles = (
  root: string,
  extensions: readonly string[],
  signal: AbortSignal,
) => AsyncIterable<ProjectFile>;

/** Bounds of one project: memory stays under some 100 MB and the first look at it takes a second or two. Sizes in bytes. */
const MOST_FILES = 2000;
const LARGEST_FILE = 256 * 1024;
const MOST_BYTES = 16 * 1024 * 1024;

/** Folder entries that a walk looks at before it gives up, so that a project without git in a huge folder costs little. */
const MOST_ENTRIES = 50_000;

/** Other people's code: plenty, and not how this project writes. */
const FOREIGN_FOLDERS = new Set(['node_modules', 'vendor', '.venv', 'venv']);

/** Nobody's code: build results, and what tools keep for themselves. */
const DEAD_FOLDERS = new Set(['.git', '.hg', '.svn', 'dist', 'build', 'target', '__pycache__', '.cache']);

const SKIPPED_FOLDERS = new Set([...FOREIGN_FOLDERS, ...DEAD_FOLDERS]);

/** What the root of a project holds. */
const MARKERS = [
  '.git',
  'composer.json',
  'package.json',
  'pyproject.toml',
  'Cargo.toml',
  'go.mod',
  'deno.json',
  'Gemfile',
  'pom.xml',
  'Makefile',
];

/** Bytes of git's list: 100,000 paths of usual length. */
const LARGEST_LIST = 16 * 1024 * 1024;

/**
 * The nearest folder above `path` that looks like a project's root; `undefined` when there is none, or when it is the
 * home folder or the file system's root: nobody means all of that.
 * @param path absolute
 */
export async function projectRoot(path: string): Promise<string | undefined> {
  for (
    let folder = dirname(path);
    folder !== homedir() && folder !== parse(folder).root && folder !== '.';
    folder = dirname(folder)
  ) {
    for (const marker of MARKERS) if (await exists(join(folder, marker))) return folder;
  }
  return undefined;
}

/** Which files may be read; the plugin's options of these names. */
export interface ProjectFilesOptions {
  /** Globs of files that are never read. */
  readonly secretFiles: readonly string[];
  /** False: none at all. */
  readonly useOtherFiles?: boolean;
  /** False: other people's code too, behind the project's own. */
  readonly onlyMyCode?: boolean;
}

/** The files of a project on this machine. */
export function projectFiles(options: ProjectFilesOptions): ProjectFiles {
  const { useOtherFiles = true, onlyMyCode = true } = options;
  return async function* list(root, extensions, signal) {
    if (!useOtherFiles) return;
    const isSecret = globMatcher(options.secretFiles);
    const isWanted = (path: string): boolean =>
      extensions.some((e) => path.toLowerCase().endsWith(`.${e}`)) && !isSecret(path);
    let files = 0;
    let bytes = 0;
    for await (const path of onlyMyCode ? ownPaths(root, signal) : allPaths(root, signal)) {
      if (signal.aborted || files >= MOST_FILES) return;
      if (!isWanted(path)) continue;
      const stat = await lstat(path).catch(() => undefined);
      if (stat?.isFile() !== true || stat.size > LARGEST_FILE || bytes + stat.size > MOST_BYTES) continue;
      files++;
      bytes += stat.size;
      yield { path, stamp: `${stat.mtimeMs}:${stat.size}`, read: () => readText(path) };
    }
  };
}

async function* allPaths(root: string, signal: AbortSignal): AsyncGenerator<string> {
  yield* ownPaths(root, signal);
  for await (const path of walk(root, signal, DEAD_FOLDERS)) {
    if (hasFolder(relative(root, path), FOREIGN_FOLDERS)) yield path;
  }
}

async function* ownPaths(root: string, signal: AbortSignal): AsyncGenerator<string> {
  const listed = await gitFiles(root, signal);
  // None at all: the whole folder is ignored by a repository around it, and yet somebody works in it.
  if (listed === undefined || listed.length === 0) {
    yield* walk(root, signal, SKIPPED_FOLDERS);
    return;
  }
  for (const path of listed) if (!hasFolder(path, SKIPPED_FOLDERS)) yield join(root, path);
}

function hasFolder(path: string, names: ReadonlySet<string>): boolean {
  return path.split('/').some((part) => names.has(part));
}

/** What git tracks or would track under `root`, sorted as git does; `undefined` without git or outside a work tree. */
function gitFiles(root: string, signal: AbortSignal): Promise<readonly string[] | undefined> {
  // A repository's own configuration may name programs to run: none of them is needed to list files.
  const args = [
    '-c',
    'core.fsmonitor=false',
    '-C',
    root,
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--deduplicate',
  ];
  return new Promise((resolve) => {
    const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0' };
    execFile('git', args, { signal, env, maxBuffer: LARGEST_LIST, windowsHide: true }, (error, stdout) => {
      resolve(error === null ? stdout.split('\0').filter((path) => path !== '') : undefined);
    });
  });
}

/** All files under `root` but those in folders of the names `skipped`, the shallow ones first, each folder by name. */
async function* walk(root: string, signal: AbortSignal, skipped: ReadonlySet<string>): AsyncGenerator<string> {
  const folders = [root];
  let entries = 0;
  for (let folder = folders.shift(); folder !== undefined && !signal.aborted; folder = folders.shift()) {
    const names = await namesIn(folder, MOST_ENTRIES - entries);
    entries += names.files.length + names.folders.length;
    for (const name of names.folders) if (!skipped.has(name)) folders.push(join(folder, name));
    for (const name of names.files) yield join(folder, name);
    if (entries >= MOST_ENTRIES) return;
  }
}

async function namesIn(folder: string, most: number): Promise<{ files: string[]; folders: string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      if (entry.isFile()) files.push(entry.name);
      else if (entry.isDirectory()) folders.push(entry.name);
      if (files.length + folders.length >= most) break;
    }
  } catch {
    // Not ours to read, or gone meanwhile: what was found so far is what there is.
  }
  return { files: files.sort(), folders: folders.sort() };
}

async function readText(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined || text.includes('\0') || text.length > LARGEST_FILE ? undefined : text;
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
