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

/** UTF-16 units of a prefix that are read, at most: parsing them takes about 4 ms. */
const PIECE = 24_000;

/** A prefix as a piece: its end where it is long, without the rest of a comment that starts above. */
export function cutPiece(language: Language, prefix: string): Piece {
  const start = prefix.length <= PIECE ? 0 : prefix.indexOf('\n', prefix.length - PIECE) + 1;
  const text = prefix.slice(start + commentRest(language, prefix, start));
  const tag = language.tag?.(text) ?? '';
  return { head: tag + surroundingsOf(language, text), text };
}

/**
 * The part of a piece that starts at `start`, where everything is closed that was opened above.
 * @param start UTF-16 index in `piece.text`
 */
export function cutAgain(language: Language, piece: Piece, start: number): Piece {
  const text = piece.text.slice(start);
  const tag = language.tag?.(piece.text) ?? '';
  return { head: tag + surroundingsOf(language, text.slice(text.indexOf('\n') + 1)), text };
}

/** Only what is indented stands in something. */
function surroundingsOf(language: Language, text: string): string {
  const indent = /^(?:[ \t]*\n)*([ \t]+)\S/.exec(text)?.[1];
  if (indent === undefined) return '';
  const lines = text.split('\n').filter((line) => line.startsWith(indent) && /^\S/.test(line.slice(indent.length)));
  return (
    language.surroundings.find(({ when }) => when === undefined || lines.some((line) => when.test(line.trim())))
      ?.head ?? ''
  );
}

/** UTF-16 units at `start` that are the rest of a comment in the style of ` * …`. */
function commentRest({ blockComment }: Language, text: string, start: number): number {
  if (blockComment === undefined) return 0;
  const [opener, closer] = blockComment;
  const end = text.indexOf(closer, start);
  if (end < 0) return 0;
  const rest = text.slice(start, end);
  const isComment = !rest.includes(opener) && rest.split('\n').every((line) => /^\s*\*|^\s*$/.test(line));
  return isComment ? end + closer.length - start : 0;
}
