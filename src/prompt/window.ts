/** Cuts prefix and suffix to what the prompt may hold. Whole lines, unless the cursor's own line is too long; it never pads or reorders. */
import { characterStart } from '../text/offset.ts';

export interface WindowRequest {
  /** Text before the cursor; starts at a line start. */
  readonly prefix: string;
  /** Text after the cursor. */
  readonly suffix: string;
  readonly maxPromptTokens: number;
  /** Largest share of the prompt for the prefix, 0–1. */
  readonly prefixPercentage: number;
  /** Largest share of the prompt for the suffix, 0–1. */
  readonly maxSuffixPercentage: number;
  /** Tokens of a text; must be additive, as `estimateTokens` is. */
  readonly estimate: (text: string) => number;
}

export interface Window {
  readonly prefix: string;
  readonly suffix: string;
}

/** Room for the rounding errors of summing fractional estimates, in tokens. */
const ROUNDING = 1e-6;

/**
 * The part of prefix and suffix around the cursor that fits. The suffix gets its share, or what the prefix left over if that is less (as in Continue).
 * A line of the cursor that does not fit by itself is cut within, never inside a surrogate pair.
 */
export function cutWindow(request: WindowRequest): Window {
  const { maxPromptTokens, estimate } = request;
  const budget = maxPromptTokens * request.prefixPercentage;
  const { text: prefix, left: unused } = tailThatFits(request.prefix, budget, estimate);
  const left = maxPromptTokens - (budget - unused);
  const suffix = headThatFits(request.suffix, Math.min(maxPromptTokens * request.maxSuffixPercentage, left), estimate);
  return { prefix, suffix };
}

/** The longest end of `text` that starts at a line start and costs at most `budget` tokens, and what is left of those. */
function tailThatFits(
  text: string,
  budget: number,
  estimate: (text: string) => number,
): { readonly text: string; readonly left: number } {
  let start = text.lastIndexOf('\n') + 1;
  let left = budget - estimate(text.slice(start));
  if (left < -ROUNDING) {
    const tail = tailOfLine(text.slice(start), budget, estimate);
    return { text: tail, left: budget - estimate(tail) };
  }
  while (start > 0) {
    const previous = text.lastIndexOf('\n', start - 2) + 1;
    // `lastIndexOf` reads a negative position as 0: a line break there ends an empty first line.
    const lineStart = start === 1 ? 0 : previous;
    const cost = estimate(text.slice(lineStart, start));
    if (left - cost < -ROUNDING) break;
    left -= cost;
    start = lineStart;
  }
  return { text: text.slice(start), left };
}

/** The longest beginning of `text` that ends after a line break (or with the text) and costs at most `budget` tokens. */
function headThatFits(text: string, budget: number, estimate: (text: string) => number): string {
  let end = 0;
  let left = budget;
  while (end < text.length) {
    const lineBreak = text.indexOf('\n', end);
    const lineEnd = lineBreak < 0 ? text.length : lineBreak + 1;
    left -= estimate(text.slice(end, lineEnd));
    if (left < -ROUNDING) break;
    end = lineEnd;
  }
  return end === 0 ? headOfLine(text, budget, estimate) : text.slice(0, end);
}

/** The longest end of one line that fits. */
function tailOfLine(line: string, budget: number, estimate: (text: string) => number): string {
  const length = longest(line.length, (count) => estimate(line.slice(line.length - count)) <= budget);
  const start = line.length - length;
  return line.slice(characterStart(line, start) === start ? start : start + 1);
}

/** The longest beginning of the first line that fits; its line break is not part of it. */
function headOfLine(text: string, budget: number, estimate: (text: string) => number): string {
  const lineBreak = text.indexOf('\n');
  const line = lineBreak < 0 ? text : text.slice(0, lineBreak);
  const end = longest(line.length, (count) => estimate(line.slice(0, count)) <= budget);
  return line.slice(0, characterStart(line, end));
}

/** The largest count of 0…`most` that `fits`, by halving; what fits must fit for every smaller count. */
function longest(most: number, fits: (count: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
