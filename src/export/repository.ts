/** What git says of the folder that is exported, where that is the top of a repository. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { languageOf } from '../syntax/registry.ts';

const run = promisify(execFile);
/** Of a tree with a million changed files. */
const maxBuffer = 256 * 2 ** 20;
/** `XY ` before a path. */
const CODE = 3;

export interface Revision {
  /** '' where there is none. */
  readonly commit: string;
  /** Source files are not as the commit has them. */
  readonly isDirty: boolean;
}

/** @param root absolute */
export async function revisionOf(root: string): Promise<Revision> {
  // A folder of a larger repository would say something else when it is copied.
  if (!existsSync(join(root, '.git'))) return { commit: '', isDirty: false };
  try {
    const commit = (await run('git', ['rev-parse', 'HEAD'], { cwd: root })).stdout.trim();
    const status = await run('git', ['status', '--porcelain', '-z', '--untracked-files=all'], { cwd: root, maxBuffer });
    // An older dataset in there changes nothing.
    const isDirty = status.stdout.split('\0').some((line) => isSourceFile(line.slice(CODE)));
    return { commit, isDirty };
  } catch {
    return { commit: '', isDirty: false };
  }
}

function isSourceFile(path: string): boolean {
  return languageOf({ filetype: '', path }) !== undefined;
}
