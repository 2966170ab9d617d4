/** `npm run picture`: draws the README's picture, doc/ghost-text.svg, from the screen of a real Neovim with a scripted server. */
import { findNvims } from './lib/nvim.mjs';
import { at } from './lib/paths.mjs';
import { runTs } from './lib/run-ts.mjs';
import { setUp, stop } from './lib/setup.mjs';

setUp();
const { nvims, notes } = findNvims({ need: 'any' });
if (nvims.length === 0) stop(notes.join('\n'));
process.env.FIM_TEST_NVIMS ??= JSON.stringify(nvims);
process.exitCode = await runTs(at('scripts', 'picture', 'main.ts'), process.argv.slice(2));
