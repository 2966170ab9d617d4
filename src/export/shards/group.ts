/** Finds the shards in folders and puts those of one project together; refuses what does not belong together, or is not whole. Merges nothing. */
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { ExportFailure } from '../failure.ts';
import { byCodeUnits } from '../list.ts';
import { HEADER, type KnownProject, openPiece, type Piece } from './piece.ts';

/** All shards of one project. */
export interface ShardedProject {
  /** Other than that of every other project of the merge. */
  readonly name: string;
  readonly known: KnownProject;
  /** From the first to the last. */
  readonly pieces: readonly Piece[];
}

/** Pieces of what an export writes until it is whole, and what it replaces. */
const UNFINISHED = /\.(?:partial|before)$/u;
/** Hex digits of the sum that tell projects of one name apart. */
const TOLD_APART = 8;

/** @param dirs shards, or folders that shards stand in @throws ExportFailure 2 */
export async function shardedProjects(
  dirs: readonly string[],
  signal: AbortSignal,
): Promise<readonly ShardedProject[]> {
  const found = new Set<string>();
  for (const dir of dirs) {
    const shards = await shardsIn(dir, signal);
    if (shards.length === 0)
      throw new ExportFailure(2, `There is no shard in ${dir}. Name folders that fim export --shard wrote.`);
    for (const shard of shards) found.add(await realpath(shard));
  }
  const pieces: Piece[] = [];
  for (const dir of found) {
    signal.throwIfAborted();
    pieces.push(await openPiece(dir));
  }
  refuseOtherFlags(pieces);
  const groups = new Map<string, Piece[]>();
  for (const piece of pieces) groups.set(piece.header.sum, [...(groups.get(piece.header.sum) ?? []), piece]);
  const projects = [...groups.values()].map(projectOf);
  refuseHalves(projects);
  return named(projects);
}

async function shardsIn(dir: string, signal: AbortSignal): Promise<readonly string[]> {
  signal.throwIfAborted();
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => name === HEADER)) return [dir];
  const folders = entries.filter((entry) => entry.isDirectory() && !UNFINISHED.test(entry.name));
  const below: string[] = [];
  for (const { name } of folders) below.push(...(await shardsIn(join(dir, name), signal)));
  return below;
}

/** All of a dataset is made in one way. */
function refuseOtherFlags(pieces: readonly Piece[]): void {
  const [first] = pieces;
  if (first === undefined) return;
  for (const other of pieces) {
    const [one, two] = [first.header.project.head, other.header.project.head].map((head) => ({ ...head, name: '' }));
    const differing = Object.entries(one ?? {}).find(
      ([key, value]) =>
        JSON.stringify(value) !== JSON.stringify(Object.entries(two ?? {}).find(([name]) => name === key)?.[1]),
    )?.[0];
    if (differing !== undefined)
      throw new ExportFailure(2, `${first.dir} and ${other.dir} do not belong together: ${differing} is not the same.`);
  }
}

function projectOf(pieces: readonly Piece[]): ShardedProject & { readonly missing: number | undefined } {
  const sorted = [...pieces].sort((a, b) => a.header.shard.index - b.header.shard.index);
  const [first] = sorted;
  if (first === undefined) throw new Error('a project has one shard at least');
  const { project, shard } = first.header;
  for (const [at, piece] of sorted.entries()) {
    const { index, count } = piece.header.shard;
    if (count !== shard.count)
      throw new ExportFailure(
        2,
        `${first.dir} and ${piece.dir} do not belong together: one is a shard of ${shard.count}, the other of ${count}.`,
      );
    if (at > 0 && sorted[at - 1]?.header.shard.index === index)
      throw new ExportFailure(2, `${sorted[at - 1]?.dir ?? ''} and ${piece.dir} are the same shard: name one of them.`);
  }
  const numbers = new Set(sorted.map(({ header }) => header.shard.index));
  const missing = Array.from({ length: shard.count }, (_, at) => at + 1).find((index) => !numbers.has(index));
  const folder = sorted.map(({ header }) => header.folder).sort(byCodeUnits)[0] ?? '';
  return { name: project.head.name || folder, known: project, pieces: sorted, missing };
}

function refuseHalves(projects: readonly ReturnType<typeof projectOf>[]): void {
  const halves = projects.filter(({ missing }) => missing !== undefined);
  const [half] = halves;
  if (half === undefined) return;
  const { name, pieces, missing } = half;
  const twin = halves.find((other) => other !== half && other.name === name);
  const [one, two] = [pieces[0]?.dir ?? '', twin?.pieces[0]?.dir ?? ''];
  if (twin !== undefined)
    throw new ExportFailure(2, `${one} and ${two} do not belong together: ${name} was changed between them.`);
  throw new ExportFailure(2, `Shard ${missing ?? 0}/${pieces[0]?.header.shard.count ?? 0} of ${name} is missing.`);
}

/** Sorted by their names, each of which is there once. */
function named(projects: readonly ShardedProject[]): readonly ShardedProject[] {
  const sumOf = ({ pieces }: ShardedProject): string => pieces[0]?.header.sum ?? '';
  const count = (name: string): number => projects.filter((project) => project.name === name).length;
  return projects
    .map((project) => {
      const { name } = project;
      return count(name) === 1 ? project : { ...project, name: `${name}~${sumOf(project).slice(0, TOLD_APART)}` };
    })
    .sort((a, b) => byCodeUnits(a.name, b.name));
}
