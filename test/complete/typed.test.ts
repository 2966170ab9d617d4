import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Anchor, typedSince } from '../../src/complete/typed.ts';

interface Doc {
  readonly anchor: Anchor;
  readonly lines: readonly string[];
}

/** The document with its cursor between `prefix` and `suffix`. */
function docOf(prefix: string, suffix: string): Doc {
  const above = prefix.split('\n');
  const lines = (prefix + suffix).split('\n');
  const anchor = {
    row: above.length - 1,
    before: above.at(-1) ?? '',
    after: suffix.split('\n')[0] ?? '',
    lineCount: lines.length,
  };
  return { anchor, lines };
}

function since(before: string, now: string): string | undefined {
  const [origin, current] = [before, now].map((doc) => {
    const [prefix = '', suffix = ''] = doc.split('|');
    return docOf(prefix, suffix);
  });
  if (origin === undefined || current === undefined) throw new Error('two documents');
  return typedSince(origin.anchor, current.anchor, current.lines);
}

/** The obvious way: the whole text before the cursor has grown, and nothing behind it has changed. */
function slowly(origin: readonly [string, string], now: readonly [string, string]): string | undefined {
  return now[1] === origin[1] && now[0].startsWith(origin[0]) ? now[0].slice(origin[0].length) : undefined;
}

describe('typedSince', () => {
  it.each([
    ['nothing', 'a|b', 'a|b', ''],
    ['a word', 'a|\nz', 'a b|\nz', ' b'],
    ['lines', 'a|z\ny', 'a(\n  b\n)|z\ny', '(\n  b\n)'],
    ['an opening bracket that a plugin closes', 'f|;', 'f(|);', '('],
    ['brackets in brackets that a plugin closes', 'f(|)', "f(['|'])", "['"],
    ['a closing bracket over the one that stood there', 'f(|)', 'f($a)|', '$a)'],
    ['closers over two that stood there', "f(['|'])", "f(['a']|)", "a']"],
  ])('finds %s', (_, before, now, want) => expect(since(before, now)).toBe(want));

  it.each([
    ['text before the place has changed', 'a|', 'b|'],
    ['text was taken back', 'ab|', 'a|'],
    ['text behind the cursor has changed', 'a|b', 'ac|d'],
    ['a closer behind the cursor was deleted', 'f(|)', 'f($a|'],
    ['the cursor is above', 'a\nb|', 'a|\nb'],
    ['a line was added elsewhere', 'a|\nz', 'ab|\nz\ny'],
    ['the cursor has moved down', 'a|\nz', 'a\nz|'],
  ])('gives up when %s', (_, before, now) => expect(since(before, now)).toBeUndefined());

  it('finds whatever was typed anywhere, as the obvious way does', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', ' ', '\n', 'é', '😀', '('), { maxLength: 12 })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, (prefix, suffix, typed) => {
        const origin = docOf(prefix, suffix);
        const now = docOf(prefix + typed, suffix);
        const found = typedSince(origin.anchor, now.anchor, now.lines);
        expect(found).toBe(typed);
        expect(found).toBe(slowly([prefix, suffix], [prefix + typed, suffix]));
      }),
    );
  });

  it('finds nothing in a line that the obvious way finds nothing in', () => {
    const text = fc.array(fc.constantFrom('a', 'b', ' '), { maxLength: 4 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, text, (prefix, suffix, prefixNow, suffixNow) => {
        const now = docOf(prefixNow, suffixNow);
        const found = typedSince(docOf(prefix, suffix).anchor, now.anchor, now.lines);
        expect(found).toBe(slowly([prefix, suffix], [prefixNow, suffixNow]));
      }),
      { numRuns: 2000 },
    );
  });
});
