/**
 * The first stage of a search: which files share words with a query, the best ones first. minisearch says which files have a word, once for each word;
 * from then on that follows the files that change. Knows nothing of chunks.
 */
import MiniSearch from 'minisearch';
import { ChangingWords } from './changing-words.ts';
import { type FileWords, indexOfId } from './file-words.ts';
import { nthLargest } from './nth-largest.ts';
import { Counts, type Vocabulary } from './vocabulary.ts';

export interface BestFile {
  readonly number: number;
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

interface FileDocument {
  readonly id: number;
  readonly terms: string;
}

/** Those of most engines (BM25). A file has a word or not: how often does not count among files. */
const K1 = 1.2;
const B = 0.75;

/** Files that minisearch need not know yet: those that somebody works on. */
const MOST_UNTOLD = 8;
const NOBODY = -1;

export class FileStage {
  readonly #vocabulary: Vocabulary;
  /** A path keeps its number when its text changes. */
  readonly #numbers = new Map<string, number>();
  readonly #words: (FileWords | ChangingWords | undefined)[] = [];
  readonly #files = new MiniSearch<FileDocument>({
    fields: ['terms'],
    tokenize: (text) => (text === '' ? [] : text.split(' ')),
    processTerm: (term) => term,
    autoVacuum: false,
  });
  /**
   * By the id of a term: the number of the file that had it first. Only the others are told to minisearch with that term: most terms are in one file
   * and in no other, and it keeps three maps for each.
   */
  readonly #firsts: number[] = [];
  /** Words of files as minisearch has them, where it was not told yet of what they are now: documents change and change again. */
  readonly #untold = new Map<number, FileWords>();
  /**
   * By the id of a term that was asked for: the number of a file that has it, and the place of the term among those of the file, where they are packed;
   * then the next file. Numbers are ascending.
   */
  readonly #having = new Map<number, number[]>();
  /** Of the query in hand, by the number of a file; all 0 between two queries. */
  #scores = new Float64Array(0);
  #matched = new Uint16Array(0);
  /** Terms of a file, by its number: most files have some word of a query. */
  #lengths = new Uint32Array(0);
  /** Numbers of the files that have any of its words, and their scores. */
  #found = new Uint32Array(0);
  #ofFound = new Float64Array(0);
  /** By the id of a term: how many files have it. */
  readonly #counts = new Counts();
  /** Of all files together. */
  #terms = 0;
  #count = 0;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** How many files have a term. @param term its id */
  having(term: number): number {
    return this.#counts.get(term);
  }

  /** The number of a file that has a term, the place of the term among those of the file, the next number …; `undefined` where no query has asked for it. @param term its id */
  filesWith(term: number): readonly number[] | undefined {
    return this.#having.get(term);
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
    const before = this.#words[number];
    this.#count += Number(words !== undefined) - Number(before !== undefined);
    this.#words[number] = words;
    this.#note(number, before);
    this.#lengths[number] = (this.#lengths[number] ?? 0) + won.length - lost.length;
    this.#terms += won.length - lost.length;
    for (let at = 0; at < won.length; at++) this.#counts.add(won[at] ?? 0, 1);
    for (let at = 0; at < lost.length; at++) {
      this.#counts.add(lost[at] ?? 0, -1);
      const having = this.#having.get(lost[at] ?? 0);
      if (having !== undefined) takeOut(having, number);
    }
    // All places are others now.
    const has = words === undefined || words instanceof ChangingWords ? won : words.terms;
    for (let at = 0; at < has.length; at++) {
      const having = this.#having.get(has[at] ?? 0);
      if (having !== undefined) putIn(having, number, at);
    }
  }

  /** The best files, best first; equal scores in the order of their paths. */
  best({ weights, boost, mostBoost, mostFiles }: FileQuery): readonly BestFile[] {
    const count = this.#score(weights);
    const [found, scores] = [this.#found, this.#ofFound];
    for (let at = 0; at < count; at++) scores[at] = this.#scores[found[at] ?? 0] ?? 0;
    // Those that would be chosen without a boost come first: after them few others have to be asked about.
    const likely = nthLargest(scores, mostFiles, count);
    const best: BestFile[] = [];
    const look = (number: number, score: number): void => {
      const worst = best[mostFiles - 1];
      if (worst !== undefined && score * mostBoost < worst.score) return;
      const words = this.#words[number];
      if (words === undefined) return;
      const factor = boost(words.path);
      if (factor === 0) return;
      const one = { number, words, factor, score: score * factor };
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
      const having = this.#find(term);
      for (let at = 0; at < having.length; at += 2) {
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

  #find(term: number): readonly number[] {
    let having = this.#having.get(term);
    if (having === undefined) {
      having = [];
      for (const number of this.#numbersWith(term)) having.push(number, placeIn(this.#words[number], term));
      this.#having.set(term, having);
    }
    return having;
  }

  /** Of the files that have a term, ascending. */
  #numbersWith(term: number): readonly number[] {
    const numbers: number[] = [];
    for (const number of this.#untold.keys()) if (hasTerm(this.#words[number], term)) numbers.push(number);
    const first = this.#firsts[term] ?? NOBODY;
    if (first !== NOBODY && !this.#untold.has(first)) numbers.push(first);
    if (numbers.length < this.#counts.get(term)) {
      for (const { id } of this.#files.search(this.#vocabulary.termName(term))) {
        if (!this.#untold.has(Number(id))) numbers.push(Number(id));
      }
    }
    return numbers.sort((a, b) => a - b);
  }

  /** @param before words of a file that has others now */
  #note(number: number, before: FileWords | ChangingWords | undefined): void {
    // What changes again and again has been noted.
    if (this.#untold.has(number) || before instanceof ChangingWords) return;
    if (before === undefined) this.#tell(number, undefined);
    else this.#untold.set(number, before);
    if (this.#untold.size > MOST_UNTOLD) for (const [each, known] of this.#untold) this.#tell(each, known);
  }

  /** @param known words that minisearch has of the file */
  #tell(number: number, known: FileWords | undefined): void {
    const words = this.#words[number];
    if (words instanceof ChangingWords) return;
    this.#untold.delete(number);
    if (words === known) return;
    // At once and whole: minisearch's own tidying up goes on in the background, and breaks where documents come and go meanwhile.
    if (known !== undefined) {
      this.#files.remove(this.#document(number, known));
      for (const term of known.terms) if (this.#firsts[term] === number) this.#firsts[term] = NOBODY;
    }
    if (words !== undefined) {
      for (const term of words.terms) if ((this.#firsts[term] ?? NOBODY) === NOBODY) this.#firsts[term] = number;
      this.#files.add(this.#document(number, words));
    }
  }

  #document(id: number, { terms }: FileWords): FileDocument {
    const names: string[] = [];
    for (const term of terms) if (this.#firsts[term] !== id) names.push(this.#vocabulary.termName(term));
    return { id, terms: names.join(' ') };
  }

  /** Room for one more file. */
  #reserve(number: number): void {
    if (number < this.#scores.length) return;
    const size = Math.max(1024, 2 * number);
    this.#scores = new Float64Array(size);
    this.#matched = new Uint16Array(size);
    this.#found = new Uint32Array(size);
    this.#ofFound = new Float64Array(size);
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

function hasTerm(words: FileWords | ChangingWords | undefined, term: number): boolean {
  return words instanceof ChangingWords ? words.has(term) : placeIn(words, term) >= 0;
}

/** The place of a term among those of a file; −1 where it is not there, or where they are not packed. */
function placeIn(words: FileWords | ChangingWords | undefined, term: number): number {
  return words === undefined || words instanceof ChangingWords ? -1 : indexOfId(words.terms, term);
}

/** @param having numbers of files, ascending, and places */
function putIn(having: number[], number: number, place: number): void {
  let at = having.length;
  while (at > 0 && (having[at - 2] ?? 0) > number) at -= 2;
  if (at > 0 && having[at - 2] === number) having[at - 1] = place;
  else if (at === having.length) having.push(number, place);
  else having.splice(at, 0, number, place);
}

function takeOut(having: number[], number: number): void {
  for (let at = 0; at < having.length; at += 2) {
    if (having[at] !== number) continue;
    having.splice(at, 2);
    return;
  }
}
