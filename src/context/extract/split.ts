/** Splits code at separators that stand outside of brackets and strings. Knows no grammar. */

const OPEN = '([{<';
const CLOSE = ')]}>';
const QUOTES = '\'"`';

/** UTF-16 units in a text, the end exclusive. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/**
 * The pieces of `text` between `separator`s at depth 0, trimmed; empty ones are left out.
 * @param angles whether `<` and `>` are brackets: true for types, false for expressions
 */
export function splitOutside(text: string, separator: string, angles = false): readonly string[] {
  return piecesOutside(text, separator, angles)
    .map(({ start, end }) => text.slice(start, end).trim())
    .filter((piece) => piece !== '');
}

/** Like {@link splitOutside}: where the pieces stand, not trimmed, empty ones as well. */
export function piecesOutside(text: string, separator: string, angles = false): readonly Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    // Letters are most of it.
    if (character > '@' && character < '[') continue;
    if (character > '`' && character < '{') continue;
    if (QUOTES.includes(character)) at = quoteEnd(text, at);
    else if (isBracket(OPEN, character, angles)) depth++;
    else if (isBracket(CLOSE, character, angles)) depth = isArrow(text, at) ? depth : Math.max(0, depth - 1);
    else if (depth === 0 && character === separator) {
      pieces.push({ start, end: at });
      start = at + 1;
    }
  }
  pieces.push({ start, end: text.length });
  return pieces;
}

/** Index of the quote that ends the string at `at`; the text's length where none does. */
export function quoteEnd(text: string, at: number): number {
  const quote = text[at];
  let end = at + 1;
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1;
  return Math.min(end, text.length);
}

/** `=>` and `->` close nothing. */
function isArrow(text: string, at: number): boolean {
  return text[at] === '>' && (text[at - 1] === '=' || text[at - 1] === '-');
}

/** Index of the bracket that closes the one at `open`; the text's length where none does. */
export function closingAt(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const character = text[at] ?? '';
    if (QUOTES.includes(character)) at = quoteEnd(text, at);
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && --depth === 0) return at;
  }
  return text.length;
}

/** Where the expression at `start` ends: at a `;`, or at a bracket that it did not open; not behind `most` UTF-16 units. */
export function expressionEnd(text: string, start: number, most: number): number {
  const last = Math.min(text.length, start + most);
  for (let at = start; at < last; at++) {
    const character = text[at] ?? '';
    if (QUOTES.includes(character)) at = quoteEnd(text, at);
    else if ('([{'.includes(character)) at = closingAt(text, at);
    else if (character === ';' || ')]}'.includes(character)) return at;
  }
  return last;
}

function isBracket(brackets: string, character: string, angles: boolean): boolean {
  return brackets.includes(character) && (angles || (character !== '<' && character !== '>'));
}

/** White space runs as one blank, at most `most` UTF-16 units. */
export function oneLine(text: string, most: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
