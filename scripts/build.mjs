/**
 * Builds `dist/`: `host.cjs` (what Neovim starts: the host and its libraries in one CommonJS file), `context.cjs`, `instant.cjs` and `export.cjs` (its worker threads), `producer.cjs` (the threads of an export), `keeper.cjs`
 * (what keeps a llama-server of our own), `cli.cjs` (the program `fim`) and `index.mjs` (the library), and copies the grammars' wasm into `grammars/`. Installs nothing and needs no network. `npm ci` runs it as `prepare`.
 *
 *   node scripts/build.mjs [--quiet]
 */
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { bundleHost, bundleLibrary } from './lib/bundle.mjs';
import { copyGrammars } from './lib/grammars.mjs';
import {
  at,
  cliBundle,
  contextBundle,
  exportBundle,
  hostBundle,
  instantBundle,
  keeperBundle,
  libraryBundle,
  producerBundle,
} from './lib/paths.mjs';
import { stop } from './lib/setup.mjs';

const started = performance.now();
const quiet = process.argv.includes('--quiet');
const say = (line) => quiet || process.stdout.write(`build: ${line}\n`);

/** @returns {Promise<typeof import('esbuild') | undefined>} undefined where development dependencies were left out */
async function loadEsbuild() {
  try {
    return await import('esbuild');
  } catch (error) {
    if (error?.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

const missing = copyGrammars();
if (missing.length > 0) say(`no grammars for ${missing.join(', ')}: the packages are not installed.`);

const entry = at('src', 'host', 'main.ts');
const esbuild = await loadEsbuild();
if (esbuild === undefined) {
  if (!existsSync(hostBundle))
    stop('build: esbuild is not installed and there is no dist/host.cjs yet: run `npm ci` without --omit=dev.');
  say('development dependencies were left out; dist/host.cjs stays as it is.');
} else if (!existsSync(entry)) {
  stop('build: src/host/main.ts is missing: the checkout is not complete.');
} else {
  try {
    await Promise.all([
      bundleHost(esbuild, entry, hostBundle),
      bundleHost(esbuild, at('src', 'context', 'worker', 'main.ts'), contextBundle),
      bundleHost(esbuild, at('src', 'complete', 'embedded', 'main.ts'), instantBundle),
      bundleHost(esbuild, at('src', 'model', 'llamacpp', 'managed', 'main.ts'), keeperBundle),
      bundleHost(esbuild, at('src', 'cli', 'export-thread.ts'), exportBundle),
      bundleHost(esbuild, at('src', 'export', 'worker', 'main.ts'), producerBundle),
      bundleHost(esbuild, at('src', 'cli', 'bin.ts'), cliBundle),
      bundleLibrary(esbuild, at('src', 'index.ts'), libraryBundle),
    ]);
  } catch (error) {
    // esbuild has printed its own errors, with file and line.
    stop(error?.errors?.length ? `build: ${error.errors.length} error(s), see above.` : `build: ${error.message}`);
  }
}
say(`done in ${Math.round(performance.now() - started)} ms`);
