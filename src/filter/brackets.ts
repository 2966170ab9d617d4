/** Reads the brackets and quotes of code in no language in particular: what is open, what closes what. Knows no comments. */

const CLOSER_OF: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const CLOSERS = ')]}';
const QUOTES = '\'"`';
const WORD = /[\p{L}\p{N}_]/u;
/** Letters that stand before a string and belong to it: Python's `f'…'`, `rb"…"`, Rust's `b'…'`. */
const STRING_PREFIX = /(?:^|[^\p{L}\p{N}_$])[bBfFrRuU]{1,2}$/u;
/** Two letters of a prefix and the character before them: long lines are not read again at each quote. */
const LOOK_BACK = 3;
/** `&'a str`, `<'a>`: a lifetime of Rust, not a string. */
const LIFETIME = /^'[a-z_][\p{L}\p{N}_]*(?!')(?![\p{L}\p{N}_])/u;

/** Something that was opened: what closes it, where it stands, and, for strings, whether any brace in it holds code. */
interface Opened {
  readonly closer: string;
  readonly at: number;
  readonly isFormat: boolean;
}

/** What the brackets and quotes of a text do. */
export interface Brackets {
  /** UTF-16 indices in the text of the closers of what the text has not opened itself. */
  readonly closes: readonly number[];
  /** What would close what the text leaves open, the innermost first. */
  readonly open: readonly string[];
}

/**
 * Reads `text` where it stands behind `before`.
 * Brackets in strings don't count, except for code in them: `"${…}"`, `"{$…}"`, `f"{…}"`. Apostrophes in words are no quotes.
 */
export function readBrackets(before: string, text: string): Brackets {
  const whole = before + text;
  const stack: Opened[] = [];
  const closes: number[] = [];
  for (let at = 0; at < whole.length; at++) {
    const character = whole.charAt(at);
    const top = stack.at(-1);
    if (character === '\\') at++;
    else if (isClosed(character, top)) {
      stack.pop();
      if (at >= before.length && (top?.at ?? -1) < before.length) closes.push(at - before.length);
    } else {
      const closer = closerOf(whole, at, top);
      if (closer !== undefined) stack.push({ closer, at, isFormat: /[fF]/u.test(whole.charAt(at - 1)) });
    }
  }
  const open = stack.filter((opened) => opened.at >= before.length).map((opened) => opened.closer);
  return { closes, open: open.reverse() };
}

/** Whether `character` closes `top`; with nothing open, any bracket closes what lines above have opened. */
function isClosed(character: string, top: Opened | undefined): boolean {
  return top === undefined ? CLOSERS.includes(character) : character === top.closer;
}

/** What closes that which the character at `at` opens; `undefined` when it opens nothing. */
function closerOf(whole: string, at: number, top: Opened | undefined): string | undefined {
  const character = whole.charAt(at);
  if (top !== undefined && QUOTES.includes(top.closer)) {
    const holdsCode = top.isFormat || whole.charAt(at - 1) === '$' || whole.charAt(at + 1) === '$';
    return character === '{' && holdsCode ? '}' : undefined;
  }
  if (!QUOTES.includes(character)) return CLOSER_OF[character];
  return character === "'" && isApostrophe(whole, at) ? undefined : character;
}

function isApostrophe(whole: string, at: number): boolean {
  const before = whole.charAt(at - 1);
  if (before === '&' || before === '<') return LIFETIME.test(whole.slice(at));
  return WORD.test(before) && !STRING_PREFIX.test(whole.slice(Math.max(0, at - LOOK_BACK), at));
}
