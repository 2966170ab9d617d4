/**
 * Finds chunks of code by their words, in two stages: BM25 over the files, then BM25 over the chunks of the best ones. One index of all chunks
 * costs 84 ms a query in a project of 3,000 files (RETRIEVAL.md §4). Keeps words, never texts.
 */
import { detached } from '../../text/detached.ts';
import type { FileSymbols } from '../symbols.ts';
import { ChangingWords } from './changing-words.ts';
import { type BestChunks, type Bm25, type ChunkHit, ChunkScores, type QueryTerm } from './chunk-scores.ts';
import { type ChunkWords, chunkWords } from './chunk-words.ts';
import { chunksOf, type Rows } from './chunks.ts';
import { type BestFile, FileStage } from './file-stage.ts';
import { type FileWords, fileWords, indexOfId, lengthsOf } from './file-words.ts';
import { NumberTable } from './number-table.ts';
import { Counts, type KnownIdentifier, Vocabulary, type Word } from './vocabulary.ts';
import { identifiersIn, isCommentLine } from './words.ts';
import { Worths } from './worths.ts';

/** Term (lower case, as `termsOf` gives it) → how much it counts. */
export type WeightedTerms = ReadonlyMap<string, number>;

export interface SearchOptions {
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
/** A word that most files have tells them apart less than it tells chunks apart: with less rarity than this among the files. */
const LEAST_RARITY = 0.1;
/** Those of most engines. */
export const USUAL_BM25: Bm25 = { k1: 1.2, b: 0.75 };
/** Chunks of code are of one size, more or less: with these 1–2 points more are found than with the usual ones. */
const CHUNKS_BM25: Bm25 = { k1: 0.9, b: 0.5 };

/** Most lines have no more: a set would cost more than it saves. */
const FEW_NAMES = 24;

export interface Finding {
  readonly best: BestChunks;
  readonly worths: Worths;
}

interface RememberedLine {
  readonly names: readonly KnownIdentifier[];
  /** Of the names, each once; where they were asked for. */
  numbers?: readonly number[] | 'none';
}

const NOTHING = new Uint32Array(0);

/** Lines whose names are remembered: some documents of thousands. */
const MOST_LINES = 20_000;

export class SearchIndex {
  readonly #vocabulary = new Vocabulary();
  readonly #files = new FileStage(this.#vocabulary);
  readonly #scores = new ChunkScores();
  readonly #byPath = new Map<string, FileWords | ChangingWords>();
  /** How many chunks have a term. */
  readonly #inChunks = new Counts();
  /** How often an identifier occurs. */
  readonly #usage = new Counts();
  /** For the query that was asked last. */
  readonly #worths = new Worths(this.#vocabulary);
  /** The names of lines that were put in lately. */
  readonly #lines = new Map<string, RememberedLine>();
  /** The file that changed last. */
  #changing: ChangingWords | undefined;
  #chunks = 0;
  #length = 0;

  get chunkCount(): number {
    return this.#chunks;
  }

  get fileCount(): number {
    return this.#byPath.size;
  }

  /** Takes a file over, in place of what was known of it. @param lines of its text, without their ends */
  put(path: string, lines: readonly string[], symbols: FileSymbols): void {
    const chunks = chunksOf(lines, symbols);
    if (this.#byPath.has(path)) {
      this.#change(path, lines, chunks);
      return;
    }
    const words = chunks.map(([first, last]) =>
      chunkWords(lines.slice(first, last + 1), (line) => this.#namesOf(line)),
    );
    this.#put(path, fileWords(path, chunks, words));
  }

  /** What is known of a file, to be given back to `restore`. */
  words(path: string): FileWords | undefined {
    const words = this.#byPath.get(path);
    return words instanceof ChangingWords ? words.packed() : words;
  }

  /** @param words of `words`; `undefined`: nothing was known */
  restore(path: string, words: FileWords | undefined): void {
    this.#put(path, words);
  }

  remove(path: string): void {
    this.#put(path, undefined);
  }

  /** How often an identifier occurs, in all files together; case matters. */
  usage(identifier: string): number {
    const known = this.#vocabulary.known(identifier);
    return known === undefined ? 0 : this.#usage.get(known.id);
  }

  /** Like `usage`. */
  usageOf(number: number): number {
    return this.#usage.get(number);
  }

  /** Identifiers of a file, each once, in no order that means anything. */
  *identifiersOf(path: string): Iterable<string> {
    for (const id of this.words(path)?.identifiers ?? []) yield this.#vocabulary.nameOf(id);
  }

  /** Files that have an identifier; case matters. */
  *filesWith(identifier: string): Iterable<string> {
    const known = this.#vocabulary.known(identifier);
    if (known === undefined) return;
    for (const path of this.#byPath.keys()) {
      if (indexOfId(this.words(path)?.identifiers ?? NOTHING, known.id) >= 0) yield path;
    }
  }

  /** Numbers of the identifiers of a line, each once: the same name has the same number in all lines. `undefined` for a blank line and a comment. */
  namesIn(line: string): readonly number[] | undefined {
    const remembered = this.#lines.get(line);
    if (remembered === undefined) return numbersIn(line, this.#namesOf(line));
    remembered.numbers ??= numbersIn(line, remembered.names) ?? 'none';
    return remembered.numbers === 'none' ? undefined : remembered.numbers;
  }

  /** What the identifiers of a line are found by, each time that it stands there; none of a comment. */
  wordsIn(line: string): readonly Word[] {
    const remembered = this.#lines.get(line);
    if (remembered !== undefined) return remembered.names;
    return isCommentLine(line) ? [] : identifiersIn(line).map((name) => this.#vocabulary.word(name));
  }

  /** What an identifier is found by. */
  word(identifier: string): Word {
    return this.#vocabulary.word(identifier);
  }

  /** The number of an identifier; `undefined` for one that no line has that was asked about. */
  numberOf(identifier: string): number | undefined {
    return this.#vocabulary.known(identifier)?.id;
  }

  /** The best chunks, best first; equal scores in the order of their paths and rows. */
  search(query: WeightedTerms, { limit, ...options }: SearchOptions & { readonly limit: number }): readonly ChunkHit[] {
    return this.find(this.numbered(query), options).best.take(limit);
  }

  /** A query by the ids of terms, without those that nobody has. */
  numbered(query: WeightedTerms): NumberTable {
    const numbered = new NumberTable();
    for (const [term, weight] of query) {
      const id = this.#vocabulary.term(term);
      if (id !== undefined) numbered.set(id, weight);
    }
    return numbered;
  }

  /** As `search`, for who doesn't know how many chunks are needed. Holds until the next search. @param query by the ids of terms */
  find(query: NumberTable, options: SearchOptions): Finding {
    const { mostTerms = MOST_TERMS, bm25 = CHUNKS_BM25, begun = '' } = options;
    const valued = query.numbers.map((id) => ({ id, value: query.get(id) * this.#rarity(this.#inChunks.get(id)) }));
    const named = valued
      .filter(({ value }) => value > 0)
      .sort((a, b) => b.value - a.value || (this.#vocabulary.termName(a.id) < this.#vocabulary.termName(b.id) ? -1 : 1))
      .slice(0, mostTerms)
      .map(({ id, value }) => ({ ids: [id], value }));
    const terms = [...named, ...this.#begunTerm(begun)];
    const scores = this.#scores.start(bm25, this.#length / Math.max(1, this.#chunks));
    for (const { number, words, factor } of this.#bestFiles(terms, options)) {
      if (!(words instanceof ChangingWords)) scores.add(words, factor, number);
      else scores.add(words.only(terms.flatMap(({ ids }) => ids)), factor, -1);
    }
    scores.score(terms, (term) => this.#files.filesWith(term));
    const worths = this.#worths.start(begun);
    for (const { id, value } of valued) worths.add(id, value);
    return { best: scores, worths };
  }

  #namesOf(line: string): readonly KnownIdentifier[] {
    return isCommentLine(line) ? [] : identifiersIn(line).map((name) => this.#vocabulary.identifier(name));
  }

  #remembered(line: string): readonly KnownIdentifier[] {
    const known = this.#lines.get(line);
    if (known !== undefined) return known.names;
    const names = this.#namesOf(line);
    if (this.#lines.size >= MOST_LINES) this.#lines.clear();
    // The text that it was cut out of is not to be kept.
    this.#lines.set(detached(line), { names });
    return names;
  }

  /** In place of what was known of the file. @param words `undefined`: it is gone */
  #put(path: string, words: FileWords | undefined): void {
    const before = this.#byPath.get(path);
    if (before === undefined && words === undefined) return;
    const had = this.words(path)?.terms ?? NOTHING;
    if (before instanceof ChangingWords) this.#countChunks(before.words, -1);
    else if (before !== undefined) this.#count(before, -1);
    if (before === this.#changing) this.#changing = undefined;
    if (words === undefined) this.#byPath.delete(path);
    else {
      this.#byPath.set(path, words);
      this.#count(words, 1);
    }
    const has = words?.terms ?? NOTHING;
    this.#files.put(path, words, without(had, has), without(has, had));
  }

  /** What changes again and again has most of its chunks and lines in common with what it was. */
  #change(path: string, lines: readonly string[], chunks: readonly Rows[]): void {
    const known = this.#byPath.get(path);
    const isNew = !(known instanceof ChangingWords);
    // The one before stays as it is.
    if (isNew && this.#changing !== undefined) this.#put(this.#changing.path, this.#changing.packed());
    const changing = isNew ? new ChangingWords(path) : known;
    const change = changing.change(lines, chunks, (some) => chunkWords(some, (line) => this.#remembered(line)));
    let { lost, won }: { lost: ArrayLike<number>; won: ArrayLike<number> } = change;
    if (isNew && known !== undefined) {
      this.#count(known, -1);
      this.#byPath.set(path, changing);
      this.#changing = changing;
      const has = Uint32Array.from(change.won).sort();
      [lost, won] = [without(known.terms, has), without(has, known.terms)];
    }
    this.#countChunks(change.come, 1);
    this.#countChunks(change.gone, -1);
    this.#files.put(path, changing, lost, won);
  }

  #begunTerm(begun: string): readonly QueryTerm[] {
    const ids = this.#vocabulary.termsFrom(begun).filter((id) => this.#inChunks.get(id) > 0);
    if (ids.length === 0 || ids.length > MOST_BEGUN) return [];
    // One chunk may have several of them.
    const chunks = ids.reduce((sum, id) => sum + this.#inChunks.get(id), 0);
    return [{ ids, value: BEGUN_WEIGHT * this.#rarity(Math.min(this.#chunks, chunks)) }];
  }

  /** @param chunks that have a term */
  #rarity(chunks: number): number {
    return chunks === 0 ? 0 : Math.log(1 + (this.#chunks - chunks + 0.5) / (chunks + 0.5));
  }

  #bestFiles(
    terms: readonly QueryTerm[],
    { boost = () => 1, mostBoost = Number.POSITIVE_INFINITY, mostFiles = BEST_FILES }: SearchOptions,
  ): readonly BestFile[] {
    const weights = new Map<number, number>();
    const common = this.#byPath.size * COMMON_SHARE;
    for (const { ids, value } of terms) {
      if (ids.length > MOST_BEGUN_IN_FILES) continue;
      // It costs the most, and tells files apart the least.
      if (weights.size >= ENOUGH_TERMS && ids.every((id) => this.#files.having(id) > common)) continue;
      for (const id of ids) {
        const weight = value * Math.min(1, this.#fileRarity(id) / LEAST_RARITY);
        weights.set(id, Math.max(weight, weights.get(id) ?? 0));
      }
    }
    return this.#files.best({ weights, boost, mostBoost, mostFiles });
  }

  #fileRarity(id: number): number {
    const files = this.#files.having(id);
    return Math.log(1 + (this.#byPath.size - files + 0.5) / (files + 0.5));
  }

  #count(words: FileWords, by: 1 | -1): void {
    this.#chunks += by * words.chunks.length;
    for (const length of words.lengths) this.#length += by * length;
    const { identifiers, counts, terms, starts } = words;
    for (let at = 0; at < identifiers.length; at++) this.#usage.add(identifiers[at] ?? 0, by * (counts[at] ?? 0));
    for (let at = 0; at < terms.length; at++) {
      this.#inChunks.add(terms[at] ?? 0, by * ((starts[at + 1] ?? 0) - (starts[at] ?? 0)));
    }
  }

  #countChunks(chunks: readonly ChunkWords[], by: 1 | -1): void {
    this.#chunks += by * chunks.length;
    for (const length of lengthsOf(chunks)) this.#length += by * length;
    for (const { identifiers, identifierCounts, terms } of chunks) {
      for (let at = 0; at < identifiers.length; at++) {
        this.#usage.add(identifiers[at] ?? 0, by * (identifierCounts[at] ?? 0));
      }
      for (let at = 0; at < terms.length; at++) this.#inChunks.add(terms[at] ?? 0, by);
    }
  }
}

/** Ids that are not among others; both ascending. */
function without(ids: Uint32Array, others: Uint32Array): readonly number[] {
  const left: number[] = [];
  let other = 0;
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at] ?? 0;
    while (other < others.length && (others[other] ?? 0) < id) other++;
    if (others[other] !== id) left.push(id);
  }
  return left;
}

/** @param names of the line */
function numbersIn(line: string, names: readonly KnownIdentifier[]): readonly number[] | undefined {
  if (names.length === 0 && (line.trim() === '' || isCommentLine(line))) return undefined;
  if (names.length > FEW_NAMES) return [...new Set(names.map(({ id }) => id))];
  const numbers: number[] = [];
  for (const { id } of names) if (!numbers.includes(id)) numbers.push(id);
  return numbers;
}
