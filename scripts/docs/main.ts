/** The command line of `npm run docs`: prints what it did; the exit status is 1 where `--check` finds drift. */
import { updateDocs } from './update.ts';

// `scripts/docs.mjs` starts this in the root of the checkout.
const root = process.cwd();
const check = process.argv.includes('--check');
const drifted = updateDocs(root, check ? 'check' : 'write');
for (const path of drifted) process.stdout.write(check ? `${path} has drifted from src/config\n` : `wrote ${path}\n`);
if (check && drifted.length > 0) {
  process.stdout.write('Run `npm run docs` and commit the result.\n');
  process.exitCode = 1;
}
