/**
 * The first stage of a search: which files share words with a query, the best ones first. Knows of each word the files that have it, and nothing of chunks.
 */
import type { ChangingWords } from './changing-words.ts';
import type { FileWords } from './file-words.ts';
import { nthLargest } from './nth-largest.ts';

export interface BestFile {
  readonly words: FileWords | ChangingWords;
  /** What its chunks' scores are multiplied with. */
  readonly factor: number;
  readonly score: number;
}

export interface FileQuery {
  /** Id of a term → how much a file that has it is worth. */
  readonly weights: ReadonlyMap<number, number>;
  readonly boost: (path: string) => number;
  /** `boost` never gives more. */
  readonly mostBoost: number;
  readonly mostFiles: number;
}

/** Those of most engines (BM25). A file has a word or not: how often does not count among files. */
const K1 = 1.2;
const B = 0.75;

const NOBODY: readonly number[] = [];

export class FileStage {
  /** A path keeps its number when its text changes. */
  readonly #numbers = new Map<string, number>();
  readonly #words: (FileWords | ChangingWords | undefined)[] = [];
  /** By the id of a term: numbers of the files that have it, ascending. */
  readonly #having: number[][] = [];
  /** Of the query in hand, by the number of a file; all 0 between two queries. */
  #scores = new Float64Array(0);
  #matched = new Uint16Array(0);
  /** Terms of a file, by its number: most files have some word of a query. */
  #lengths = new Uint32Array(0);
  /** Numbers of the files that have any of its words, as many as there are. */
  #found = new Uint32Array(0);
  /** Of all files together. */
  #terms = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** How many files have a term. @param term its id */
  having(term: number): number {
    return this.#having[term]?.length ?? 0;
  }

  /** Takes a file over, in place of what was known of it. @param words `undefined`: it is gone; @param lost ids of terms that it had; @param won ids of those that it has now */
  put(
    path: string,
    words: FileWords | ChangingWords | undefined,
    lost: ArrayLike<number>,
    won: ArrayLike<number>,
  ): void {
    const number = this.#numbers.get(path) ?? this.#numbers.size;
    this.#numbers.set(path, number);
    this.#reserve(number);
    this.#count += Number(words !== undefined) - Number(this.#words[number] !== undefined);
    this.#words[number] = words;
    this.#lengths[number] = (this.#lengths[number] ?? 0) + won.length - lost.length;
    this.#terms += won.length - lost.length;
    for (let at = 0; at < lost.length; at++) takeOut(this.#having[lost[at] ?? 0] ?? [], number);
    for (let at = 0; at < won.length; at++) {
      const term = won[at] ?? 0;
      const having = this.#having[term];
      if (having === undefined) this.#having[term] = [number];
      else putIn(having, number);
    }
  }

  /** The best files, best first; equal scores in the order of their paths. */
  best({ weights, boost, mostBoost, mostFiles }: FileQuery): readonly BestFile[] {
    const count = this.#score(weights);
    const found = this.#found.subarray(0, count);
    const scores = new Float64Array(count);
    for (let at = 0; at < count; at++) scores[at] = this.#scores[found[at] ?? 0] ?? 0;
    // Those that would be chosen without a boost come first: after them few others have to be asked about.
    const likely = nthLargest(scores, mostFiles);
    const best: BestFile[] = [];
    const look = (number: number, score: number): void => {
      const worst = best[mostFiles - 1];
      if (worst !== undefined && score * mostBoost < worst.score) return;
      const words = this.#words[number];
      if (words === undefined) return;
      const factor = boost(words.path);
      if (factor === 0) return;
      const one = { words, factor, score: score * factor };
      best.splice(placeOf(one, best), 0, one);
      if (best.length > mostFiles) best.pop();
    };
    for (const isLikely of [true, false]) {
      for (let at = 0; at < count; at++) {
        const score = scores[at] ?? 0;
        if (score >= likely === isLikely) look(found[at] ?? 0, score);
      }
    }
    for (let at = 0; at < count; at++) {
      const number = found[at] ?? 0;
      this.#scores[number] = 0;
      this.#matched[number] = 0;
    }
    return best;
  }

  /** BM25, times the number of the words that a file has. @returns how many files have any; `#found` has their numbers */
  #score(weights: ReadonlyMap<number, number>): number {
    const [scores, matched, found] = [this.#scores, this.#matched, this.#found];
    let count = 0;
    for (const [term, weight] of weights) {
      const having = this.#having[term] ?? NOBODY;
      for (let at = 0; at < having.length; at++) {
        const number = having[at] ?? 0;
        const before = matched[number] ?? 0;
        if (before === 0) found[count++] = number;
        matched[number] = before + 1;
        scores[number] = (scores[number] ?? 0) + weight;
      }
    }
    const average = Math.max(1, this.#terms / Math.max(1, this.#count));
    for (let at = 0; at < count; at++) {
      const number = found[at] ?? 0;
      const length = this.#lengths[number] ?? 0;
      const norm = (K1 + 1) / (1 + K1 * (1 - B + (B * length) / average));
      scores[number] = (scores[number] ?? 0) * (matched[number] ?? 0) * norm;
    }
    return count;
  }

  /** Room for one more file. */
  #reserve(number: number): void {
    if (number < this.#scores.length) return;
    const size = Math.max(1024, 2 * number);
    this.#scores = new Float64Array(size);
    this.#matched = new Uint16Array(size);
    this.#found = new Uint32Array(size);
    const lengths = new Uint32Array(size);
    lengths.set(this.#lengths);
    this.#lengths = lengths;
  }
}

/** Where a file belongs among others, the best one first. */
function placeOf({ words, score }: BestFile, best: readonly BestFile[]): number {
  let at = best.length;
  for (; at > 0; at--) {
    const before = best[at - 1];
    if (before === undefined || before.score > score) break;
    if (before.score === score && before.words.path < words.path) break;
  }
  return at;
}

/** @param numbers ascending */
function putIn(numbers: number[], number: number): void {
  let at = numbers.length;
  while (at > 0 && (numbers[at - 1] ?? 0) > number) at--;
  if (at === numbers.length) numbers.push(number);
  else numbers.splice(at, 0, number);
}

function takeOut(numbers: number[], number: number): void {
  const at = numbers.indexOf(number);
  if (at >= 0) numbers.splice(at, 1);
}
