import { structuredPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorAt } from '../../../bench/retrieval/cursors.ts';
import { type CommitHunk, hunksOf } from '../../../bench/retrieval/hunks.ts';

const PATCH = [
  'diff --git a/src/A.php b/src/A.php',
  '--- a/src/A.php',
  '+++ b/src/A.php',
  '@@ -1,0 +2,2 @@',
  '+two',
  '+three',
  '@@ -4 +6 @@',
  '-old',
  '+new',
  'diff --git a/gone.php b/gone.php',
  '--- a/gone.php',
  '+++ /dev/null',
  '@@ -1 +0,0 @@',
  '-x',
  'diff --git a/B.php b/C.php',
  '--- a/B.php',
  '+++ b/C.php',
  '@@ -1 +1 @@',
  '-x',
  '+y',
  '',
].join('\n');

describe('hunksOf', () => {
  it('tells rows of both sides, and leaves out what was deleted or moved', () => {
    expect(hunksOf(PATCH)).toEqual([
      { path: 'src/A.php', oldRow: 1, oldLines: [], row: 1, lines: ['two', 'three'] },
      { path: 'src/A.php', oldRow: 3, oldLines: ['old'], row: 5, lines: ['new'] },
    ]);
  });

  it.each(['', 'no patch', '@@ -x +y @@\n+a', '--- a/a\n+++ b/a\n@@ -1 +1 @@\nnonsense'])('has none for %j', (text) => {
    expect(hunksOf(text)).toEqual([]);
  });
});

describe('cursorAt', () => {
  const hunks: readonly CommitHunk[] = hunksOf(PATCH);
  const before = ['one', 'x', 'y', 'old', 'end'];

  it('takes out what its own hunk replaced, and applies those above it', () => {
    expect(cursorAt(before, hunks, 1, 0, 2)).toEqual({
      path: 'src/A.php',
      lines: ['one', 'two', 'three', 'x', 'y', 'ne', 'end'],
      row: 5,
      col: 2,
    });
  });

  it('types its own hunk up to the cursor only', () => {
    expect(cursorAt(before, hunks, 0, 1, 0)?.lines).toEqual(['one', 'two', '', 'x', 'y', 'old', 'end']);
  });

  it('is at its place in the commit, with what stands above it typed, whatever a commit changes', () => {
    const line = fc.constantFrom('a', 'b', 'c', '}', '');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.array(line, { maxLength: 12 }), (old, after) => {
        const changed = parsed(old, after);
        for (const [at, { lines, row }] of changed.entries()) {
          const last = lines.length - 1;
          if (last < 0) continue;
          const cursor = cursorAt(old, changed, at, last, lines[last]?.length ?? 0);
          expect(cursor?.row).toBe(row + last);
          expect(cursor?.lines.slice(0, row + last + 1)).toEqual(after.slice(0, row + last + 1));
        }
      }),
    );
  });
});

function parsed(before: readonly string[], after: readonly string[]): readonly CommitHunk[] {
  const text = (lines: readonly string[]): string => lines.map((one) => `${one}\n`).join('');
  const { hunks } = structuredPatch('a', 'b', text(before), text(after), '', '', { context: 0 });
  return hunks.map(({ oldStart, newStart, lines }) => ({
    path: 'a',
    oldRow: oldStart - 1,
    oldLines: lines.filter((one) => one.startsWith('-')).map((one) => one.slice(1)),
    row: newStart - 1,
    lines: lines.filter((one) => one.startsWith('+')).map((one) => one.slice(1)),
  }));
}
