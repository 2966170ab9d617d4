import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hunk, without } from '../../../src/context/edits/hunk.ts';
import { aside, withChange } from '../../../src/context/edits/hunks.ts';

const hunk = (row: number, lines: readonly string[], oldLines: readonly string[] = []): Hunk => ({
  path: '/a',
  row,
  lines,
  oldLines,
});

describe('the hunks of a session', () => {
  it.each<[string, readonly Hunk[], Parameters<typeof withChange>[2], readonly Hunk[]]>([
    ['begin with a change', [], { firstRow: 3, oldLines: ['a'], lines: ['b'] }, [hunk(3, ['b'], ['a'])]],
    [
      'grow where it is typed on',
      [hunk(3, ['b'], ['a'])],
      { firstRow: 3, oldLines: ['b'], lines: ['bc'] },
      [hunk(3, ['bc'], ['a'])],
    ],
    ['grow below', [hunk(3, ['b'], ['a'])], { firstRow: 4, oldLines: [], lines: ['c'] }, [hunk(3, ['b', 'c'], ['a'])]],
    ['are nothing where all is as before', [hunk(3, ['b'], ['a'])], { firstRow: 3, oldLines: ['b'], lines: ['a'] }, []],
    [
      'stay apart',
      [hunk(3, ['b'], ['a'])],
      { firstRow: 30, oldLines: [], lines: ['c'] },
      [hunk(3, ['b'], ['a']), hunk(30, ['c'])],
    ],
    [
      'move with what is put in above',
      [hunk(30, ['b'], ['a'])],
      { firstRow: 3, oldLines: [], lines: ['x', 'y'] },
      [hunk(32, ['b'], ['a']), hunk(3, ['x', 'y'])],
    ],
    [
      'tell what was changed of the lines that an editor replaces',
      [],
      { firstRow: 2, oldLines: ['a', 'b', 'c'], lines: ['a', 'x', 'c'] },
      [hunk(3, ['x'], ['b'])],
    ],
    [
      'are nothing where the same is put in again',
      [hunk(30, ['b'], ['a'])],
      { firstRow: 2, oldLines: ['a', 'b'], lines: ['a', 'b'] },
      [hunk(30, ['b'], ['a'])],
    ],
    [
      'are swallowed by a larger change',
      [hunk(3, ['b'], ['a'])],
      { firstRow: 2, oldLines: ['1', 'b', '2'], lines: ['z'] },
      [hunk(2, ['z'], ['1', 'a', '2'])],
    ],
  ])('%s', (_, before, change, want) => {
    expect(withChange(before, '/a', change)).toEqual(want);
  });

  it('hold what stands there, whatever is typed', () => {
    const changes = fc.array(
      fc.record({
        at: fc.nat(30),
        taken: fc.nat(4),
        put: fc.array(fc.stringMatching(/^[a-z]{1,3}$/u), { maxLength: 4 }),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(changes, (list) => {
        const lines = Array.from({ length: 30 }, (_, row) => `line ${row}`);
        let hunks: readonly Hunk[] = [];
        for (const { at, taken, put } of list) {
          const firstRow = Math.min(at, lines.length);
          const oldLines = lines.splice(firstRow, taken, ...put);
          hunks = withChange(hunks, '/a', { firstRow, oldLines, lines: put });
        }
        for (const { row, lines: own } of hunks) expect(lines.slice(row, row + own.length)).toEqual(own);
      }),
    );
  });
});

describe('the hunks of a change of many lines', () => {
  const lines = Array.from({ length: 60 }, (_, row) => `line ${row}`);

  it('are the places that differ', () => {
    const after = lines.with(3, 'three').toSpliced(40, 2).toSpliced(50, 0, 'new');
    expect(withChange([], '/a', { firstRow: 0, oldLines: lines, lines: after })).toEqual([
      hunk(50, ['new'], []),
      hunk(40, [], ['line 40', 'line 41']),
      hunk(3, ['three'], ['line 3']),
    ]);
  });

  it('are one where it is another text', () => {
    const [before, after] = [lines, lines].map((all, of) =>
      Array.from({ length: 900 }, (_, at) => `${of} ${all[at % 60]}`),
    );
    const [only, ...others] = withChange([], '/a', { firstRow: 0, oldLines: before ?? [], lines: after ?? [] });
    expect([only?.lines.length, others]).toEqual([900, []]);
  });
});

describe('hunks of the working tree', () => {
  const tree = hunk(10, ['a', 'b', 'c', 'd'], ['z']);
  it.each<[string, Parameters<typeof aside>[1], readonly Hunk[]]>([
    [
      'move with what is put in above',
      { firstRow: 2, oldLines: ['x'], lines: ['x', 'y'] },
      [hunk(11, ['a', 'b', 'c', 'd'], ['z'])],
    ],
    ['stay where the change is below', { firstRow: 14, oldLines: [], lines: ['y'] }, [tree]],
    [
      'give up what is changed',
      { firstRow: 11, oldLines: ['b', 'c'], lines: ['x', 'y', 'w'] },
      [hunk(10, ['a'], ['z']), hunk(14, ['d'], ['z'])],
    ],
    ['go where all is changed', { firstRow: 9, oldLines: Array(6).fill('x'), lines: [] }, []],
  ])('%s', (_, change, want) => {
    expect(aside([tree], change)).toEqual(want);
  });

  it('hold what stands there, whatever is typed into them', () => {
    const change = fc.record({
      at: fc.nat(20),
      taken: fc.nat(4),
      put: fc.array(fc.stringMatching(/^[a-z]{1,3}$/u), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (list) => {
        const lines = Array.from({ length: 20 }, (_, row) => `line ${row}`);
        let hunks: readonly Hunk[] = [hunk(2, lines.slice(2, 6)), hunk(9, lines.slice(9, 18))];
        for (const { at, taken, put } of list) {
          const firstRow = Math.min(at, lines.length);
          hunks = aside(hunks, { firstRow, oldLines: lines.splice(firstRow, taken, ...put), lines: put });
        }
        for (const { row, lines: own } of hunks) expect(lines.slice(row, row + own.length)).toEqual(own);
      }),
    );
  });
});

describe('a hunk without some rows', () => {
  const whole = hunk(5, ['a', 'b', 'c']);
  it.each<[number, number, readonly Hunk[]]>([
    [0, 5, [whole]],
    [8, 9, [whole]],
    [6, 6, [hunk(5, ['a']), hunk(6, ['b', 'c'])]],
    [6, 7, [hunk(5, ['a']), hunk(7, ['c'])]],
    [0, 7, [hunk(7, ['c'])]],
    [6, 99, [hunk(5, ['a'])]],
    [5, 8, []],
  ])('%j to %j', (from, to, want) => {
    expect(without(whole, from, to)).toEqual(want);
  });
});
