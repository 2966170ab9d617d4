/**
 * Sorts the suffixes of a stream of tokens by their first 16 tokens: by two with counting sorts, then each group of equals by the next ones, some at a time, as
 * one number with the position. Sixteen tokens bound the time for a text that repeats itself, and code does nothing else.
 */

/** Tokens by which suffixes are told apart; equal ones stand in the order of the text. */
export const SORTED_TOKENS = 16;

/** Positions that are handled between two chances to give way: less than a millisecond. */
const STEP = 1 << 15;
/** Smaller groups are sorted by comparing: that is quicker than to set up anything. */
const SMALL = 14;
/** Tokens that the counting sorts tell apart. */
const COUNTED = 2;
/** Two ids below this fit into one key of 32 bits, each with one added: 0 stands for what is behind the end. */
const SHORT_IDS = 65_536;

type Tokens = Uint16Array | Uint32Array;

/**
 * The positions of `tokens`, in the order of what begins there. Gives way often.
 * @param ids all tokens are below this
 */
export function* sortSuffixes(tokens: Tokens, ids: number): Generator<void, Uint32Array> {
  const byPosition = new Uint32Array(tokens.length);
  for (let at = 0; at < byPosition.length; at++) byPosition[at] = at;
  yield;
  const bySecond = yield* sortedByToken(tokens, ids, byPosition, 1);
  const order = yield* sortedByToken(tokens, ids, bySecond, 0);
  yield* new Groups(tokens, ids, order).sort();
  return order;
}

/** Keeps the order of positions with the same token `ahead` of them; what ends before that comes first. */
function* sortedByToken(
  tokens: Tokens,
  ids: number,
  positions: Uint32Array,
  ahead: number,
): Generator<void, Uint32Array> {
  const n = tokens.length;
  const next = new Uint32Array(ids + 2);
  for (let at = 0; at < n; at++) {
    const key = at + ahead < n ? (tokens[at + ahead] ?? 0) + 1 : 0;
    next[key + 1] = (next[key + 1] ?? 0) + 1;
  }
  for (let key = 1; key < next.length; key++) next[key] = (next[key] ?? 0) + (next[key - 1] ?? 0);
  yield;
  const order = new Uint32Array(n);
  for (let from = 0; from < n; from += STEP) {
    const to = Math.min(n, from + STEP);
    for (let at = from; at < to; at++) {
      const position = positions[at] ?? 0;
      const key = position + ahead < n ? (tokens[position + ahead] ?? 0) + 1 : 0;
      const place = next[key] ?? 0;
      next[key] = place + 1;
      order[place] = position;
    }
    yield;
  }
  return order;
}

class Groups {
  readonly #tokens: Tokens;
  readonly #order: Uint32Array;
  /** Tokens in one key of 32 bits. */
  readonly #width: number;
  /** Pairs of words, the position below and the key above: as whole numbers they sort by key. */
  #words = new Uint32Array(0);
  #keys = new BigUint64Array(0);
  /** Groups that wait: from, to, tokens that are equal in it. */
  readonly #waiting: number[] = [];

  constructor(tokens: Tokens, ids: number, order: Uint32Array) {
    this.#tokens = tokens;
    this.#order = order;
    this.#width = ids < SHORT_IDS ? 2 : 1;
  }

  *sort(): Generator<void, void> {
    const order = this.#order;
    const n = order.length;
    let done = 0;
    for (let from = 0; from < n; ) {
      let to = from + 1;
      while (to < n && this.#isEqual(order[from] ?? 0, order[to] ?? 0)) to++;
      this.#put(from, to, COUNTED);
      for (let top = this.#waiting.length; top > 0; top = this.#waiting.length) {
        const depth = this.#waiting.pop() ?? 0;
        const end = this.#waiting.pop() ?? 0;
        const start = this.#waiting.pop() ?? 0;
        this.#sortGroup(start, end, depth);
        done += end - start;
        if (done < STEP) continue;
        done = 0;
        yield;
      }
      done += to - from;
      if (done >= STEP) {
        done = 0;
        yield;
      }
      from = to;
    }
  }

  #isEqual(a: number, b: number): boolean {
    for (let ahead = 0; ahead < COUNTED; ahead++) if (this.#tokens[a + ahead] !== this.#tokens[b + ahead]) return false;
    return true;
  }

  /** A group is sorted at once where it is small, and put aside where not. */
  #put(from: number, to: number, depth: number): void {
    if (to - from < 2 || depth >= SORTED_TOKENS) return;
    if (to - from <= SMALL) this.#sortSmall(from, to, depth);
    else this.#waiting.push(from, to, depth);
  }

  #sortSmall(from: number, to: number, depth: number): void {
    const order = this.#order;
    for (let at = from + 1; at < to; at++) {
      const position = order[at] ?? 0;
      let place = at;
      for (; place > from && this.#isAfter(order[place - 1] ?? 0, position, depth); place--)
        order[place] = order[place - 1] ?? 0;
      order[place] = position;
    }
  }

  /** Whether `a` comes behind `b`, which stands behind it in the group now. */
  #isAfter(a: number, b: number, depth: number): boolean {
    const tokens = this.#tokens;
    const n = tokens.length;
    for (let ahead = depth; ahead < SORTED_TOKENS; ahead++) {
      if (a + ahead >= n || b + ahead >= n) return a + ahead < n || (b + ahead >= n && a > b);
      const difference = (tokens[a + ahead] ?? 0) - (tokens[b + ahead] ?? 0);
      if (difference !== 0) return difference > 0;
    }
    return a > b;
  }

  #sortGroup(from: number, to: number, depth: number): void {
    const size = to - from;
    this.#makeRoom(size);
    const order = this.#order;
    const words = this.#words;
    for (let at = 0; at < size; at++) {
      const position = order[from + at] ?? 0;
      words[2 * at] = position;
      words[2 * at + 1] = this.#key(position + depth);
    }
    this.#keys.subarray(0, size).sort();
    let start = from;
    for (let at = 0; at < size; at++) {
      order[from + at] = words[2 * at] ?? 0;
      if (at > 0 && words[2 * at + 1] !== words[2 * at - 1]) {
        this.#put(start, from + at, depth + this.#width);
        start = from + at;
      }
    }
    this.#put(start, to, depth + this.#width);
  }

  #key(position: number): number {
    const n = this.#tokens.length;
    const first = position < n ? (this.#tokens[position] ?? 0) + 1 : 0;
    if (this.#width === 1) return first;
    const second = position + 1 < n ? (this.#tokens[position + 1] ?? 0) + 1 : 0;
    return first * SHORT_IDS + second;
  }

  #makeRoom(size: number): void {
    if (size <= this.#keys.length) return;
    const buffer = new ArrayBuffer(16 * size);
    this.#words = new Uint32Array(buffer);
    this.#keys = new BigUint64Array(buffer);
  }
}
