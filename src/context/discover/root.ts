/** Finds the root of a file's project. Looks at names only; reads no file. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, parse } from 'node:path';

/** What the root of a project holds. */
const MARKERS = [
  '.git',
  'composer.json',
  'package.json',
  'pyproject.toml',
  'go.mod',
  'Cargo.toml',
  'deno.json',
  'Gemfile',
  'pom.xml',
  'Makefile',
];

/**
 * The nearest folder above the file that holds a marker, else the file's own folder. Never the home folder or the root of the
 * file system, whatever they hold: nobody means all of that.
 * @param path absolute
 */
export function findRoot(path: string): string {
  return markedRoot(path) ?? dirname(path);
}

/** The same; `undefined` where no folder holds a marker. */
export function markedRoot(path: string): string | undefined {
  for (let folder = dirname(path); folder !== homedir() && folder !== parse(folder).root; folder = dirname(folder)) {
    if (MARKERS.some((marker) => existsSync(join(folder, marker)))) return folder;
  }
  return undefined;
}

/** Folders as options name them, absolute: `~` is the home folder, and what is not absolute is below the root. */
export function absoluteFolders(root: string, folders: readonly string[]): readonly string[] {
  return folders.map((folder) => {
    if (folder === '~' || folder.startsWith('~/')) return join(homedir(), folder.slice(1));
    return isAbsolute(folder) ? folder : join(root, folder);
  });
}
