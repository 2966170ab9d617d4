/** Brackets and statements of text that may be half typed, found without a parser: strings and comments are stepped over. */
import type { Language } from '../../syntax/language.ts';
import { escapePattern } from '../../text/escape-pattern.ts';

export const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** A bracket that is open, and what has to follow the one that closes it. */
export interface Opened {
  readonly bracket: string;
  readonly after: string;
  /** UTF-16 offset. */
  readonly at: number;
}

/** Outermost first. */
export type Open = readonly Opened[];

/** Blocks that are the end of a statement, or need another one. */
const IN_EXPRESSION =
  /(?:\bmatch\s*\([^{};]*\)|(?:=|=>|\breturn)\s*(?:new\s+class|static\s+function|function)\b[^{};]*)\s*$/u;
const TRY = /\btry\s*$/u;
/** A head of a block is looked for so far back, in UTF-16 units. */
const LONGEST_HEAD = 200;

/** Index of the innermost block; -1 without one. */
export function lastBlock(open: Open): number {
  return open.findLastIndex(({ bracket }) => bracket === '{');
}

/** Brackets that are open at the end of `text`; those in strings and comments do not count. */
export function openAt(text: string, language: Language): Open {
  const open: Opened[] = [];
  scan(text, language, (character, at) => {
    if (CLOSERS[character] !== undefined)
      open.push({ bracket: character, after: character === '{' ? afterBlock(text, at) : '', at });
    else if (character === CLOSERS[open.at(-1)?.bracket ?? '']) open.pop();
    // A brace closes its block, with whatever was left open inside.
    else if (character === '}') open.length = Math.max(0, lastBlock(open));
  });
  return open;
}

/** Braces that end a block that nothing begins. */
export function surplusIn(text: string, language: Language): number {
  let depth = 0;
  let surplus = 0;
  scan(text, language, (character) => {
    if (character === '{') depth++;
    else if (character === '}' && depth > 0) depth--;
    else if (character === '}') surplus++;
  });
  return surplus;
}

function afterBlock(text: string, open: number): string {
  const head = text.slice(Math.max(0, open - LONGEST_HEAD), open);
  if (TRY.test(head)) return ' finally {}';
  return IN_EXPRESSION.test(head) ? ';' : '';
}

/** UTF-16 offset behind the last character that ends a statement or begins or ends a block; of the line, where lines are statements. */
export function statementStart(text: string, language: Language): number {
  if (language.layout === 'indentation') return text.lastIndexOf('\n') + 1;
  let start = 0;
  let brackets = 0;
  scan(text, language, (character, at) => {
    if (character === '(' || character === '[') brackets++;
    else if (character === ')' || character === ']') brackets = Math.max(0, brackets - 1);
    else if (character === '{' || character === '}' || (character === ';' && brackets === 0)) {
      start = at + 1;
      brackets = 0;
    }
  });
  return start;
}

/** Calls `visit` for brackets and semicolons that are neither in a string nor in a comment. */
function scan(text: string, language: Language, visit: (character: string, at: number) => void): void {
  const sign = signsOf(language);
  sign.lastIndex = 0;
  for (let match = sign.exec(text); match !== null; match = sign.exec(text)) {
    const { index } = match;
    const end = endOfText(text, index, language);
    if (end > index) sign.lastIndex = end + 1;
    else {
      visit(text[index] ?? '', index);
      sign.lastIndex = index + 1;
    }
  }
}

const SIGNS = new Map<Language, RegExp>();

/** Brackets, semicolons, and what strings and comments of a language begin with. */
function signsOf(language: Language): RegExp {
  const known = SIGNS.get(language);
  if (known !== undefined) return known;
  const comments = [language.lineComment, ...(language.blockComment?.slice(0, 1) ?? [])].map(escapePattern);
  const signs = new RegExp(['[(){};[\\]\'"`]', ...comments].join('|'), 'gu');
  SIGNS.set(language, signs);
  return signs;
}

/** Last index of the string or comment that starts at `at`; `at` itself where none does. */
function endOfText(text: string, at: number, { lineComment, blockComment }: Language): number {
  const character = text[at] ?? '';
  if (character === "'" || character === '"' || character === '`') return endOfString(text, at);
  if (blockComment !== undefined && text.startsWith(blockComment[0], at)) {
    const end = text.indexOf(blockComment[1], at + blockComment[0].length);
    return end < 0 ? text.length : end + blockComment[1].length - 1;
  }
  if (!text.startsWith(lineComment, at)) return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Index of the quote that ends a string; where none does on its line, the line's end: an apostrophe in text, or a string that is being typed. */
function endOfString(text: string, at: number): number {
  const quote = text[at] ?? '';
  // Python's text over several lines: what it says is no code.
  if (text.startsWith(quote.repeat(3), at)) {
    const close = text.indexOf(quote.repeat(3), at + 3);
    return close < 0 ? text.length : close + 2;
  }
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === quote) return end;
  }
  const lineEnd = text.indexOf('\n', at);
  return lineEnd < 0 ? text.length : lineEnd;
}
