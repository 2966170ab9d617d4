/** Watches the folders of a project and tells which files were written, created, deleted or renamed. Where the system has no more watches, nothing is told. */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Events of one save come together. */
const GATHER_MS = 20;
/** What they ignore changes with them. */
const IGNORE_FILES: ReadonlySet<string> = new Set(['.gitignore', '.ignore', '.fimignore']);

export interface WatchedProject {
  /** Absolute. */
  readonly root: string;
  /** Absolute paths of the folders to watch. */
  readonly folders: Iterable<string>;
  /** What is ignored has changed. */
  readonly refresh: () => void;
  /** Files in a folder that is new, and the folders to watch. */
  readonly filesIn: (folder: string) => { readonly files: readonly string[]; readonly folders: readonly string[] };
  /** The system has no watch for a folder. */
  readonly unwatched?: (folder: string) => void;
}

export interface FolderWatch {
  add(folder: string): void;
  /** Tells at once what has come by now. */
  flush(): void;
  close(): void;
}

export function watchFolders(
  { root, folders, refresh, filesIn, unwatched }: WatchedProject,
  changed: (paths: readonly string[]) => void,
): FolderWatch {
  const watchers = new Map<string, FSWatcher>();
  const gathered = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    timer = undefined;
    const paths = [...gathered];
    gathered.clear();
    if (paths.some((path) => IGNORE_FILES.has(path.slice(path.lastIndexOf('/') + 1)))) refresh();
    // A folder that appears brings files along that nobody was there to see.
    changed(paths.flatMap((path) => (isFolder(path) ? arrive(path) : [path])));
  };

  const note = (path: string): void => {
    gathered.add(path);
    timer ??= setTimeout(flush, GATHER_MS);
    timer.unref();
  };

  function arrive(folder: string): readonly string[] {
    const found = filesIn(folder);
    for (const below of found.folders) {
      // A folder that went and came again has another watch under the same name.
      drop(below);
      add(below);
    }
    return found.files;
  }

  function add(folder: string): void {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        if (name !== null) note(join(folder, name));
      });
      // A folder that is gone ends its watch; its files are told by the folder above.
      watcher.on('error', () => drop(folder));
      watchers.set(folder, watcher);
    } catch {
      // No more watches (ENOSPC, EMFILE), or the folder has gone: saves in the editor are told all the same.
      unwatched?.(folder);
    }
  }

  function drop(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  add(root);
  for (const folder of folders) add(folder);
  return {
    add,
    flush() {
      clearTimeout(timer);
      if (gathered.size > 0) flush();
    },
    close() {
      clearTimeout(timer);
      for (const folder of [...watchers.keys()]) drop(folder);
    },
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
