/** Numbers for names, so that a graph of a whole project is arithmetic over typed arrays. Forgets nothing: the names of a project are few. */

/** What a short word is worth of a name that is hardly alike by chance: a long one, or one of several words. */
const SHORT_SHARE = 0.4;
const COMPOUND = /[a-z][A-Z]|[^_]_[^_]/u;
/** In characters. */
const LONG_NAME = 9;

export class Names {
  readonly #fold: (name: string) => string;
  /** By each spelling that was met, and by the folded one. */
  readonly #ids = new Map<string, number>();
  readonly #shares: number[] = [];

  /** @param fold what names have in common that are the same: `toLowerCase` where case doesn't matter */
  constructor(fold: (name: string) => string = (name) => name) {
    this.#fold = fold;
  }

  get size(): number {
    return this.#shares.length;
  }

  /** For each name how sure it is that it isn't another thing's, 0–1. */
  get shares(): readonly number[] {
    return this.#shares;
  }

  /** The number of a name, from 0; a new one for a new name. */
  idOf(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const folded = this.#fold(name);
    const id = this.#ids.get(folded) ?? this.#add(folded);
    this.#ids.set(name, id);
    return id;
  }

  #add(name: string): number {
    const id = this.#shares.length;
    this.#ids.set(name, id);
    this.#shares.push(name.length >= LONG_NAME || COMPOUND.test(name) ? 1 : SHORT_SHARE);
    return id;
  }
}
