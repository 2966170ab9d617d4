import { describe, expect, it } from 'vitest';
import { clustersOf } from '../../src/export/clusters.ts';
import { nearPairs } from '../../src/export/near-duplicates.ts';
import { minHash, shinglesOf } from '../../src/export/shingles.ts';

const words = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => `word${from + at}`).join(' ');

function pairsOf(texts: readonly string[], least: number): ReturnType<typeof nearPairs> {
  const shingles = texts.map(shinglesOf);
  return nearPairs(shingles.map(minHash), (at) => shingles[at] ?? new Uint32Array(), least);
}

describe('near-duplicates', () => {
  it('are the pairs that share enough, and no others', () => {
    const shared = words(0, 200);
    const texts = [shared, words(1000, 200), `${shared} ${words(500, 20)}`, words(1000, 200), words(2000, 5)];
    expect(pairsOf(texts, 0.7).map(({ one, other }) => [one, other])).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it('come into one cluster where thousands say the same, without comparing all with all', () => {
    const texts = Array.from({ length: 3000 }, (_, at) => `${words(0, 60)} own${at}`);
    const pairs = pairsOf(texts, 0.6);
    expect(pairs.length).toBeLessThan(10 * texts.length);
    const paths = texts.map((_, at) => `p${at}/index.ts`);
    expect(
      new Set(
        clustersOf(
          paths,
          'cluster',
          pairs.map(({ one, other }) => [one, other] as const),
        ),
      ).size,
    ).toBe(1);
  });
});
