import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clustersOf, splitOf } from '../../src/export/clusters.ts';
import { folded, foldedLength } from '../../src/export/folded.ts';
import { LeakSearch } from '../../src/export/leak.ts';
import { limited } from '../../src/export/limited.ts';
import { nearPairs } from '../../src/export/near-duplicates.ts';
import { randomFor } from '../../src/export/random.ts';
import { jaccard, minHash, shinglesOf } from '../../src/export/shingles.ts';
import { SourceText } from '../../src/export/source-text.ts';

const pieces = fc.array(fc.constantFrom('a', 'é', '💥', '\n', '\r\n', ' ', 'x y', '漢'), { maxLength: 60 });
const texts = fc.tuple(fc.boolean(), pieces).map(([hasBom, all]) => (hasBom ? '\ufeff' : '') + all.join(''));

describe('a text as an editor holds it', () => {
  it('has a way back to characters, bytes and lines of the file', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (raw, seed) => {
        const source = new SourceText(raw);
        expect(source.held).toBe(raw.replace(/^\ufeff/u, '').replaceAll('\r\n', '\n'));
        const at = seed % (raw.length + 1);
        const isCut = raw[at - 1] === '\r' || (at === 0 && raw.startsWith('\ufeff'));
        if (isCut) return;
        const before = raw.slice(0, at);
        expect(source.held.slice(0, source.toHeld(at))).toBe(new SourceText(before).held);
        // Where the text begins, the file does.
        expect(source.toRaw(source.toHeld(at))).toBe(source.toHeld(at) === 0 ? 0 : at);
        expect(source.toByte(at)).toBe(Buffer.byteLength(before));
        expect(source.lineAt(at)).toBe(before.split('\n').length);
      }),
    );
  });
});

describe('the search for leaks', () => {
  it('finds what a plain search finds', () => {
    const words = fc.array(fc.constantFrom('return', '$total', '+', 'price(', ')', '  ', '\n', 'order'), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(words, fc.array(words, { maxLength: 5 }), fc.nat(), fc.nat(), (all, others, from, to) => {
        const text = all.join(' ');
        const middles = [...others.map((each) => each.join(' ')), text.slice(from % 40, to % 400)];
        const search = new LeakSearch();
        for (const [index, middle] of middles.entries()) search.add(index, middle);
        const want = middles.flatMap((middle, index) =>
          foldedLength(middle) >= 40 && folded(text).includes(folded(middle)) ? [index] : [],
        );
        expect([...search.take(text)].sort((a, b) => a - b)).toEqual(want);
        expect(search.take(text)).toEqual([]);
      }),
    );
  });
});

describe('near-duplicates', () => {
  it('are found at 0.7, and others are not', () => {
    const random = randomFor(1);
    const words = (count: number): string[] => Array.from({ length: count }, () => `w${random.below(5000)}`);
    const base = words(400);
    const changed = (every: number): string => base.map((word, at) => (at % every === 0 ? `x${at}` : word)).join(' ');
    // Each changed word changes five shingles: 1 of 50 leaves 0.82 of them, 1 of 15 leaves 0.5.
    const all = [base.join(' '), changed(50), changed(15), words(400).join(' ')];
    const shingles = all.map(shinglesOf);
    const pairs = nearPairs(shingles.map(minHash), (index) => shingles[index] ?? new Uint32Array(), 0.7);
    expect(pairs.map(({ one, other }) => [one, other])).toEqual([[0, 1]]);
    expect(pairs[0]?.similarity).toBe(jaccard(shinglesOf(all[0] ?? ''), shinglesOf(all[1] ?? '')));
  });
});

describe('clusters', () => {
  it('have the name of the member with the shortest name, and one split', () => {
    const paths = ['a/OrderTest.php', 'lib/Order.php', 'src/Basket.php', 'x/OrderCopy.php'];
    expect(
      clustersOf(paths, 'cluster', [
        [0, 1],
        [3, 0],
      ]),
    ).toEqual([paths[1], paths[1], paths[2], paths[1]]);
    expect(clustersOf(paths, 'file', [[0, 1]])).toEqual(paths);
    expect(clustersOf(paths, 'dir', [])).toEqual(['a', 'lib', 'src', 'x']);
  });

  it('are in the validation split about as often as it is asked for', () => {
    const val = Array.from({ length: 4000 }, (_, at) => splitOf(`src/File${at}.php`, 42, 0.1)).filter(
      (split) => split === 'val',
    );
    expect(val.length / 4000).toBeGreaterThan(0.08);
    expect(val.length / 4000).toBeLessThan(0.12);
  });
});

describe('a limit', () => {
  const SHARES = [0.5, 0.3, 0.15, 0.05];

  it('keeps the order and as many as it says, with the mix that is wanted as far as there are enough of each kind', () => {
    const kinds = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 200 });
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: 120 }), (all, limit) => {
        const order = [...all.keys()].reverse();
        const kept = limited(order, limit, all, SHARES);
        expect(kept).toEqual(order.filter((index) => kept.includes(index)));
        expect(kept).toHaveLength(Math.min(limit, all.length));
        for (const [kind, share] of SHARES.entries()) {
          const [got, there] = [kept, order].map((some) => some.filter((index) => all[index] === kind).length);
          expect(got).toBeGreaterThanOrEqual(Math.min(there ?? 0, Math.floor(share * limit)));
        }
      }),
    );
  });

  it('is met to the last one where there is plenty', () => {
    const all = Array.from({ length: 400 }, (_, at) => at % 4);
    const kept = limited([...all.keys()], 21, all, SHARES);
    expect(SHARES.map((_, kind) => kept.filter((index) => all[index] === kind).length)).toEqual([11, 6, 3, 1]);
  });
});
