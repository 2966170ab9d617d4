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
/** Lines that are estimated in one go, as long as all of them fit: a window has a hundred. */
const STEPS = [16, 1];

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
  for (const lines of STEPS) {
    while (start > 0) {
      const above = linesUp(text, start, lines);
      const cost = estimate(text.slice(above, start));
      if (left - cost < -ROUNDING) break;
      left -= cost;
      start = above;
    }
  }
  return { text: text.slice(start), left };
}

/** The longest beginning of `text` that ends after a line break (or with the text) and costs at most `budget` tokens. */
function headThatFits(text: string, budget: number, estimate: (text: string) => number): string {
  let end = 0;
  let left = budget;
  for (const lines of STEPS) {
    while (end < text.length) {
      const below = linesDown(text, end, lines);
      const cost = estimate(text.slice(end, below));
      if (left - cost < -ROUNDING) break;
      left -= cost;
      end = below;
    }
  }
  return end === 0 ? headOfLine(text, budget, estimate) : text.slice(0, end);
}

/** Where the line begins that stands so many lines above the line start `from`; 0 where there are fewer. */
function linesUp(text: string, from: number, lines: number): number {
  let start = from;
  // `lastIndexOf` reads a negative position as 0: a line break there ends an empty first line.
  for (let line = 0; line < lines && start > 0; line++) start = start === 1 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
  return start;
}

/** Behind so many lines from the line start `from` on; the end of the text where there are fewer. */
function linesDown(text: string, from: number, lines: number): number {
  let end = from;
  for (let line = 0; line < lines && end < text.length; line++) {
    const lineBreak = text.indexOf('\n', end);
    end = lineBreak < 0 ? text.length : lineBreak + 1;
  }
  return end;
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
