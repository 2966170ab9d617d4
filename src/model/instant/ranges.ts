/** Where contexts stand in a project's index: for each length of the context a range of its ordered suffixes. Finds, counts nothing. */
import type { Hidden } from './corpus.ts';
import { SORTED_TOKENS } from './suffixes.ts';
import type { TokenIndex } from './token-index.ts';

/** Longest context, in tokens: suffixes are told apart by one more, the token that comes next. */
export const LONGEST_CONTEXT = SORTED_TOKENS - 1;

/** Half-open, in numbers of ordered suffixes. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Ranges of a context by its length, from 0; the last one is not empty. */
export function rangesOf(index: TokenIndex, context: readonly number[]): readonly Range[] {
  const all = { from: 0, to: index.order.length };
  const ranges: Range[] = [all];
  for (let length = 1; length <= Math.min(context.length, LONGEST_CONTEXT); length++) {
    let range = all;
    for (let at = 0; at < length && range.from < range.to; at++) {
      range = narrowed(index, range, at, context[context.length - length + at] ?? 0);
    }
    if (range.from === range.to) break;
    ranges.push(range);
  }
  return ranges;
}

/** The ranges once `id` was appended to their context. */
export function advanced(index: TokenIndex, ranges: readonly Range[], id: number): readonly Range[] {
  const next = ranges.slice(0, 1);
  for (const [length, range] of ranges.entries()) {
    if (length === LONGEST_CONTEXT) break;
    const longer = narrowed(index, range, length, id);
    if (longer.from === longer.to) break;
    next.push(longer);
  }
  return next;
}

/** Of suffixes that share their first `at` tokens, those that go on with an id of a half-open range. */
export function withIds(index: TokenIndex, { from, to }: Range, at: number, ids: Range): Range {
  const start = lowerBound(index, from, to, at, ids.from);
  return { from: start, to: lowerBound(index, start, to, at, ids.to) };
}

function narrowed(index: TokenIndex, range: Range, at: number, id: number): Range {
  return withIds(index, range, at, { from: id, to: id + 1 });
}

function lowerBound({ order, tokens }: TokenIndex, from: number, to: number, at: number, id: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const position = (order[middle] ?? 0) + at;
    // What ends here comes before all that goes on.
    const token = position < tokens.length ? (tokens[position] ?? 0) : -1;
    if (token < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a position of the index is in one of the ranges that do not count. */
export function isHidden(hidden: Hidden, position: number): boolean {
  let low = 0;
  let high = hidden.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hidden[middle]?.[1] ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return position >= (hidden[low]?.[0] ?? Number.POSITIVE_INFINITY);
}
