/** Finds pairs of texts that say nearly the same: candidates by bands of their MinHash, then the exact Jaccard similarity. Keeps no texts. */
import { LRUCache } from 'lru-cache';
import { alike, jaccard, SIGNATURE } from './shingles.ts';

export interface NearPair {
  /** Indices of the texts, the smaller first. */
  readonly one: number;
  readonly other: number;
  readonly similarity: number;
}

/** Numbers of a signature that have to be the same in one band: at a similarity of 0.6, 32 bands of 4 miss 1 % of the pairs, 64 of 2 none at 0.4. */
const ROWS_STRICT = 4;
const ROWS_LOOSE = 2;
const STRICT_FROM = 0.6;
/** An estimate that is lower by more is no pair. */
const ESTIMATE_OFF = 0.15;
/** Texts of one band. Where there are more, as of a boilerplate in thousands of projects, each is compared with its neighbours and with the first: all pairs of them would be millions. */
const MOST_IN_BAND = 1000;
/** Shingles that are kept, of all texts together: most pairs are neighbours in the list. */
const MOST_KEPT = 4_000_000;

/**
 * @param shinglesAt reads a text again
 * @param least similarity from which on a pair counts
 */
export function nearPairs(
  signatures: readonly Uint32Array[],
  shinglesAt: (index: number) => Uint32Array,
  least: number,
): readonly NearPair[] {
  const kept = new LRUCache<number, Uint32Array>({ maxSize: MOST_KEPT, sizeCalculation: ({ length }) => length + 1 });
  const shingles = (index: number): Uint32Array => {
    const known = kept.get(index) ?? shinglesAt(index);
    kept.set(index, known);
    return known;
  };
  const pairs: NearPair[] = [];
  for (const key of candidates(signatures, least)) {
    const [one, other] = [Math.floor(key / signatures.length), key % signatures.length];
    const [a, b] = [signatures[one], signatures[other]];
    if (a === undefined || b === undefined || alike(a, b) < least - ESTIMATE_OFF) continue;
    const similarity = jaccard(shingles(one), shingles(other));
    if (similarity >= least) pairs.push({ one, other, similarity });
  }
  return pairs;
}

/** Pairs as one × count + other, in this order. */
function candidates(signatures: readonly Uint32Array[], least: number): readonly number[] {
  const rows = least >= STRICT_FROM ? ROWS_STRICT : ROWS_LOOSE;
  const found = new Set<number>();
  for (let band = 0; band < SIGNATURE; band += rows) {
    const buckets = new Map<string, number[]>();
    for (const [index, signature] of signatures.entries()) {
      const key = signature.subarray(band, band + rows).join();
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [index]);
      else bucket.push(index);
    }
    for (const bucket of buckets.values())
      for (const [one, other] of bucket.length > MOST_IN_BAND ? someOf(bucket) : allOf(bucket))
        found.add(one * signatures.length + other);
  }
  return [...found].sort((a, b) => a - b);
}

function* allOf(bucket: readonly number[]): Generator<readonly [number, number]> {
  for (const [at, one] of bucket.entries())
    for (let next = at + 1; next < bucket.length; next++) yield [one, bucket[next] ?? one];
}

function* someOf(bucket: readonly number[]): Generator<readonly [number, number]> {
  const first = bucket[0] ?? 0;
  for (let at = 1; at < bucket.length; at++) {
    yield [first, bucket[at] ?? first];
    if (at > 1) yield [bucket[at - 1] ?? first, bucket[at] ?? first];
  }
}
