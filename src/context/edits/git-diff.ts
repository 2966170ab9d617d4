/** What the working tree holds that is not committed, as git tells it. Runs `git diff`; no pager, monitor, or diff program that a configuration names. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Hunk } from './hunk.ts';
import { patchHunks } from './patch.ts';
import { PLAIN_DIFF, PLAIN_GIT } from './plain-git.ts';

/** Bytes of a patch; a larger one is a move of files, not work in progress. */
const LARGEST_PATCH = 2 * 1024 * 1024;
const LIMIT_MS = 5000;

/** Written by programs: large, and not what somebody works on. */
const LEFT_OUT = [
  '*.lock',
  'package-lock.json',
  'pnpm-lock.yaml',
  'go.sum',
  '*.min.js',
  '*.min.css',
  '*.map',
  '*.svg',
  '*.snap',
];

const DIFF = [...PLAIN_DIFF, '-U1', 'HEAD', '--', '.', ...LEFT_OUT.map((pattern) => `:(exclude)${pattern}`)];

/**
 * The hunks of the working tree against HEAD; none without git, or outside of a repository.
 * @param root absolute
 */
export function workingTreeHunks(root: string, signal: AbortSignal): Promise<readonly Hunk[]> {
  const args = [...PLAIN_GIT, '-C', root, ...DIFF];
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
