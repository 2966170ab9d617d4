/** Which files of a project were written, created, deleted or renamed since somebody asked last. Watches folders, and looks at times where the system has no more watches. Reads no file. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { watchFolders } from '../../context/discover/watch.ts';

export interface FileChange {
  /** Absolute. */
  readonly path: string;
  readonly kind: 'created' | 'changed' | 'deleted';
}

export interface ProjectFiles {
  /** What has happened until now, each file once. */
  take(): Promise<readonly FileChange[]>;
  close(): void;
}

/** Their files are nobody's code, or a server's own to find. */
const SKIPPED: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', '.history', '__pycache__', 'node_modules']);
/** Each folder takes a watch, of which a system has some thousands for everybody. More are not followed. */
const MOST_FOLDERS = 5000;
/** Others wait so long for the listing of folders, in ms. */
const SLICE_MS = 10;

interface Listed {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * Begins to follow; resolves when every folder is followed.
 * @param root absolute
 * @param isWanted by its path: no other file is told
 */
export async function followFiles(root: string, isWanted: (path: string) => boolean): Promise<ProjectFiles> {
  const known = new Set<string>();
  const touched = new Set<string>();
  const folders = new Set<string>();
  /** Folders without a watch: their files, with the time of each. */
  const looked = new Map<string, ReadonlyMap<string, string>>();

  const stampsIn = (folder: string): ReadonlyMap<string, string> =>
    new Map(filesIn(folder, isWanted).map((path) => [path, stampOf(path)]));

  const enter = (folder: string): Listed => {
    if (folders.has(folder) || folders.size >= MOST_FOLDERS) return { files: [], folders: [] };
    folders.add(folder);
    return { files: filesIn(folder, isWanted), folders: foldersIn(folder) };
  };

  /** A folder that has come, perhaps in place of another one. */
  const arrive = (top: string): Listed => {
    if (SKIPPED.has(basename(top))) return { files: [], folders: [] };
    for (const folder of below(top, folders)) folders.delete(folder);
    const files = [...below(top, known)];
    const arrived: string[] = [];
    const waiting = [top];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      const found = enter(folder);
      files.push(...found.files);
      arrived.push(folder);
      waiting.push(...found.folders);
    }
    return { files, folders: arrived };
  };

  const watcher = watchFolders(
    {
      root,
      folders: [],
      refresh: () => undefined,
      filesIn: arrive,
      unwatched: (folder) => looked.set(folder, stampsIn(folder)),
    },
    (paths) => {
      for (const path of paths) touched.add(path);
    },
  );

  let begun = performance.now();
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const found = enter(folder);
    for (const path of found.files) known.add(path);
    waiting.push(...found.folders);
    watcher.add(folder);
    if (performance.now() - begun < SLICE_MS) continue;
    await othersFirst();
    begun = performance.now();
  }

  const settle = (path: string): readonly FileChange[] => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) return [];
    if (stat !== undefined) {
      if (!isWanted(path)) return [];
      const kind = known.has(path) ? 'changed' : 'created';
      known.add(path);
      return [{ path, kind }];
    }
    if (known.delete(path)) return [{ path, kind: 'deleted' }];
    // A folder that was moved away takes its files along, and nobody tells of them.
    if (!folders.has(path)) return [];
    for (const folder of below(path, folders)) folders.delete(folder);
    return below(path, known).map((each) => {
      known.delete(each);
      return { path: each, kind: 'deleted' };
    });
  };

  return {
    async take() {
      // What was written before this call is told within one turn of the event loop, or two.
      await othersFirst();
      await othersFirst();
      watcher.flush();
      for (const [folder, before] of looked) {
        const now = stampsIn(folder);
        looked.set(folder, now);
        for (const path of new Set([...before.keys(), ...now.keys()]))
          if (before.get(path) !== now.get(path)) touched.add(path);
        for (const fresh of foldersIn(folder).filter((each) => !folders.has(each))) {
          const found = arrive(fresh);
          for (const path of found.files) touched.add(path);
          for (const each of found.folders) watcher.add(each);
        }
      }
      const paths = [...touched];
      touched.clear();
      return paths.flatMap(settle);
    },
    close: () => watcher.close(),
  };
}

/** Those that are `top` or in it. */
function below(top: string, paths: Iterable<string>): readonly string[] {
  return [...paths].filter((path) => path === top || path.startsWith(`${top}${sep}`));
}

function filesIn(folder: string, isWanted: (path: string) => boolean): readonly string[] {
  return entriesIn(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    return !entry.isDirectory() && isWanted(path) ? [path] : [];
  });
}

/** Links are not followed: they lead out, or back. */
function foldersIn(folder: string): readonly string[] {
  return entriesIn(folder).flatMap((entry) =>
    entry.isDirectory() && !SKIPPED.has(entry.name) ? [join(folder, entry.name)] : [],
  );
}

function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Gone meanwhile, or not ours to read.
    return [];
  }
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}
