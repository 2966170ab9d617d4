/** Lists the files that a dataset may be made of: git's own list, else a walk. Sorted, so that no file system's order counts. Reads no texts. */
import { execFile } from 'node:child_process';
import { lstatSync, type Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { promisify } from 'node:util';
import { IgnoreRules } from '../context/discover/ignore.ts';

const run = promisify(execFile);
/** Of a listing of a million files. */
const MOST_OUTPUT = 256 * 2 ** 20;
/** Files, some ms of them. */
const OTHERS_EACH = 500;

export interface Listing {
  /** Relative, with `/`, sorted by code units. */
  readonly paths: readonly string[];
  /** Links: they would count what they lead to twice, or lead in a circle. */
  readonly links: number;
}

/** @param root absolute */
export async function listFiles(root: string, signal: AbortSignal): Promise<Listing> {
  const tracked = await gitList(root, signal);
  // A folder that git ignores as a whole, or a work tree without an index.
  const paths = tracked.length > 0 ? tracked : await walk(root, signal);
  const kept: string[] = [];
  let links = 0;
  for (const [at, path] of [...new Set(paths)].sort(byCodeUnits).entries()) {
    // Whoever wants to stop it is heard now and then.
    if (at % OTHERS_EACH === 0) await othersFirst();
    signal.throwIfAborted();
    const stat = statOf(join(root, path));
    if (stat?.isSymbolicLink() === true) links++;
    else if (stat?.isFile() === true) kept.push(path);
  }
  return { paths: kept, links };
}

/** Not waited for: that takes ten times as long. */
function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

export function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

async function gitList(root: string, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const { stdout } = await run('git', args, { cwd: root, maxBuffer: MOST_OUTPUT, signal });
    return stdout.split('\0').filter((path) => path !== '');
  } catch {
    signal.throwIfAborted();
    // No git, or no repository.
    return [];
  }
}

async function walk(root: string, signal: AbortSignal): Promise<readonly string[]> {
  const rules = new IgnoreRules(root);
  const files: string[] = [];
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    signal.throwIfAborted();
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (rules.ignores(join(root, path), entry.isDirectory())) continue;
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile() || entry.isSymbolicLink()) files.push(path);
    }
  }
  return files;
}
