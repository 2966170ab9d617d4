/** Makes the examples of a project that was surveyed, and reads again what training shows of it. Writes nothing. */
import type { Making } from './collect.ts';
import { includedFiles } from './context.ts';
import type { FileWork } from './file-work.ts';
import { tokensOf } from './judge.ts';
import type { ExportPlan } from './plan.ts';
import { readAgain, readSource } from './source-reader.ts';
import type { SurveyedFile } from './surveyed-file.ts';

/** The training files first. */
export function trainFirst<T extends Pick<SurveyedFile, 'split'>>(files: readonly T[]): readonly T[] {
  return [...files.filter(({ split }) => split === 'train'), ...files.filter(({ split }) => split === 'val')];
}

export async function projectMaking(
  plan: ExportPlan,
  files: readonly SurveyedFile[],
  work: FileWork,
  signal: AbortSignal,
): Promise<Making> {
  const included = await includedFiles(plan, signal);
  const all = trainFirst(files);
  const train = files.filter(({ split }) => split === 'train');
  return {
    count: all.length,
    made: work.produce(all, included),
    // What training prompts may show of other folders is as much read as the training files.
    shown: async function* () {
      for (const { path, sha256 } of train) {
        const read = await readAgain(plan, path, sha256);
        if (read !== undefined) yield read.text;
      }
      yield* textsOf(plan, included);
    },
  };
}

/** Texts of files as a dataset shows them. @param paths absolute */
export async function* textsOf(plan: ExportPlan, paths: readonly string[]): AsyncGenerator<string> {
  const tokens = tokensOf(plan.family);
  for (const path of paths) {
    const read = await readSource({ ...plan, root: '/' }, path, tokens);
    if ('text' in read) yield read.text;
  }
}
