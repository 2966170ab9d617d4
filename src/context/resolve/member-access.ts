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
  const own = line.slice(0, line.length - typed.length).replace(syntax.privateMark ?? /$^/u, '');
  // The arrow may end the line above.
  const last = own.trim() === '' && row > 0 ? row - 1 : row;
  const front = last === row ? own : withoutComment(lines[last] ?? '', syntax);
  const operator = syntax.operators.find((one) => front.trimEnd().endsWith(one));
  if (operator === undefined || isInText(front, syntax) || syntax.declares?.test(front) === true) return undefined;
  if (typed.startsWith('$') && operator !== '::') return undefined;
  const above = lines.slice(Math.max(0, row - MOST_LINES), last).map((text) => withoutComment(text, syntax));
  const text = [...above, front.trimEnd().slice(0, -operator.length)].join('\n');
  const receiver = text.slice(receiverStart(text, syntax)).trim();
  // `1.` goes on with its digits.
  const isNone = receiver === '' || receiver.length > LONGEST_RECEIVER || /^\d+$/u.test(receiver);
  return isNone ? undefined : { receiver, operator, typed };
}

const QUOTES: ReadonlySet<string> = new Set(["'", '"', '`']);

/** Whether the end of a line stands in a string, or behind the start of a comment. */
function isInText(written: string, syntax: ExpressionSyntax): boolean {
  const line =
    syntax.notQuoted === undefined ? written : written.replace(syntax.notQuoted, (text) => ' '.repeat(text.length));
  if (/^\s*(?:\*|\/\*)/u.test(line)) return true;
  /** What is open, outermost first: strings by their quotes, brackets of code inside of them. */
  const open: string[] = [];
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (QUOTES.has(open.at(-1) ?? '')) at += inString(line, at, open, syntax);
    else if (QUOTES.has(character)) open.push(character);
    else if (line.startsWith(syntax.lineComment, at)) return true;
    else if (open.length > 0 && character === '{') open.push(character);
    else if (open.length > 0 && character === '}') open.pop();
  }
  return QUOTES.has(open.at(-1) ?? '');
}

/** Reads one character of a string. @returns how many further ones belong to it */
function inString(line: string, at: number, open: string[], { interpolation }: ExpressionSyntax): number {
  const quote = open.at(-1) ?? '';
  if (line[at] === '\\') return 1;
  if (line[at] === quote) open.pop();
  else if (interpolation?.quotes.includes(quote) === true && line.startsWith(interpolation.start, at)) {
    open.push('{');
    return interpolation.start.length - 1;
  }
  return 0;
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
    // `...order` is no member.
    if (operator === undefined || text.endsWith('...', before)) return withNew(text, at, syntax);
    at = before - operator.length;
  }
}

/** Where the name, with the brackets behind it, begins that ends at `end`; `end` itself where there is none. */
function primaryStart(text: string, end: number, syntax: ExpressionSyntax): number {
  let at = end;
  // What says that a value is there: `order!`.
  if (syntax.assertion !== undefined && text[at - 1] === syntax.assertion) at--;
  const brackets = bracketsStart(text, at, syntax);
  if (brackets.isAll) return brackets.at;
  at = brackets.at;
  const quote = text[at - 1] ?? '';
  if (quote === "'" || quote === '"') return stringStart(text, at - 1);
  while (at > 0 && isNameCharacter(text[at - 1] ?? '', syntax)) at--;
  return at;
}

/** Where the brackets begin that end at `end`, and whether no name can stand in front of them. */
function bracketsStart(
  text: string,
  end: number,
  syntax: ExpressionSyntax,
): { readonly at: number; readonly isAll: boolean } {
  let at = end;
  while (at > 0 && ')]}'.includes(text[at - 1] ?? '')) {
    const open = openerOf(text, at - 1);
    // A block in front of an expression that is not there: `} ->`.
    if (open < 0 || text[open] === '{') {
      return { at: text[open] === '{' && isMatch(text, open) ? matchStart(text, open) : at, isAll: true };
    }
    at = typesStart(text, open, syntax);
    // A bracket without a name in front: `(new Order)`.
    if (text[open] === '(' && !isNameEnd(text, at, syntax)) return { at, isAll: true };
  }
  return { at, isAll: false };
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

/** Where the angle brackets begin in front of the arguments of a call; `open` itself where there are none. */
function typesStart(text: string, open: number, { assertion }: ExpressionSyntax): number {
  if (assertion === undefined || text[open] !== '(' || text[open - 1] !== '>' || text[open - 2] === '=') return open;
  let depth = 0;
  for (let at = open - 1; at >= 0 && !';\n'.includes(text[at] ?? ''); at--) {
    if (text[at] === '>' && text[at - 1] !== '=') depth++;
    else if (text[at] === '<' && --depth === 0) return at;
  }
  return open;
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
