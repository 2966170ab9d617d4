/** Where words stand in a code, looked for once: a code is looked through for the same words again and again, up to one place and then up to another. */

/** Codes that are remembered. */
const MOST_CODES = 4;
/** Words of a code that are remembered. */
const MOST_WORDS = 200;

/** A code, and the places of words in it as far as they were asked for. */
class ReadCode {
  #code: string;
  readonly #places = new Map<string, { readonly all: number[]; end: number }>();

  constructor(code: string) {
    this.#code = code;
  }

  /** Whether one of both begins with the other. From then on it is the longer one. */
  takes(code: string): boolean {
    const own = this.#code;
    if (own === code) return true;
    if (code.length <= own.length) return own.slice(0, code.length) === code;
    if (code.slice(0, own.length) !== own) return false;
    this.#code = code;
    return true;
  }

  /** UTF-16 offsets of a word, in order; those behind the end that was asked for may be among them. */
  placesOf(word: string): readonly number[] {
    let known = this.#places.get(word);
    if (known === undefined) {
      if (this.#places.size >= MOST_WORDS) this.#places.clear();
      known = { all: [], end: 0 };
      this.#places.set(word, known);
    }
    const { all } = known;
    if (known.end < this.#code.length) {
      const last = all.at(-1);
      const begun = Math.max(known.end - word.length + 1, last === undefined ? 0 : last + word.length);
      for (let at = this.#code.indexOf(word, begun); at >= 0; at = this.#code.indexOf(word, at + word.length)) {
        all.push(at);
      }
      known.end = this.#code.length;
    }
    return all;
  }
}

/** The latest first. */
let read: readonly ReadCode[] = [];

/** Where a word stands in a code, from the front: UTF-16 offsets. Places do not overlap. @param word not empty */
export function placesIn(code: string, word: string): readonly number[] {
  let known = read.find((one) => one.takes(code));
  if (known === undefined) {
    known = new ReadCode(code);
    read = [known, ...read.slice(0, MOST_CODES - 1)];
  }
  const places = known.placesOf(word);
  const isBehind = (at: number | undefined): boolean => (at ?? 0) + word.length > code.length;
  if (!isBehind(places.at(-1))) return places;
  let count = places.length;
  while (count > 0 && isBehind(places[count - 1])) count--;
  return places.slice(0, count);
}
