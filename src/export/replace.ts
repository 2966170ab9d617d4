/** Puts one folder in the place of another. At every moment a whole one stands there, where the system can swap two names; elsewhere there is an instant without. */
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';

/**
 * @param fresh absolute folder that takes the place of `old`; it is gone afterwards
 * @param aside where `old` stands meanwhile if the two can't be swapped: {@link putBack} looks there
 */
export function replaceFolder(fresh: string, old: string, aside: string): void {
  if (!existsSync(old)) {
    renameSync(fresh, old);
    return;
  }
  if (swapped(fresh, old)) {
    rmSync(fresh, { recursive: true, force: true });
    return;
  }
  renameSync(old, aside);
  renameSync(fresh, old);
  rmSync(aside, { recursive: true, force: true });
}

/** After a process that was killed between two renames. */
export function putBack(old: string, aside: string): void {
  if (!existsSync(old) && existsSync(aside)) renameSync(aside, old);
}

/** Node has no call for it (renameat2 on Linux); `mv` of coreutils 9.5 has, and any other refuses the flag and does nothing. */
function swapped(one: string, other: string): boolean {
  const flags = ['--exchange', '--no-target-directory', '--', one, other];
  return spawnSync('mv', flags, { stdio: 'ignore' }).status === 0;
}
