/** The global pass over several projects: what is a copy or nearly one across them, and which clusters that makes. Needs no sources: what the shards left is enough. */
import { clustersOf } from '../clusters.ts';
import { byCodeUnits } from '../list.ts';
import { nearPairs } from '../near-duplicates.ts';
import { shinglesOf } from '../shingles.ts';
import { countedRules, leastSimilarity, type Survey, sinceReport } from '../survey.ts';
import type { SurveyedFile } from '../surveyed-file.ts';
import type { ShardedProject } from './group.ts';
import { type Piece, signatureIn, textAt, textLines } from './piece.ts';

export interface Joined {
  readonly survey: Survey;
  /** Path and cluster in the dataset, by project and the path there; `undefined`: the file was dropped. */
  readonly placeOf: (project: ShardedProject, path: string) => Place | undefined;
  /** What the paths of a project begin with in the dataset. */
  readonly prefixOf: (project: ShardedProject) => string;
}

export type Place = Pick<SurveyedFile, 'path' | 'cluster'>;

interface JoinedFile {
  readonly project: ShardedProject;
  readonly old: SurveyedFile;
  readonly path: string;
}

interface Kept {
  readonly signature: Uint32Array;
  readonly piece: Piece;
  readonly at: number;
  readonly bytes: number;
}

export async function joinProjects(projects: readonly ShardedProject[], signal: AbortSignal): Promise<Joined> {
  const all = projects.flatMap((project) =>
    project.known.survey.files.map((old): JoinedFile => ({ project, old, path: prefixOf(project) + old.path })),
  );
  const unique = withoutCopies(all);
  const head = projects[0]?.known.head;
  const dedup = head === undefined || head.dedup === 'off' ? undefined : head.dedup;
  const near = dedup === undefined ? [] : await pairsOf(unique, dedup, projects, signal);
  const clusters = clustersOf(
    unique.map(({ path }) => path),
    head?.split_by ?? 'cluster',
    [...sameCluster(unique), ...near.map(({ one, other }) => [one, other] as const)],
  );
  const files = unique.map(({ old, path }, at): SurveyedFile => ({ ...old, path, cluster: clusters[at] ?? path }));
  // Where clusters of several projects meet, training goes first: prompts of that split show those files already.
  const trained = new Set(files.filter(({ split }) => split === 'train').map(({ cluster }) => cluster));
  const kept = files.map(
    ({ split, cluster }) => head?.split_by !== 'cluster' || split === 'train' || !trained.has(cluster),
  );
  const places = new Map<ShardedProject, Map<string, SurveyedFile>>(projects.map((project) => [project, new Map()]));
  for (const [at, { project, old }] of unique.entries()) {
    const file = files[at];
    if (file !== undefined && kept[at] === true) places.get(project)?.set(old.path, file);
  }
  const left = files.filter((_, at) => kept[at] === true);
  const duplicates = near.filter(({ similarity }) => similarity >= (dedup ?? 1));
  const copies = all.length - unique.length;
  const surveys = projects.map(({ known }) => known.survey);
  const sum = (of: (survey: Survey) => number): number => surveys.reduce((total, survey) => total + of(survey), 0);
  const more = { duplicate: copies, other_split: unique.length - left.length };
  return {
    placeOf: (project, path) => places.get(project)?.get(path),
    prefixOf,
    survey: {
      files: left,
      tests: countedRules(left),
      since: sinceReport(undefined, left),
      listed: sum(({ listed }) => listed),
      dropped: added([...surveys.map(({ dropped }) => dropped), more]),
      secrets: added(surveys.map(({ secrets }) => secrets)),
      exactCopies: sum(({ exactCopies }) => exactCopies) + copies,
      nearPairs: duplicates.length,
      nearFiles: new Set(duplicates.flatMap(({ one, other }) => [one, other])).size,
      counterparts: sum(({ counterparts }) => counterparts),
    },
  };
}

function prefixOf({ name }: ShardedProject): string {
  return `${name}/`;
}

/** Of files with the same bytes one that is trained on, else the first. */
function withoutCopies(files: readonly JoinedFile[]): readonly JoinedFile[] {
  const first = new Map<string, JoinedFile>();
  for (const file of files) {
    const known = first.get(file.old.sha256);
    if (known === undefined || (known.old.split === 'val' && file.old.split === 'train'))
      first.set(file.old.sha256, file);
  }
  return files.filter((file) => first.get(file.old.sha256) === file);
}

/** What was in one cluster before is in one now. */
function* sameCluster(files: readonly JoinedFile[]): Generator<readonly [number, number]> {
  const first = new Map<string, number>();
  for (const [at, { project, old }] of files.entries()) {
    const key = `${project.name}\0${old.cluster}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, at);
    else yield [known, at];
  }
}

async function pairsOf(
  files: readonly JoinedFile[],
  dedup: number,
  projects: readonly ShardedProject[],
  signal: AbortSignal,
): Promise<ReturnType<typeof nearPairs>> {
  const known = new Map<string, Kept>();
  for (const { name, pieces } of projects)
    for (const piece of pieces)
      for await (const [{ path, signature }, at, bytes] of textLines(piece)) {
        signal.throwIfAborted();
        const numbers = signatureIn(signature);
        if (numbers !== undefined) known.set(`${name}/${path}`, { signature: numbers, piece, at, bytes });
      }
  // Files that changed while their shard was made have no text: they are like nothing else.
  const there = [...files.keys()].flatMap((index) => {
    const kept = known.get(files[index]?.path ?? '');
    return kept === undefined ? [] : [{ index, kept }];
  });
  const pairs = nearPairs(
    there.map(({ kept }) => kept.signature),
    (at) => {
      const kept = there[at]?.kept;
      return shinglesOf(kept === undefined ? '' : textAt(kept.piece, kept.at, kept.bytes));
    },
    leastSimilarity(dedup),
  );
  return pairs.map(({ one, other, similarity }) => ({
    one: there[one]?.index ?? 0,
    other: there[other]?.index ?? 0,
    similarity,
  }));
}

function added(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const total = new Map<string, number>();
  for (const counts of all)
    for (const [name, count] of Object.entries(counts)) if (count > 0) total.set(name, (total.get(name) ?? 0) + count);
  return Object.fromEntries([...total].sort(([a], [b]) => byCodeUnits(a, b)));
}
