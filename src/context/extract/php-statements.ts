/**
 * Takes the body of a PHP function apart where statements end and blocks begin: after an edit, the statements that it touches tell whether the body is code
 * still. Parses nothing, and leaves together what it isn't sure of.
 *
 *     one(); if ($a) { two(); three(1); } four();
 *                            └───┬────┘
 *                      touched by an edit of 1
 */
import { firstFrom } from '../../text/first-from.ts';
import type { TextRange } from './cut-text.ts';
import type { Statements } from './extractor.ts';
import { NO_CODE } from './php-text.ts';

/** Group 3: a bracket or a semicolon. Group 4: what can't follow a statement's end. Group 5: what can't begin a block. Group 6: the end of a block without braces. */
const WORDS = '(else|elseif|while)|(case|default)|(end(?:if|for|foreach|while|switch|declare))';
const SIGN = new RegExp(`${NO_CODE}|([(){}[\\];\`])|(?<![\\w$>:\\\\])(?:${WORDS})(?!\\w)`, 'giu');
/** A string that holds code with strings, what a shell is to do, or the end of all code. */
const UNSURE = /^(?:"[\s\S]*(?:\{\$|\$\{)[^}]*$|<<<|\?>|`)/u;
/** What follows a block that is a statement, or ends one: no value goes on like that. */
const NEXT_STATEMENT =
  /(?:\s|\/\/[^\n]*\n|\/\*(?:(?!\*\/)[\s\S])*\*\/)*(?:\$|(?!(?:and|as|catch|else|elseif|finally|instanceof|or|while|xor)\b)[a-z_])/iuy;
const OPENERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** What goes on with a statement that has begun before. */
const GOES_ON = /\b(?:case|catch|default|else|elseif|finally)\b/iu;

/** Where statements may be cut apart: UTF-16 offsets, ascending, and the number of the block around each, 0 outside of any. */
interface Seams {
  readonly at: readonly number[];
  readonly blocks: readonly number[];
}

/** See `Bodies.statements`. */
export function phpStatements(body: string): Statements {
  const { at, blocks } = seamsIn(body) ?? { at: [0, body.length], blocks: [0, 0] };
  const last = at.length - 1;
  return {
    around(start: number, end: number): TextRange {
      // What ends the last statement is to be there still.
      const next = Math.min(firstFrom(at, end + 1), last);
      let before = Math.min(firstFrom(at, start + 1), last) - 1;
      while (before > 0 && blocks.indexOf(blocks[before] ?? 0, next) < 0) before--;
      return { start: at[before] ?? 0, end: at[blocks.indexOf(blocks[before] ?? 0, next)] ?? body.length };
    },
  };
}

/** See `Bodies.areApart`. */
export function areApart(statements: string): boolean {
  // Where a string or a comment goes on behind them, so does what stands there.
  const ended = `${statements};`;
  return !GOES_ON.test(statements) && seamsIn(ended)?.at.at(-2) === ended.length;
}

/** The text's beginning and end are among them. `undefined` where brackets don't come in pairs, or a block has no braces. */
function seamsIn(text: string): Seams | undefined {
  const blocks = new Blocks(text);
  SIGN.lastIndex = 0;
  for (let match = SIGN.exec(text); match !== null; match = SIGN.exec(text)) {
    const [found, , , sign, goesOn, label, blockEnd] = match;
    if (blockEnd !== undefined || UNSURE.test(found)) return undefined;
    if (goesOn !== undefined) blocks.dropBehind(';');
    else if (label !== undefined) blocks.dropBehind('{');
    else if (sign !== undefined && !blocks.take(sign, SIGN.lastIndex)) return undefined;
  }
  return blocks.seams();
}

interface Opened {
  readonly bracket: string;
  readonly number: number;
}

/** Follows brackets and semicolons in their order. */
class Blocks {
  readonly #text: string;
  readonly #at = [0];
  readonly #blocks = [0];
  readonly #open: Opened[] = [{ bracket: '{', number: 0 }];
  #count = 0;
  /** Behind it stands the last seam, or might. */
  #last = '';

  constructor(text: string) {
    this.#text = text;
  }

  /** @param end UTF-16 offset behind the sign @returns `false` where it can't stand there */
  take(sign: string, end: number): boolean {
    const opener = OPENERS[sign];
    if (opener !== undefined) {
      if (this.#open.length === 1 || this.#open.at(-1)?.bracket !== opener) return false;
      if (sign === '}') this.#endBlock(end - 1);
      this.#open.pop();
    } else if (sign !== ';') this.#open.push({ bracket: sign, number: ++this.#count });
    if (sign === ';' || sign === '{' || (sign === '}' && this.#isNext(end))) this.#add(end);
    this.#last = sign;
    return true;
  }

  /** What stands behind that sign, and nothing but comments, is cut off from it nowhere. */
  dropBehind(sign: string): void {
    if (this.#last !== sign) return;
    this.#at.pop();
    this.#blocks.pop();
    this.#last = '';
  }

  seams(): Seams | undefined {
    this.#add(this.#text.length);
    return this.#open.length === 1 ? { at: this.#at, blocks: this.#blocks } : undefined;
  }

  #add(at: number): void {
    const { bracket, number } = this.#open.at(-1) ?? { bracket: '', number: 0 };
    if (bracket !== '{') return;
    this.#at.push(at);
    this.#blocks.push(number);
  }

  /** A block that holds no end of a statement may be a list of other things. */
  #endBlock(at: number): void {
    const number = this.#open.at(-1)?.number ?? 0;
    const first = this.#blocks.lastIndexOf(number);
    if (first < 0) return;
    if (this.#blocks.indexOf(number) < first) this.#add(at);
    else {
      this.#at.splice(first, 1);
      this.#blocks.splice(first, 1);
    }
  }

  #isNext(end: number): boolean {
    NEXT_STATEMENT.lastIndex = end;
    return NEXT_STATEMENT.test(this.#text);
  }
}
