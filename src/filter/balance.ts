/**
 * Follows which brackets are open over many lines of code in no language in particular. Strings and comments are skipped as far as
 * they can be told; a quote without its partner on the line is taken for an apostrophe, so that one mistake does not spoil the rest.
 */
import { indentOf } from './code-lines.ts';
import { blockCommentOf, isLisp, lineCommentOf } from './comments.ts';
import type { FilterContext } from './filter.ts';

const CLOSER_OF: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const CLOSERS = ')]}';
const WORD = /[\p{L}\p{N}_]/u;
/** Letters that stand before a string and belong to it. */
const STRING_PREFIX = /(?:^|[^\p{L}\p{N}_$])[bBfFrRuULs]{1,2}$/u;
const LOOK_BACK = 3;
/** What stands before a regular expression, and hardly before a division. */
const BEFORE_REGEXP = /(?:^|[(=,:!&|?{;[>]|\breturn)\s*$/u;
const REGEXP = /^\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\//u;
/** A string within one line; `\1` is its quote. */
const STRING = /^(["'`])(?:\\.|(?!\1)[^\\])*\1/u;

export interface Rules {
  readonly lineComment: string | undefined;
  readonly blockComment: readonly [start: string, end: string] | undefined;
  readonly hasStringsInApostrophes: boolean;
}

/** How the brackets of a file are to be read. */
export function rulesOf(context: Pick<FilterContext, 'path' | 'filetype'>): Rules {
  return {
    lineComment: lineCommentOf(context),
    blockComment: blockCommentOf(context),
    hasStringsInApostrophes: !isLisp(context),
  };
}

/** A bracket that waits for its partner. */
export interface Bracket {
  /** The closer of the two. */
  readonly closer: string;
  /** Columns of indentation of the line that it stands in. */
  readonly indent: number;
}

/** Reads line by line; what is open then is known at each line's end. */
export class Balance {
  /** What is open, the innermost last. */
  readonly open: Bracket[] = [];
  /** What was closed without having been opened in what has been read, in its order. */
  readonly surplus: Bracket[] = [];
  readonly #rules: Rules;
  /** What ends the string or comment of several lines that the next line begins in. */
  #until: string | undefined;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  /** How many brackets are open; below 0 where more were closed than opened. */
  get depth(): number {
    return this.open.length - this.surplus.length;
  }

  /** Whether the next line begins inside of a string or comment. */
  get isInText(): boolean {
    return this.#until !== undefined;
  }

  /** A reader that goes on from here by itself. */
  copy(): Balance {
    const copy = new Balance(this.#rules);
    copy.open.push(...this.open);
    copy.surplus.push(...this.surplus);
    copy.#until = this.#until;
    return copy;
  }

  /** Reads the lines of `text`, of which the last one is whole, too. */
  read(text: string): this {
    for (const line of text.split('\n')) this.#line(line);
    return this;
  }

  #line(line: string): void {
    let at = 0;
    while (at < line.length) {
      if (this.#until !== undefined) {
        const end = line.indexOf(this.#until, at);
        if (end < 0) return;
        at = end + this.#until.length;
        this.#until = undefined;
      } else at = this.#step(line, at);
    }
  }

  /** Reads what stands at `at`; returns where the next thing stands. */
  #step(line: string, at: number): number {
    const character = line.charAt(at);
    if (character === '\\') return at + 2;
    const long = this.#longStart(line, at);
    if (long !== undefined) {
      this.#until = long.end;
      return at + long.width;
    }
    if (this.#isComment(line, at)) return line.length;
    if (character === '/' && BEFORE_REGEXP.test(line.slice(0, at))) {
      return at + (REGEXP.exec(line.slice(at))?.[0].length ?? 1);
    }
    if ('"\'`'.includes(character)) return at + this.#stringLength(line, at);
    this.#bracket(character, line);
    return at + 1;
  }

  #isComment(line: string, at: number): boolean {
    const mark = this.#rules.lineComment;
    if (mark === undefined || !line.startsWith(mark, at)) return false;
    // `https://…`, `$#`, `a#b`: no comment. A comment of two signs needs no blank before it.
    const before = line.charAt(at - 1);
    return mark.length > 1 ? before !== ':' : before === '' || /[\s;,(){}[\]]/u.test(before);
  }

  #longStart(line: string, at: number): { readonly end: string; readonly width: number } | undefined {
    if (line.startsWith('"""', at) || line.startsWith("'''", at)) return { end: line.slice(at, at + 3), width: 3 };
    const [start, end] = this.#rules.blockComment ?? [];
    if (start !== undefined && end !== undefined && line.startsWith(start, at)) return { end, width: start.length };
    const isTemplate = line.charAt(at) === '`' && this.#rules.lineComment === '//' && !line.includes('`', at + 1);
    return isTemplate ? { end: '`', width: 1 } : undefined;
  }

  #stringLength(line: string, at: number): number {
    if (line.charAt(at) === "'" && (!this.#rules.hasStringsInApostrophes || isApostrophe(line, at))) return 1;
    return STRING.exec(line.slice(at))?.[0].length ?? 1;
  }

  #bracket(character: string, line: string): void {
    const closer = CLOSER_OF[character];
    if (closer !== undefined) this.open.push({ closer, indent: indentOf(line) });
    if (character === '' || !CLOSERS.includes(character)) return;
    const at = this.open.findLastIndex((bracket) => bracket.closer === character);
    // What is open inside of it was never closed.
    if (at >= 0) this.open.length = at;
    else this.surplus.push({ closer: character, indent: indentOf(line) });
  }
}

/** `don't`, and a lifetime of Rust: `&'a str`. */
function isApostrophe(line: string, at: number): boolean {
  const before = line.charAt(at - 1);
  if (before === '&' || before === '<') return true;
  return WORD.test(before) && !STRING_PREFIX.test(line.slice(Math.max(0, at - LOOK_BACK), at));
}
