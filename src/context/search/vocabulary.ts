/** Numbers for identifiers and terms, and how often each occurs. Forgets no name: those of a project are few, and come again. */
import { detached } from '../../text/detached.ts';
import { termsOf } from './words.ts';

/** What an identifier is found by. */
export interface Word {
  /** Ids of terms; `NO_TERM` where nobody has one. */
  readonly terms: readonly number[];
}

export interface KnownIdentifier extends Word {
  readonly id: number;
}

export const NO_TERM = -1;

/** Letters that words are looked up by when only their beginning is known. */
const SHORTEST_BEGINNING = 3;

/** Counts by id, as many as are needed. */
export class Counts {
  #counts = new Uint32Array(1024);

  get(id: number): number {
    return this.#counts[id] ?? 0;
  }

  /** @param by may be negative */
  add(id: number, by: number): void {
    if (id >= this.#counts.length) {
      const larger = new Uint32Array(Math.max(id + 1, this.#counts.length * 2));
      larger.set(this.#counts);
      this.#counts = larger;
    }
    this.#counts[id] = (this.#counts[id] ?? 0) + by;
  }
}

export class Vocabulary {
  readonly #identifiers = new Map<string, KnownIdentifier>();
  readonly #names: string[] = [];
  readonly #termsOf: (readonly number[])[] = [];
  /** By the id of a term: ids of the identifiers that are found by it. */
  readonly #having: number[][] = [];
  readonly #terms = new Map<string, number>();
  readonly #termNames: string[] = [];
  /** Ids of terms by their first letters. */
  readonly #beginnings = new Map<string, number[]>();

  identifier(name: string): KnownIdentifier {
    const known = this.#identifiers.get(name);
    if (known !== undefined) return known;
    const id = this.#names.length;
    const added = { id, terms: termsOf(name).map((term) => this.#termId(term, id)) };
    // The text that it was cut out of is not to be kept.
    const own = detached(name);
    this.#names.push(own);
    this.#termsOf.push(added.terms);
    this.#identifiers.set(own, added);
    return added;
  }

  /** `undefined` for a name that nobody has. */
  known(name: string): KnownIdentifier | undefined {
    return this.#identifiers.get(name);
  }

  /** Also of a name that nobody has: it stays unknown. */
  word(name: string): Word {
    return this.known(name) ?? { terms: termsOf(name).map((term) => this.term(term) ?? NO_TERM) };
  }

  term(name: string): number | undefined {
    return this.#terms.get(name);
  }

  /** Terms that begin with some letters, and are longer; none for fewer than three letters. @param beginning in lower case */
  termsFrom(beginning: string): readonly number[] {
    if (beginning.length < SHORTEST_BEGINNING) return [];
    return (this.#beginnings.get(beginning.slice(0, SHORTEST_BEGINNING)) ?? []).filter((id) => {
      const name = this.termName(id);
      return name.length > beginning.length && name.startsWith(beginning);
    });
  }

  /** Identifiers: their ids are smaller. */
  get size(): number {
    return this.#names.length;
  }

  /** Ids of the identifiers that are found by a term. */
  having(term: number): readonly number[] {
    return this.#having[term] ?? [];
  }

  nameOf(id: number): string {
    return this.#names[id] ?? '';
  }

  /** Ids of what an identifier is found by. */
  termsOf(id: number): readonly number[] {
    return this.#termsOf[id] ?? [];
  }

  termName(id: number): string {
    return this.#termNames[id] ?? '';
  }

  /** @param identifier id of one that is found by the term */
  #termId(term: string, identifier: number): number {
    const known = this.#terms.get(term);
    if (known !== undefined) {
      this.#having[known]?.push(identifier);
      return known;
    }
    const own = detached(term);
    const id = this.#termNames.length;
    this.#terms.set(own, id);
    this.#termNames.push(own);
    this.#having.push([identifier]);
    const beginning = detached(own.slice(0, SHORTEST_BEGINNING));
    const alike = this.#beginnings.get(beginning);
    if (alike === undefined) this.#beginnings.set(beginning, [id]);
    else alike.push(id);
    return id;
  }
}
