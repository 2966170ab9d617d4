/**
 * Finds the language servers for the tests that need real ones: in the folder `node_modules` that $FIM_TEST_SERVERS names, else in `.cache/servers`, where
 * they are fetched from npm, at the versions that the facts about them were measured with.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fromNpm } from './fetched.mjs';

/** TypeScript 7 has no tsserver any more. */
const PACKAGES = ['intelephense@1.18.5', 'typescript@5.9.3', 'typescript-language-server@5.3.0', 'pyright@1.1.414'];
/** Fetching takes a minute, and more on a slow line: then the tests do without. In ms. */
const PATIENCE_MS = 300_000;

/** Name → its program, from `node_modules`. */
const PROGRAMS = {
  intelephense: 'intelephense/lib/intelephense.js',
  ts: 'typescript-language-server/lib/cli.mjs',
  pyright: 'pyright/langserver.index.js',
};

const isWhole = (folder) => Object.values(PROGRAMS).every((program) => existsSync(join(folder, program)));

/** @returns {{ env: Record<string, string>, note?: string }} what the tests are told; `note`: a line for a person, when there are none */
export function findServers() {
  const named = process.env.FIM_TEST_SERVERS;
  if (named)
    return isWhole(named)
      ? { env: {} }
      : { env: { FIM_TEST_SERVERS: '' }, note: `FIM_TEST_SERVERS=${named} lacks some.` };
  const wanted = { name: 'language servers', folder: 'servers', packages: PACKAGES, patienceMs: PATIENCE_MS, isWhole };
  const modules = fromNpm(wanted);
  if (modules !== undefined) return { env: { FIM_TEST_SERVERS: modules } };
  return { env: {}, note: 'No real language server will be tested (npm could not fetch them).' };
}
