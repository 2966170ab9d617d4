/**
 * What every command needs first: a Node that is new enough, the dependencies of the lock file, a built host.
 * Does nothing where it is done already; never touches anything outside the checkout.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { at, root } from './paths.mjs';

/** As `engines.node` says: [major, minor]. */
const OLDEST_NODE = [20, 19];

/** npm says what is wrong first, and then how it is used in general. */
const SHOWN_LINES = 12;

/** Ends the process with one line for a person, and no stack trace. */
export function stop(message, code = 1) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor, needMinor] = OLDEST_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  stop(
    `fim.nvim needs Node ${needMajor}.${needMinor} or newer; this is ${process.versions.node}. Install a newer Node and run the command again.`,
  );
}

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

/**
 * Whether an installation holds what a lock file says. By content, not by time: a clone, a checkout or a copy sets times
 * as it likes. Optional packages are for other platforms and may be missing.
 * @param {Record<string, { version?: string, optional?: boolean }>} want `packages` of package-lock.json
 * @param {Record<string, { version?: string }>} have `packages` of node_modules/.package-lock.json
 */
export function holdsAll(want, have) {
  return Object.entries(want).every(
    ([path, { version, optional }]) => path === '' || optional || (have[path] && have[path].version === version),
  );
}

function isInstalled() {
  return holdsAll(readPackages(at('package-lock.json')), readPackages(at('node_modules', '.package-lock.json')));
}

/** Runs the npm that started us, or else the one on PATH. */
function npm(args, options) {
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith('js') ? [process.execPath, [cli]] : ['npm', []];
  return spawnSync(command, [...first, ...args], { cwd: root, encoding: 'utf8', ...options });
}

/** Installs the dependencies unless they are there. No install script of a dependency is run: none is needed. */
function install() {
  if (isInstalled()) return;
  process.stdout.write('Installing dependencies …\n');
  const args = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = npm(args, { stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.error) stop(`Cannot run npm (${done.error.message}). Install npm and run the command again.`);
  if (done.status !== 0) {
    process.stderr.write(`${done.stderr.split('\n').slice(0, SHOWN_LINES).join('\n')}\n`);
    stop('npm ci failed (see above). Check the network and run the command again.');
  }
}

/** Runs a script of ours with this Node. @returns exit status, 1 when it was killed */
export function runNode(script, args = [], options = {}) {
  return spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit', ...options }).status ?? 1;
}

/** Everything in front of tests, lint and `npm run try`. Ends the process with a line when a step fails. */
export function setUp() {
  checkNode();
  install();
  const status = runNode(at('scripts', 'build.mjs'), ['--quiet']);
  if (status !== 0) process.exit(status);
}
