/**
 * Cuts text into tokens: names, numbers and operators, each with the one space that may stand before it, other blanks, and line ends.
 * Indentation and blanks at line ends are left out, so that a line reads the same however deep it stands. The tokens of a line, put together, are its text.
 */
import type { TokenRules } from './rules.ts';

/** Longer names are cut, in UTF-16 units: data, not words. */
const LONGEST_NAME = 64;

/** What stands behind this column is left out, in UTF-16 units: generated, minified or data. */
const LONGEST_LINE = 400;

const OTHER = 0;
const BLANK = 1;
const NAME = 2;
const BEFORE_NAME = 3;

const SPACE = 32;
const TAB = 9;
const CARRIAGE_RETURN = 13;

/** Takes a token: `text` from `start` to `end`, half-open, in UTF-16 units. */
export type TakesToken = (start: number, end: number) => void;

export class Lexer {
  /** By character code below 128. All others belong to names. */
  readonly #classes = new Uint8Array(128);
  /** The operators that begin with a character, the longest first. */
  readonly #operators: (readonly string[] | undefined)[] = [];

  constructor(rules: TokenRules) {
    this.#classes[SPACE] = BLANK;
    this.#classes[TAB] = BLANK;
    this.#classes[CARRIAGE_RETURN] = BLANK;
    for (let code = 0; code < 128; code++) {
      const character = String.fromCharCode(code);
      if (/\w/u.test(character) || rules.inNames.includes(character)) this.#classes[code] = NAME;
      else if (rules.beforeNames.includes(character)) this.#classes[code] = BEFORE_NAME;
    }
    for (const operator of [...rules.operators].sort((a, b) => b.length - a.length)) {
      const code = operator.charCodeAt(0);
      this.#operators[code] = [...(this.#operators[code] ?? []), operator];
    }
  }

  /** The tokens of a whole text, in order. @param lineEnd called between lines; `isBlank` when the line had no token */
  text(text: string, token: TakesToken, lineEnd: (isBlank: boolean) => void): void {
    for (let start = 0; ; ) {
      const found = text.indexOf('\n', start);
      const end = found < 0 ? text.length : found;
      const isBlank = this.#line(text, start, end, token) === start;
      if (found < 0) return;
      lineEnd(isBlank);
      start = found + 1;
    }
  }

  /** The tokens of one line without its line end. @returns where the last token ends; behind it are blanks only */
  line(line: string, token: TakesToken): number {
    return this.#line(line, 0, line.length, token);
  }

  #line(text: string, start: number, lineEnd: number, token: TakesToken): number {
    const end = Math.min(lineEnd, start + LONGEST_LINE);
    let at = start;
    while (at < end && this.#classOf(text.charCodeAt(at)) === BLANK) at++;
    let last = start;
    while (at < end) {
      let from = at;
      while (at < end && this.#classOf(text.charCodeAt(at)) === BLANK) at++;
      if (at === end) break;
      // More than one blank, or a tab, is a token of its own: it aligns something.
      if (at - from > 1 || (at > from && text.charCodeAt(from) !== SPACE)) {
        token(from, at);
        from = at;
      }
      at = this.#tokenEnd(text, at, end);
      token(from, at);
      last = at;
    }
    return last;
  }

  #classOf(code: number): number {
    return code < 128 ? (this.#classes[code] ?? OTHER) : NAME;
  }

  #tokenEnd(text: string, start: number, end: number): number {
    const kind = this.#classOf(text.charCodeAt(start));
    let at = start + 1;
    if (kind === NAME || (kind === BEFORE_NAME && at < end && this.#classOf(text.charCodeAt(at)) === NAME)) {
      const longest = Math.min(end, start + LONGEST_NAME);
      while (at < longest && this.#classOf(text.charCodeAt(at)) === NAME) at++;
      return at;
    }
    for (const operator of this.#operators[text.charCodeAt(start)] ?? []) {
      if (start + operator.length <= end && text.startsWith(operator, start)) return start + operator.length;
    }
    return at;
  }
}
