/** Finds the member access that the cursor stands in, by reading backwards from it. Needs no tree: code that is being typed has none. */
import type { Language } from '../../syntax/language.ts';
import type { MemberAccess } from '../source.ts';
import { EXPRESSIONS, type ExpressionSyntax } from './syntax.ts';

/** Lines above the cursor that a chain may begin in. */
const MOST_LINES = 60;
/** A longer receiver is no expression that somebody wrote. In UTF-16 units. */
const LONGEST_RECEIVER = 2000;

/**
 * @param row 0-based; @param col 0-based UTF-16
 * @returns `undefined` where the cursor stands in none, or in a string or comment
 */
export function memberAccess(
  lines: readonly string[],
  row: number,
  col: number,
  language: Pick<Language, 'id'> | undefined,
): MemberAccess | undefined {
  const syntax = language && EXPRESSIONS[language.id];
  if (syntax === undefined) return undefined;
  const line = (lines[row] ?? '').slice(0, col);
  const typed = /\$?[\p{L}_][\p{L}\p{N}_]*$|\$$/u.exec(line)?.[0] ?? '';
  const front = line.slice(0, line.length - typed.length);
  const operator = syntax.operators.find((one) => front.trimEnd().endsWith(one));
  if (operator === undefined || isInText(front, syntax)) return undefined;
  if (typed.startsWith('$') && operator !== '::') return undefined;
  const above = lines.slice(Math.max(0, row - MOST_LINES), row).map((text) => withoutComment(text, syntax));
  const text = [...above, front.trimEnd().slice(0, -operator.length)].join('\n');
  const receiver = text.slice(receiverStart(text, syntax)).trim();
  return receiver === '' || receiver.length > LONGEST_RECEIVER ? undefined : { receiver, operator, typed };
}

/** Whether the end of a line stands in a string, or behind the start of a comment. */
function isInText(line: string, { lineComment }: ExpressionSyntax): boolean {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"' || character === '`') quote = character;
    else if (line.startsWith(lineComment, at)) return true;
  }
  return quote !== '' || /^\s*(?:\*|\/\*)/u.test(line);
}

function withoutComment(line: string, syntax: ExpressionSyntax): string {
  if (/^\s*(?:\*|\/\*)/u.test(line)) return '';
  for (let at = line.indexOf(syntax.lineComment); at >= 0; at = line.indexOf(syntax.lineComment, at + 1)) {
    if (!isInText(line.slice(0, at), syntax)) return line.slice(0, at);
  }
  return line;
}

/** Where the expression begins that ends with `text`. */
export function receiverStart(text: string, syntax: ExpressionSyntax): number {
  let at = text.length;
  for (;;) {
    at = skipBlanks(text, at);
    const end = at;
    at = primaryStart(text, at, syntax);
    if (at === end) return at;
    const before = skipBlanks(text, at);
    const operator = syntax.operators.find((one) => text.endsWith(one, before));
    if (operator === undefined) return withNew(text, at, syntax);
    at = before - operator.length;
  }
}

/** Where the name, with the brackets behind it, begins that ends at `end`; `end` itself where there is none. */
function primaryStart(text: string, end: number, syntax: ExpressionSyntax): number {
  let at = end;
  while (at > 0 && ')]}'.includes(text[at - 1] ?? '')) {
    const open = openerOf(text, at - 1);
    // A block in front of an expression that is not there: `} ->`.
    if (open < 0 || text[open] === '{') return text[open] === '{' && isMatch(text, open) ? matchStart(text, open) : at;
    at = open;
    // A bracket without a name in front: `(new Order)`.
    if (text[open] === '(' && !isNameEnd(text, at, syntax)) return at;
  }
  const quote = text[at - 1] ?? '';
  if (quote === "'" || quote === '"') return stringStart(text, at - 1);
  while (at > 0 && isNameCharacter(text[at - 1] ?? '', syntax)) at--;
  return at;
}

function isMatch(text: string, brace: number): boolean {
  return /\bmatch\s*\([^{}]*\)\s*$/u.test(text.slice(0, brace));
}

function matchStart(text: string, brace: number): number {
  return /\bmatch\s*\([^{}]*\)\s*$/u.exec(text.slice(0, brace))?.index ?? brace;
}

function isNameEnd(text: string, at: number, syntax: ExpressionSyntax): boolean {
  const character = text[at - 1] ?? '';
  return isNameCharacter(character, syntax) || ')]'.includes(character);
}

/** Index of the bracket that the one at `close` closes; −1 where none does. */
function openerOf(text: string, close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    const character = text[at] ?? '';
    if (character === "'" || character === '"') at = stringStart(text, at);
    else if (')]}'.includes(character)) depth++;
    else if ('([{'.includes(character) && --depth === 0) return at;
  }
  return -1;
}

/** Index of the quote that the string begins with that ends at `close`. */
function stringStart(text: string, close: number): number {
  const quote = text[close];
  for (let at = close - 1; at >= 0; at--) if (text[at] === quote && text[at - 1] !== '\\') return at;
  return 0;
}

/** `new Order(…)` begins with its word. */
function withNew(text: string, at: number, { newWord }: ExpressionSyntax): number {
  if (newWord === undefined) return at;
  const before = /(\w+)\s+$/u.exec(text.slice(Math.max(0, at - 40), at));
  return before?.[1] === newWord || before?.[1] === 'clone' ? at - before[0].length : at;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at > 0 && /\s/u.test(text[at - 1] ?? '')) at--;
  return at;
}

function isNameCharacter(character: string, { nameCharacters }: ExpressionSyntax): boolean {
  return /[\p{L}\p{N}_]/u.test(character) || (character !== '' && nameCharacters.includes(character));
}
