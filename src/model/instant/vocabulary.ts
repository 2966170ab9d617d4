/** The tokens' texts and ids: those of the project in order, so that all that begin alike are one range of ids, and behind them what came since. */

/** Between files; nothing is learnt across it. */
export const FILE_END = 0;
/** The end of a line, and one with blank lines behind it. */
export const LINE_END = 1;
export const PARAGRAPH_END = 2;
/** Ids of texts begin here. */
export const FIRST_TEXT = 3;

/** Half-open range of ids. */
export interface IdRange {
  readonly from: number;
  readonly to: number;
}

/** Sorted texts as one string: a tenth of what as many strings take. */
export interface PackedTexts {
  readonly text: string;
  /** By number of the text: where it begins; one more than there are texts. */
  readonly starts: Uint32Array;
}

/** @param texts sorted by UTF-16 unit, none twice */
export function packTexts(texts: readonly string[]): PackedTexts {
  const starts = new Uint32Array(texts.length + 1);
  let length = 0;
  for (const [at, text] of texts.entries()) {
    length += text.length;
    starts[at + 1] = length;
  }
  return { text: texts.join(''), starts };
}

export class Vocabulary {
  readonly #packed: PackedTexts;
  readonly #sorted: number;
  /** Ids of texts that were asked for, and of all added ones. */
  readonly #ids = new Map<string, number>();
  readonly #added: string[] = [];

  constructor(packed: PackedTexts) {
    this.#packed = packed;
    this.#sorted = packed.starts.length - 1;
  }

  /** Ids are below this. */
  get size(): number {
    return FIRST_TEXT + this.#sorted + this.#added.length;
  }

  /** Ids from here on are of added texts. */
  get firstAdded(): number {
    return FIRST_TEXT + this.#sorted;
  }

  /** The text of a token; a line end has none. */
  text(id: number): string {
    if (id < FIRST_TEXT) return '';
    const at = id - FIRST_TEXT;
    if (at >= this.#sorted) return this.#added[at - this.#sorted] ?? '';
    const { text, starts } = this.#packed;
    return text.slice(starts[at], starts[at + 1]);
  }

  /** The id of a text, which is added where it is new. */
  idOf(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const at = this.#lowerBound(text);
    const isKnown = at < this.#sorted && this.text(FIRST_TEXT + at) === text;
    const id = isKnown ? FIRST_TEXT + at : this.size;
    // A copy: a slice would keep the whole file's text alive.
    const own = isKnown ? this.text(id) : copyOf(text);
    if (!isKnown) this.#added.push(own);
    this.#ids.set(own, id);
    return id;
  }

  /** The ids, added ones aside, of all texts that begin with `prefix`. */
  beginningWith(prefix: string): IdRange {
    const from = this.#lowerBound(prefix);
    let low = from;
    let high = this.#sorted;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.text(FIRST_TEXT + middle).startsWith(prefix)) low = middle + 1;
      else high = middle;
    }
    return { from: FIRST_TEXT + from, to: FIRST_TEXT + low };
  }

  /** Number of the first sorted text that is not less than `text`. */
  #lowerBound(text: string): number {
    let low = 0;
    let high = this.#sorted;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.text(FIRST_TEXT + middle) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
