/** Finds a PHP for the tests that need a real one: $FIM_TEST_PHP, else the system's, else one that is fetched into `.cache/php` (Debian and its like). */
import { spawnSync } from 'node:child_process';
import { fromDebian } from './fetched.mjs';
import { at } from './paths.mjs';

const SUITE = 'trixie';

const runs = (program) => spawnSync(program, ['-n', '--version'], { stdio: 'ignore', timeout: 10_000 }).status === 0;

/** @returns {{ env: Record<string, string>, note?: string }} what the tests are told; `note`: a line for a person, when there is none */
export function findPhp() {
  const named = process.env.FIM_TEST_PHP;
  if (named)
    return runs(named) ? { env: {} } : { env: { FIM_TEST_PHP: '' }, note: `FIM_TEST_PHP=${named} does not run.` };
  const there = ['php', at('.cache', 'php', 'usr', 'bin', 'php8.4')].find(runs);
  if (there !== undefined) return { env: { FIM_TEST_PHP: there } };
  const { program, problem } = fromDebian({ name: 'PHP', script: 'get-php.sh', suite: SUITE, folder: '.cache/php' });
  if (program !== undefined) return { env: { FIM_TEST_PHP: program } };
  return { env: {}, note: `No real PHP will be tested (${problem}).` };
}
