/**
 * `npm run lint`: every check that is not a test. Runs all of them, also after one has failed; the exit status is 1 then.
 *
 *   node scripts/lint.mjs [name…]    only these (names as printed)
 */
import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { findNvims } from './lib/nvim.mjs';
import { at, root } from './lib/paths.mjs';
import { setUp, stop } from './lib/setup.mjs';

/** @param {string} name program of a dependency */
const bin = (name) => at('node_modules', '.bin', name);
const node = (script, ...args) => [process.execPath, at('scripts', script), ...args];

function onPath(name) {
  const { error } = spawnSync(name, ['--version'], { stdio: 'ignore' });
  return error === undefined;
}

function nvimPath() {
  const { nvims, notes } = findNvims({ need: 'any' });
  if (!nvims[0]) stop(notes.join('\n'));
  return nvims[0].path;
}

/** Name → command line; undefined where the tool is not on this machine (only for tools that npm does not bring). */
const checks = {
  biome: () => [bin('biome'), 'check', '--error-on-warnings'],
  types: () => [bin('tsc'), '-p', '.'],
  layers: () => node('lint-layers.mjs'),
  knip: () => [bin('knip'), '--no-progress'],
  stylua: () => [bin('stylua'), '--check', 'lua', 'plugin', 'scripts'],
  lua: () => [nvimPath(), '--clean', '-l', at('scripts', 'lint-lua.lua'), 'lua', 'plugin', 'scripts', 'rplugin'],
  luals: () =>
    onPath('lua-language-server') ? ['lua-language-server', '--check', root, '--checklevel=Warning'] : undefined,
  docs: () => node('docs.mjs', '--check'),
};

function runCheck(name) {
  const command = checks[name]();
  if (!command) {
    process.stdout.write(`lint: ${name} skipped, it is not installed here\n`);
    return true;
  }
  const [program, ...args] = command;
  // Biome and knip look for git, tsc for nothing: PATH stays as it is.
  const env = { ...process.env, PATH: [at('node_modules', '.bin'), process.env.PATH].join(delimiter) };
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const passed = status === 0;
  if (!passed) process.stderr.write([stdout, stderr, error?.message].filter(Boolean).join('\n'));
  process.stdout.write(`lint: ${name} ${passed ? 'ok' : 'FAILED'}\n`);
  return passed;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(checks, name));
if (unknown.length > 0) stop(`There is no check "${unknown[0]}"; there are ${Object.keys(checks).join(', ')}.`);
setUp();
const failed = (wanted.length > 0 ? wanted : Object.keys(checks)).filter((name) => !runCheck(name));
if (failed.length > 0) stop(`lint: ${failed.join(', ')} failed`);
