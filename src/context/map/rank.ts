/** Orders a project's declarations by how much they matter, seen from a place or from nowhere. Prints nothing. */
import type { Found, ProjectFile } from '../project.ts';
import type { Declaration } from '../symbols.ts';
import { isType } from './file-names.ts';
import type { Graph } from './graph.ts';
import { outWeights, pageRank } from './page-rank.ts';

/** Where a ranking starts from. */
export interface Seeds {
  /** Absolute paths, with how much each counts. */
  readonly files: ReadonlyMap<string, number>;
  /** Identifiers: who declares them counts. */
  readonly mentioned: ReadonlySet<string>;
}

export interface Ranked extends Found {
  readonly score: number;
}

/** How much all files count beside the seeds: what everybody uses matters everywhere. */
const EVERYWHERE = 0.1;
/** How much a file counts that declares a mentioned identifier; files in focus count 1. */
const MENTIONED_SEED = 0.5;
/** How much more a declaration with a mentioned name counts. */
const MENTIONED_GAIN = 5;
/** Types that come before any member of them: a map is of places first. */
const HEADS_FIRST = 20;
/** What the best member of a type counts of its type, and each further one of that before: a few of many types, not all of one. */
const MEMBER_SHARE = 0.5;
/** `__get` and the like are called by the language, not by name. */
const MAGIC = /^__/u;

/** Best first; equals by path, then in the order of the file. */
export function rankDeclarations(graph: Graph, seeds: Seeds): readonly Ranked[] {
  const hasSeeds = seeds.files.size > 0 || seeds.mentioned.size > 0;
  const scores = hasSeeds ? flowing(graph, seeds) : graph.popularity;
  const ranked = spread(graph, scores);
  const heads = ranked.filter(({ declaration }) => isType(declaration)).slice(0, HEADS_FIRST);
  const isHead = new Set(heads);
  return [...heads, ...ranked.filter((one) => !isHead.has(one))];
}

/** The rank of each file, distributed over the declarations that it names (the idea is Aider's). */
function flowing(graph: Graph, seeds: Seeds): Float64Array {
  const rank = pageRank(graph, personal(graph, seeds));
  const out = outWeights(graph, graph.files.length);
  const scores = new Float64Array(graph.popularity.length);
  for (let file = 0; file < graph.files.length; file++) {
    const end = graph.starts[file + 1] ?? 0;
    const all = out[file] ?? 0;
    if (all === 0) continue;
    for (let edge = graph.starts[file] ?? 0; edge < end; edge++) {
      const declaration = graph.named[edge] ?? 0;
      scores[declaration] = (scores[declaration] ?? 0) + ((rank[file] ?? 0) * (graph.weights[edge] ?? 0)) / all;
    }
  }
  for (const { number, declaration } of declarationsOf(graph)) {
    if (seeds.mentioned.has(declaration.name)) scores[number] = (scores[number] ?? 0) * MENTIONED_GAIN;
  }
  return scores;
}

function personal(graph: Graph, { files, mentioned }: Seeds): Float64Array {
  const count = graph.files.length;
  const start = new Float64Array(count);
  for (const [at, { path, symbols }] of graph.files.entries()) {
    const declares = mentioned.size > 0 && symbols.declarations.some(({ name }) => mentioned.has(name));
    start[at] = (files.get(path) ?? 0) + (declares ? MENTIONED_SEED : 0);
  }
  const sum = start.reduce((all, one) => all + one, 0);
  // Seeds that are in no file: as if there were none.
  const share = sum === 0 ? 1 : EVERYWHERE;
  return start.map((one) => share / count + (sum === 0 ? 0 : (1 - EVERYWHERE) * (one / sum)));
}

/** All that anybody names, best first. */
function spread(graph: Graph, scores: Float64Array): readonly Ranked[] {
  const ranked: Ranked[] = [];
  for (const [at, file] of graph.files.entries()) {
    const first = graph.firsts[at] ?? 0;
    const own = scores.subarray(first, graph.firsts[at + 1] ?? first);
    const members = new Map<number, number[]>();
    for (const [index, declaration] of file.symbols.declarations.entries()) {
      const score = own[index] ?? 0;
      if (score === 0) continue;
      if (declaration.parent < 0 || isType(declaration)) ranked.push({ file, declaration, index, score });
      else if (!MAGIC.test(declaration.name)) pushTo(members, declaration.parent, index);
    }
    for (const [parent, indices] of members) ranked.push(...membersOf(file, own, parent, indices));
  }
  return ranked.sort(byScore);
}

/** Members of one type one behind the other, so that many types are told of before one is told in full. */
function membersOf(
  file: ProjectFile,
  scores: Float64Array,
  parent: number,
  indices: readonly number[],
): readonly Ranked[] {
  const scoreOf = (index: number): number => scores[index] ?? 0;
  const best = [...indices].sort((a, b) => scoreOf(b) - scoreOf(a) || a - b);
  return best.flatMap((index, place) => {
    const declaration = file.symbols.declarations[index];
    if (declaration === undefined) return [];
    const score = Math.min(scoreOf(parent), scoreOf(index)) * MEMBER_SHARE ** (1 + place);
    return [{ file, declaration, index, score }];
  });
}

function byScore(a: Ranked, b: Ranked): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.file.relative !== b.file.relative) return a.file.relative < b.file.relative ? -1 : 1;
  return a.index - b.index;
}

function pushTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function* declarationsOf(graph: Graph): Iterable<{ readonly number: number; readonly declaration: Declaration }> {
  for (const [at, { symbols }] of graph.files.entries()) {
    const first = graph.firsts[at] ?? 0;
    for (const [index, declaration] of symbols.declarations.entries()) yield { number: first + index, declaration };
  }
}
