import { describe, expect, it } from 'vitest';
import { interval, share } from '../../../bench/retrieval/bootstrap.ts';
import { randomOf, shuffled } from '../../../bench/retrieval/random.ts';
import type { Sample } from '../../../bench/retrieval/replay.ts';
import { ratio, summarise, totals } from '../../../bench/retrieval/summary.ts';

const name = (text: string, isInLine: boolean, isBuiltin = false, isExisting = true) => ({
  name: text,
  isInLine,
  isBuiltin,
  isExisting,
});
const answer = (...found: number[]) => ({ 1024: { tokens: 10 * found.length, ms: 1, found } });
const sample = (commit: string, names: Sample['names'], answers: Sample['answers']): Sample => ({
  commit,
  path: 'a.php',
  row: 0,
  col: 0,
  names,
  answers,
});

const SAMPLES = [
  sample('c1', [name('a', true), name('b', false, true), name('c', false)], { over: answer(0, 1), under: answer(0) }),
  sample('c1', [], { over: answer(), under: answer() }),
  sample('c2', [name('d', true, false, false)], { over: answer(0), under: answer() }),
];

describe('a summary', () => {
  it('counts A and B, all names, those that are not builtin, and those that exist', () => {
    const { cursors, commits, telling, names, ceiling } = totals(SAMPLES);
    expect([cursors, commits]).toEqual([3, 2]);
    expect(telling).toEqual({ A: 2, B: 2 });
    expect(names.B).toEqual({ all: 4, 'not builtin': 3, existing: 2 });
    expect(names.A).toEqual({ all: 2, 'not builtin': 2, existing: 1 });
    expect(ceiling.B).toBe(75);
  });

  it('gives the share of the names that a row found', () => {
    const [over] = summarise(SAMPLES, ['over'], [1024], 1);
    expect(over?.recall.B).toEqual({ all: 75, 'not builtin': expect.closeTo((100 * 2) / 3), existing: 50 });
    expect(over?.recall.A).toEqual({ all: 100, 'not builtin': 100, existing: 100 });
    expect(over?.tokens).toBe(10);
    expect(over?.interval.B[0]).toBeCloseTo((100 * 2) / 3);
    expect(over?.interval.B[1]).toBe(100);
  });

  it('compares rows on the same names', () => {
    expect(ratio(SAMPLES, ['over', 'under'], 1024, 'B', 1).value).toBe(3);
  });
});

describe('interval', () => {
  const groups = Array.from({ length: 200 }, (_, at) => ({ found: at % 2, all: 1 }));
  const value = (drawn: readonly number[]): number => share(groups, drawn);

  it('holds the value, and is narrower the more groups there are', () => {
    const [low, high] = interval(200, value, 1);
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    const [fewLow, fewHigh] = interval(20, (drawn) => share(groups.slice(0, 20), drawn), 1);
    expect(fewHigh - fewLow).toBeGreaterThan(high - low);
  });

  it('is the same for the same seed', () => {
    expect(interval(200, value, 3)).toEqual(interval(200, value, 3));
  });
});

describe('shuffled', () => {
  it('keeps every element, in an order that the seed decides', () => {
    const list = Array.from({ length: 50 }, (_, at) => at);
    const once = shuffled(list, randomOf(1));
    expect(once.toSorted((a, b) => a - b)).toEqual(list);
    expect(shuffled(list, randomOf(1))).toEqual(once);
    expect(shuffled(list, randomOf(2))).not.toEqual(once);
  });
});
