/**
 * What names are worth for a query, by their numbers: the weights of their terms, the rare ones more. Most are worth nothing, and a byte says so: there
 * are thousands to ask about.
 */
import { NumberTable } from './number-table.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Letters of a half-typed name that tell something. */
const SHORTEST_BEGUN = 3;
/** What a name that may be the half-typed one is worth: as much as a few rare words. */
const BEGUN_WORTH = 16;

export class Worths {
  readonly #vocabulary: Vocabulary;
  /** By the ids of terms. */
  readonly #values = new NumberTable();
  /** Of the names that were asked about. */
  readonly #known = new NumberTable();
  /** By the number of a name: 1 where it has a term of the query, or came since that began; 0 for the others. */
  #marks = new Uint8Array(0);
  /** Names that there were when the query began. */
  #names = 0;
  #begun = '';

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** Begins a query. @param begun a name that is half typed, in lower case; '' for none */
  start(begun: string): this {
    for (const term of this.#values.numbers) this.#mark(term, 0);
    this.#values.clear();
    this.#known.clear();
    this.#begun = begun.length < SHORTEST_BEGUN ? '' : begun;
    const before = this.#names;
    this.#names = this.#vocabulary.size;
    if (this.#marks.length < this.#names) this.#marks = new Uint8Array(2 * this.#names).fill(1, this.#names);
    else this.#marks.fill(0, before, this.#names);
    return this;
  }

  /** @param term id of a term of the query */
  add(term: number, value: number): void {
    this.#values.set(term, value);
    this.#mark(term, 1);
  }

  /** What some names are worth together. @param names numbers of names, those from `start` to `end` */
  sum(names: ArrayLike<number>, start = 0, end = names.length): number {
    const marks = this.#marks;
    // Any name may begin with what is typed.
    const isAnyAsked = this.#begun !== '';
    let sum = 0;
    for (let at = start; at < end; at++) {
      const name = names[at] ?? 0;
      if (isAnyAsked || marks[name] !== 0) sum += this.#of(name);
    }
    return sum;
  }

  #of(name: number): number {
    const known = this.#known.get(name, -1);
    if (known >= 0) return known;
    const worth = this.#worthOf(name);
    this.#known.set(name, worth);
    return worth;
  }

  #mark(term: number, mark: 0 | 1): void {
    const names = this.#vocabulary.having(term);
    for (let at = 0; at < names.length; at++) this.#marks[names[at] ?? 0] = mark;
  }

  #worthOf(name: number): number {
    const terms = this.#vocabulary.termsOf(name);
    let worth = 0;
    for (let at = 0; at < terms.length; at++) worth += this.#values.get(terms[at] ?? 0);
    if (this.#begun === '') return worth;
    return worth + (this.#vocabulary.nameOf(name).toLowerCase().startsWith(this.#begun) ? BEGUN_WORTH : 0);
  }
}
