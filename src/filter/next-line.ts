/**
 * A text that leaves the cursor's line as it is, and goes on below: for the filters that find its end, the cursor then stands at the start
 * of the line that the text begins with.
 */
import { linePrefix, lineSuffix } from '../text/situation.ts';
import { indentOf, isHead, isText, lineAround, opensBlock } from './code-lines.ts';
import type { FilterContext } from './filter.ts';
import { opensText, placeOf } from './place.ts';

export interface NextLine {
  /** Empty lines, up to the line start. */
  readonly head: string;
  readonly text: string;
  readonly context: FilterContext;
}

/** The text from its first line on; undefined where it begins on the cursor's line, or where that line opens a block that it fills. */
export function nextLine(text: string, context: FilterContext): NextLine | undefined {
  if (context.extent !== 'line' || isText(lineSuffix(context))) return undefined;
  const before = linePrefix(context);
  const head = /^(?:[ \t]*\n)+/u.exec(text)?.[0];
  if (head === undefined || !isText(before) || opensBlock(before) || isHead(before)) return undefined;
  if (opensText(before, context)) return undefined;
  const rest = text.slice(head.length);
  const isInside = placeOf(context).depth > 0 || lineAround(context.prefix, indentOf(before)) !== undefined;
  const extent = isInside ? 'block' : 'line';
  return { head, text: rest, context: { ...context, prefix: context.prefix + head, extent } };
}
