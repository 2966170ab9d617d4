/** `npm run docs [-- --check]`: writes what repeats the option schema, or only compares it (scripts/docs/main.ts). */
import { at } from './lib/paths.mjs';
import { runTs } from './lib/run-ts.mjs';
import { setUp } from './lib/setup.mjs';

setUp();
process.exitCode = await runTs(at('scripts', 'docs', 'main.ts'), process.argv.slice(2));
