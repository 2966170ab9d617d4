/** Makes the examples of one shard of a project, and leaves them with all that a merge needs. Writes no dataset. */
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { includedFiles } from '../context.ts';
import { ExportFailure } from '../failure.ts';
import type { FileWork } from '../file-work.ts';
import { headOf } from '../head.ts';
import { LineFile } from '../line-file.ts';
import { recordIn, unpacked } from '../packed.ts';
import type { ExportPlan, Progress } from '../plan.ts';
import { textsOf, trainFirst } from '../project-making.ts';
import { problemsOf, Sources } from '../record-check.ts';
import { revisionOf } from '../repository.ts';
import { type ExportWorld, nothing, withWork } from '../run.ts';
import { minHash, shinglesOf } from '../shingles.ts';
import { readAgain } from '../source-reader.ts';
import { survey } from '../survey.ts';
import type { SurveyedFile } from '../surveyed-file.ts';
import { DATASET, type Place, type Product, placed } from '../write.ts';
import {
  HEADER,
  headerOf,
  type KnownProject,
  MADE,
  type MadeLine,
  type PieceText,
  SHOWN,
  signatureText,
  TEXTS,
} from './piece.ts';
import { isOwn, type Shard } from './shard.ts';

const SHARD: Product = { mark: HEADER, name: 'a shard' };

export interface ShardSummary {
  readonly shard: string;
  /** Absolute; '' where nothing was written. */
  readonly dir: string;
  readonly project_files: number;
  readonly files: number;
  readonly examples: number;
}

/**
 * Surveys the whole project, as each shard does, and makes the examples of its own files.
 * @param out absolute folder that the shard's own folder comes to stand in; `undefined`: nothing is written
 * @throws ExportFailure; AbortError
 */
export function exportShard(
  plan: ExportPlan & { readonly shard: Shard },
  out: string | undefined,
  force: boolean,
  world: ExportWorld,
  signal: AbortSignal,
): Promise<ShardSummary> {
  const { index, count } = plan.shard;
  if (out !== undefined && existsSync(join(out, DATASET.mark)))
    throw new ExportFailure(2, `${out} holds a dataset. Name another folder for shards with --output.`);
  const dir = out === undefined ? undefined : join(out, `shard-${index}-of-${count}`);
  return placed(dir, SHARD, force, signal, (place) =>
    withWork(plan, world.threads, signal, async (work) => {
      const surveyed = await survey(plan, work, signal, world.progress);
      if (surveyed.files.length === 0) throw nothing(plan, surveyed);
      const project: KnownProject = {
        head: headOf(plan, world.version, world.grammars),
        revision: await revisionOf(plan.root),
        survey: {
          ...surveyed,
          files: surveyed.files.map((file) => ({
            ...file,
            testedBy: [...file.testedBy],
            added: file.added.map(([from, end]): [number, number] => [from, end]),
          })),
        },
      };
      const own = trainFirst(surveyed.files).filter(({ sha256 }) => isOwn(plan.shard, sha256));
      const written = new Written(place, plan, project);
      try {
        const examples = await written.make(surveyed.files, own, work, world.progress, signal);
        await written.texts(own, signal);
        written.end(plan.shard, basename(plan.root));
        const summary = { project_files: surveyed.files.length, files: own.length, examples };
        return { shard: `${index}/${count}`, dir: dir ?? '', ...summary };
      } finally {
        written.close();
      }
    }),
  );
}

/** The files of a shard that is being made. */
class Written {
  readonly #place: Place | undefined;
  readonly #plan: ExportPlan;
  readonly #project: KnownProject;
  readonly #files = new Map<string, LineFile>();

  constructor(place: Place | undefined, plan: ExportPlan, project: KnownProject) {
    this.#place = place;
    this.#plan = plan;
    this.#project = project;
    for (const name of [MADE.train, MADE.val, TEXTS]) this.#open(name);
  }

  /** @returns how many examples there are */
  async make(
    files: readonly SurveyedFile[],
    own: readonly SurveyedFile[],
    work: FileWork,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<number> {
    const plan = this.#plan;
    const sources = new Sources(plan.root, plan.secrets === 'redact');
    const included = await includedFiles(plan, signal);
    let [at, examples] = [0, 0];
    for await (const { refused, isLost, ...packed } of work.produce(trainFirst(files), included)) {
      signal.throwIfAborted();
      const file = own[at++];
      if (file === undefined) break;
      progress('examples', at, own.length);
      const made = [...unpacked(packed)].map(([{ isShrunk }, line]) => ({ record: recordIn(line), isShrunk }));
      examples += made.length;
      for (const { record } of made) {
        const [problem] = [...problemsOf(record, this.#project.head), ...(await sources.compare(record))];
        if (problem !== undefined)
          throw new ExportFailure(3, `The shard does not hold what it promises: ${record.path}: ${problem}`);
      }
      this.#add(MADE[file.split], { path: file.path, examples: made, refused, isLost } satisfies MadeLine);
    }
    if (plan.shard?.index === 1 && included.length > 0) {
      this.#open(SHOWN);
      for await (const text of textsOf(plan, included)) this.#add(SHOWN, { text });
    }
    return examples;
  }

  async texts(own: readonly SurveyedFile[], signal: AbortSignal): Promise<void> {
    const plan = this.#plan;
    for (const { path, split, sha256 } of own) {
      signal.throwIfAborted();
      const read = await readAgain(plan, path, sha256);
      // A file that was changed meanwhile has no examples either.
      if (read === undefined) continue;
      const signature = plan.dedup === undefined ? '' : signatureText(minHash(shinglesOf(read.text)));
      this.#add(TEXTS, { path, split, signature, text: read.text } satisfies PieceText);
    }
  }

  end(shard: Shard, folder: string): void {
    const sums = Object.fromEntries([...this.#files].map(([name, file]) => [name, file.end()]));
    const header = headerOf({ ...shard }, folder, this.#project, sums);
    if (this.#place !== undefined) writeFileSync(join(this.#place.partial, HEADER), `${JSON.stringify(header)}\n`);
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
  }

  #open(name: string): void {
    if (this.#place !== undefined) this.#files.set(name, new LineFile(join(this.#place.partial, name)));
  }

  #add(name: string, line: unknown): void {
    this.#files.get(name)?.add(Buffer.from(`${JSON.stringify(line)}\n`, 'utf8'));
  }
}
