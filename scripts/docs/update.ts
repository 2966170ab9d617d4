/**
 * Writes everything that repeats the option schema: `lua/fim/options.lua`, the options in `doc/fim.txt` and in `README.md`; and
 * the schemas of the context server's messages and of a dataset.
 * Knows what belongs where; prints nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { optionTree } from '../../src/config/spec.ts';
import { datasetSchema } from './dataset.ts';
import { helpOptions } from './help.ts';
import { luaOptions } from './lua.ts';
import { replaceBetween } from './markers.ts';
import { protocolSchema } from './protocol.ts';
import { readmeOptions } from './readme.ts';
import { helpSeed } from './seed.ts';

const tree = optionTree();

/** Path → what it should hold, given what it holds. */
const generated: Readonly<Record<string, (now: string) => string>> = {
  'lua/fim/options.lua': () => luaOptions(tree),
  'doc/fim.txt': helpFile,
  'doc/protocol.schema.json': () => protocolSchema(),
  'doc/dataset.schema.json': () => datasetSchema(),
  'README.md': (now) => replaceBetween(now, '<!-- options -->', '<!-- /options -->', readmeOptions(tree)),
};

/** Blank lines around, so that the markers do not run into the first entry. */
function helpFile(now: string): string {
  const page = replaceBetween(
    now,
    '(Options, generated from',
    'End of the generated options',
    `\n${helpOptions(tree)}`,
  );
  return replaceBetween(page, "(Continue's, generated from", "End of Continue's", `\n${helpSeed(tree)}`);
}

/**
 * Brings the files below `root` up to date, or only compares them.
 * @returns the paths that had drifted.
 */
export function updateDocs(root: string, mode: 'write' | 'check'): string[] {
  return Object.entries(generated).flatMap(([path, want]) => {
    const file = join(root, path);
    const now = readIfThere(file);
    const next = want(now);
    if (next === now) return [];
    if (mode === 'write') writeFileSync(file, next);
    return [path];
  });
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
