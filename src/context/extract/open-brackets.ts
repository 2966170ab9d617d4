/** Brackets and statements of text that may be half typed, by its signs. Reads no strings and no comments. */
import type { Language } from '../../syntax/language.ts';
import type { Signs } from './signs.ts';

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
export function lastBlock(open: readonly Pick<Opened, 'bracket'>[]): number {
  return open.findLastIndex(({ bracket }) => bracket === '{');
}

/** Brackets that are open at the end of a text. */
export function openAt({ text, at: signs }: Signs): Open {
  const open: number[] = [];
  for (const at of signs) {
    const sign = text[at] ?? '';
    if (sign === '(' || sign === '[' || sign === '{') open.push(at);
    else if (open.length > 0 && sign === CLOSERS[text[open.at(-1) ?? 0] ?? '']) open.pop();
    // A brace closes its block, with whatever was left open inside.
    else if (sign === '}') open.length = Math.max(0, lastBrace(text, open));
  }
  return open.map((at) => ({ bracket: text[at] ?? '', at, after: text[at] === '{' ? afterBlock(text, at) : '' }));
}

function lastBrace(text: string, open: readonly number[]): number {
  return open.findLastIndex((at) => text[at] === '{');
}

/** Braces that end a block that nothing begins. */
export function surplusIn({ text, at: signs }: Signs): number {
  let depth = 0;
  let surplus = 0;
  for (const at of signs) {
    const character = text[at];
    if (character === '{') depth++;
    else if (character === '}' && depth > 0) depth--;
    else if (character === '}') surplus++;
  }
  return surplus;
}

function afterBlock(text: string, open: number): string {
  const head = text.slice(Math.max(0, open - LONGEST_HEAD), open);
  if (TRY.test(head)) return ' finally {}';
  return IN_EXPRESSION.test(head) ? ';' : '';
}

/** UTF-16 offset behind the last character that ends a statement or begins or ends a block; of the line, where lines are statements. */
export function statementStart({ text, at: signs }: Signs, language: Language): number {
  if (language.layout === 'indentation') return text.lastIndexOf('\n') + 1;
  const brace = signs.findLastIndex((at) => text[at] === '{' || text[at] === '}');
  let start = brace < 0 ? 0 : (signs[brace] ?? 0) + 1;
  let brackets = 0;
  for (let index = brace + 1; index < signs.length; index++) {
    const at = signs[index] ?? 0;
    const character = text[at];
    if (character === '(' || character === '[') brackets++;
    else if (character === ')' || character === ']') brackets = Math.max(0, brackets - 1);
    else if (character === ';' && brackets === 0) start = at + 1;
  }
  return start;
}
