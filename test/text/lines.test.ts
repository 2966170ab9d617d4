import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyLines, joinAfter, joinBefore } from '../../src/text/lines.ts';
import { row, utf16Col } from '../../src/text/offset.ts';

const line = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '😀', ' '), maxLength: 6 });
const lines = fc.array(line, { minLength: 1, maxLength: 12 });

describe('applyLines', () => {
  it('does what a copy would, for each range', () => {
    fc.assert(
      fc.property(lines, fc.array(line, { maxLength: 15 }), fc.nat(), fc.nat(), (before, replacement, a, b) => {
        const ends = [a % (before.length + 1), b % (before.length + 1)];
        const [first, last] = [Math.min(...ends), Math.max(...ends)];
        const want = [...before.slice(0, first), ...replacement, ...before.slice(last)];
        const got = [...before];
        applyLines(got, first, last, replacement);
        expect(got).toEqual(want.length === 0 ? [''] : want);
      }),
    );
  });

  it('takes −1 for the end', () => {
    const got = ['a', 'b', 'c'];
    applyLines(got, 1, -1, ['x']);
    expect(got).toEqual(['a', 'x']);
  });

  it('keeps one empty line where everything is deleted, as Neovim does', () => {
    const got = ['a', 'b'];
    applyLines(got, 0, 2, []);
    expect(got).toEqual(['']);
  });

  it('takes half a million lines at once', () => {
    const many = Array.from({ length: 500_000 }, (_, index) => `${index}`);
    const got = ['first', 'last'];
    applyLines(got, 1, 1, many);
    expect(got).toEqual(['first', ...many, 'last']);
  });

  it('keeps the array, so that whoever holds it sees the change', () => {
    const got = ['a'];
    const same = got;
    applyLines(got, 0, 1, ['b', 'c']);
    expect(same).toEqual(['b', 'c']);
  });

  it.each([
    ['a first line past the end', 3, 3],
    ['a last line past the end', 0, 3],
    ['a range that runs backwards', 2, 1],
    ['a negative first line', -1, 1],
  ])('refuses %s', (_, first, last) => {
    expect(() => applyLines(['a', 'b'], first, last, [])).toThrow(RangeError);
  });
});

/** The longest of `candidates` that fits; undefined when none does. */
function longest(candidates: readonly string[], maxChars: number): string | undefined {
  return candidates.filter((text) => text.length <= maxChars).toSorted((a, b) => b.length - a.length)[0];
}

const isWellFormed = (text: string): boolean => text === Buffer.from(text, 'utf8').toString('utf8');

/** Places between characters, never between the halves of a surrogate pair. */
const place = fc.tuple(lines, fc.nat(), fc.nat()).map(([of, anyRow, anyCol]) => {
  const r = anyRow % of.length;
  const characters = [...(of[r] ?? '')];
  const before = characters.slice(0, anyCol % (characters.length + 1)).join('');
  return { of, r, before, after: (of[r] ?? '').slice(before.length) };
});

describe('joinBefore', () => {
  it('gives the most whole lines that fit', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 60 }), ({ of, r, before }, maxChars) => {
        const got = joinBefore(of, row(r), utf16Col(before.length), maxChars);
        const candidates = of.slice(0, r + 1).map((_, start) => [...of.slice(start, r), before].join('\n'));
        const want = longest(candidates, maxChars);
        if (want !== undefined) expect(got).toBe(want);
        else {
          expect(before.endsWith(got)).toBe(true);
          expect(got.length === maxChars || got.length === maxChars - 1).toBe(true);
        }
        expect(isWellFormed(got)).toBe(true);
      }),
    );
  });

  it('does not look at lines that cannot fit', () => {
    const looked: number[] = [];
    const watched = new Proxy(
      Array.from({ length: 100_000 }, () => 'x'.repeat(9)),
      {
        get(target, key) {
          if (typeof key === 'string' && /^\d+$/.test(key)) looked.push(Number(key));
          return Reflect.get(target, key);
        },
      },
    );
    expect(joinBefore(watched, row(50_000), utf16Col(0), 100)).toBe(`${'x'.repeat(9)}\n`.repeat(10));
    expect(joinAfter(watched, row(50_000), utf16Col(9), 100)).toBe(`\n${'x'.repeat(9)}`.repeat(10));
    expect(Math.min(...looked)).toBeGreaterThan(49_980);
    expect(Math.max(...looked)).toBeLessThan(50_020);
  });
});

describe('joinAfter', () => {
  it('gives the most whole lines that fit', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 60 }), ({ of, r, before, after }, maxChars) => {
        const got = joinAfter(of, row(r), utf16Col(before.length), maxChars);
        const candidates = of.slice(r).map((_, more) => [after, ...of.slice(r + 1, r + 1 + more)].join('\n'));
        const want = longest(candidates, maxChars);
        if (want !== undefined) expect(got).toBe(want);
        else {
          expect(after.startsWith(got)).toBe(true);
          expect(got.length === maxChars || got.length === maxChars - 1).toBe(true);
        }
        expect(isWellFormed(got)).toBe(true);
      }),
    );
  });

  it.each([
    ['a row that is not there', 1, 0],
    ['a column past the line', 0, 2],
  ])('refuses %s, like joinBefore', (_, r, c) => {
    expect(() => joinAfter(['a'], row(r), utf16Col(c), 10)).toThrow(RangeError);
    expect(() => joinBefore(['a'], row(r), utf16Col(c), 10)).toThrow(RangeError);
  });
});
