/**
 * Finds a Chromium for the tests of pages: the one that $FIM_TEST_CHROMIUM names, else the system's, else one that is fetched into `.cache/chromium` (Debian
 * and its like).
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { at } from './paths.mjs';

const SUITE = 'trixie';
const NAMES = ['chromium-headless-shell', 'chromium', 'google-chrome'];

const runs = (program) => spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;

/** @returns {{ env: Record<string, string>, note?: string }} what the tests are told; `note`: a line for a person, when there is none */
export function findChromium() {
  if (process.env.FIM_TEST_CHROMIUM) return { env: {} };
  const fetched = at('.cache', 'chromium', 'chromium');
  const there = existsSync(fetched) ? fetched : NAMES.find(runs);
  if (there !== undefined) return { env: { FIM_TEST_CHROMIUM: there } };
  const note = (why) => ({ env: {}, note: `No page will be opened in a browser (${why}).` });
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).error !== undefined)
    return note('Chromium can be fetched on Debian only: set FIM_TEST_CHROMIUM');
  process.stdout.write(`Fetching Chromium from Debian ${SUITE} into .cache/chromium …\n`);
  const done = spawnSync('sh', [at('scripts', 'get-chromium.sh'), SUITE, at('.cache', 'chromium')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.status === 0) return { env: { FIM_TEST_CHROMIUM: done.stdout.trim() } };
  return note(done.stderr?.trim().split('\n').at(-1) || 'Chromium does not run');
}
