/** Orders a project's declarations by how much they matter, seen from a place or from nowhere. Prints nothing. */
import type { Found, ProjectFile } from '../project.ts';
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
/** Types that come before any member of them, in a map without a place to look from: it shows many types, not all of one. */
const HEADS_FIRST = 20;
/** What the best member of a type counts of its type, and each further one of that before: a few of many types, not all of one. */
const MEMBER_SHARE = 0.7;
/** What a member counts of itself whose type is named less than it is: the name may be another's. */
const ALONE_SHARE = 0.1;
/** `__get` and the like are called by the language, not by name. */
const MAGIC = /^__/u;
const MAGIC_SHARE = 0.1;

/** Best first; equals by path, then in the order of the file. */
export function rankDeclarations(graph: Graph, seeds: Seeds): readonly Ranked[] {
  const hasSeeds = seeds.files.size > 0 || seeds.mentioned.size > 0;
  if (hasSeeds) return spread(graph, flowing(graph, seeds));
  const ranked = spread(graph, graph.popularity);
  const isHead = ({ declaration, score }: Ranked): boolean => score > 0 && isType(declaration);
  const heads = new Set(ranked.filter(isHead).slice(0, HEADS_FIRST));
  return [...heads, ...ranked.filter((one) => !heads.has(one))];
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
  const mentioned = declarationsNamed(graph, seeds.mentioned);
  // Who asks is like one more file, that names them.
  for (const declaration of mentioned) scores[declaration] = (scores[declaration] ?? 0) + 1 / mentioned.length;
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

/** All that others may use, best first; what nobody names fills a map that has room. */
function spread(graph: Graph, scores: Float64Array): readonly Ranked[] {
  const named: Ranked[] = [];
  const unnamed: Ranked[] = [];
  for (const [at, file] of graph.files.entries()) {
    const first = graph.firsts[at] ?? 0;
    const own = scores.subarray(first, graph.firsts[at + 1] ?? first);
    const members = new Map<number, number[]>();
    for (const [index, declaration] of file.symbols.declarations.entries()) {
      if (declaration.visibility === 'private') continue;
      const score = own[index] ?? 0;
      if (score === 0) unnamed.push({ file, declaration, index, score });
      else if (declaration.parent < 0 || isType(declaration)) named.push({ file, declaration, index, score });
      else pushTo(members, declaration.parent, index);
    }
    for (const [parent, indices] of members) named.push(...membersOf(file, own, parent, indices));
  }
  return [...named.sort(byScore), ...unnamed];
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
    const type = Math.max(scoreOf(parent), scoreOf(index) * ALONE_SHARE);
    // Softened: how often a member is used is known less well than how often its type is.
    const own = Math.sqrt(Math.min(1, scoreOf(index) / type)) * (MAGIC.test(declaration.name) ? MAGIC_SHARE : 1);
    return [{ file, declaration, index, score: type * MEMBER_SHARE ** (1 + place) * own }];
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

function declarationsNamed(graph: Graph, names: ReadonlySet<string>): readonly number[] {
  const numbers: number[] = [];
  if (names.size === 0) return numbers;
  for (const [at, { symbols }] of graph.files.entries()) {
    const first = graph.firsts[at] ?? 0;
    for (const [index, { name }] of symbols.declarations.entries()) if (names.has(name)) numbers.push(first + index);
  }
  return numbers;
}
