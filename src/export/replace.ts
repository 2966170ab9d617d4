/** Puts one folder in the place of another. At every moment a whole one stands there, where the system can swap two names; elsewhere there is an instant without. */
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { arch, platform } from 'node:process';

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

/** The number of renameat2 by processor: Linux. */
const RENAMEAT2: Readonly<Record<string, string>> = { x64: '316', arm64: '276' };
/** From the working directory, which absolute paths do not need (-100); swap (2). */
const BY_PERL = 'exit(syscall(0 + shift, -100, shift, -100, shift, 2) ? 1 : 0)';

/** Node has no call for it; `mv` of coreutils 9.5 has (an older one refuses the flag and does nothing), and Perl makes any call. */
function swapped(one: string, other: string): boolean {
  const call = platform === 'linux' ? RENAMEAT2[arch] : undefined;
  const ways: readonly (readonly [command: string, args: readonly string[]])[] = [
    ['mv', ['--exchange', '--no-target-directory', '--', one, other]],
    ...(call === undefined ? [] : [['perl', ['-e', BY_PERL, call, one, other]] as const]),
  ];
  const before = statSync(other).ino;
  return ways.some(([command, args]) => {
    spawnSync(command, args, { stdio: 'ignore' });
    // A status says nothing where somebody's Ctrl-C ends the command as well.
    return statSync(other).ino !== before;
  });
}
