/**
 * Tells a model that runs in a circle, with a counter or another name each time, from a list. What lines share at their beginning does not
 * count, least of all their indentation: a list has that. Only length tells: no one waits for so many lines that say next to the same.
 */
import { distance } from 'fastest-levenshtein';
import { isText } from './code-lines.ts';

/** As many variations in a row are a circle. */
export const MOST_VARIATIONS = 12;
/** Edits per character from one variation to the next. */
const NEAR = 0.1;
/** Part of the lines of a text that makes all of it a circle. */
const MOST_PART = 0.8;
const WORD = /\p{L}{2}/u;
const NUMBERS = /\d+/gu;

/** Whether `line` says what `above` says, but for numbers or a few letters. */
export function isVariation(above: string, line: string): boolean {
  if (!WORD.test(line)) return false;
  const [one, other] = [above.trim(), line.trim()];
  if (one.replace(NUMBERS, '0') === other.replace(NUMBERS, '0')) return true;
  return distance(one, other) <= NEAR * Math.max(one.length, other.length);
}

/** Whether nearly all of `text` is one line in variations. */
export function isOneLoop(text: string): boolean {
  const lines = text.split('\n').filter(isText);
  const varied = lines.filter((line, row) => row > 0 && isVariation(lines[row - 1] ?? '', line)).length;
  return varied + 1 >= MOST_VARIATIONS && (varied + 1) / lines.length > MOST_PART;
}
