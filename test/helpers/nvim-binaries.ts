/** Which Neovims the tests run on. Finds what is there; never downloads one. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** One Neovim program. */
export interface NvimBinary {
  /** As `nvim --version` says it, without the `v`: `0.12.4`. */
  readonly version: string;
  /** Absolute path, or a name on `$PATH`. */
  readonly path: string;
}

/** The root of this repository. */
export const REPO_ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const listSchema = z.array(z.object({ version: z.string(), path: z.string() })).min(1);

let found: readonly NvimBinary[] | undefined;

/**
 * The Neovims to test on, oldest first. `$FIM_TEST_NVIMS` (JSON: `[{version, path}]`) wins, then `$FIM_NVIM` (one path), then all
 * that `npm test` has put into `.nvim/`, then `nvim` on `$PATH`.
 * @throws Error when there is none.
 */
export function nvimBinaries(): readonly NvimBinary[] {
  found ??= find(process.env);
  return found;
}

function find(env: NodeJS.ProcessEnv): readonly NvimBinary[] {
  const list = env['FIM_TEST_NVIMS'];
  if (list !== undefined && list !== '') return listSchema.parse(JSON.parse(list));
  const one = env['FIM_NVIM'];
  if (one !== undefined && one !== '') return [ask(one) ?? fail(`FIM_NVIM=${one} is not a Neovim that runs`)];
  const local = localPaths().flatMap((path) => ask(path) ?? []);
  if (local.length > 0) return local.toSorted((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
  return [ask('nvim') ?? fail('no Neovim found: set FIM_NVIM=/path/to/nvim, or run `npm test`, which fetches one')];
}

function localPaths(): string[] {
  const folder = join(REPO_ROOT, '.nvim');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name, 'usr/bin/nvim'))
    .filter((path) => existsSync(path));
}

/** Asks a program for its version; undefined when it is no Neovim. */
function ask(path: string): NvimBinary | undefined {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  const version = /^NVIM v(\d+\.\d+\.\d+)/.exec(stdout ?? '')?.[1];
  return version === undefined ? undefined : { version, path };
}

function fail(message: string): never {
  throw new Error(message);
}
