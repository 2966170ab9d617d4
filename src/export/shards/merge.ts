/** Makes one dataset of the shards of one project, byte for byte as without them, or of several projects. Needs none of them: all is in the shards. */
import type { MadeFile } from '../collect.ts';
import { ExportFailure } from '../failure.ts';
import { finishDataset } from '../finish.ts';
import type { Metadata } from '../metadata.ts';
import { Packer } from '../packed.ts';
import type { Progress } from '../plan.ts';
import { trainFirst } from '../project-making.ts';
import type { DatasetRecord } from '../record.ts';
import type { Survey } from '../survey.ts';
import { DATASET, placed } from '../write.ts';
import { type ShardedProject, shardedProjects } from './group.ts';
import { type Joined, joinProjects, type Place } from './join.ts';
import { type MadeLine, madeLines, shownTexts, textLines } from './piece.ts';
import { shardOf } from './shard.ts';

/** @param out absolute folder @throws ExportFailure; AbortError. What stood at `out` before stands there then. */
export function mergeShards(
  dirs: readonly string[],
  out: string,
  force: boolean,
  progress: Progress,
  signal: AbortSignal,
): Promise<Metadata> {
  return placed(out, DATASET, force, signal, async (place) => {
    const projects = await shardedProjects(dirs, signal);
    const [first] = projects;
    if (first === undefined) throw new ExportFailure(2, 'No shards were named.');
    const { head, revision, survey } = first.known;
    const joined = projects.length === 1 ? asItIs(survey) : await joinProjects(projects, signal);
    const several = projects.length > 1;
    const gathered = {
      made: madeFiles(projects, joined),
      count: projects.reduce((count, { known }) => count + known.survey.files.length, 0),
      shown: () => trainingTexts(projects),
      root: undefined,
      head: several ? { ...head, name: '' } : head,
      revision: several ? { commit: '', isDirty: false } : revision,
      repositories: several ? projects.map((project) => repositoryOf(project, joined)) : [],
      survey: joined.survey,
    };
    const metadata = await finishDataset(gathered, place, progress, signal);
    if (metadata === undefined)
      throw new ExportFailure(
        1,
        `There is no example in the shards of ${projects.map(({ name }) => name).join(', ')}.`,
      );
    return metadata;
  });
}

/** One project stays as its survey has it. */
function asItIs(survey: Survey): Joined {
  const files = new Map(survey.files.map((file) => [file.path, file]));
  return { survey, placeOf: (_, path) => files.get(path), prefixOf: () => '' };
}

function repositoryOf(project: ShardedProject, joined: Joined) {
  const { revision, survey } = project.known;
  const files = survey.files.filter(({ path }) => joined.placeOf(project, path) !== undefined).length;
  return { name: project.name, git_commit: revision.commit, git_dirty: revision.isDirty, files };
}

/** The training files of all projects, then those of their validation splits: in the order of the projects and of their files. */
async function* madeFiles(projects: readonly ShardedProject[], joined: Joined): AsyncGenerator<MadeFile> {
  for (const split of ['train', 'val'] as const)
    for (const project of projects) {
      const own = new Set(project.known.survey.files.map(({ path }) => path));
      const prefix = joined.prefixOf(project);
      for await (const line of inOrder(project, split)) {
        const place = joined.placeOf(project, line.path);
        if (place === undefined) continue;
        const move = (record: DatasetRecord): DatasetRecord => moved(record, place, prefix, own);
        const packer = new Packer();
        for (const { record, isShrunk } of line.examples) packer.add({ record: move(record), isShrunk });
        yield { ...line, ...packer.packed() };
      }
    }
}

/** The lines of all shards of a project in the order of its files. */
async function* inOrder({ known, pieces }: ShardedProject, split: 'train' | 'val'): AsyncGenerator<MadeLine> {
  const readers = pieces.map((piece) => madeLines(piece, split));
  try {
    for (const { path, sha256 } of trainFirst(known.survey.files).filter((file) => file.split === split)) {
      const index = shardOf(sha256, pieces.length) - 1;
      const next = await readers[index]?.next();
      if (next === undefined || next.done === true || next.value.path !== path)
        throw new ExportFailure(2, `${pieces[index]?.dir ?? ''} has nothing of ${path}: make that shard again.`);
      yield next.value;
    }
  } finally {
    for (const reader of readers) await reader.return(undefined);
  }
}

/** A record under its path in the dataset. What prompts show stays as the editor has it. @param own paths of the project's files: others are those of included folders */
function moved(record: DatasetRecord, place: Place, prefix: string, own: ReadonlySet<string>): DatasetRecord {
  return {
    ...record,
    path: place.path,
    cluster: place.cluster,
    context_files: record.context_files.map((path) => (own.has(path) ? prefix + path : path)),
    tested_by: record.tested_by.map((test) => ({ ...test, path: prefix + test.path })),
  };
}

/** Everything that training shows something of, what was dropped included. */
async function* trainingTexts(projects: readonly ShardedProject[]): AsyncGenerator<string> {
  for (const project of projects)
    for (const piece of project.pieces) {
      for await (const [{ split, text }] of textLines(piece)) if (split === 'train') yield text;
      yield* shownTexts(piece);
    }
}
