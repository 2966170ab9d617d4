/** Brings what tests need and the project does not depend on: programs of Debian, packages of npm. Installs nothing on the machine. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './paths.mjs';

/**
 * Runs a script of `scripts/` that prints the path of a ready program.
 * @param {{ name: string, script: string, suite: string, folder: string }} wanted `name` for a person; `folder` from the project's root
 * @returns {{ program?: string, problem?: string }} one of them
 */
export function fromDebian({ name, script, suite, folder }) {
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).error !== undefined)
    return { problem: 'it can be fetched on Debian only' };
  process.stdout.write(`Fetching ${name} from Debian ${suite} into ${folder} …\n`);
  const done = spawnSync('sh', [at('scripts', script), suite, at(folder)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.status === 0) return { program: done.stdout.trim() };
  return { problem: done.stderr?.trim().split('\n').at(-1) || done.error?.message || 'it does not run' };
}

/**
 * @param {{ name: string, folder: string, packages: readonly string[], patienceMs: number, isWhole: (modules: string) => boolean }} wanted
 * @returns {string | undefined} the folder `node_modules` that has them
 */
export function fromNpm({ name, folder, packages, patienceMs, isWhole }) {
  const home = at('.cache', folder);
  const modules = join(home, 'node_modules');
  if (!isWhole(modules)) {
    process.stdout.write(`Fetching ${name} from npm into .cache/${folder} …\n`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', home, ...packages];
    spawnSync('npm', args, { stdio: 'ignore', timeout: patienceMs });
  }
  return isWhole(modules) ? modules : undefined;
}
