import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { families } from '../../src/prompt/families.ts';
import { charsBudget, estimateTokens } from '../../src/text/tokens.ts';

/** Pieces of code, and what they cost in real vocabularies; the file says how it was made. */
const { samples } = z
  .object({
    samples: z.array(z.object({ language: z.string(), tokens: z.record(z.string(), z.number()), text: z.string() })),
  })
  .parse(JSON.parse(readFileSync(new URL('../fixtures/tokens/counts.json', import.meta.url), 'utf8')));

/** Estimate ÷ truth of each sample. */
function ratios(vocabulary: string, charsPerToken: number | undefined, language?: string): number[] {
  return samples
    .filter((sample) => language === undefined || sample.language === language)
    .map(({ text, tokens }) => estimateTokens(text, charsPerToken) / (tokens[vocabulary] ?? Number.NaN));
}

function charsPerTokenOf(id: string): number | undefined {
  return families.find((family) => family.id === id)?.charsPerToken;
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

describe('estimateTokens', () => {
  it.each([
    ['qwen2.5-coder', 'qwen'],
    ['deepseek-coder-v2', 'deepseek'],
    ['codegemma', 'gemma'],
    ['codellama', 'llama'],
    ['codestral', 'mistral'],
  ])('is close to what code costs models of %s, and hardly ever below', (id, vocabulary) => {
    const all = ratios(vocabulary, charsPerTokenOf(id));
    expect(all.length).toBeGreaterThan(10);
    expect(mean(all.map((ratio) => Math.abs(ratio - 1)))).toBeLessThan(0.12);
    // 30 lines alone may cost a little more; a whole prompt does not.
    expect(Math.min(...all)).toBeGreaterThan(0.88);
    for (const language of ['php', 'typescript', 'python']) {
      expect(mean(ratios(vocabulary, charsPerTokenOf(id), language))).toBeGreaterThan(0.98);
    }
  });

  it('is on the safe side of a tiny vocabulary of PHP', () => {
    const all = ratios('tiny', undefined, 'php');
    expect(mean(all)).toBeGreaterThan(0.97);
    expect(Math.min(...all)).toBeGreaterThan(0.88);
    expect(Math.max(...all)).toBeLessThan(1.3);
  });

  it('misses less than characters by a constant do', () => {
    const chars = samples.map(({ text, tokens }) => text.length / (tokens['qwen'] ?? Number.NaN));
    const byLength = mean(chars.map((ratio) => Math.abs(ratio / mean(chars) - 1)));
    const ours = ratios('qwen', charsPerTokenOf('qwen2.5-coder'));
    expect(mean(ours.map((ratio) => Math.abs(ratio / mean(ours) - 1)))).toBeLessThan(byLength * 0.75);
  });

  it.each([
    ['nothing', '', 0],
    ['indentation for little', ' '.repeat(12), 1.5],
    ['a digit for a token', '7', 1.5],
    ['CJK for a token each', '漢字', 2.4],
    ['an emoji for two', '🙂', 2.4],
  ])('counts %s', (_, text, most) => {
    expect(estimateTokens(text)).toBeLessThanOrEqual(most);
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(most * 0.8);
  });

  it('falls as tokens get longer', () => {
    expect(estimateTokens('return $a;', 4)).toBeCloseTo(estimateTokens('return $a;', 2) / 2, 9);
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
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.constant(' '.repeat(200)));
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 0, max: 60 }),
        fc.double({ min: 2, max: 5, noNaN: true }),
        (all, tokens, per) => {
          fc.pre(estimateTokens(all, per) <= tokens);
          expect(all.length).toBeLessThanOrEqual(charsBudget(tokens, per));
        },
      ),
    );
  });

  it('is nothing for nothing', () => {
    expect(charsBudget(0)).toBe(0);
    expect(charsBudget(-1)).toBe(0);
  });
});
