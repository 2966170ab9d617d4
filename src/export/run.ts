/** One export from beginning to end: survey, examples, order, dataset, check. Prints nothing. */
import { SymbolReader } from '../context/index/reader.ts';
import { Contexts, includedFiles } from './context.ts';
import { ExportFailure } from './failure.ts';
import { FileWork, type Threads } from './file-work.ts';
import { finishDataset } from './finish.ts';
import { headOf } from './head.ts';
import type { Metadata } from './metadata.ts';
import type { ExportPlan, Progress } from './plan.ts';
import { Producer } from './produce.ts';
import { projectMaking } from './project-making.ts';
import { fraction } from './random.ts';
import type { DatasetRecord } from './record.ts';
import { revisionOf } from './repository.ts';
import { type Survey, survey } from './survey.ts';
import { DATASET, placed } from './write.ts';

export interface ExportWorld {
  readonly version: string;
  /** By language. */
  readonly grammars: Readonly<Record<string, string>>;
  readonly progress: Progress;
  /** That look at the files and make the examples. */
  readonly threads: Threads;
}

/**
 * Writes a dataset; only counts without `out`.
 * @param out absolute folder
 * @param force an older dataset there may be replaced
 * @throws ExportFailure; AbortError. What stood at `out` before stands there then.
 */
export function exportDataset(
  plan: ExportPlan,
  out: string | undefined,
  force: boolean,
  { version, grammars, progress, threads }: ExportWorld,
  signal: AbortSignal,
): Promise<Metadata> {
  return placed(out, DATASET, force, signal, (place) =>
    withWork(plan, threads, signal, async (work) => {
      // Git looks at the project meanwhile.
      const revision = revisionOf(plan.root);
      const surveyed = await survey(plan, work, signal, progress);
      if (surveyed.files.length === 0) throw nothing(plan, surveyed);
      const gathered = {
        ...(await projectMaking(plan, surveyed.files, work, signal)),
        root: plan.root,
        head: headOf(plan, version, grammars),
        revision: await revision,
        repositories: [],
        survey: surveyed,
      };
      const metadata = await finishDataset(gathered, place, progress, signal);
      if (metadata === undefined) throw nothing(plan, surveyed);
      return metadata;
    }),
  );
}

/** Whatever comes of it, no thread is left. */
export async function withWork<T>(
  plan: ExportPlan,
  threads: Threads,
  signal: AbortSignal,
  act: (work: FileWork) => Promise<T>,
): Promise<T> {
  const work = new FileWork(plan, threads, signal);
  try {
    return await act(work);
  } finally {
    await work.end();
  }
}

/** Some examples, the same ones each time. Writes nothing. @throws ExportFailure; AbortError */
export async function previewExamples(
  plan: ExportPlan,
  count: number,
  { progress, threads }: Pick<ExportWorld, 'progress' | 'threads'>,
  signal: AbortSignal,
): Promise<readonly DatasetRecord[]> {
  const surveyed = await withWork(plan, threads, signal, (work) => survey(plan, work, signal, progress));
  const { files } = surveyed;
  const order = [...files].sort(
    (a, b) => fraction(plan.seed, 'preview', a.path) - fraction(plan.seed, 'preview', b.path),
  );
  const reader = new SymbolReader(plan.grammarsDir);
  const producer = new Producer(plan);
  const contexts = new Contexts(plan, files, await includedFiles(plan, signal), reader);
  const shown: DatasetRecord[] = [];
  try {
    // One a file; more of each where there are few files.
    for (let most = 1; shown.length < count && most <= count; most++) {
      for (const file of order) {
        if (shown.length >= count) break;
        const made: DatasetRecord[] = [];
        await producer.produce(file, contexts.of(file.split), signal, (example) => made.push(example.record), most);
        const record = made[most - 1];
        if (record !== undefined) shown.push(record);
      }
    }
  } finally {
    await contexts.dispose();
    await producer.dispose();
    reader.dispose();
  }
  if (shown.length === 0) throw nothing(plan, surveyed);
  return shown;
}

/** Why there is no example, in one line. */
export function nothing(
  { root }: Pick<ExportPlan, 'root'>,
  { listed, dropped }: Pick<Survey, 'listed' | 'dropped'>,
): ExportFailure {
  if (listed === 0) return new ExportFailure(1, `There is no source file to export in ${root}.`);
  const reasons = Object.entries(dropped).map(([reason, count]) => `${reason} ${count}`);
  const why = reasons.length === 0 ? '' : ` (left out: ${reasons.join(', ')})`;
  const files = listed === 1 ? 'the 1 source file' : `the ${listed} source files`;
  return new ExportFailure(1, `No example can be made of ${files} in ${root}${why}.`);
}
