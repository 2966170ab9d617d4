/** Copies of half-typed text that a parser can read: what is open at the cursor is closed. Parses nothing itself. */
import type { Language } from '../../syntax/language.ts';

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
  const inStatement = open.slice(open.lastIndexOf('{') + 1);
  const closers = closersOf(inStatement);
  const end = statementEnd(language);
  const ended = `${typed}${closers}${end}\n${below}`;
  // Of the blocks around the cursor, so many are closed here as nothing below closes.
  const missing = openAt(ended, language).split('{').length - 1;
  if (missing > 0) yield `${typed}${closers}${end}${' }'.repeat(missing)}\n${below}`;
  // The statement is ended, what follows stays: the usual case, where blocks are closed below.
  yield ended;
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

function closersOf(open: string): string {
  return [...open]
    .reverse()
    .map((opener) => (opener === '{' ? '\n}' : (OPENERS[opener] ?? '')))
    .join('');
}

/** Brackets that are open at the end of `text`, outermost first; those in strings and comments do not count. */
function openAt(text: string, language: Language): string {
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const end = endOfText(text, at, language);
    if (end > at) {
      at = end;
      continue;
    }
    const character = text[at] ?? '';
    if (OPENERS[character] !== undefined) open.push(character);
    else if (character === OPENERS[open.at(-1) ?? '']) open.pop();
    // A brace closes its block, with whatever was left open inside.
    else if (character === '}') open.length = Math.max(0, open.lastIndexOf('{'));
  }
  return open.join('');
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
  const quote = text[at];
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === quote) return end;
  }
  const lineEnd = text.indexOf('\n', at);
  return lineEnd < 0 ? text.length : lineEnd;
}
