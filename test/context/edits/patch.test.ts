import { describe, expect, it } from 'vitest';
import { patchHunks } from '../../../src/context/edits/patch.ts';

describe('the hunks of a patch', () => {
  it('are what stands there by now', () => {
    const patch =
      'diff --git a/x.php b/x.php\n--- a/x.php\n+++ b/x.php\n@@ -1,2 +1,3 @@\n a\n-b\n+c\r\n+d\n\\ No newline at end of file\n';
    expect(patchHunks(patch, (path) => `/p/${path}`)).toEqual([
      { path: '/p/x.php', row: 0, lines: ['a', 'c', 'd'], oldLines: ['a', 'b'] },
    ]);
  });

  it.each([
    ['diff --git a/x b/x\ndeleted file mode 100644\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n'],
    ['diff --git a/x.png b/x.png\nBinary files a/x.png and b/x.png differ\n'],
    ['no patch at all'],
    ['--- a/x\n+++ b/x\n@@ -1,9 +1 @@\n cut'],
    [''],
  ])('are none of %j', (patch) => {
    expect(patchHunks(patch, (path) => path)).toEqual([]);
  });
});
