/** Finds a PHP for the tests that need a real one: $FIM_TEST_PHP, else the system's, else one that is fetched into `.cache/php` (Debian and its like). */
import { spawnSync } from 'node:child_process';
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
  const without = (why) => ({ env: {}, note: `No real PHP will be tested (${why}).` });
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).error !== undefined)
    return without('it can be fetched on Debian only');
  process.stdout.write(`Fetching PHP from Debian ${SUITE} into .cache/php …\n`);
  const done = spawnSync('sh', [at('scripts', 'get-php.sh'), SUITE, at('.cache', 'php')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.status === 0) return { env: { FIM_TEST_PHP: done.stdout.trim() } };
  return without(done.stderr?.trim().split('\n').at(-1) || done.error?.message || 'it does not run');
}
