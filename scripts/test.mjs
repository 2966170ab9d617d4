/**
 * `npm test [-- vitest arguments]`: sets everything up, finds the Neovims, the llama-server and the language servers to test on, runs the tests.
 * The last line says `N passed, N failed`; the exit status is that of the tests.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findChromium } from './lib/chromium.mjs';
import { findLlama } from './lib/llama.mjs';
import { findNvims } from './lib/nvim.mjs';
import { at, cacheDir } from './lib/paths.mjs';
import { findPhp } from './lib/php.mjs';
import { findSecretlint } from './lib/secretlint.mjs';
import { findServers } from './lib/servers.mjs';
import { runNode, setUp, stop } from './lib/setup.mjs';
import { summaryOf } from './lib/summary.mjs';

function nvimsOrStop() {
  try {
    const { nvims, notes } = findNvims({ need: 'tested' });
    for (const note of notes) process.stdout.write(`${note}\n`);
    if (nvims.length === 0) stop('No tests were run.');
    return nvims;
  } catch (error) {
    return stop(error.message);
  }
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // vitest ended before it wrote one
  }
}

setUp();
const nvims = nvimsOrStop();
const llama = findLlama();
if (llama.note !== undefined) process.stdout.write(`${llama.note}\n`);
const servers = findServers();
if (servers.note !== undefined) process.stdout.write(`${servers.note}\n`);
const secretlint = findSecretlint();
if (secretlint.note !== undefined) process.stdout.write(`${secretlint.note}\n`);
const chromium = findChromium();
if (chromium.note !== undefined) process.stdout.write(`${chromium.note}\n`);
const php = findPhp();
if (php.note !== undefined) process.stdout.write(`${php.note}\n`);
process.stdout.write(
  `Testing on Node ${process.versions.node}, Neovim ${nvims.map(({ version }) => version).join(' and ')}.\n`,
);

mkdirSync(cacheDir, { recursive: true });
const report = at('.cache', `vitest-${process.pid}.json`);
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const status = runNode(at('node_modules', 'vitest', 'vitest.mjs'), ['run', ...reporters, ...process.argv.slice(2)], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    ...process.env,
    ...llama.env,
    ...servers.env,
    ...php.env,
    ...secretlint.env,
    ...chromium.env,
    FIM_TEST_NVIMS: JSON.stringify(nvims),
  },
});
const summary = summaryOf(readReport(report), status);
rmSync(report, { force: true });
for (const line of summary) process.stdout.write(`${line}\n`);
process.exit(status);
