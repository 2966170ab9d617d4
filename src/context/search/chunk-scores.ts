/** The second stage of a search: BM25 over the chunks of a few files. Gives the best ones as far as they are asked for: most chunks have some word of a query. */
import type { Rows } from './chunks.ts';
import { indexOfId, type TermWords } from './file-words.ts';
import { nthLargest } from './nth-largest.ts';

/** How little more a word counts that stands there again, and how much it counts less in a long piece. */
export interface Bm25 {
  readonly k1: number;
  readonly b: number;
}

export interface QueryTerm {
  /** Of terms in the vocabulary; several count as one. */
  readonly ids: readonly number[];
  /** Weight times rarity. */
  readonly value: number;
}

export interface ChunkHit {
  /** Absolute. */
  readonly path: string;
  readonly rows: Rows;
  readonly score: number;
}

/** Chunks that are found, as far as they were asked for; until the next query begins. */
export interface BestChunks {
  /** The next best ones, best first; equal scores in the order of their paths and rows. */
  take(count: number): readonly ChunkHit[];
}

const NO_FREQUENCIES = new Uint32Array(0);

export class ChunkScores implements BestChunks {
  #terms: readonly QueryTerm[] = [];
  #bm25: Bm25 = { k1: 0, b: 0 };
  #average = 1;
  readonly #files: TermWords[] = [];
  /** By file: the number of its first chunk. Chunks are numbered through all files. */
  readonly #firsts: number[] = [];
  #count = 0;
  /** By chunk; `#count` of them. */
  #scores = new Float64Array(1024);
  /** By chunk of the file in hand: how much its length takes from a word. */
  #norms = new Float64Array(1024);
  #taken = 0;

  /** Begins a query. @param average terms of a chunk */
  start(terms: readonly QueryTerm[], bm25: Bm25, average: number): this {
    this.#terms = terms;
    this.#bm25 = bm25;
    this.#average = Math.max(1, average);
    this.#files.length = 0;
    this.#firsts.length = 0;
    [this.#count, this.#taken] = [0, 0];
    return this;
  }

  /** @param factor what the scores of the file's chunks are multiplied with */
  add(words: TermWords, factor: number): void {
    const [first, count] = [this.#count, words.chunks.length];
    this.#files.push(words);
    this.#firsts.push(first);
    this.#reserve(first + count);
    this.#count += count;
    const scores = this.#scores.fill(0, first, first + count);
    const norms = this.#norms;
    const { k1, b } = this.#bm25;
    const { lengths } = words;
    for (let chunk = 0; chunk < count; chunk++) {
      norms[chunk] = k1 * (1 - b + (b * (lengths[chunk] ?? 0)) / this.#average);
    }
    for (const { ids, value } of this.#terms) {
      const [id = -1] = ids;
      if (ids.length === 1) this.#addTerm(words, id, value, first);
      else this.#addTerms(words, ids, value, first);
    }
    for (let at = first; at < first + count; at++) scores[at] = (scores[at] ?? 0) * factor;
  }

  take(count: number): readonly ChunkHit[] {
    const [from, to] = [this.#taken, this.#taken + count];
    this.#taken = to;
    const scores = this.#scores;
    const least = nthLargest(scores.subarray(0, this.#count), to);
    const hits: ChunkHit[] = [];
    for (const [file, { path, chunks }] of this.#files.entries()) {
      const first = this.#firsts[file] ?? 0;
      for (let chunk = 0; chunk < chunks.length; chunk++) {
        const score = scores[first + chunk] ?? 0;
        if (score < least || score <= 0) continue;
        const rows = chunks[chunk];
        if (rows !== undefined) hits.push({ path, rows, score });
      }
    }
    return hits.sort(byScore).slice(from, to);
  }

  #addTerm({ terms, starts, inChunk, frequency }: TermWords, id: number, value: number, first: number): void {
    const place = indexOfId(terms, id);
    if (place < 0) return;
    const [scores, norms, more] = [this.#scores, this.#norms, this.#bm25.k1 + 1];
    const end = starts[place + 1] ?? 0;
    for (let at = starts[place] ?? 0; at < end; at++) {
      const chunk = inChunk[at] ?? 0;
      const often = frequency[at] ?? 0;
      const score = (value * often * more) / (often + (norms[chunk] ?? 0));
      scores[first + chunk] = (scores[first + chunk] ?? 0) + score;
    }
  }

  /** Of terms that count as one. */
  #addTerms(words: TermWords, ids: readonly number[], value: number, first: number): void {
    const [scores, norms, more] = [this.#scores, this.#norms, this.#bm25.k1 + 1];
    const frequencies = frequenciesOf(words, ids);
    for (let chunk = 0; chunk < frequencies.length; chunk++) {
      const often = frequencies[chunk] ?? 0;
      if (often === 0) continue;
      const score = (value * often * more) / (often + (norms[chunk] ?? 0));
      scores[first + chunk] = (scores[first + chunk] ?? 0) + score;
    }
  }

  #reserve(count: number): void {
    if (count <= this.#scores.length) return;
    const scores = new Float64Array(2 * count);
    scores.set(this.#scores);
    this.#scores = scores;
    this.#norms = new Float64Array(2 * count);
  }
}

function byScore(a: ChunkHit, b: ChunkHit): number {
  return b.score - a.score || (a.path === b.path ? a.rows[0] - b.rows[0] : a.path < b.path ? -1 : 1);
}

/** How often some terms together occur in each chunk; empty where none does. */
function frequenciesOf({ chunks, terms, starts, inChunk, frequency }: TermWords, ids: readonly number[]): Uint32Array {
  let found = NO_FREQUENCIES;
  for (const id of ids) {
    const place = indexOfId(terms, id);
    if (place < 0) continue;
    if (found.length === 0) found = new Uint32Array(chunks.length);
    const end = starts[place + 1] ?? 0;
    for (let at = starts[place] ?? 0; at < end; at++) {
      const chunk = inChunk[at] ?? 0;
      found[chunk] = (found[chunk] ?? 0) + (frequency[at] ?? 0);
    }
  }
  return found;
}
