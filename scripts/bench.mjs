/** `npm run bench:<name> [-- arguments]`: sets everything up and runs bench/<name>.ts. What it prints is up to the bench. */
import { existsSync, readdirSync } from 'node:fs';
import { findNvims } from './lib/nvim.mjs';
import { at } from './lib/paths.mjs';
import { runTs } from './lib/run-ts.mjs';
import { setUp, stop } from './lib/setup.mjs';

const [name = '', ...args] = process.argv.slice(2);
const file = at('bench', `${name}.ts`);
if (name === '' || !existsSync(file)) {
  const names = readdirSync(at('bench')).filter((entry) => entry.endsWith('.ts'));
  stop(`There is no bench "${name}"; there are: ${names.map((entry) => entry.slice(0, -3)).join(', ')}.`);
}
// With --json the last line is for a program; what the set-up says comes before it.
setUp();
const { nvims, notes } = findNvims({ need: 'any' });
if (nvims.length === 0) stop(notes.join('\n'));
process.env.FIM_TEST_NVIMS ??= JSON.stringify(nvims);
process.exitCode = await runTs(file, args);
