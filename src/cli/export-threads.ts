/** How many threads make the examples of a dataset, and where their program is. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Threads } from '../export/file-work.ts';

/** Each has a parser and grammars of its own: some 100 MB. */
const MOST = 4;

/** @param jobs default: as many as there are processors, four at most */
export function exportThreads(jobs: number | undefined): Threads {
  // Beside our bundle, or in `dist` of the checkout that we run from.
  const here = fileURLToPath(new URL('.', import.meta.url));
  const script = [here, join(here, '../../dist')].map((dir) => join(dir, 'producer.cjs')).find(existsSync);
  // Without it the dataset is the same, and takes longer.
  return script === undefined
    ? { count: 1, script: '' }
    : { count: jobs ?? Math.min(MOST, availableParallelism()), script };
}
