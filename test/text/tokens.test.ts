import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charsBudget, estimateTokens } from '../../src/text/tokens.ts';

describe('estimateTokens', () => {
  it.each([
    ['nothing', '', 0],
    ['33 characters of ASCII', 'a'.repeat(33), 10],
    ['Cyrillic', 'привет', 3],
    ['CJK', '漢字', 2],
    ['an emoji', '🙂', 2],
  ])('counts %s', (_, text, tokens) => {
    expect(estimateTokens(text)).toBeCloseTo(tokens, 9);
  });

  it('is additive', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(estimateTokens(a + b)).toBeCloseTo(estimateTokens(a) + estimateTokens(b), 6);
      }),
    );
  });
});

describe('charsBudget', () => {
  it('is never less than what fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 0, max: 60 }), (text, tokens) => {
        fc.pre(estimateTokens(text) <= tokens);
        expect(text.length).toBeLessThanOrEqual(charsBudget(tokens));
      }),
    );
  });

  it('is close to it for code', () => {
    expect(charsBudget(1000)).toBe(3300);
    expect(charsBudget(-1)).toBe(0);
  });
});
