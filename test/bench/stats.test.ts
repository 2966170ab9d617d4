import { describe, expect, it } from 'vitest';
import { blankRow, phpFile } from '../../bench/lib/php.ts';
import { quantile, summarise, table } from '../../bench/lib/stats.ts';

describe('quantile', () => {
  it.each([
    ['the only sample', [7], 0.95, 7],
    ['the middle of an odd number', [3, 1, 2], 0.5, 2],
    ['between the middle two of an even number', [4, 1, 2, 3], 0.5, 2.5],
    ['by numbers, not by letters', [10, 9, 100], 0.5, 10],
    ['the ends', [5, 1, 3], 1, 5],
    ['between ranks', [0, 10], 0.95, 9.5],
  ])('gives %s', (_, samples, q, want) => {
    expect(quantile(samples, q)).toBeCloseTo(want, 10);
  });

  it('refuses to make a number out of nothing', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });

  it('leaves the samples in their order', () => {
    const samples = [3, 1, 2];
    summarise(samples);
    expect(samples).toEqual([3, 1, 2]);
  });
});

describe('table', () => {
  it('aligns the first column to the left, numbers to the right, and ends no line in blanks', () => {
    expect(
      table([
        ['a', 'p50', 'p95'],
        ['long', '1.00', ''],
        ['b', '10.25', '3'],
      ]),
    ).toBe(['a       p50  p95', 'long   1.00', 'b     10.25    3'].join('\n'));
  });
});

describe('phpFile', () => {
  it.each([20, 21, 28, 29, 5000])('has exactly %i lines and closes what it opens', (count) => {
    const lines = phpFile(count);
    expect(lines).toHaveLength(count);
    const text = lines.join('\n');
    for (const [open, close] of ['{}', '()'] as const) {
      expect(text.split(open ?? '').length).toBe(text.split(close ?? '').length);
    }
    expect(lines.at(-1)).toBe('}');
  });

  it('has a blank row to start typing in', () => {
    const lines = phpFile(5000);
    expect(lines[blankRow(lines, 2500)]).toBe('');
    expect(() => blankRow(lines, 4999)).toThrow(RangeError);
  });
});
