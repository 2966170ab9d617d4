import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutWindow, type WindowRequest } from '../../src/prompt/window.ts';
import { charsBudget, estimateTokens } from '../../src/text/tokens.ts';

/** One token a character, so that the tables below can be counted by eye. */
const byLength = (text: string): number => text.length;

const cut = (prefix: string, suffix: string, rest: Partial<WindowRequest> = {}) =>
  cutWindow({
    prefix,
    suffix,
    maxPromptTokens: 10,
    prefixPercentage: 0.6,
    maxSuffixPercentage: 0.4,
    estimate: byLength,
    ...rest,
  });

describe('cutWindow', () => {
  it.each([
    ['keeps what fits', 'ab\ncd', 'ef\n', 'ab\ncd', 'ef\n'],
    ['starts the prefix at a line start', 'ab\ncd\nef', '', 'cd\nef', ''],
    ['keeps a line that fits exactly', 'x\nabc\nef', '', 'abc\nef', ''],
    ['ends the suffix after a line', '', 'ab\ncd\nef', '', 'ab\n'],
    ['takes the last line without a break', '', 'ab\nc', '', 'ab\nc'],
    ['cuts within a prefix line that is too long', 'abcdefghij', '', 'efghij', ''],
    ['cuts within a suffix line that is too long', '', 'abcdefgh\nij', '', 'abcd'],
    ['keeps the line before an empty cursor line', 'abcd\n', '', 'abcd\n', ''],
    ['keeps empty lines', '\n\n\nab', '', '\n\n\nab', ''],
    ['drops an empty first line that no longer fits', '\nabcde\n', '', 'abcde\n', ''],
    ['works on nothing', '', '', '', ''],
    ['leaves half an emoji out of the prefix', 'a🙂bcdef', '', 'bcdef', ''],
    ['leaves half an emoji out of the suffix', '', 'abc🙂', '', 'abc'],
  ])('%s', (_, prefix, suffix, wantPrefix, wantSuffix) => {
    expect(cut(prefix, suffix)).toEqual({ prefix: wantPrefix, suffix: wantSuffix });
  });

  it('gives the suffix only what the prefix left', () => {
    const shares = { prefixPercentage: 0.9, maxSuffixPercentage: 0.9 };
    expect(cut('abcdefghi', 'xyz', shares)).toEqual({ prefix: 'abcdefghi', suffix: 'x' });
    expect(cut('ab', 'xyz', shares)).toEqual({ prefix: 'ab', suffix: 'xyz' });
  });

  it('gives the suffix nothing when its share is 0', () => {
    expect(cut('ab', 'xyz', { maxSuffixPercentage: 0 })).toEqual({ prefix: 'ab', suffix: '' });
  });

  const text = fc
    .array(fc.oneof(fc.constantFrom('\n', '\n', 'if ($a) {', '    ', '漢字', '🙂', 'é'), fc.string({ maxLength: 4 })), {
      maxLength: 60,
    })
    .map((parts) => parts.join(''));
  const request = fc.record({
    prefix: text,
    suffix: text,
    maxPromptTokens: fc.integer({ min: 1, max: 80 }),
    prefixPercentage: fc.double({ min: 0.05, max: 1, noNaN: true }),
    maxSuffixPercentage: fc.double({ min: 0, max: 0.95, noNaN: true }),
    estimate: fc.constant(estimateTokens),
  });

  it('never exceeds the budgets, and cuts a contiguous piece around the cursor', () => {
    fc.assert(
      fc.property(request, (given) => {
        const { prefix, suffix } = cutWindow(given);
        expect(given.prefix.endsWith(prefix)).toBe(true);
        expect(given.suffix.startsWith(suffix)).toBe(true);
        const slack = 1e-5;
        expect(estimateTokens(prefix)).toBeLessThanOrEqual(given.maxPromptTokens * given.prefixPercentage + slack);
        expect(estimateTokens(suffix)).toBeLessThanOrEqual(given.maxPromptTokens * given.maxSuffixPercentage + slack);
        expect(estimateTokens(prefix) + estimateTokens(suffix)).toBeLessThanOrEqual(given.maxPromptTokens + slack);
      }),
    );
  });

  it('starts at a line start unless the cursor line alone is too long, and takes as many lines as fit', () => {
    fc.assert(
      fc.property(request, (given) => {
        const { prefix } = cutWindow(given);
        const budget = given.maxPromptTokens * given.prefixPercentage;
        const starts = [0, ...[...given.prefix.matchAll(/\n/gu)].map(({ index }) => index + 1)];
        const fitting = starts.filter((start) => estimateTokens(given.prefix.slice(start)) <= budget - 1e-5);
        const best = fitting[0];
        if (best !== undefined) expect(prefix.length).toBeGreaterThanOrEqual(given.prefix.length - best);
        const start = given.prefix.length - prefix.length;
        if (best !== undefined) expect(starts).toContain(start);
      }),
    );
  });

  it('needs no more text than charsBudget says', () => {
    fc.assert(
      fc.property(request, (given) => {
        const budget = charsBudget(given.maxPromptTokens);
        // Whole lines, until the budget is reached: as the host collects them.
        let start = given.prefix.lastIndexOf('\n') + 1;
        while (start > 0 && given.prefix.length - start < budget)
          start = start === 1 ? 0 : given.prefix.lastIndexOf('\n', start - 2) + 1;
        const collected = { ...given, prefix: given.prefix.slice(start), suffix: given.suffix.slice(0, budget) };
        const whole = cutWindow(given);
        expect(cutWindow(collected).prefix).toBe(whole.prefix);
        // The suffix may gain the beginning of a line that the whole text shows to be too long.
        expect(cutWindow(collected).suffix.startsWith(whole.suffix)).toBe(true);
      }),
    );
  });
});
