import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildSegment,
  forPostings,
  mergeSegments,
  prefixRange,
  type Segment,
  SortedIndex,
} from '../../src/model/embedded/sorted-index.ts';

/** Few letters, so that keys meet. */
const key = fc.string({ unit: fc.constantFrom('a', 'b', '\ud83d\ude00', '\u00e9'), minLength: 1, maxLength: 4 });
const runs = fc.array(fc.array(key, { maxLength: 20 }), { maxLength: 12 });

/** A segment whose postings are `(owner, n)` for the n-th key given. */
function segmentOf(owner: number, keys: readonly string[]): Segment {
  const entries = new Map<string, number[]>();
  for (const [n, k] of keys.entries()) entries.set(k, [...(entries.get(k) ?? []), owner, n]);
  return buildSegment(entries);
}

function dump(segment: Segment): string[] {
  return segment.keys.flatMap((k, i) => {
    const found: string[] = [];
    forPostings(segment, i, (owner, value) => found.push(`${k}:${owner}:${value}`));
    return found;
  });
}

function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

describe('a sorted index', () => {
  it('finds by prefix what a scan finds', () => {
    fc.assert(
      fc.property(fc.array(key), key, (keys, prefix) => {
        const segment = segmentOf(1, keys);
        const { from, to } = prefixRange(segment, prefix);
        expect(segment.keys.slice(from, to)).toEqual([...new Set(keys)].sort().filter((k) => k.startsWith(prefix)));
      }),
    );
  });

  it('merges into what one build of everything gives', () => {
    fc.assert(
      fc.property(runs, (given) => {
        const merged = finish(
          mergeSegments(
            given.map((keys, owner) => segmentOf(owner, keys)),
            () => true,
          ),
        );
        const all = given.flatMap((keys, owner) => dump(segmentOf(owner, keys)));
        expect(dump(merged).sort()).toEqual(all.sort());
        expect(merged.keys).toEqual([...new Set(given.flat())].sort());
      }),
    );
  });

  it('forgets owners that are gone when it merges', () => {
    const merged = finish(mergeSegments([segmentOf(1, ['a', 'b']), segmentOf(2, ['b', 'c'])], (owner) => owner === 2));
    expect(dump(merged)).toEqual(['b:2:0', 'c:2:1']);
  });

  it('keeps its segments few', () => {
    const index = new SortedIndex(() => true);
    for (let owner = 0; owner < 500; owner++) {
      index.add(segmentOf(owner, [`line ${owner}`, `line ${owner + 1}`, 'same']));
      finish(index.compact());
    }
    expect(index.segments.length).toBeLessThan(32);
    expect(new Set(index.segments.flatMap((s) => s.keys)).size).toBe(502);
  });
});
