/**
 * Prepares a prefix for the parser: takes the piece of it that matters, and puts in front what the piece stands in, as it
 * may start in the middle of a class or of a comment. Works on text alone.
 */
import type { Language } from './language.ts';

/** What is read in place of a prefix. */
export interface Piece {
  /** Stands for what is above the piece: `<?php class A {`. One line, without its end. */
  readonly head: string;
  /** The end of the prefix. */
  readonly text: string;
}

/** UTF-16 units of a prefix that are read, at most, and at least where there are so many: parsing them takes about 2 ms. */
const LONGEST = 14_000;
const SHORTEST = 7000;

/** An empty line, and the indentation of the next line that does not close anything. */
const PARAGRAPH = /\n[ \t]*\n([ \t]*)(?=[^\s)\]}])/g;

/** A prefix as a piece: its end where it is long, without the rest of a comment or string that starts above. */
export function cutPiece(language: Language, prefix: string): Piece {
  const start = pieceStart(prefix);
  const whole = prefix.slice(start);
  const text = whole.slice(commentRest(language, whole) || stringRest(language, whole, start > 0));
  const tag = language.tag?.(text) ?? '';
  return { head: tag + surroundingsOf(language, text, firstIndent(text)), text };
}

/** The start of the outermost paragraph: what begins there is most likely whole. */
function pieceStart(prefix: string): number {
  if (prefix.length <= LONGEST) return 0;
  const least = prefix.length - LONGEST;
  const first = prefix.indexOf('\n', least) + 1 || least;
  let best = { start: first, indent: Number.POSITIVE_INFINITY };
  for (const { 0: found, 1: indent = '', index } of prefix.slice(first, -SHORTEST).matchAll(PARAGRAPH))
    if (indent.length < best.indent)
      best = { start: first + index + found.length - indent.length, indent: indent.length };
  return best.start;
}

/**
 * The part of a piece that starts at `start`, where everything is closed that was opened above.
 * @param start UTF-16 index in `piece.text`, behind a closer: what follows has the indentation of its line
 */
export function cutAgain(language: Language, piece: Piece, start: number): Piece {
  const text = piece.text.slice(start);
  const line = piece.text.slice(piece.text.lastIndexOf('\n', start - 1) + 1, start);
  const tag = language.tag?.(piece.text) ?? '';
  return { head: tag + surroundingsOf(language, text, firstIndent(line)), text };
}

/** Blanks in front of the first word. */
function firstIndent(text: string): string {
  return /^(?:[ \t]*\n)*([ \t]*)\S/.exec(text)?.[1] ?? '';
}

/** Only what is indented stands in something. */
function surroundingsOf(language: Language, text: string, indent: string): string {
  if (indent === '') return '';
  const lines = text.split('\n').filter((line) => line.startsWith(indent) && /^\S/.test(line.slice(indent.length)));
  const fits = (when: RegExp | undefined): boolean =>
    when === undefined || lines.some((line) => when.test(line.trim()));
  return language.surroundings.find(({ when }) => fits(when))?.head ?? '';
}

/** UTF-16 units at the start that are the rest of a comment in the style of ` * …`. */
function commentRest({ blockComment }: Language, text: string): number {
  if (blockComment === undefined) return 0;
  const [opener, closer] = blockComment;
  const end = text.indexOf(closer);
  if (end < 0) return 0;
  const rest = text.slice(0, end);
  const isComment = !rest.includes(opener) && rest.split('\n').every((line) => /^\s*(?:\*|$)/.test(line));
  return isComment ? end + closer.length : 0;
}

/**
 * UTF-16 units at the start that are the rest of a documentation string.
 * @param isCut whether the text certainly starts in the middle of a file; otherwise only its indentation tells
 */
function stringRest({ docQuotes }: Language, text: string, isCut: boolean): number {
  if (docQuotes === undefined || (!isCut && firstIndent(text) === '')) return 0;
  const first = docQuotes.exec(text);
  if (first === null) return 0;
  const before = text.slice(0, first.index);
  const sameLine = before.slice(before.lastIndexOf('\n') + 1).trim();
  const isAlone = sameLine === '' && /^[ \t]*(?:\n|$)/.test(text.slice(first.index + first[0].length));
  // Prose ends in front of it, or it stands alone, and not below the head of a function.
  const isCloser = isAlone
    ? !/:\s*$/.test(before)
    : /[\w.!?)]\s*$/.test(sameLine) && !/\b(?:return|[rbuf]{1,2})$/i.test(sameLine);
  return isCloser ? first.index + first[0].length : 0;
}
