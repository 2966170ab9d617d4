/** Copies of half-typed text that a parser can read: what is open at the cursor is closed. Parses nothing itself. */
import type { Language } from '../../syntax/language.ts';
import { escapePattern } from '../../text/escape-pattern.ts';

const OPENERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** A name has to follow. */
const DANGLING = /(?:\?->|->|::|\.|:)\s*$/u;
const PLACEHOLDER = 'a';

/**
 * Texts to try, the most likely first. Rows up to the cursor's stay where they are.
 * @param row 0-based row of the cursor; @param col 0-based UTF-16 column
 */
export function* closedAt(language: Language, lines: readonly string[], row: number, col: number): Iterable<string> {
  const line = lines[row] ?? '';
  const before = line.slice(0, col);
  const after = line.slice(col);
  const above = lines.slice(0, row).join('\n') + (row > 0 ? '\n' : '');
  const below = lines.slice(row + 1).join('\n');
  const name = DANGLING.test(before) && !/^\s*[\p{L}_$]/u.test(after) ? PLACEHOLDER : '';
  const typed = above + before + name;
  const open = openAt(typed, language);
  // What is opened in the statement at the cursor: everything but the blocks around it.
  const closers = closersOf(open.slice(lastBlock(open) + 1));
  const end = statementEnd(language);
  const ended = `${typed}${closers}${end}\n${below}`;
  // Of the blocks around the cursor, so many are closed here as nothing below closes.
  const missing = blocksIn(openAt(ended, language));
  const inner = closersOf(innermost(open, missing));
  const around = missing === 0 ? '' : `${inner}${/[)\]]$/u.test(inner) ? end : ''}\n`;
  if (missing > 0) yield `${typed}${closers}${end}${around}${below}`;
  // What follows ends blocks that are not begun: their head is what is being typed.
  const surplus = missing > 0 ? 0 : surplusIn(ended, language);
  if (surplus > 0) yield `${typed}${closers}${' {'.repeat(surplus)}\n${below}`;
  // The statement is ended, what follows stays: the usual case, where blocks are closed below.
  yield ended;
  // A statement that is no code yet (`$a ? $b->`) is left out.
  const begun = statementStart(typed, language);
  yield `${typed.slice(0, begun)}${typed.slice(begun).replace(/[^\n]/gu, '')}${around}\n${below}`;
  // The rest of the line goes on with it.
  yield `${typed}${after}${end}\n${below}`;
  // Blocks are open that nothing below closes: all are closed here, and what follows is left out.
  yield `${typed}${closersOf(open)}`;
  // The blocks that are open too many are closed at the end of the text.
  yield `${ended}${closersOf(openAt(ended, language))}`;
}

function statementEnd(language: Language): string {
  return language.layout === 'indentation' ? '' : ';';
}

/** A bracket that is open, and what has to follow the one that closes it. */
interface Opened {
  readonly bracket: string;
  readonly after: string;
}

/** Outermost first. */
type Open = readonly Opened[];

/** Blocks that are the end of a statement, or need another one. */
const IN_EXPRESSION =
  /(?:\bmatch\s*\([^{};]*\)|(?:=|=>|\breturn)\s*(?:new\s+class|static\s+function|function)\b[^{};]*)\s*$/u;
const TRY = /\btry\s*$/u;
/** A head of a block is looked for so far back, in UTF-16 units. */
const LONGEST_HEAD = 200;

function closersOf(open: Open): string {
  let text = '';
  for (const { bracket, after } of open.toReversed()) {
    // A call that a block was handed to ends its statement.
    if (bracket === '{') text += `${/[)\]]$/u.test(text) ? ';' : ''}\n}${after}`;
    else text += OPENERS[bracket] ?? '';
  }
  return text;
}

function lastBlock(open: Open): number {
  return open.findLastIndex(({ bracket }) => bracket === '{');
}

function blocksIn(open: Open): number {
  return open.filter(({ bracket }) => bracket === '{').length;
}

/** The innermost blocks, so many of them, without what is open in the last statement. A block in a call ends the call's statement as well. */
function innermost(open: Open, blocks: number): Open {
  const end = lastBlock(open) + 1;
  let start = end;
  for (let left = blocks; start > 0 && left > 0; ) if (open[--start]?.bracket === '{') left--;
  // Its brackets in front belong to the block that is left open.
  while (start > 0 && open[start - 1]?.bracket !== '{') start--;
  return open.slice(start, end);
}

/** Brackets that are open at the end of `text`; those in strings and comments do not count. */
function openAt(text: string, language: Language): Open {
  const open: Opened[] = [];
  scan(text, language, (character, at) => {
    if (OPENERS[character] !== undefined)
      open.push({ bracket: character, after: character === '{' ? afterBlock(text, at) : '' });
    else if (character === OPENERS[open.at(-1)?.bracket ?? '']) open.pop();
    // A brace closes its block, with whatever was left open inside.
    else if (character === '}') open.length = Math.max(0, lastBlock(open));
  });
  return open;
}

/** Braces that end a block that nothing begins. */
function surplusIn(text: string, language: Language): number {
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
function statementStart(text: string, language: Language): number {
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
