/**
 * Answers for the languages whose blocks are told by indentation. What counts are logical lines: one goes on over line breaks
 * inside of brackets and strings, and behind a backslash. All indices are UTF-16 units in `reading.source`.
 */
import { codeEnd, lineEndAt, lineStartAt, nextCode } from './lines.ts';
import type { Reading } from './reading.ts';

/** Columns to the next tab stop, as Python counts them. */
const TAB = 8;
/** UTF-16 units of a word that goes on with a statement. */
const LONGEST_WORD = 16;

/** Where the block around the cursor ends: behind its last line, once a line that is indented less follows. */
export function indentedBlockEnd(reading: Reading): number | undefined {
  const { source, cursor } = reading;
  const least = leastIndent(reading);
  const from = logicalEnd(reading, lineStartAt(source, cursor));
  return least === 0 || from === undefined ? undefined : endBefore(reading, from, (indent) => indent < least);
}

/** Where the block ends that the cursor's line opens, with the `else` and `except` that belong to it; or its brackets. */
export function indentedOpenedEnd(reading: Reading): number | undefined {
  const { source, cursor, language } = reading;
  const line = lineStartAt(source, cursor);
  const head = logicalStart(reading, line);
  const end = logicalEnd(reading, line);
  if (end === undefined) return undefined;
  if (!endsWithColon(reading, head, end))
    return end > lineEndAt(source, cursor) ? codeEnd(reading, head, end) : undefined;
  const indent = indentAt(source, head);
  const isFollow = (at: number): boolean =>
    language.follow.includes(/^\w+/.exec(source.slice(at, at + LONGEST_WORD))?.[0] ?? '');
  return endBefore(reading, end, (width, at) => width < indent || (width === indent && !isFollow(at)));
}

/** Columns that the lines of the block around the cursor are indented by, at least; 0: there is no block. */
export function leastIndent(reading: Reading): number {
  const head = headAbove(reading);
  if (head !== undefined) return indentAt(reading.source, head) + 1;
  return indentAt(reading.source, logicalStart(reading, lineStartAt(reading.source, reading.cursor)));
}

/** Start of the line whose body begins at the cursor; undefined when there is none. */
export function headAbove(reading: Reading): number | undefined {
  const { source, cursor } = reading;
  const end = codeEnd(reading, 0, cursor);
  // Behind a colon on the cursor's own line only nothing is at the start of a body.
  if (
    end > lineStartAt(source, cursor) &&
    nextCode(reading, cursor, lineEndAt(source, cursor)) < lineEndAt(source, cursor)
  )
    return undefined;
  const head = logicalStart(reading, lineStartAt(source, end));
  return endsWithColon(reading, head, end) ? head : undefined;
}

/**
 * Behind the last logical line before one that does not belong to the block.
 * @param from end of a logical line
 * @param isBehind whether a line, by its columns of indentation and its first character, stands behind the block
 */
function endBefore(
  reading: Reading,
  from: number,
  isBehind: (indent: number, start: number) => boolean,
): number | undefined {
  const { source, commentAt } = reading;
  let end = from;
  for (let at = from + 1; at < source.length; ) {
    const lineEnd = lineEndAt(source, at);
    const start = at + (/^\s*/.exec(source.slice(at, lineEnd))?.[0].length ?? 0);
    const isOutside = isBehind(indentAt(source, at), start);
    if (start === lineEnd || commentAt(start)) {
      if (start < lineEnd && !isOutside) end = lineEnd;
      at = lineEnd + 1;
      continue;
    }
    if (isOutside) return trimEnd(source, end);
    const logical = logicalEnd(reading, at);
    if (logical === undefined) return undefined;
    end = logical;
    at = logical + 1;
  }
  return undefined;
}

/** Start of the logical line that the line at `lineStart` belongs to. */
function logicalStart(reading: Reading, lineStart: number): number {
  let start = lineStart;
  while (start > 0 && isJoined(reading, start - 1)) start = lineStartAt(reading.source, start - 1);
  return start;
}

/** End of the logical line that the line at `lineStart` belongs to; undefined when it is not written to its end. */
function logicalEnd(reading: Reading, lineStart: number): number | undefined {
  let end = lineEndAt(reading.source, lineStart);
  while (end < reading.source.length && isJoined(reading, end)) end = lineEndAt(reading.source, end + 1);
  return end < reading.source.length ? end : undefined;
}

/** Whether the line break at `index` does not end the logical line. */
function isJoined(reading: Reading, index: number): boolean {
  return reading.source.charAt(index - 1) === '\\' || isInBrackets(reading, index) || reading.isText(index);
}

function isInBrackets({ frames: { frames } }: Reading, index: number): boolean {
  return frames.some(
    ({ opener, closer, isBroken }) => opener.end <= index && (closer === undefined ? !isBroken : closer.start >= index),
  );
}

function endsWithColon(reading: Reading, from: number, to: number): boolean {
  const end = codeEnd(reading, from, to);
  return (
    end > from && reading.source.charAt(end - 1) === ':' && !isInBrackets(reading, end) && !reading.isText(end - 1)
  );
}

function indentAt(source: string, lineStart: number): number {
  let columns = 0;
  for (let at = lineStart; ; at++) {
    const character = source.charAt(at);
    if (character === ' ') columns++;
    else if (character === '\t') columns += TAB - (columns % TAB);
    else return columns;
  }
}

function trimEnd(source: string, end: number): number {
  return source.slice(0, end).trimEnd().length;
}
