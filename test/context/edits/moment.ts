/** A place in a text, for sources that look at nothing else: `|` is the cursor. */
import { ProjectIndex } from '../../../src/context/index/project-index.ts';
import { Recency } from '../../../src/context/index/recency.ts';
import { momentOf } from '../../../src/context/moment.ts';
import type { Moment } from '../../../src/context/source.ts';
import { NO_SYMBOLS } from '../../../src/context/symbols.ts';

export const ROOT = '/project';

export const NO_PROJECT = new ProjectIndex({
  root: ROOT,
  text: () => undefined,
  usage: () => 0,
  loadLibraryType: () => false,
  loadLibraryFunction: () => false,
  recency: new Recency(),
});

/** @param windowRows rows above and below the cursor that the prompt shows; default: all */
export function momentAt(marked: string, windowRows = Number.POSITIVE_INFINITY): Moment {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const above = marked.slice(0, offset).split('\n');
  const row = above.length - 1;
  return momentOf({
    request: {
      path: `${ROOT}/src/own.php`,
      row,
      col: above.at(-1)?.length ?? 0,
      window: [row - windowRows, row + windowRows],
      budget: 1024,
    },
    relative: 'src/own.php',
    language: undefined,
    lines: text.split('\n'),
    text,
    symbols: NO_SYMBOLS,
    member: undefined,
  });
}
