/**
 * Strings in code unit order with a few postings each, found by prefix; built once, merged, never changed in place.
 *
 * Why not a library: full-text indexes (MiniSearch, FlexSearch, Lunr) cut text into words and search for any of them; here the key is a whole
 * line and the question is "which lines start with exactly this", punctuation included. A radix tree answers that too, but costs several objects
 * per line. Sorted arrays cost one pointer per key, are searched in log n, and merge in the background like the runs of a log-structured
 * merge tree (O'Neil, Cheng, Gawlick, O'Neil: The log-structured merge-tree, 1996).
 */

/** One sorted run. Postings are pairs `owner, value`; those of key `i` are `postings[starts[i] … starts[i + 1])`. */
export interface Segment {
  readonly keys: readonly string[];
  readonly starts: Uint32Array;
  readonly postings: Uint32Array;
}

/** Runs of about the same size that are merged into one. */
const FAN = 8;

/** Most postings kept for a key of one segment, as pairs. Ranking saturates long before. */
const MOST_POSTINGS = 64;

/** Keys merged between two chances to give way: about 0.1 ms of work. */
const MERGE_STEP = 256;

/** A segment from keys to flat `owner, value` pairs. */
export function buildSegment(entries: ReadonlyMap<string, readonly number[]>): Segment {
  const keys = [...entries.keys()].sort();
  const starts = new Uint32Array(keys.length + 1);
  const postings: number[] = [];
  for (const [i, key] of keys.entries()) {
    const pairs = entries.get(key) ?? [];
    for (let p = 0; p < Math.min(pairs.length, 2 * MOST_POSTINGS); p++) postings.push(pairs[p] ?? 0);
    starts[i + 1] = postings.length;
  }
  return { keys, starts, postings: Uint32Array.from(postings) };
}

/** Index of the first key that is not less than `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Half-open range of the keys that start with `prefix`. */
export function prefixRange(segment: Segment, prefix: string): { from: number; to: number } {
  const { keys } = segment;
  const from = lowerBound(keys, prefix);
  let to = from;
  let high = keys.length;
  while (to < high) {
    const middle = (to + high) >>> 1;
    if ((keys[middle] ?? '').startsWith(prefix)) to = middle + 1;
    else high = middle;
  }
  return { from, to };
}

/** Calls `visit` with each posting of key `i`. */
export function forPostings(segment: Segment, i: number, visit: (owner: number, value: number) => void): void {
  const to = segment.starts[i + 1] ?? 0;
  for (let p = segment.starts[i] ?? 0; p < to; p += 2) visit(segment.postings[p] ?? 0, segment.postings[p + 1] ?? 0);
}

/** One segment out of several. Postings of owners that are gone are left out, keys without postings too. Yields often, so that it can run in slices. */
export function* mergeSegments(
  segments: readonly Segment[],
  isLive: (owner: number) => boolean,
): Generator<void, Segment> {
  const heads = segments.map(() => 0);
  const keys: string[] = [];
  const starts = new Uint32Array(segments.reduce((n, s) => n + s.keys.length, 1));
  const postings = new Uint32Array(segments.reduce((n, s) => n + s.postings.length, 0));
  let end = 0;
  for (let steps = 1; ; steps++) {
    const key = smallestHead(segments, heads);
    if (key === undefined) break;
    const start = end;
    for (const [s, segment] of segments.entries()) {
      const head = heads[s] ?? 0;
      if (segment.keys[head] !== key) continue;
      heads[s] = head + 1;
      forPostings(segment, head, (owner, value) => {
        if (end - start >= 2 * MOST_POSTINGS || !isLive(owner)) return;
        postings[end++] = owner;
        postings[end++] = value;
      });
    }
    if (end > start) {
      keys.push(key);
      starts[keys.length] = end;
    }
    if (steps % MERGE_STEP === 0) yield;
  }
  return { keys, starts: starts.slice(0, keys.length + 1), postings: postings.slice(0, end) };
}

function smallestHead(segments: readonly Segment[], heads: readonly number[]): string | undefined {
  let smallest: string | undefined;
  for (const [s, segment] of segments.entries()) {
    const key = segment.keys[heads[s] ?? 0];
    if (key !== undefined && (smallest === undefined || key < smallest)) smallest = key;
  }
  return smallest;
}

/** A growing set of segments, kept few by merging those of about the same size. */
export class SortedIndex {
  #segments: readonly Segment[] = [];
  readonly #isLive: (owner: number) => boolean;

  /** @param isLive whether an owner's postings still count. */
  constructor(isLive: (owner: number) => boolean) {
    this.#isLive = isLive;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** Keys in all segments; a key that stands in several counts several times. */
  get size(): number {
    return this.#segments.reduce((n, s) => n + s.keys.length, 0);
  }

  add(segment: Segment): void {
    if (segment.keys.length > 0) this.#segments = [...this.#segments, segment];
  }

  /** Merges until no tier has `FAN` segments. Only one at a time; `add` in between is fine. */
  *compact(): Generator<void, void> {
    for (;;) {
      const crowd = this.#crowd();
      if (crowd === undefined) return;
      const merged = yield* mergeSegments(crowd, this.#isLive);
      const rest = this.#segments.filter((s) => !crowd.includes(s));
      this.#segments = merged.keys.length > 0 ? [...rest, merged] : rest;
    }
  }

  #crowd(): readonly Segment[] | undefined {
    const tiers = new Map<number, Segment[]>();
    for (const segment of this.#segments) {
      const tier = Math.floor(Math.log2(segment.keys.length) / Math.log2(FAN));
      const members = tiers.get(tier) ?? [];
      members.push(segment);
      tiers.set(tier, members);
      if (members.length >= FAN) return members;
    }
    return undefined;
  }
}
