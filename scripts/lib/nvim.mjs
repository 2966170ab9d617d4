/**
 * Finds Neovim: the one named by $FIM_NVIM, the system's, or one fetched into `.nvim/` (Debian and its like).
 * Never installs anything outside the checkout.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fromDebian } from './fetched.mjs';
import { at } from './paths.mjs';

/** @typedef {{ version: string, path: string }} Nvim */

/** Oldest version that the plugin runs on: [major, minor]. */
const OLDEST = [0, 10];

/** What tests run on. `suite`: the Debian suite that carries it. Testing suites move on, so the newer one has no upper bound. */
const TESTED = [
  { name: '0.10', suite: 'trixie', fits: ([major, minor]) => major === 0 && minor === 10 },
  { name: '0.12', suite: 'forky', fits: ([major, minor]) => major > 0 || minor >= 12 },
];

const numbers = (version) => version.split('.').map(Number);
const isSupported = ([major, minor]) => major > OLDEST[0] || minor >= OLDEST[1];

/** @returns {Nvim | undefined} undefined when `path` does not run */
function inspect(path) {
  const lua = 'local v = vim.version(); io.stdout:write(v.major, ".", v.minor, ".", v.patch, "\\n", vim.v.progpath)';
  const args = ['--headless', '--clean', '-i', 'NONE', `+lua ${lua}`, '+qa'];
  const { status, stdout } = spawnSync(path, args, {
    encoding: 'utf8',
    timeout: 10_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [version = '', progpath = ''] = status === 0 ? stdout.trim().split('\n') : [];
  return /^\d+\.\d+\.\d+$/.test(version) ? { version, path: progpath || path } : undefined;
}

const fetchedPath = (suite) => at('.nvim', suite, 'usr', 'bin', 'nvim');

/** @returns {Nvim | undefined} the one in `.nvim/<suite>`; undefined when it is not there, or was moved and does not start */
function fetched(suite) {
  return existsSync(fetchedPath(suite)) ? inspect(fetchedPath(suite)) : undefined;
}

/** Fetches from a Debian suite. @returns {{ nvim?: Nvim, problem?: string }} */
function fetchSuite(suite) {
  const { program, problem } = fromDebian({ name: 'Neovim', script: 'get-nvim.sh', suite, folder: `.nvim/${suite}` });
  const nvim = program === undefined ? undefined : inspect(program);
  return nvim ? { nvim } : { problem: problem ?? 'it does not run' };
}

/** How a person gets Neovim on this system: one line. */
export function installHint(platform = process.platform) {
  const how = platform === 'darwin' ? 'brew install neovim' : 'install it with your package manager';
  return `To get Neovim ${OLDEST.join('.')} or newer: ${how}, or set FIM_NVIM=/path/to/nvim.`;
}

/** @returns {Nvim | undefined} */
function system() {
  const nvim = inspect('nvim');
  return nvim && isSupported(numbers(nvim.version)) ? nvim : undefined;
}

/**
 * @param {{ need: 'any' | 'tested', fetch?: boolean }} wish `any`: one Neovim to run; `tested`: one for each version that tests run on.
 *   `fetch: false` asks no network.
 * @returns {{ nvims: Nvim[], notes: string[] }} oldest first; `notes`: a line for each version that could not be had
 * @throws Error with a line for a person, when FIM_NVIM does not name a Neovim that is new enough
 */
export function findNvims({ need, fetch = true }) {
  const named = process.env.FIM_NVIM;
  if (named) {
    const nvim = inspect(named);
    if (!nvim) throw new Error(`FIM_NVIM=${named} is not a Neovim that runs.`);
    if (!isSupported(numbers(nvim.version)))
      throw new Error(`FIM_NVIM=${named} is Neovim ${nvim.version}. ${installHint()}`);
    return { nvims: [nvim], notes: [] };
  }
  return need === 'any' ? findAny(fetch) : findTested(fetch);
}

function findAny(fetch) {
  const suites = TESTED.map(({ suite }) => suite).reverse(); // newest first
  const there = system() ?? suites.map(fetched).find(Boolean);
  if (there) return { nvims: [there], notes: [] };
  const { nvim, problem } = fetch ? fetchSuite(suites[0]) : { problem: 'not fetched' };
  return nvim ? { nvims: [nvim], notes: [] } : { nvims: [], notes: [`No Neovim here (${problem}). ${installHint()}`] };
}

function findTested(fetch) {
  const own = system();
  const nvims = [];
  const missing = [];
  let reason = '';
  for (const { name, suite, fits } of TESTED) {
    const there = own && fits(numbers(own.version)) ? own : fetched(suite);
    const { nvim = there, problem } = there || !fetch ? { problem: 'not fetched' } : fetchSuite(suite);
    if (nvim) nvims.push(nvim);
    else {
      missing.push(name);
      reason = problem;
    }
  }
  if (missing.length === 0) return { nvims, notes: [] };
  // Between the tested versions: better than nothing, and it is what this user has.
  if (own && !nvims.includes(own)) nvims.push(own);
  return { nvims, notes: [`Neovim ${missing.join(' and ')} will not be tested (${reason}). ${installHint()}`] };
}
