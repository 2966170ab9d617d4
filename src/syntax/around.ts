/** What stands around the cursor, by the tokens that open and close it. */
import type { Frame } from './frames.ts';
import { nextCode } from './lines.ts';
import type { Reading } from './reading.ts';
import type { Token } from './tokens.ts';

/** The innermost frame around the cursor that is a block, or a list with a line break between its opener and the cursor. */
export function frameAround({ source, cursor, frames: { frames } }: Reading): Frame | undefined {
  const isAround = ({ opener, closer, isBroken }: Frame): boolean =>
    opener.end <= cursor && (closer === undefined ? !isBroken : closer.end > cursor);
  const isSpread = ({ opener }: Frame): boolean => source.slice(opener.end, cursor).includes('\n');
  return frames.findLast((frame) => isAround(frame) && (frame.rank === 'block' || isSpread(frame)));
}

/** The closer of a list that is opened above the prefix, where the prefix starts in the middle of a file. */
export function looseCloser(
  { start, cursor, frames: { loose } }: Reading,
  around: Frame | undefined,
): Token | undefined {
  if (around ? around.opener.start >= start : start === 0) return undefined;
  return loose.find((closer) => closer.start >= cursor && !(around?.closer && around.closer.start < closer.start));
}

/** Whether nothing but blanks and comments stands between the opener of a frame's body and the cursor. */
export function isAtStart(reading: Reading, { bodyStart }: Frame): boolean {
  return bodyStart >= reading.start && nextCode(reading, bodyStart, reading.cursor) === reading.cursor;
}

/** Whether what is typed at the cursor becomes part of a comment. Comments that are still open are not among these. */
export function isInComment({ source, cursor, language: { blockComment }, commentAt }: Reading): boolean {
  if (cursor === 0 || source.charAt(cursor - 1) === '\n') return false;
  const comment = commentAt(cursor - 1);
  const isBlock = (start: number): boolean => blockComment !== undefined && source.startsWith(blockComment[0], start);
  return comment !== undefined && comment.end >= cursor && !isBlock(comment.start);
}
