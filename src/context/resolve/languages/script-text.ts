/** TypeScript and JavaScript: code as text: without what strings and comments say, where expressions end, and the parts of one. Knows no types. */
import { closingAt, piecesOutside, quoteEnd, splitOutside } from '../../extract/split.ts';

/** In front of a `/` that begins a regular expression. */
const BEFORE_PATTERN = /(?:^|[(,=:[!&|?{};+>]|\b(?:return|typeof|case|in|of|do|else))\s*$/u;
const PATTERN = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/uy;

/** The same length: comments, the insides of strings and regular expressions are blanks. Code in template strings stays. */
export function plainCode(text: string): string {
  return new PlainReader(text).read();
}

class PlainReader {
  readonly #text: string;
  readonly #out: string[] = [];
  /** Depths of brackets at which a template goes on. */
  readonly #templates: number[] = [];
  #depth = 0;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): string {
    while (this.#at < this.#text.length) this.#step();
    return this.#out.join('');
  }

  #step(): void {
    const character = this.#text[this.#at] ?? '';
    if (character === '/') this.#slash();
    else if (character === "'" || character === '"') this.#string(character);
    else {
      this.#keep(character);
      if (character === '`') this.#template();
      else if ('([{'.includes(character)) this.#depth++;
      else if (')]}'.includes(character)) this.#close(character);
    }
  }

  #keep(character: string): void {
    this.#out.push(character);
    this.#at++;
  }

  #skip(end: number): void {
    this.#out.push(this.#text.slice(this.#at, end).replace(/[^\n]/gu, ' '));
    this.#at = end;
  }

  #slash(): void {
    const next = this.#text[this.#at + 1];
    if (next === '/') this.#skip(lineEnd(this.#text, this.#at));
    else if (next === '*') {
      const end = this.#text.indexOf('*/', this.#at + 2);
      this.#skip(end < 0 ? this.#text.length : end + 2);
    } else this.#pattern();
  }

  /** A regular expression, or a division. */
  #pattern(): void {
    PATTERN.lastIndex = this.#at;
    const isPattern = BEFORE_PATTERN.test(this.#text.slice(Math.max(0, this.#at - 12), this.#at));
    const found = isPattern ? PATTERN.exec(this.#text)?.[0] : undefined;
    if (found === undefined) this.#keep('/');
    else this.#skip(this.#at + found.length);
  }

  #string(quote: string): void {
    const end = Math.min(quoteEnd(this.#text, this.#at), lineEnd(this.#text, this.#at));
    this.#keep(quote);
    this.#skip(end);
    if (this.#text[this.#at] === quote) this.#keep(quote);
  }

  /** The text of a template up to its end, or to code in it. */
  #template(): void {
    let end = this.#at;
    while (end < this.#text.length && this.#text[end] !== '`' && !this.#text.startsWith('${', end)) {
      end += this.#text[end] === '\\' ? 2 : 1;
    }
    this.#skip(Math.min(end, this.#text.length));
    if (this.#text[this.#at] === '`') this.#keep('`');
    else if (this.#at < this.#text.length) {
      this.#templates.push(this.#depth++);
      this.#out.push(' {');
      this.#at += 2;
    }
  }

  #close(character: string): void {
    this.#depth--;
    if (character !== '}' || this.#templates.at(-1) !== this.#depth) return;
    this.#templates.pop();
    this.#template();
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** A line that goes on with the statement above, and one that is not at its end. */
const GOES_ON = /^\s*(?:[.?:&|+*/%,<=)\]}]|as\b|in\b|instanceof\b|satisfies\b|-(?!-))/u;
const OPEN_END = /(?:[=(,:?&|+*/<[{-]|=>|\b(?:await|return|new|typeof|as))\s*$/u;

/** UTF-16 offset where the expression at `start` ends. @param plain code as `plainCode` gives it */
export function expressionEnd(plain: string, start: number): number {
  for (let at = start; at < plain.length; at++) {
    const character = plain[at] ?? '';
    if ('([{'.includes(character)) at = closingAt(plain, at);
    else if (';,)]}'.includes(character)) return at;
    else if (character === '\n' && isStatementEnd(plain, start, at)) return at;
  }
  return plain.length;
}

/** Whether a line's end is that of its statement. */
function isStatementEnd(plain: string, start: number, at: number): boolean {
  const front = plain.slice(start, at);
  return front.trim() !== '' && !OPEN_END.test(front) && !GOES_ON.test(plain.slice(at + 1, at + 200));
}

/** Where the type at `start` ends: at `=`, `;`, `,`, a line's end, or a bracket that it did not open. */
export function typeEnd(plain: string, start: number): number {
  let angles = 0;
  for (let at = start; at < plain.length; at++) {
    const character = plain[at] ?? '';
    if (character === '<') angles++;
    else if (character === '>' && plain[at - 1] !== '=') angles--;
    else if (endsType(plain, start, at, angles > 0)) return at;
    else if (character === '=' && plain[at + 1] === '>') at++;
    else if ('([{'.includes(character)) at = closingAt(plain, at);
  }
  return plain.length;
}

function endsType(plain: string, start: number, at: number, isInAngles: boolean): boolean {
  const character = plain[at] ?? '';
  const isDone = (): boolean => /[\w>\])}]\s*$/u.test(plain.slice(start, at));
  // A body behind a type that is done.
  if (character === '{') return isDone();
  // What stands behind the arrow of a function's type goes on with it; an arrow behind another type ends it.
  if (character === '=' && plain[at + 1] === '>') return !/\)\s*$/u.test(plain.slice(start, at));
  if (isInAngles) return false;
  if (character === '\n') return isDone() && !/^\s*[|&.]/u.test(plain.slice(at + 1, at + 100));
  return '=;,)]}'.includes(character);
}

/** Whether what is declared at `at` in a block can be seen at the end: its block is still open. */
export function isVisible(plain: string, at: number): boolean {
  let depth = 0;
  for (let index = at; index < plain.length; index++) {
    const character = plain[index] ?? '';
    if (character === '{' || character === '(' || character === '[') depth++;
    else if ((character === '}' || character === ')' || character === ']') && --depth < 0) return false;
  }
  return true;
}

/** Parts of an expression of which any may be its value. */
export function branches(expression: string): readonly string[] {
  const text = expression.replace(/;\s*$/u, '').trim();
  const plain = plainCode(text);
  for (const operator of ['??', '||'] as const) {
    const at = outside(plain, operator);
    if (at >= 0) return [...branches(text.slice(0, at)), ...branches(text.slice(at + 2))];
  }
  const question = outside(plain, '?');
  if (question >= 0) {
    const colon = outside(plain.slice(question + 1), ':');
    if (colon < 0) return [text];
    const rest = text.slice(question + 1);
    return [...branches(rest.slice(0, colon)), ...branches(rest.slice(colon + 1))];
  }
  const both = outside(plain, '&&');
  return both < 0 ? [text] : branches(text.slice(both + 2));
}

/** Index of an operator that stands in no brackets; −1 for none. `?.` and `??` are not `?`. */
export function outside(plain: string, operator: string): number {
  for (let at = 0; at < plain.length; at++) {
    const character = plain[at] ?? '';
    if ('([{'.includes(character)) at = closingAt(plain, at);
    else if (plain.startsWith(operator, at)) {
      if (operator !== '?') return at;
      if (plain[at + 1] === '?') at++;
      else if (plain[at + 1] !== '.' || /\d/u.test(plain[at + 2] ?? '')) return at;
    }
  }
  return -1;
}

/** `(value: Order, at: number) => Item`, taken apart; `undefined` for other types. */
export interface FunctionType {
  readonly params: readonly string[];
  readonly result: string;
}

export function functionType(text: string): FunctionType | undefined {
  let type = text.trim();
  while (type.startsWith('(') && closingAt(type, 0) === type.length - 1) type = type.slice(1, -1).trim();
  type = type.replace(/^(?:abstract\s+)?new\s+(?=[(<])/u, '');
  if (type.startsWith('<')) type = type.slice(type.indexOf('(')).trim();
  if (!type.startsWith('(')) return undefined;
  const close = closingAt(type, 0);
  const rest = type.slice(close + 1).trimStart();
  if (!rest.startsWith('=>')) return undefined;
  return { params: splitOutside(type.slice(1, close), ',', true), result: rest.slice(2).trim() };
}

/** The alternatives of a type as written; a function's type is one, whatever it gives. */
export function typeAlternatives(text: string): readonly string[] {
  const type = text.trim();
  if (functionType(type) !== undefined) {
    const isWrapped = type.startsWith('(') && closingAt(type, 0) === type.length - 1;
    return isWrapped ? typeAlternatives(type.slice(1, -1)) : [type];
  }
  return piecesOutside(type, '|', true)
    .map(({ start, end }) => type.slice(start, end).trim())
    .filter((part) => part !== '');
}

/** The parts of `(a, b) => body`, `a => body`, `function (a) { … }`; `undefined` for what is no function. */
export interface FunctionCode {
  readonly params: readonly string[];
  /** '' where it is not written. */
  readonly type: string;
  /** An expression, or a block with its braces. */
  readonly body: string;
}

export function functionCode(expression: string): FunctionCode | undefined {
  const head = /^(?:async\s+|async(?=\())?(?:function\s*\*?\s*[\w$]*\s*)?(?:<[^()]*>\s*)?(?=\(|[\w$]+\s*=>)/u.exec(
    expression,
  );
  if (head === null) return undefined;
  const start = head[0].length;
  const isWord = head[0].includes('function');
  const single = /^([\w$]+)\s*=>\s*/u.exec(expression.slice(start));
  if (single !== null)
    return { params: [single[1] ?? ''], type: '', body: expression.slice(start + single[0].length).trim() };
  const close = closingAt(expression, start);
  const rest = expression.slice(close + 1);
  const type = /^\s*:\s*/u.exec(rest)?.[0];
  const end = type === undefined ? 0 : typeEnd(plainCode(rest), type.length);
  const body = rest.slice(end).trimStart();
  if (isWord ? !body.startsWith('{') : !body.startsWith('=>')) return undefined;
  return {
    params: splitOutside(expression.slice(start + 1, close), ',', true),
    type: type === undefined ? '' : rest.slice(type.length, end).trim(),
    body: (isWord ? body : body.slice(2)).trim(),
  };
}

/** What a function's body gives, as code: itself where it is an expression, else what its first `return` says. */
export function resultOf(body: string): string {
  if (!body.startsWith('{')) return body;
  const plain = plainCode(body);
  const found = /\breturn\b\s*/u.exec(plain);
  if (found === null) return '';
  const start = found.index + found[0].length;
  return body.slice(start, expressionEnd(plain, start)).trim();
}
