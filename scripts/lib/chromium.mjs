/**
 * Finds a Chromium for the tests of pages: the one that $FIM_TEST_CHROMIUM names, else the system's, else one that is fetched into `.cache/chromium` (Debian
 * and its like).
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fromDebian } from './fetched.mjs';
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
  const { program, problem } = fromDebian({
    name: 'Chromium',
    script: 'get-chromium.sh',
    suite: SUITE,
    folder: '.cache/chromium',
  });
  if (program !== undefined) return { env: { FIM_TEST_CHROMIUM: program } };
  return { env: {}, note: `No page will be opened in a browser (${problem}; FIM_TEST_CHROMIUM names one).` };
}
