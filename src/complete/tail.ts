/** Fits a suggestion to what stands right of the cursor on its line, closing brackets above all. Looks at no other line. */
import { readBrackets } from '../filter/brackets.ts';
import { hasSignsAfter, takesSigns } from '../filter/rest-of-line.ts';
import { hasTextAfter, linePrefix, lineSuffix, type Situation } from '../text/situation.ts';

/** What ends a statement, an item or a tag: a suggestion brings its own. */
const PUNCTUATION = /^[;,.:>]+$/u;
/** Shorter repetitions of the beginning of the rest of a line happen in honest code. */
const SHORTEST_TELLING = 3;

/** A suggestion fitted to its line. */
export interface Fitted {
  readonly text: string;
  /** UTF-16 units after the cursor that accepting replaces. `text` contains them: all, in their order, perhaps with others in between. */
  readonly replace: number;
}

/**
 * Fits `text` to what follows the cursor on its line.
 *
 * - Where that is only closers: those that `text` closes without having opened them are the ones that stand there already: `f(|)` with `$a);` replaces `)`.
 * - Where other signs follow, `text` takes their place if its first line contains them: `f(|) {` with `$a): int {`.
 * - Where other text follows, `text` only fills the hole: it ends where it would repeat that text, `return | + $b;` with `$a + $b;` gives `$a`, and
 *   where it closes what is closed behind the cursor, `f(|, $b)` with `$a);` gives `$a`.
 *
 * @param isFinal whether nothing will be added to `text`; until then an end that may become a repetition is held back
 */
export function fitToLine(text: string, situation: Situation, isFinal = true): Fitted {
  const rest = lineSuffix(situation).trimEnd();
  if (text === '' || rest === '') return { text, replace: 0 };
  const before = linePrefix(situation);
  if (!hasTextAfter(situation)) return aroundClosers(text, before, rest);
  const isReplacing = hasSignsAfter(situation) && takesSigns(text.split('\n', 1)[0] ?? '', situation);
  if (isReplacing) return { text, replace: rest.length };
  return { text: withoutClosed(withoutRepeated(text, rest, isFinal), before, rest), replace: 0 };
}

/** How many characters other than blanks accepting `fitted` adds to what stands there. */
export function addedBy(fitted: Fitted, situation: Situation): number {
  return countText(fitted.text) - countText(lineSuffix(situation).slice(0, fitted.replace));
}

function countText(text: string): number {
  return text.replace(/\s/gu, '').length;
}

/** A closer in the suggestion that stands behind the cursor already, with the blanks before it there. UTF-16 indices. */
interface Shared {
  readonly inText: number;
  readonly endInRest: number;
  readonly blanks: string;
}

function aroundClosers(text: string, before: string, rest: string): Fitted {
  const { closes, open } = readBrackets(before, text);
  const found = sharedClosers(text, closes.slice(missingClosers(before, rest)), rest);
  // What the suggestion leaves open is closed by what stands there: `f(|)` with `$a), g($b` needs its `)`.
  const shared = found.slice(0, found.length - neededFor(open, found, text));
  const replaced = shared.at(-1)?.endInRest ?? 0;
  const spaced = withBlanks(text, shared);
  const remaining = rest.slice(replaced);
  const isOwnEnd =
    open.length === 0 && PUNCTUATION.test(remaining) && endsBehind(text, remaining, shared.at(-1)?.inText ?? -1);
  return { text: spaced, replace: isOwnEnd ? rest.length : replaced };
}

/** How much of what is open before the cursor is not closed behind it: a suggestion closes that first, `f(g(|)` with `$a));` replaces one `)`. */
function missingClosers(before: string, rest: string): number {
  return Math.max(0, readBrackets('', before).open.length - closersIn(rest, before).length);
}

/**
 * UTF-16 indices in `rest` of the closers of what stands before it. Where the cursor stands in something that `rest` does not close, such as a string
 * that is still to be ended, `rest` is read on its own: that is the reading which leaves less open.
 */
function closersIn(rest: string, before: string): readonly number[] {
  const here = readBrackets(before, rest);
  const alone = readBrackets('', rest);
  if (here.open.length !== alone.open.length) return here.open.length < alone.open.length ? here.closes : alone.closes;
  return here.closes.length >= alone.closes.length ? here.closes : alone.closes;
}

function sharedClosers(text: string, closes: readonly number[], rest: string): Shared[] {
  const shared: Shared[] = [];
  let from = 0;
  for (const inText of closes) {
    const blanks = /^\s*/u.exec(rest.slice(from))?.[0] ?? '';
    if (rest.charAt(from + blanks.length) !== text.charAt(inText)) break;
    from += blanks.length + 1;
    shared.push({ inText, endInRest: from, blanks });
  }
  return shared;
}

/** How many of the last `shared` closers are the ones that close `open`. */
function neededFor(open: readonly string[], shared: readonly Shared[], text: string): number {
  const count = Math.min(open.length, shared.length);
  const last = shared.slice(shared.length - count);
  return last.every(({ inText }, i) => text.charAt(inText) === open[i]) ? count : 0;
}

/** `text` with the blanks that stand before the closers behind the cursor: `f( | )` with `$a);` gives `$a );`. */
function withBlanks(text: string, shared: readonly Shared[]): string {
  let spaced = '';
  let from = 0;
  for (const { inText, blanks } of shared) {
    const piece = text.slice(from, inText);
    spaced += piece.endsWith(blanks) ? piece : piece + blanks;
    from = inText;
  }
  return spaced + text.slice(from);
}

/** Whether `text` ends with `end`, all of it behind the index `at`. */
function endsBehind(text: string, end: string, at: number): boolean {
  return text.slice(at + 1).endsWith(end);
}

/** `text` without the longest end that `rest` begins with: all of `rest`, or at least a telling piece of it. */
function withoutRepeated(text: string, rest: string, isFinal: boolean): string {
  for (const repeated of new Set([rest, rest.trimStart()])) {
    const shortest = isFinal ? Math.min(SHORTEST_TELLING, repeated.length) : 1;
    for (let length = repeated.length; length >= shortest; length--) {
      if (text.endsWith(repeated.slice(0, length))) return text.slice(0, text.length - length);
    }
  }
  return text;
}

/** `text` up to where it closes what `rest` closes. */
function withoutClosed(text: string, before: string, rest: string): string {
  const [first] = closersIn(rest, before);
  const end = readBrackets(before, text).closes[missingClosers(before, rest)];
  if (first === undefined || end === undefined || text.charAt(end) !== rest.charAt(first)) return text;
  return text.slice(0, end).trimEnd();
}
