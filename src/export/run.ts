/** One export from beginning to end: survey, examples, order, dataset, check. Prints nothing. */
import { join } from 'node:path';
import { collect } from './collect.ts';
import { Contexts, includedFiles } from './context.ts';
import { ExportFailure } from './failure.ts';
import { isTrainerFormat } from './format.ts';
import { type Metadata, metadataOf, type Outcome } from './metadata.ts';
import type { ExportPlan, Progress } from './plan.ts';
import { Producer } from './produce.ts';
import type { Threads } from './produce-all.ts';
import { fraction } from './random.ts';
import type { DatasetRecord } from './record.ts';
import { revisionOf } from './repository.ts';
import { Spool } from './spool.ts';
import { survey } from './survey.ts';
import { verifyDataset } from './verify.ts';
import { abandon, codeOf, openPlace, type Place, placeOf, settle, writePartial } from './write.ts';

export interface ExportWorld {
  readonly version: string;
  /** By language. */
  readonly grammars: Readonly<Record<string, string>>;
  readonly progress: Progress;
  /** That make the examples. */
  readonly threads: Threads;
}

/**
 * Writes a dataset; only counts without `out`.
 * @param out absolute folder
 * @param force an older dataset there may be replaced
 * @throws ExportFailure; AbortError. What stood at `out` before stands there then.
 */
export async function exportDataset(
  plan: ExportPlan,
  out: string | undefined,
  force: boolean,
  world: ExportWorld,
  signal: AbortSignal,
): Promise<Metadata> {
  const place = out === undefined ? undefined : placeOf(out);
  if (place !== undefined) openPlace(place, force);
  let spool: Spool | undefined;
  let isSettled = false;
  try {
    const surveyed = await survey(plan, signal, world.progress);
    if (surveyed.files.length === 0) throw nothing(plan, surveyed.listed);
    spool = openSpool(place === undefined ? undefined : join(place.partial, 'examples.spool'), plan.seed);
    const collected = await collect(plan, surveyed, spool, signal, world.progress, world.threads);
    const outcome: Outcome = {
      plan,
      survey: surveyed,
      collected,
      spool,
      train: inCurriculum(plan, spool, spool.ordered('train', plan.limit)),
      val: spool.ordered('val', plan.limit),
      revision: await revisionOf(plan.root),
      version: world.version,
      grammars: world.grammars,
    };
    if (outcome.train.length + outcome.val.length === 0) throw nothing(plan, surveyed.listed);
    if (place === undefined) return metadataOf(outcome);
    world.progress('write', 0, 1);
    // Records can be checked best; they become what is wanted afterwards.
    if (isTrainerFormat(plan.format))
      await writeChecked(place, { ...outcome, plan: { ...plan, format: 'fim' } }, signal);
    await writeChecked(place, outcome, signal);
    spool.close();
    spool = undefined;
    signal.throwIfAborted();
    settle(place);
    isSettled = true;
    return metadataOf(outcome);
  } catch (error) {
    if (isDiskFull(error)) throw new ExportFailure(3, `The disk is full (${codeOf(error)}). Nothing was changed.`);
    throw error;
  } finally {
    spool?.close();
    if (place !== undefined && !isSettled) abandon(place);
  }
}

async function writeChecked(place: Place, outcome: Outcome, signal: AbortSignal): Promise<void> {
  await writePartial(place, outcome, signal);
  const { problems } = await verifyDataset(place.partial, outcome.plan.root, signal);
  if (problems.length > 0)
    throw new ExportFailure(3, `The dataset does not hold what it promises: ${problems[0] ?? ''}`);
}

/** Some examples, the same ones each time. Writes nothing. @throws ExportFailure; AbortError */
export async function previewExamples(
  plan: ExportPlan,
  count: number,
  { progress }: Pick<ExportWorld, 'progress'>,
  signal: AbortSignal,
): Promise<readonly DatasetRecord[]> {
  const { files, listed } = await survey(plan, signal, progress);
  const order = [...files].sort(
    (a, b) => fraction(plan.seed, 'preview', a.path) - fraction(plan.seed, 'preview', b.path),
  );
  const producer = new Producer(plan);
  const contexts = new Contexts(plan, files, await includedFiles(plan, signal));
  const shown: DatasetRecord[] = [];
  try {
    // One a file; more of each where there are few files.
    for (let most = 1; shown.length < count && most <= count; most++) {
      for (const file of order) {
        if (shown.length >= count) break;
        const { examples } = await producer.produce(file, contexts.of(file.split), signal, most);
        const record = examples[most - 1]?.record;
        if (record !== undefined) shown.push(record);
      }
    }
  } finally {
    await contexts.dispose();
    await producer.dispose();
  }
  if (shown.length === 0) throw nothing(plan, listed);
  return shown;
}

function inCurriculum(
  { curriculum, curriculumTopPct }: ExportPlan,
  spool: Spool,
  train: readonly number[],
): readonly number[] {
  if (curriculum === 'off') return train;
  const score = (index: number): number => spool.complexity[index] ?? 0;
  const sorted = train
    .map((index, at) => ({ index, at }))
    .sort((a, b) => score(b.index) - score(a.index) || a.at - b.at);
  const top = sorted.slice(0, Math.ceil((sorted.length * curriculumTopPct) / 100)).map(({ index }) => index);
  return curriculum === 'asc' ? top.reverse() : top;
}

function openSpool(file: string | undefined, seed: number): Spool {
  try {
    return new Spool(file, seed);
  } catch (error) {
    throw new ExportFailure(2, `The dataset can't be written (${codeOf(error)}). Name another folder with --output.`);
  }
}

function isDiskFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG')
  );
}

function nothing({ root }: ExportPlan, listed: number): ExportFailure {
  const why = listed === 0 ? 'There is no source file' : `There is no example in the ${listed} source files`;
  return new ExportFailure(1, `${why} of ${root}.`);
}
