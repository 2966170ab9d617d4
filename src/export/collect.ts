/** Makes all examples of a project into a spool: the training files first, so that the validation split can be held against them. Writes no dataset. */

import { join } from 'node:path';
import { includedFiles } from './context.ts';
import { tokensOf } from './judge.ts';
import { LeakSearch } from './leak.ts';
import type { ExportPlan, Progress } from './plan.ts';
import { produceAll, type Threads } from './produce-all.ts';
import { fraction } from './random.ts';
import { readSource } from './source-reader.ts';
import type { Spool } from './spool.ts';
import type { Survey } from './survey.ts';
import { Tally } from './tally.ts';

/** Middles that are looked for at once: each search reads all training files once more. */
const BATCH = 8192;

export interface Collected {
  /** Examples by why they were not taken. */
  readonly dropped: Tally;
  /** Of the quality filter: by rule, and by kind of span. */
  readonly rejected: Tally;
  readonly rejectedByKind: Tally;
  /** Validation examples that were held against the training files. */
  readonly checked: number;
  /** Prompts that had to be smaller than the editor's. */
  readonly shrunk: number;
  /** Files that changed meanwhile, or that the parser gave up on. */
  readonly lostFiles: number;
}

export async function collect(
  plan: ExportPlan,
  { files }: Survey,
  spool: Spool,
  signal: AbortSignal,
  progress: Progress,
  threads: Threads,
): Promise<Collected> {
  const included = await includedFiles(plan, signal);
  const train = files.filter(({ split }) => split === 'train');
  const all = [...train, ...files.filter(({ split }) => split === 'val')];
  // What training prompts may show of other folders is as much read as the training files.
  const shown = [...train.map(({ path }) => join(plan.root, path)), ...included];
  const [dropped, rejected, rejectedByKind] = [new Tally(), new Tally(), new Tally()];
  const seen = new Set<number>();
  let search = new LeakSearch();
  let [checked, shrunk, lostFiles] = [0, 0, 0];
  const lookForLeaks = async (): Promise<void> => {
    checked += search.size;
    for (const index of await leaked(plan, search, shown, signal)) {
      spool.drop(index);
      dropped.add('leak');
    }
    search = new LeakSearch();
  };
  let at = 0;
  for await (const [file, { examples, refused, isLost }] of produceAll(plan, all, included, threads, signal)) {
    progress('examples', at++, all.length);
    if (isLost) lostFiles++;
    for (const { rule, kind } of refused) {
      if (rule === 'over_budget') dropped.add(rule);
      else {
        rejected.add(rule);
        rejectedByKind.add(kind);
      }
    }
    for (const { record, isShrunk } of examples) {
      const key = fraction(record.text);
      if (seen.has(key)) {
        dropped.add('duplicate');
        continue;
      }
      seen.add(key);
      if (isShrunk) shrunk++;
      const index = spool.add(record);
      if (file.split === 'val') search.add(index, record.middle);
    }
    if (search.size >= BATCH) await lookForLeaks();
  }
  await lookForLeaks();
  return { dropped, rejected, rejectedByKind, checked, shrunk, lostFiles };
}

async function leaked(
  plan: ExportPlan,
  search: LeakSearch,
  shown: readonly string[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  const tokens = tokensOf(plan.family);
  const found: number[] = [];
  for (const path of shown) {
    if (search.size === 0) break;
    signal.throwIfAborted();
    const read = await readSource({ ...plan, root: '/' }, path, tokens);
    if ('text' in read) found.push(...search.take(read.text));
  }
  return found;
}
