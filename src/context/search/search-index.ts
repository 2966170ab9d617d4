/**
 * Finds chunks of code by their words, in two stages: minisearch over the files, then BM25 over the chunks of the best ones. One index of all chunks
 * costs 84 ms a query in a project of 3,000 files (RETRIEVAL.md §4). Keeps words, never texts.
 */
import MiniSearch from 'minisearch';
import type { Language } from '../../syntax/language.ts';
import type { FileSymbols } from '../symbols.ts';
import { chunksOf, type Rows } from './chunks.ts';
import { type FileWords, fileWords, indexOfId } from './file-words.ts';
import { Counts, Vocabulary } from './vocabulary.ts';

/** Term (lower case, as `termsOf` gives it) → how much it counts. */
export type WeightedTerms = ReadonlyMap<string, number>;

export interface ChunkHit {
  /** Absolute. */
  readonly path: string;
  readonly rows: Rows;
  readonly score: number;
}

export interface SearchOptions {
  /** Most hits. */
  readonly limit: number;
  /** What a file's score is multiplied with; 0 leaves it out. Default: 1. */
  readonly boost?: (path: string) => number;
  /** `boost` never gives more: what can't get among the best is not asked about. Default: it may. */
  readonly mostBoost?: number;
  /** Most terms that are looked for, the weightiest and rarest. */
  readonly mostTerms?: number;
  /** A name that is half typed, in lower case: all terms that begin with it together are one more term of the query. */
  readonly begun?: string;
  /** Files whose chunks are scored, the best ones. All of them is what one flat index would find, only slower. */
  readonly mostFiles?: number;
  readonly bm25?: Bm25;
}

interface FileDocument {
  readonly id: number;
  readonly terms: string;
}

/** Files whose chunks are scored (RETRIEVAL.md §8.10). */
const BEST_FILES = 40;
/** With 24 terms a query takes twice as long, and finds 1–2 points less: the commoner ones are about something else. */
const MOST_TERMS = 12;
/** What a half-typed name counts: it is certain to come, other words are not. */
const BEGUN_WEIGHT = 4;
/** More words than that begin so: they tell nothing. */
const MOST_BEGUN = 150;
/** So many of them are looked for in all files, and not only in those that the other words lead to. */
const MOST_BEGUN_IN_FILES = 12;
/** Terms that so many files have are left to the chunks, where there are so many others. */
const COMMON_SHARE = 0.2;
const ENOUGH_TERMS = 4;
/** A word that most files have has next to none; nothing is divided by less. */
const LEAST_RARITY = 0.1;
/** How little more a word counts that stands there again, and how much it counts less in a long piece. */
export interface Bm25 {
  readonly k1: number;
  readonly b: number;
}

/** Those of most engines. */
export const USUAL_BM25: Bm25 = { k1: 1.2, b: 0.75 };
/** Chunks of code are of one size, more or less: with these 1–2 points more are found than with the usual ones. */
const CHUNKS_BM25: Bm25 = { k1: 0.9, b: 0.5 };

export class SearchIndex {
  readonly #vocabulary = new Vocabulary();
  readonly #byPath = new Map<string, { readonly id: number; readonly words: FileWords }>();
  readonly #byId = new Map<number, FileWords>();
  /** How many chunks have a term. */
  readonly #inChunks = new Counts();
  /** How many files have a term. */
  readonly #inFiles = new Counts();
  /** How often an identifier occurs. */
  readonly #usage = new Counts();
  readonly #files = new MiniSearch<FileDocument>({
    fields: ['terms'],
    tokenize: (text) => (text === '' ? [] : text.split(' ')),
    processTerm: (term) => term,
    autoVacuum: false,
    searchOptions: { combineWith: 'OR', bm25: { k: USUAL_BM25.k1, b: USUAL_BM25.b, d: 0 } },
  });
  #newest = 0;
  #chunks = 0;
  #length = 0;

  get chunkCount(): number {
    return this.#chunks;
  }

  get fileCount(): number {
    return this.#byPath.size;
  }

  /** Takes a file over, in place of what was known of it. */
  put(path: string, text: string, symbols: FileSymbols, _language?: Language): void {
    this.remove(path);
    const lines = text.split('\n');
    const words = fileWords(path, lines, chunksOf(lines, symbols), this.#vocabulary);
    const id = ++this.#newest;
    this.#byPath.set(path, { id, words });
    this.#byId.set(id, words);
    this.#count(words, 1);
    this.#files.add(this.#document(id, words));
  }

  remove(path: string): void {
    const known = this.#byPath.get(path);
    if (known === undefined) return;
    this.#byPath.delete(path);
    this.#byId.delete(known.id);
    this.#count(known.words, -1);
    // At once and whole: minisearch's own tidying up goes on in the background, and breaks where documents come and go meanwhile.
    this.#files.remove(this.#document(known.id, known.words));
  }

  /** How often an identifier occurs, in all files together; case matters. */
  usage(identifier: string): number {
    const known = this.#vocabulary.known(identifier);
    return known === undefined ? 0 : this.#usage.get(known.id);
  }

  /** Identifiers of a file, each once, in no order that means anything. */
  *identifiersOf(path: string): Iterable<string> {
    for (const id of this.#byPath.get(path)?.words.identifiers ?? []) yield this.#vocabulary.nameOf(id);
  }

  /** Files that have an identifier; case matters. */
  *filesWith(identifier: string): Iterable<string> {
    const known = this.#vocabulary.known(identifier);
    if (known === undefined) return;
    for (const [path, { words }] of this.#byPath) if (indexOfId(words.identifiers, known.id) >= 0) yield path;
  }

  /** The rarer a term the higher, over chunks; 0 for one that nobody has. */
  rarity(term: string): number {
    const id = this.#vocabulary.term(term);
    return id === undefined ? 0 : this.#rarityOf([id]);
  }

  /** The best chunks, best first; equal scores in the order of their paths and rows. */
  search(query: WeightedTerms, options: SearchOptions): readonly ChunkHit[] {
    const { limit, mostTerms = MOST_TERMS, bm25 = CHUNKS_BM25, begun = '' } = options;
    const named = [...query]
      .map(([term, weight]) => ({ term, value: weight * this.rarity(term) }))
      .filter(({ value }) => value > 0)
      .sort((a, b) => b.value - a.value || (a.term < b.term ? -1 : 1))
      .slice(0, mostTerms)
      .map(({ term, value }) => ({ ids: [this.#vocabulary.term(term) ?? -1], value }));
    const terms = [...named, ...this.#begunTerm(begun)];
    if (terms.length === 0) return [];
    const files = this.#bestFiles(terms, options);
    const hits = files.flatMap(({ words, factor }) => this.#score(words, terms, factor, bm25));
    return hits.sort(byScore).slice(0, limit);
  }

  #document(id: number, { terms }: FileWords): FileDocument {
    return { id, terms: Array.from(terms, (term) => this.#vocabulary.termName(term)).join(' ') };
  }

  #begunTerm(begun: string): readonly QueryTerm[] {
    const ids = this.#vocabulary.termsFrom(begun).filter((id) => this.#inChunks.get(id) > 0);
    return ids.length === 0 || ids.length > MOST_BEGUN ? [] : [{ ids, value: BEGUN_WEIGHT * this.#rarityOf(ids) }];
  }

  /** Of terms that count as one. */
  #rarityOf(ids: readonly number[]): number {
    const having = ids.reduce((sum, id) => sum + this.#inChunks.get(id), 0);
    // One chunk may have several of them.
    const chunks = Math.min(this.#chunks, having);
    return chunks === 0 ? 0 : Math.log(1 + (this.#chunks - chunks + 0.5) / (chunks + 0.5));
  }

  #bestFiles(
    terms: readonly QueryTerm[],
    { boost = () => 1, mostBoost = Number.POSITIVE_INFINITY, mostFiles = BEST_FILES }: SearchOptions,
  ): readonly BestFile[] {
    const weights = new Map<string, number>();
    const common = this.#byPath.size * COMMON_SHARE;
    for (const { ids, value } of terms) {
      if (ids.length > MOST_BEGUN_IN_FILES) continue;
      // It costs the most, and tells files apart the least.
      if (weights.size >= ENOUGH_TERMS && ids.every((id) => this.#inFiles.get(id) > common)) continue;
      for (const id of ids) {
        const weight = value / Math.max(LEAST_RARITY, this.#fileRarity(id));
        const term = this.#vocabulary.termName(id);
        weights.set(term, Math.max(weight, weights.get(term) ?? 0));
      }
    }
    const best: BestFile[] = [];
    const boostTerm = (term: string): number => weights.get(term) ?? 1;
    for (const { id, score } of this.#files.search(
      { combineWith: 'OR', queries: [...weights.keys()] },
      { boostTerm },
    )) {
      // They come with the best one first.
      const worst = best[mostFiles - 1];
      if (worst !== undefined && score * mostBoost < worst.score) break;
      const words = this.#byId.get(Number(id));
      const factor = words === undefined ? 0 : boost(words.path);
      if (words === undefined || factor === 0) continue;
      const found = { words, factor, score: score * factor };
      best.splice(placeOf(found, best), 0, found);
      if (best.length > mostFiles) best.pop();
    }
    return best;
  }

  /** minisearch weighs terms by their rarity among the files, our weights hold that among the chunks. */
  #fileRarity(id: number): number {
    const files = this.#inFiles.get(id);
    return Math.log(1 + (this.#byPath.size - files + 0.5) / (files + 0.5));
  }

  #score(words: FileWords, terms: readonly QueryTerm[], factor: number, { k1, b }: Bm25): readonly ChunkHit[] {
    const scores = new Float64Array(words.chunks.length);
    const average = this.#length / Math.max(1, this.#chunks);
    for (const { ids, value } of terms) {
      const found = frequencies(words, ids);
      for (let chunk = 0; chunk < found.length; chunk++) {
        const frequency = found[chunk] ?? 0;
        if (frequency === 0) continue;
        const norm = k1 * (1 - b + (b * (words.lengths[chunk] ?? 0)) / Math.max(1, average));
        scores[chunk] = (scores[chunk] ?? 0) + (value * frequency * (k1 + 1)) / (frequency + norm);
      }
    }
    const hits: ChunkHit[] = [];
    for (let chunk = 0; chunk < scores.length; chunk++) {
      const score = (scores[chunk] ?? 0) * factor;
      const rows = words.chunks[chunk];
      if (score > 0 && rows !== undefined) hits.push({ path: words.path, rows, score });
    }
    return hits;
  }

  #count(words: FileWords, by: 1 | -1): void {
    this.#chunks += by * words.chunks.length;
    for (const length of words.lengths) this.#length += by * length;
    for (const [at, id] of words.identifiers.entries()) this.#usage.add(id, by * (words.counts[at] ?? 0));
    for (const [at, id] of words.terms.entries()) {
      this.#inFiles.add(id, by);
      this.#inChunks.add(id, by * ((words.starts[at + 1] ?? 0) - (words.starts[at] ?? 0)));
    }
  }
}

interface BestFile {
  readonly words: FileWords;
  /** What its chunks' scores are multiplied with. */
  readonly factor: number;
  readonly score: number;
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

interface QueryTerm {
  /** Of terms in the vocabulary; several count as one. */
  readonly ids: readonly number[];
  /** Weight times rarity. */
  readonly value: number;
}

/** How often some terms together occur in each chunk of a file. */
function frequencies(words: FileWords, ids: readonly number[]): Float64Array {
  const found = new Float64Array(words.chunks.length);
  for (const id of ids) {
    const at = indexOfId(words.terms, id);
    if (at < 0) continue;
    for (let entry = words.starts[at] ?? 0; entry < (words.starts[at + 1] ?? 0); entry++) {
      const chunk = words.inChunk[entry] ?? 0;
      found[chunk] = (found[chunk] ?? 0) + (words.frequency[entry] ?? 0);
    }
  }
  return found;
}

function byScore(a: ChunkHit, b: ChunkHit): number {
  return b.score - a.score || (a.path === b.path ? a.rows[0] - b.rows[0] : a.path < b.path ? -1 : 1);
}
