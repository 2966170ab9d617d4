/** Where things stand in the checkout. Works from any working directory; creates nothing. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @param {...string} parts path below the root */
export const at = (...parts) => join(root, ...parts);

/** The bundle that Neovim starts. */
export const hostBundle = at('dist', 'host.cjs');

/** The worker thread of the host that reads projects. */
export const contextBundle = at('dist', 'context.cjs');

/** The worker thread of the host that completes out of the project. */
export const instantBundle = at('dist', 'instant.cjs');

/** The process that keeps a llama-server of our own. */
export const keeperBundle = at('dist', 'keeper.cjs');

/** The worker thread of the host that makes datasets. */
export const exportBundle = at('dist', 'export.cjs');

/** What the threads that make the examples of a dataset run. */
export const producerBundle = at('dist', 'producer.cjs');

/** The program `fim`. */
export const cliBundle = at('dist', 'cli.cjs');

/** What other programs import. */
export const libraryBundle = at('dist', 'index.mjs');

/** Scratch files of the scripts; git ignores it. */
export const cacheDir = at('.cache');
