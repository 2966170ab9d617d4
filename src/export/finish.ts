/** The end of every export: takes the examples, puts them in order, writes the dataset and has it checked. Makes no example. */
import { join } from 'node:path';
import type { Split } from './clusters.ts';
import { collect, type Making } from './collect.ts';
import { ExportFailure } from './failure.ts';
import { isTrainerFormat } from './format.ts';
import type { DatasetHead } from './head.ts';
import { limited } from './limited.ts';
import { type Metadata, metadataOf, type Outcome } from './metadata.ts';
import type { Progress } from './plan.ts';
import { SPAN_KINDS } from './spans/kinds.ts';
import { Spool } from './spool.ts';
import { verifyDataset } from './verify.ts';
import { codeOf, type Place, writePartial } from './write.ts';

/** Stands among the files of the dataset until that is whole; nobody takes it for one of them. */
const SPOOL = '.examples.spool';

export interface Gathered extends Making, Pick<Outcome, 'head' | 'revision' | 'repositories' | 'survey'> {
  /** Absolute; the project, for those who have it: sources are compared byte for byte. */
  readonly root: string | undefined;
}

/**
 * @param place `undefined`: everything is counted, nothing written
 * @returns `undefined` where there is no example
 */
export async function finishDataset(
  gathered: Gathered,
  place: Place | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<Metadata | undefined> {
  const { head, revision, repositories, survey, root } = gathered;
  const spool = openSpool(place === undefined ? undefined : join(place.partial, SPOOL), head.seed);
  try {
    const collected = await collect(gathered, spool, signal, progress);
    const shares = SPAN_KINDS.map(({ id }) => head.spans[id] ?? 0);
    const all = spool.ordered();
    const wanted = head.limit === 0 ? all : limited(all, head.limit, spool.kinds, shares);
    const inSplit = (split: Split) => wanted.filter((index) => spool.splitOf(index) === split);
    const train = inCurriculum(head, spool, inSplit('train'));
    const val = inSplit('val');
    if (train.length + val.length === 0) return undefined;
    const outcome: Outcome = { head, revision, repositories, survey, collected, spool, train, val };
    if (place !== undefined) {
      progress('write', 0, 1);
      // Records can be checked best; they become what is wanted afterwards.
      const asRecords = { ...outcome, head: { ...head, format: 'fim' } } as const;
      if (isTrainerFormat(head.format)) await writeChecked(place, asRecords, root, signal);
      await writeChecked(place, outcome, root, signal);
    }
    return metadataOf(outcome);
  } finally {
    spool.close();
  }
}

async function writeChecked(
  place: Place,
  outcome: Outcome,
  root: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  await writePartial(place, outcome, signal);
  const { problems } = await verifyDataset(place.partial, root, signal);
  if (problems.length > 0)
    throw new ExportFailure(3, `The dataset does not hold what it promises: ${problems[0] ?? ''}`);
}

function inCurriculum(
  { curriculum_order: order, curriculum_top_pct: percent }: DatasetHead,
  spool: Spool,
  train: readonly number[],
): readonly number[] {
  if (order === 'off') return train;
  const score = (index: number): number => spool.complexity[index] ?? 0;
  const sorted = train
    .map((index, at) => ({ index, at }))
    .sort((a, b) => score(b.index) - score(a.index) || a.at - b.at);
  const top = sorted.slice(0, Math.ceil((sorted.length * percent) / 100)).map(({ index }) => index);
  return order === 'asc' ? top.reverse() : top;
}

function openSpool(file: string | undefined, seed: number): Spool {
  try {
    return new Spool(file, seed);
  } catch (error) {
    throw new ExportFailure(2, `The dataset can't be written (${codeOf(error)}). Name another folder with --output.`);
  }
}
