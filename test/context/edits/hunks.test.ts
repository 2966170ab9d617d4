import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hunk, patchHunks, withChange } from '../../../src/context/edits/hunks.ts';

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

describe('the hunks of a patch', () => {
  it('are what stands there by now', () => {
    const patch = 'diff --git a/x.php b/x.php\n--- a/x.php\n+++ b/x.php\n@@ -1,2 +1,3 @@\n a\n-b\n+c\n+d\n';
    expect(patchHunks(patch, (path) => `/p/${path}`)).toEqual([
      { path: '/p/x.php', row: 0, lines: ['a', 'c', 'd'], oldLines: ['a', 'b'] },
    ]);
  });

  it.each([
    ['diff --git a/x b/x\ndeleted file mode 100644\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n'],
    ['no patch at all'],
    [''],
  ])('are none of %j', (patch) => {
    expect(patchHunks(patch, (path) => path)).toEqual([]);
  });
});
