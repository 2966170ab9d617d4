/** The second stage of a search: BM25 over the chunks of a few files. Only the best ones become hits: most chunks of a file have some word of a query. */
import type { Rows } from './chunks.ts';
import { type FileWords, indexOfId } from './file-words.ts';
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

interface Scored {
  readonly words: FileWords;
  readonly scores: Float64Array;
}

export class ChunkScores {
  #terms: readonly QueryTerm[] = [];
  #bm25: Bm25 = { k1: 0, b: 0 };
  #average = 1;
  #files: Scored[] = [];

  /** Begins a query. @param average terms of a chunk */
  start(terms: readonly QueryTerm[], bm25: Bm25, average: number): this {
    this.#terms = terms;
    this.#bm25 = bm25;
    this.#average = Math.max(1, average);
    this.#files = [];
    return this;
  }

  /** @param factor what the scores of the file's chunks are multiplied with */
  add(words: FileWords, factor: number): void {
    const { k1, b } = this.#bm25;
    const scores = new Float64Array(words.chunks.length);
    for (const { ids, value } of this.#terms) {
      eachFrequency(words, ids, (chunk, frequency) => {
        const norm = k1 * (1 - b + (b * (words.lengths[chunk] ?? 0)) / this.#average);
        scores[chunk] = (scores[chunk] ?? 0) + (value * frequency * (k1 + 1)) / (frequency + norm);
      });
    }
    for (let chunk = 0; chunk < scores.length; chunk++) scores[chunk] = (scores[chunk] ?? 0) * factor;
    this.#files.push({ words, scores });
  }

  /** The best chunks, best first; equal scores in the order of their paths and rows. */
  best(limit: number): readonly ChunkHit[] {
    const least = this.#least(limit);
    const hits: ChunkHit[] = [];
    for (const { words, scores } of this.#files) {
      for (let chunk = 0; chunk < scores.length; chunk++) {
        const score = scores[chunk] ?? 0;
        const rows = words.chunks[chunk];
        if (score > 0 && score >= least && rows !== undefined) hits.push({ path: words.path, rows, score });
      }
    }
    this.#files = [];
    return hits.sort(byScore).slice(0, limit);
  }

  /** The score that so many chunks have at least. */
  #least(limit: number): number {
    const all = new Float64Array(this.#files.reduce((sum, { scores }) => sum + scores.length, 0));
    let at = 0;
    for (const { scores } of this.#files) {
      all.set(scores, at);
      at += scores.length;
    }
    return nthLargest(all, limit);
  }
}

/** Tells how often some terms together occur in each chunk that has any of them. */
function eachFrequency(
  words: FileWords,
  ids: readonly number[],
  tell: (chunk: number, frequency: number) => void,
): void {
  const found = ids.length === 1 ? undefined : new Uint32Array(words.chunks.length);
  for (const id of ids) {
    const at = indexOfId(words.terms, id);
    if (at < 0) continue;
    for (let entry = words.starts[at] ?? 0; entry < (words.starts[at + 1] ?? 0); entry++) {
      const chunk = words.inChunk[entry] ?? 0;
      if (found === undefined) tell(chunk, words.frequency[entry] ?? 0);
      else found[chunk] = (found[chunk] ?? 0) + (words.frequency[entry] ?? 0);
    }
  }
  for (const [chunk, frequency] of found?.entries() ?? []) if (frequency > 0) tell(chunk, frequency);
}

function byScore(a: ChunkHit, b: ChunkHit): number {
  return b.score - a.score || (a.path === b.path ? a.rows[0] - b.rows[0] : a.path < b.path ? -1 : 1);
}
