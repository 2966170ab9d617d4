/** Runs a TypeScript file: Node 20 strips no types. Bundles our own files; packages stay where they are. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { at } from './paths.mjs';
import { runNode } from './setup.mjs';

/** In a bundle all files would have the bundle's URL; each keeps its own. */
const keepUrls = {
  name: 'keep-urls',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      const text = await readFile(path, 'utf8');
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)) };
    });
  },
};

/** @returns {Promise<string>} path of the bundle */
async function bundle(file) {
  const { build } = await import('esbuild');
  const outfile = at('.cache', 'run', `${basename(file, '.ts')}.mjs`);
  await build({
    entryPoints: [file],
    outfile,
    absWorkingDir: at(),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: 'inline',
    logLevel: 'warning',
    plugins: [keepUrls],
  });
  return outfile;
}

/**
 * Runs `file` (absolute path) with `args`.
 * @returns {Promise<number>} its exit status
 */
export async function runTs(file, args) {
  return runNode('--enable-source-maps', [await bundle(file), ...args]);
}

/**
 * Runs `file` (absolute path), which prints its answer.
 * @returns {Promise<string>} what it wrote to stdout
 * @throws when it fails
 */
export async function captureTs(file) {
  const { stdout } = await promisify(execFile)(process.execPath, [await bundle(file)]);
  return stdout;
}
