/**
 * Names places in a text by what stands before them, so that a place is found again wherever the window around it begins.
 * Reads text only; keeps nothing.
 *
 * ```
 *   …  line −9
 *   ┌─ line −8        the tail of a place: up to 8 whole lines above, and its own line up to it;
 *   │  …              never more than 1,024 units, counted back from the place
 *   └─ own li│ne
 * ```
 */

/** Lines above the place that belong to its tail: enough to tell blocks apart that are alike, few enough to stand in any window. */
const LINES_ABOVE = 8;
/** UTF-16 units of a tail. An entry of a cache holds one, never a document. */
const LONGEST_TAIL = 1024;
/** Any odd number makes a polynomial hash modulo 2³²; this one spreads well (Knuth's, from the golden ratio). */
const BASE = 0x9e3779b1;

/** BASE to the power of the index, modulo 2³². */
const POWERS = Int32Array.from({ length: LONGEST_TAIL + 1 }, () => 1);
for (let i = 1; i < POWERS.length; i++) POWERS[i] = Math.imul(POWERS[i - 1] ?? 1, BASE);

/** Hash of a whole text, continued from `seed`; 32 bits. */
export function hashOf(text: string, seed = 0): number {
  let hash = Math.imul(seed, BASE) + text.length;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
  return hash | 0;
}

/** The tails of the last places of a text. */
export class Tails {
  /** UTF-16 index where the first of the tails may start. */
  readonly #from: number;
  /** At `i`: hash of the text from `#from` to `#from + i`. The hash of any part follows from two of them. */
  readonly #hashes: Int32Array;
  /** UTF-16 indices behind each line end from `#from` on, ascending. */
  readonly #lineStarts: number[] = [];
  /** Index in `#lineStarts` behind the last one that is not beyond the place asked for last. */
  #lines: number;

  /** @param back how far before the end of `text` the first place is, in UTF-16 units */
  constructor(text: string, back: number) {
    this.#from = Math.max(0, text.length - back - LONGEST_TAIL);
    this.#hashes = new Int32Array(text.length - this.#from + 1);
    let hash = 0;
    for (let i = this.#from; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      hash = (Math.imul(hash, BASE) + unit) | 0;
      this.#hashes[i - this.#from + 1] = hash;
      if (unit === 10) this.#lineStarts.push(i + 1);
    }
    this.#lines = this.#lineStarts.length;
  }

  /**
   * Where the tail of the place starts, in UTF-16 units.
   * @param place never beyond the one asked for before: places are walked from the end
   */
  startOf(place: number): number {
    while (this.#lines > 0 && (this.#lineStarts[this.#lines - 1] ?? 0) > place) this.#lines--;
    const index = this.#lines - 1 - LINES_ABOVE;
    const above = index < 0 ? 0 : (this.#lineStarts[index] ?? 0);
    return Math.max(above, place - LONGEST_TAIL);
  }

  /** Hash of the tail that starts at `start`; 32 bits. */
  hashOf(start: number, place: number): number {
    const length = place - start;
    const before = this.#hashes[start - this.#from] ?? 0;
    const upTo = this.#hashes[place - this.#from] ?? 0;
    return (upTo - Math.imul(before, POWERS[length] ?? 1) + length) | 0;
  }
}
