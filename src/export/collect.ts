/** Takes all examples of a dataset into a spool: the training files' first, so that the validation split can be held against them. Makes none, writes no dataset. */

import { LeakSearch } from './leak.ts';
import { type PackedExamples, unpacked } from './packed.ts';
import type { Progress } from './plan.ts';
import type { Spool } from './spool.ts';
import { Tally } from './tally.ts';

/** Middles that are looked for at once: each search reads all training files once more. */
const BATCH = 8192;

/** What became of one file. */
export interface MadeFile extends PackedExamples {
  /** Why others were refused, by kind of span. */
  readonly refused: readonly { readonly rule: string; readonly kind: string }[];
  /** The file is not as it was in the survey, or its grammar gives up on it. */
  readonly isLost: boolean;
}

export interface Making {
  /** Files in their order: all of the training split first. */
  readonly made: AsyncIterable<MadeFile>;
  readonly count: number;
  /** Texts of which training shows something: what stands there is no secret to a model. */
  readonly shown: () => AsyncIterable<string>;
}

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
  { made, count, shown }: Making,
  spool: Spool,
  signal: AbortSignal,
  progress: Progress,
): Promise<Collected> {
  const [dropped, rejected, rejectedByKind] = [new Tally(), new Tally(), new Tally()];
  const seen = new Set<number>();
  let search = new LeakSearch();
  let [checked, shrunk, lostFiles] = [0, 0, 0];
  const lookForLeaks = async (): Promise<void> => {
    checked += search.size;
    for (const index of await leaked(search, shown, signal)) {
      spool.drop(index);
      dropped.add('leak');
    }
    search = new LeakSearch();
  };
  let at = 0;
  for await (const { refused, isLost, ...packed } of made) {
    signal.throwIfAborted();
    progress('examples', at++, count);
    if (isLost) lostFiles++;
    for (const { rule, kind } of refused) {
      if (rule === 'over_budget') dropped.add(rule);
      else {
        rejected.add(rule);
        rejectedByKind.add(kind);
      }
    }
    for (const [example, line] of unpacked(packed)) {
      if (seen.has(example.textKey)) {
        dropped.add('duplicate');
        continue;
      }
      seen.add(example.textKey);
      if (example.isShrunk) shrunk++;
      const index = spool.add(example, line);
      if (example.split === 'val') search.add(index, example.middle);
    }
    if (search.size >= BATCH) await lookForLeaks();
  }
  await lookForLeaks();
  return { dropped, rejected, rejectedByKind, checked, shrunk, lostFiles };
}

async function leaked(search: LeakSearch, shown: Making['shown'], signal: AbortSignal): Promise<readonly number[]> {
  const found: number[] = [];
  if (search.size === 0) return found;
  for await (const text of shown()) {
    signal.throwIfAborted();
    found.push(...search.take(text));
    if (search.size === 0) break;
  }
  return found;
}
