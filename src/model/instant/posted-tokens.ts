/** A short text's tokens, and where each of them stands: so that one token is found without looking through all. Changed never. */

/** Ids of tokens, in the order of the text. */
export type Tokens = Int32Array;

export class PostedTokens {
  readonly tokens: Tokens;
  /** The ids that it holds, sorted, each once. */
  readonly ids: Tokens;
  /** By number in `ids`: where its positions begin in `positions`; one more than there are ids. */
  readonly starts: Uint32Array;
  /** Positions in `tokens`, those of one id together and in their order. */
  readonly positions: Uint32Array;

  constructor(tokens: Tokens) {
    this.tokens = tokens;
    const keys = new Float64Array(tokens.length);
    // Id and position as one number sort without a comparison of our own.
    for (let at = 0; at < tokens.length; at++) keys[at] = (tokens[at] ?? 0) * tokens.length + at;
    keys.sort();
    this.positions = Uint32Array.from(keys, (key) => key % tokens.length);
    const ids: number[] = [];
    const starts: number[] = [];
    for (let at = 0; at < keys.length; at++) {
      const id = tokens[this.positions[at] ?? 0] ?? 0;
      if (id === ids.at(-1)) continue;
      ids.push(id);
      starts.push(at);
    }
    this.ids = Int32Array.from(ids);
    this.starts = Uint32Array.from([...starts, tokens.length]);
  }

  /** How often the id of this number stands there. */
  count(number: number): number {
    return (this.starts[number + 1] ?? 0) - (this.starts[number] ?? 0);
  }

  /** Number of an id in `ids`; undefined where the text does not hold it. */
  numberOf(id: number): number | undefined {
    let low = 0;
    let high = this.ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ids[middle] ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return this.ids[low] === id ? low : undefined;
  }
}
