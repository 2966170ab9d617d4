/** A project's own files on this machine: lists, reads and watches them. Reads no secrets, nothing that is ignored, and nothing outside of its folders. */
import { closeSync, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { globMatcher } from '../../text/glob.ts';
import type { ProjectDisk } from '../disk.ts';
import type { ProjectOptions } from '../service.ts';
import { IgnoreRules } from './ignore.ts';
import { isSource } from './kinds.ts';
import { watchFolders } from './watch.ts';

/** More is no project that somebody works in. */
const MOST_FILES = 50_000;
/** A request waits that long for a listing, in ms. */
const SLICE_MS = 20;
/** A NUL in the first bytes says that a file is no text. */
const LOOKED_AT = 8192;

type Kind = 'file' | 'folder' | 'other';

/** A folder whose files are the project's, and what is ignored in it. */
interface Tree {
  readonly root: string;
  readonly rules: IgnoreRules;
}

interface Listed {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

const NOTHING: Listed = { files: [], folders: [] };

/** @param isWanted by its name; source code by default */
export function projectDisk(options: ProjectOptions, isWanted: (path: string) => boolean = isSource): ProjectDisk {
  return new Disk(options, isWanted);
}

class Disk implements ProjectDisk {
  readonly #trees: readonly Tree[];
  readonly #root: string;
  readonly #maxBytes: number;
  readonly #isSecret: (path: string) => boolean;
  readonly #isNamed: (path: string) => boolean;
  /** Folders that were listed: the ones to watch. */
  readonly #folders = new Set<string>();

  constructor({ root, includePaths, secretFiles, maxFileBytes }: ProjectOptions, isNamed: (path: string) => boolean) {
    this.#root = root;
    this.#isNamed = isNamed;
    this.#maxBytes = maxFileBytes;
    this.#trees = [root, ...includePaths].map((folder) => ({ root: folder, rules: new IgnoreRules(folder) }));
    this.#isSecret = globMatcher(secretFiles);
  }

  async *list(near: string | undefined, signal: AbortSignal): AsyncGenerator<readonly string[]> {
    const listed = new Set<string>();
    for (const tree of this.#trees) {
      for await (const files of this.#walk(tree, near, signal)) {
        const fresh = files.filter((path) => !listed.has(path));
        for (const path of fresh) listed.add(path);
        if (fresh.length > 0) yield fresh;
        if (listed.size >= MOST_FILES) return;
      }
    }
  }

  read(path: string): string | undefined {
    return this.#isSecret(path) ? undefined : readText(path, this.#maxBytes);
  }

  isWanted(path: string): boolean {
    const tree = this.#trees.find(({ root }) => isBelow(root, path));
    return tree !== undefined && kindOf(path) === 'file' && this.#isOwn(path) && !tree.rules.ignoresAny(path);
  }

  watch(changed: (paths: readonly string[]) => void): { close(): void } {
    const refresh = (): void => {
      for (const { rules } of this.#trees) rules.forget();
    };
    return watchFolders(
      { root: this.#root, folders: this.#folders, refresh, filesIn: (folder) => this.#filesIn(folder) },
      changed,
    );
  }

  async *#walk(tree: Tree, near: string | undefined, signal: AbortSignal): AsyncGenerator<readonly string[]> {
    const seen = new Set<string>();
    const waiting = [tree.root];
    let begun = performance.now();
    while (waiting.length > 0 && !signal.aborted) {
      const [folder = ''] = waiting.splice(nearest(waiting, near), 1);
      const { files, folders } = this.#look(folder, tree, seen);
      waiting.push(...folders);
      yield files;
      if (performance.now() - begun < SLICE_MS) continue;
      await othersFirst();
      begun = performance.now();
    }
  }

  /** The files of a folder that is new, and of those below it. */
  #filesIn(folder: string): Listed {
    const tree = this.#trees.find(({ root }) => isBelow(root, folder));
    if (tree === undefined || tree.rules.ignoresAny(join(folder, 'a'))) return NOTHING;
    const seen = new Set<string>();
    const all: { files: string[]; folders: string[] } = { files: [], folders: [] };
    const waiting = [folder];
    for (let next = waiting.pop(); next !== undefined && all.files.length < MOST_FILES; next = waiting.pop()) {
      const { files, folders } = this.#look(next, tree, seen);
      all.files.push(...files);
      all.folders.push(next);
      waiting.push(...folders);
    }
    return all;
  }

  /** What a folder holds that belongs to the project. @param seen real paths of the folders before */
  #look(folder: string, tree: Tree, seen: Set<string>): Listed {
    const real = realOf(folder);
    // A link that leads back, or out of the project.
    if (real === undefined || seen.has(real) || !isBelow(realOf(tree.root) ?? tree.root, real)) return NOTHING;
    seen.add(real);
    this.#folders.add(folder);
    const files: string[] = [];
    const folders: string[] = [];
    for (const [path, kind] of entriesOf(folder)) {
      if (kind === 'folder' && !tree.rules.ignores(path, true)) folders.push(path);
      else if (kind === 'file' && this.#isOwn(path) && !tree.rules.ignores(path, false)) files.push(path);
    }
    return { files: files.filter((path) => isSmall(path, this.#maxBytes)), folders };
  }

  #isOwn(path: string): boolean {
    return this.#isNamed(path) && !this.#isSecret(path);
  }
}

/** Folders on the way to `near` first, those in it next; else as they come. */
function nearest(waiting: readonly string[], near: string | undefined): number {
  if (near === undefined) return 0;
  const folder = dirname(near);
  const index = waiting.findIndex((path) => isBelow(path, near) || isBelow(folder, path));
  return Math.max(0, index);
}

/** Whether `path` is `folder` or in it. */
function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}

/** By name; links by what they lead to. */
function entriesOf(folder: string): readonly (readonly [path: string, kind: Kind])[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry) => {
        const path = join(folder, entry.name);
        if (entry.isSymbolicLink()) return [path, kindOf(path)];
        return [path, entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other'];
      });
  } catch {
    // Gone meanwhile, or not ours to read.
    return [];
  }
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function kindOf(path: string): Kind {
  try {
    const stat = statSync(path);
    return stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other';
  } catch {
    return 'other';
  }
}

function isSmall(path: string, maxBytes: number): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? Number.POSITIVE_INFINITY) <= maxBytes;
}

/** A file's text; `undefined` where it is gone, larger than `maxBytes`, or binary. */
export function readText(path: string, maxBytes: number): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > maxBytes) return undefined;
    const bytes = Buffer.allocUnsafe(stat.size);
    const length = readSync(file, bytes, 0, stat.size, 0);
    if (bytes.subarray(0, Math.min(length, LOOKED_AT)).includes(0)) return undefined;
    return bytes.toString('utf8', 0, length).replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
