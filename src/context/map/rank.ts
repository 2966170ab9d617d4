/** Orders a project's declarations by how much they matter, seen from a place or from nowhere. Prints nothing. */
import type { Found, ProjectFile } from '../project.ts';
import { isType } from './file-names.ts';
import type { Graph } from './graph.ts';
import { outWeights, pageRank } from './page-rank.ts';
import type { Steps } from './steps.ts';

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
const MEMBER_SHARE = 0.85;
/** What a member counts of itself whose type is named less than it is: the name may be another's. */
const ALONE_SHARE = 0.1;
/** `__get` and the like are called by the language, not by name. */
const MAGIC = /^__/u;
const MAGIC_SHARE = 0.1;
/** Score of what nobody else can use, or nobody wants. */
const HIDDEN = -1;

/**
 * Best first; equals by path, then in the order of the file.
 * @param limit most declarations
 * @param isLeftOut files whose declarations are not wanted
 */
export function* rankDeclarations(
  graph: Graph,
  seeds: Seeds,
  limit: number,
  isLeftOut: (file: ProjectFile) => boolean = () => false,
): Steps<readonly Ranked[]> {
  const hasSeeds = seeds.files.size > 0 || seeds.mentioned.size > 0;
  const own = hasSeeds ? yield* flowing(graph, seeds) : graph.popularity;
  const scores = new Float64Array(own.length).fill(HIDDEN);
  for (const [at, file] of graph.files.entries()) {
    const range = [graph.firsts[at] ?? 0, graph.firsts[at + 1] ?? 0] as const;
    if (!isLeftOut(file)) scoreFile(file, own.subarray(...range), scores.subarray(...range));
    yield;
  }
  const ranked = best(graph, scores, limit);
  return hasSeeds ? ranked : headsFirst(ranked);
}

function headsFirst(ranked: readonly Ranked[]): readonly Ranked[] {
  const isHead = ({ declaration, score }: Ranked): boolean => score > 0 && isType(declaration);
  const heads = new Set(ranked.filter(isHead).slice(0, HEADS_FIRST));
  return [...heads, ...ranked.filter((one) => !heads.has(one))];
}

/** The rank of each file, distributed over the declarations that it names (the idea is Aider's). */
function* flowing(graph: Graph, seeds: Seeds): Steps<Float64Array> {
  const rank = yield* pageRank(graph, personal(graph, seeds));
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

/** Members of one type one behind the other, so that many types are told of before one is told in full. */
function scoreFile({ symbols }: ProjectFile, own: Float64Array, scores: Float64Array): void {
  const { declarations } = symbols;
  const members = new Map<number, number[]>();
  for (const [index, declaration] of declarations.entries()) {
    if (declaration.visibility === 'private') continue;
    const score = own[index] ?? 0;
    if (score === 0 || declaration.parent < 0 || isType(declaration)) scores[index] = score;
    else pushTo(members, declaration.parent, index);
  }
  for (const [parent, indices] of members) {
    indices.sort((a, b) => (own[b] ?? 0) - (own[a] ?? 0) || a - b);
    for (const [place, index] of indices.entries()) {
      const score = own[index] ?? 0;
      const type = Math.max(own[parent] ?? 0, score * ALONE_SHARE);
      const magic = MAGIC.test(declarations[index]?.name ?? '') ? MAGIC_SHARE : 1;
      // Softened: how often a member is used is known less well than how often its type is.
      scores[index] = type * MEMBER_SHARE ** (1 + place) * Math.sqrt(Math.min(1, score / type)) * magic;
    }
  }
}

/** What nobody names fills a map that has room. */
function best(graph: Graph, scores: Float64Array, limit: number): readonly Ranked[] {
  const order: number[] = [];
  const unnamed: number[] = [];
  for (let number = 0; number < scores.length; number++) {
    const score = scores[number] ?? HIDDEN;
    if (score > 0) order.push(number);
    else if (score !== HIDDEN && unnamed.length < limit) unnamed.push(number);
  }
  // Declarations are numbered by path, then in the order of the file.
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  return [...order.slice(0, limit), ...unnamed].slice(0, limit).flatMap((number) => {
    const at = fileOf(graph.firsts, number);
    const file = graph.files[at];
    const index = number - (graph.firsts[at] ?? 0);
    const declaration = file?.symbols.declarations[index];
    if (file === undefined || declaration === undefined) return [];
    return [{ file, declaration, index, score: scores[number] ?? 0 }];
  });
}

/** The last file whose declarations begin at or before a number, that has any. */
function fileOf(firsts: Int32Array, number: number): number {
  let low = 0;
  let high = firsts.length - 1;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((firsts[middle] ?? 0) <= number) low = middle;
    else high = middle;
  }
  return low;
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
