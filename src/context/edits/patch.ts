/** The hunks of a patch, as `git diff` writes it. Pure. */
import { parsePatch } from 'diff';
import type { Hunk } from './hunk.ts';

/**
 * In the patch's order.
 * @param absolute the absolute path of a path in the patch
 * @returns none for what is no patch
 */
export function patchHunks(patch: string, absolute: (path: string) => string): readonly Hunk[] {
  try {
    return parsePatch(patch).flatMap(({ newFileName, hunks }) => {
      if (newFileName === undefined || newFileName === '/dev/null') return [];
      const path = absolute(newFileName.replace(/^b\//u, ''));
      return hunks.map(({ newStart, lines }) => ({
        path,
        row: Math.max(0, newStart - 1),
        lines: side(lines, '+'),
        oldLines: side(lines, '-'),
      }));
    });
  } catch {
    return [];
  }
}

function side(lines: readonly string[], own: '+' | '-'): readonly string[] {
  return lines
    .filter((line) => line.startsWith(own) || line.startsWith(' '))
    .map((line) => line.slice(1).replace(/\r$/u, ''));
}
