/** Says why a middle teaches nothing, by the rules of the seed and two of our own. Pure. */
import { givesAway } from './given-away.ts';

export type QualityRule =
  | 'too_short'
  | 'only_imports'
  | 'repetitive_lines'
  | 'low_entropy'
  | 'comment_heavy'
  | 'too_small_a_part'
  | 'too_large_a_part'
  | 'does_not_parse'
  | 'copied_from_context';

/** Characters. */
const SHORTEST = 40;
/** Unique ÷ non-empty lines. */
const LEAST_UNIQUE = 0.5;
/** Bits for each character. */
const LEAST_BITS = 2;
const MOST_COMMENTS = 0.8;
/** Of prefix, middle and suffix together. */
const LEAST_PART = 0.03;
const MOST_PART = 0.8;

const IMPORT =
  /^(?:use|import|from|require(?:_once)?|include(?:_once)?|#include|using|package|namespace|extern crate)\b/u;
const REQUIRES = /^(?:const|let|var|local)\s.{1,80}=\s*require\b/u;
const COMMENT = /^(?:\/\/|#(?!\[)|\/?\*|--|"""|''')/u;

export interface QualityQuestion {
  readonly prefix: string;
  readonly middle: string;
  readonly suffix: string;
  readonly context: string;
  /** Somebody's cursor may wait for a word. */
  readonly isDeveloper: boolean;
  /** The parser was lost in the middle. */
  readonly hasError: boolean;
}

/** The first rule that the middle breaks by itself: what is around it need not be known. */
export function brokenAlone(middle: string, isDeveloper: boolean): QualityRule | undefined {
  const trimmed = middle.trim();
  const lines = middle
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const comments = lines.filter((line) => COMMENT.test(line)).length;
  if (!isDeveloper && trimmed.length < SHORTEST) return 'too_short';
  if (lines.every((line) => IMPORT.test(line) || REQUIRES.test(line))) return 'only_imports';
  if (new Set(lines).size / Math.max(1, lines.length) < LEAST_UNIQUE) return 'repetitive_lines';
  if (!isDeveloper && bitsOf(trimmed) < LEAST_BITS) return 'low_entropy';
  return !isDeveloper && comments / Math.max(1, lines.length) > MOST_COMMENTS ? 'comment_heavy' : undefined;
}

/** The first rule that the example breaks, of those that ask for more than its middle. */
export function brokenAround(example: QualityQuestion): QualityRule | undefined {
  const { prefix, middle, suffix, context, isDeveloper, hasError } = example;
  const part = middle.length / Math.max(1, prefix.length + middle.length + suffix.length);
  if (!isDeveloper && part < LEAST_PART) return 'too_small_a_part';
  if (part > MOST_PART) return 'too_large_a_part';
  if (hasError) return 'does_not_parse';
  return givesAway(context, middle) ? 'copied_from_context' : undefined;
}

/** Shannon's entropy of the characters. */
function bitsOf(text: string): number {
  const counts = new Map<string, number>();
  let all = 0;
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
    all++;
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / all) * Math.log2(count / all);
  return bits;
}
