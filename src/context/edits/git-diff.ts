/** What the working tree holds that is not committed, as git tells it. Runs `git diff`, never anything that a repository names. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { type Hunk, patchHunks } from './hunks.ts';

/** Bytes of a patch; a larger one is a move of files, not work in progress. */
const LARGEST_PATCH = 2 * 1024 * 1024;
const LIMIT_MS = 5000;

/**
 * The hunks of the working tree against HEAD; none without git, or outside of a repository.
 * @param root absolute
 */
export function workingTreeHunks(root: string, signal: AbortSignal): Promise<readonly Hunk[]> {
  const args = [
    '-c',
    'core.fsmonitor=false',
    '-c',
    'diff.external=',
    '-C',
    root,
    'diff',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--relative',
    '-M',
    '-U1',
    'HEAD',
  ];
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
  return new Promise((resolve) => {
    execFile(
      'git',
      args,
      { signal, env, maxBuffer: LARGEST_PATCH, timeout: LIMIT_MS, windowsHide: true },
      (error, stdout) => {
        resolve(error === null ? patchHunks(stdout, (path) => join(root, path)) : []);
      },
    );
  });
}
