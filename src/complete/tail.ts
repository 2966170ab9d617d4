/** Finds how much of what stands right of the cursor a suggestion contains already: closing brackets above all. Changes no text. */
import { linePrefix, lineSuffix, type Situation } from '../text/situation.ts';

const CLOSER_OF: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const QUOTES = new Set(["'", '"', '`']);
/** What ends a statement or an item: a suggestion brings its own. */
const PUNCTUATION = /^[;,.:]+$/u;
/** Shorter repetitions of the rest of a line happen in honest code. */
const SHORTEST_TELLING = 3;

/** A suggestion fitted to its line. */
export interface Fitted {
  readonly text: string;
  /** UTF-16 units after the cursor that `text` contains and that accepting it replaces. */
  readonly replace: number;
}

/**
 * Fits `text` to what follows the cursor on its line.
 *
 * - Closers that `text` closes without having opened them are the ones that stand there already: `f(|)` with `$a);` replaces `)`.
 * - An end of `text` that repeats the rest of the line is cut off: `return | + $b;` with `$a + $b;` gives `$a`.
 */
export function fitToLine(text: string, situation: Situation): Fitted {
  const rest = lineSuffix(situation).replace(/\s+$/u, '');
  if (text === '' || rest === '') return { text, replace: 0 };
  const closers = unopenedClosers(text, openQuote(linePrefix(situation)));
  const replace = matchRest(rest, text, closers);
  if (replace > 0) return { text, replace };
  if (PUNCTUATION.test(rest)) return { text, replace: text.endsWith(rest) ? rest.length : 0 };
  return { text: /[\p{L}\p{N}_]/u.test(rest) ? withoutRest(text, rest) : text, replace: 0 };
}

/** UTF-16 indices in `text` of the closers, and of the quote, that `text` itself has not opened. */
function unopenedClosers(text: string, quoteBefore: string | undefined): number[] {
  const found: number[] = [];
  const expected: string[] = [];
  let quote = quoteBefore;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '\\') i++;
    else if (quote !== undefined) {
      if (character !== quote) continue;
      if (quoteBefore !== undefined && found.length === 0 && expected.length === 0) found.push(i);
      quote = undefined;
      quoteBefore = undefined;
    } else if (QUOTES.has(character)) quote = character;
    else if (character in CLOSER_OF) expected.push(CLOSER_OF[character] ?? '');
    else if (')]}'.includes(character)) {
      if (expected.at(-1) === character) expected.pop();
      else if (expected.length === 0) found.push(i);
    }
  }
  return found;
}

/** The quote that is open at the end of `line`; apostrophes in words don't count. */
function openQuote(line: string): string | undefined {
  let quote: string | undefined;
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    if (character === '\\') i++;
    else if (quote === undefined) {
      if (QUOTES.has(character) && !/[\p{L}\p{N}]/u.test(line.charAt(i - 1))) quote = character;
    } else if (character === quote) quote = undefined;
  }
  return quote;
}

/** How much of the beginning of `rest` stands in `text`: its closers in order, then what follows them in both. */
function matchRest(rest: string, text: string, closers: readonly number[]): number {
  let taken = 0;
  let after = 0;
  for (const at of closers) {
    const between = /^\s*/u.exec(rest.slice(taken))?.[0].length ?? 0;
    if (rest.charAt(taken + between) !== text.charAt(at)) break;
    taken += between + 1;
    after = at + 1;
  }
  if (taken === 0) return 0;
  while (taken < rest.length && /[^\p{L}\p{N}\s]/u.test(rest.charAt(taken)) && rest.charAt(taken) === text.charAt(after)) {
    taken++;
    after++;
  }
  // Blanks inside the replaced part must stand in the text too, or the ghost could not be laid around them.
  return isSubsequence(rest.slice(0, taken), text) ? taken : 0;
}

function isSubsequence(part: string, text: string): boolean {
  let from = 0;
  for (const character of part) {
    from = text.indexOf(character, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** `text` without the longest end that `rest` begins with: all of `rest`, or at least a telling piece of it. */
function withoutRest(text: string, rest: string): string {
  const trimmed = rest.trimStart();
  for (const candidate of new Set([rest, trimmed])) {
    for (let length = candidate.length; length >= Math.min(SHORTEST_TELLING, candidate.length); length--) {
      if (length > 0 && text.endsWith(candidate.slice(0, length))) return text.slice(0, text.length - length);
    }
  }
  return text;
}
