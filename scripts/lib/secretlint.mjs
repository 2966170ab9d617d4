/**
 * Finds secretlint for the test that compares our search for secrets with its recommended preset: in the folder `node_modules` that $FIM_TEST_SECRETLINT names,
 * else in `.cache/secretlint`, where it is fetched from npm. It is no dependency: later versions want another Node than ours.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fromNpm } from './fetched.mjs';

/** The last ones for Node 20. */
const PACKAGES = ['@secretlint/core@11.7.1', '@secretlint/secretlint-rule-preset-recommend@11.7.1'];
/** Some 4 MB; in ms. */
const PATIENCE_MS = 120_000;

const isWhole = (modules) => PACKAGES.every((name) => existsSync(join(modules, name.replace(/@[\d.]+$/, ''))));

/** @returns {{ env: Record<string, string>, note?: string }} what the tests are told; `note`: a line for a person, when there is none */
export function findSecretlint() {
  if (process.env.FIM_TEST_SECRETLINT) return { env: {} };
  const wanted = { name: 'secretlint', folder: 'secretlint', packages: PACKAGES, patienceMs: PATIENCE_MS, isWhole };
  const modules = fromNpm(wanted);
  if (modules !== undefined) return { env: { FIM_TEST_SECRETLINT: modules } };
  return { env: {}, note: 'The search for secrets will not be compared with secretlint (npm could not fetch it).' };
}
