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

/** Which files have a term: the number of one, the place of the term among its terms, the next number …; `undefined` where nobody knows. */
export type FilesWith = (term: number) => readonly number[] | undefined;

const NOTHING = new Uint32Array(0);

/** So many more files have a term than are looked into: they are asked for it one by one. */
const MANY_FILES = 8;

export class ChunkScores implements BestChunks {
  #bm25: Bm25 = { k1: 0, b: 0 };
  #average = 1;
  readonly #files: TermWords[] = [];
  readonly #factors: number[] = [];
  /** By file: the number of its first chunk. Chunks are numbered through all files. */
  readonly #firsts: number[] = [];
  /** By the number of a file: its place among those of the query, counted from 1; 0 for the others. */
  #places = new Uint16Array(1024);
  readonly #numbers: number[] = [];
  /** Places of files that nobody has numbers of. */
  readonly #apart: number[] = [];
  #count = 0;
  /** By chunk; `#count` of them. */
  #scores = new Float64Array(1024);
  /** Terms in each chunk. */
  #lengths = new Uint16Array(1024);
  /** How often the term in hand is in each chunk, and the chunks that have it. */
  #often = new Uint32Array(1024);
  #having = new Uint32Array(1024);
  #taken = 0;

  /** Begins a query. @param average terms of a chunk */
  start(bm25: Bm25, average: number): this {
    for (const number of this.#numbers) this.#places[number] = 0;
    for (const each of [this.#files, this.#factors, this.#firsts, this.#numbers, this.#apart]) each.length = 0;
    [this.#bm25, this.#average] = [bm25, Math.max(1, average)];
    [this.#count, this.#taken] = [0, 0];
    return this;
  }

  /** A file that is looked into. @param factor what the scores of its chunks are multiplied with; @param number as `FilesWith` knows it; −1 where it doesn't */
  add(words: TermWords, factor: number, number: number): void {
    const [first, count] = [this.#count, words.chunks.length];
    this.#files.push(words);
    this.#factors.push(factor);
    this.#firsts.push(first);
    this.#count += count;
    this.#reserve(this.#count, number);
    if (number < 0) this.#apart.push(this.#files.length - 1);
    else {
      this.#places[number] = this.#files.length;
      this.#numbers.push(number);
    }
    this.#lengths.set(words.lengths, first);
  }

  /** Looks for the terms in all files that were added. */
  score(terms: readonly QueryTerm[], filesWith: FilesWith): void {
    const [scores, lengths, often, having] = [this.#scores, this.#lengths, this.#often, this.#having] as const;
    const { k1, b } = this.#bm25;
    const average = this.#average;
    scores.fill(0, 0, this.#count);
    for (const { ids, value } of terms) {
      let count = 0;
      for (const id of ids) count = this.#find(id, filesWith(id), count);
      for (let at = 0; at < count; at++) {
        const chunk = having[at] ?? 0;
        const frequency = often[chunk] ?? 0;
        // How much the length of a chunk takes from a word.
        const norm = k1 * (1 - b + (b * (lengths[chunk] ?? 0)) / average);
        const score = (value * frequency * (k1 + 1)) / (frequency + norm);
        scores[chunk] = (scores[chunk] ?? 0) + score;
        often[chunk] = 0;
      }
    }
    for (let file = 0; file < this.#files.length; file++) {
      const [factor = 1, end = this.#count] = [this.#factors[file], this.#firsts[file + 1]];
      for (let chunk = this.#firsts[file] ?? 0; chunk < end; chunk++) scores[chunk] = (scores[chunk] ?? 0) * factor;
    }
  }

  take(count: number): readonly ChunkHit[] {
    const [from, to] = [this.#taken, this.#taken + count];
    this.#taken = to;
    const scores = this.#scores;
    const least = nthLargest(scores, to, this.#count);
    const hits: ChunkHit[] = [];
    let file = 0;
    for (let at = 0; at < this.#count; at++) {
      const score = scores[at] ?? 0;
      if (score < least || score <= 0) continue;
      while ((this.#firsts[file + 1] ?? this.#count) <= at) file++;
      const { path = '', chunks = [] } = this.#files[file] ?? {};
      const rows = chunks[at - (this.#firsts[file] ?? 0)];
      if (rows !== undefined) hits.push({ path, rows, score });
    }
    return hits.sort(byScore).slice(from, to);
  }

  /** Counts a term in all chunks. @param count of the chunks that have one that counts as the same; @returns theirs and those of this one */
  #find(id: number, files: readonly number[] | undefined, count: number): number {
    let found = count;
    if (files === undefined || files.length > 2 * MANY_FILES * this.#files.length) {
      for (let file = 0; file < this.#files.length; file++) found = this.#lookUp(file, id, found);
      return found;
    }
    for (const file of this.#apart) found = this.#lookUp(file, id, found);
    const places = this.#places;
    for (let at = 0; at < files.length; at += 2) {
      const place = places[files[at] ?? 0] ?? 0;
      if (place > 0) found = this.#countIn(place - 1, files[at + 1] ?? 0, found);
    }
    return found;
  }

  #lookUp(file: number, id: number, count: number): number {
    const term = indexOfId(this.#files[file]?.terms ?? NOTHING, id);
    return term < 0 ? count : this.#countIn(file, term, count);
  }

  /** @param term its place among the terms of the file */
  #countIn(file: number, term: number, count: number): number {
    const words = this.#files[file];
    if (words === undefined) return count;
    const { starts, inChunk, frequency } = words;
    const [often, first, end] = [this.#often, this.#firsts[file] ?? 0, starts[term + 1] ?? 0];
    let found = count;
    for (let at = starts[term] ?? 0; at < end; at++) {
      const chunk = first + (inChunk[at] ?? 0);
      const before = often[chunk] ?? 0;
      if (before === 0) this.#having[found++] = chunk;
      often[chunk] = before + (frequency[at] ?? 0);
    }
    return found;
  }

  #reserve(chunks: number, number: number): void {
    if (number >= this.#places.length) this.#places = longer(this.#places, new Uint16Array(2 * number));
    if (chunks <= this.#scores.length) return;
    this.#scores = longer(this.#scores, new Float64Array(2 * chunks));
    this.#lengths = longer(this.#lengths, new Uint16Array(2 * chunks));
    this.#often = new Uint32Array(2 * chunks);
    this.#having = new Uint32Array(2 * chunks);
  }
}

function longer<T extends Float64Array | Uint16Array>(short: T, long: T): T {
  long.set(short);
  return long;
}

function byScore(a: ChunkHit, b: ChunkHit): number {
  return b.score - a.score || (a.path === b.path ? a.rows[0] - b.rows[0] : a.path < b.path ? -1 : 1);
}
