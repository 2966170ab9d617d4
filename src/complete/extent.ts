/** Decides how much is asked for at a place: a line with what it opens, or a block. */
import { indentOf, lineAround } from '../filter/code-lines.ts';
import type { FilterContext } from '../filter/filter.ts';
import { placeOf } from '../filter/place.ts';
import { hasWordsAfter } from '../filter/rest-of-line.ts';
import type { BlockReader } from '../syntax/block-reader.ts';
import { hasTextAfter, linePrefix } from '../text/situation.ts';

/** The option `multilineCompletions`. */
export type MultilineMode = 'auto' | 'always' | 'never';

/**
 * How far a suggestion may go.
 * `auto` gives a block on an empty line inside one; elsewhere the rest of the line, and the block that the line opens once it is complete.
 * Nothing goes beyond the line where words follow the cursor on it; other signs there must become part of the suggestion's first line.
 */
export function extentAt(place: Where, mode: MultilineMode, syntax?: BlockReader): FilterContext['extent'] {
  if (mode === 'never' || hasWordsAfter(place)) return 'one';
  if (hasTextAfter(place)) return 'line';
  if (mode === 'always') return 'block';
  return linePrefix(place).trim() === '' && isInside(place, syntax) ? 'block' : 'line';
}

type Where = Pick<FilterContext, 'prefix' | 'suffix' | 'path' | 'filetype'>;

/** Whether an empty line stands in a block. Where the grammar cannot tell, brackets and indentation do. */
function isInside(place: Where, syntax: BlockReader | undefined): boolean {
  const where = syntax?.lineStart(place.prefix, place.suffix);
  if (where !== undefined) return where !== 'top-level';
  const indent = indentOf(linePrefix(place));
  return indent > 0 || placeOf(place).depth > 0 || lineAround(place.prefix, indent) !== undefined;
}
