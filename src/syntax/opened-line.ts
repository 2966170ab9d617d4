/** What the cursor's line opens, by the tokens that open and close it, and where the statement ends that it belongs to. */
import type { Frame } from './frames.ts';
import { codeEnd, lineEndAt, lineStartAt, nextCode } from './lines.ts';
import type { Reading, Span } from './reading.ts';
import type { Token } from './tokens.ts';

/** Goes on with an expression behind its closer: a call, a member, an operator. */
const GOES_ON = /^[.([?:|&+*/%<>=-]|^(?:as|or|and|instanceof)\b/;
/** Closers of the lists around, and the end of the statement or of the list's item. */
const CLOSING = /^(?:[ \t]*[)\]])*(?:[ \t]*[;,])?/;
/** A word, as it follows a block. */
const WORD = /^[a-z]+/;
/** UTF-16 units of it, and of the blanks in front of a brace. */
const LONGEST_WORD = 16;

/**
 * Where the statement ends whose block or list is opened on the cursor's line.
 * @returns UTF-16 index in `reading.source`; undefined when nothing is opened there, or it is not closed
 */
export function openedLineEnd(reading: Reading): number | undefined {
  const from = lineStartAt(reading.source, reading.cursor);
  const to = lineEndAt(reading.source, reading.cursor);
  const string = reading.stringAt(to);
  const opened = firstOpened(reading, from, to);
  if (string && string.start >= from && !(opened && opened.opener.start < string.start))
    return stringEnd(reading, string);
  const first = opened ?? openedBelow(reading, from, to);
  return first ? statementEnd(reading, first) : oneLineEnd(reading, from, to);
}

/** The outermost frame that is opened in a part of the source and still open at its end. */
export function firstOpened({ frames: { frames } }: Reading, from: number, to: number): Frame | undefined {
  return frames.find(
    ({ opener, closer, isBroken }) =>
      opener.start >= from && opener.start < to && (closer === undefined ? !isBroken : closer.start >= to),
  );
}

/** A block whose `{` stands at the start of the line below its head. */
function openedBelow(reading: Reading, from: number, to: number): Frame | undefined {
  const { source } = reading;
  const end = codeEnd(reading, from, to);
  if (nextCode(reading, from, end) === end || /[;{},:]/.test(source.charAt(end - 1))) return undefined;
  return bodyAt(reading, nextCode(reading, to, source.length));
}

/** Behind the statement with a string over several lines. */
function stringEnd(reading: Reading, { start, end }: Span): number | undefined {
  if (reading.unfinished !== undefined && start >= reading.unfinished) return undefined;
  return follow(reading, restOfStatement(reading, end, true));
}

/** `if (a) { b }`: a block that is closed on the line that opens it, and ends that line. */
function oneLineEnd(reading: Reading, from: number, to: number): number | undefined {
  const block = reading.frames.frames.find(
    ({ opener, closer, rank }) => rank === 'block' && closer && opener.start >= from && closer.end <= to,
  );
  const end = block && statementEnd(reading, block);
  if (end === undefined) return undefined;
  return end > to || codeEnd(reading, end, to) === end ? end : undefined;
}

/** Behind the statement that a frame belongs to. */
function statementEnd(reading: Reading, frame: Frame): number | undefined {
  return frame.closer && follow(reading, behind(reading, frame, frame.closer));
}

function follow(reading: Reading, first: number | Frame): number | undefined {
  let next: number | Frame = first;
  while (typeof next !== 'number') {
    if (next.closer === undefined) return undefined;
    next = behind(reading, next, next.closer);
  }
  return next;
}

/** What stands behind the closer of a frame: the end of its statement, or a further frame of that. */
function behind(reading: Reading, frame: Frame, closer: Token): number | Frame {
  if (closer.role.side === 'close-head') return restOfLine(reading, closer.end);
  if (frame.rank === 'block') {
    const next = nextCode(reading, closer.end, reading.source.length);
    if (isFollow(reading, frame, next)) return restOfLine(reading, next);
  }
  const rest = restOfStatement(reading, closer.end, frame.rank === 'list');
  if (typeof rest !== 'number' || frame.kind !== 'paren' || /[;,]/.test(reading.source.charAt(rest - 1))) return rest;
  // The head of a block may have ended with the list.
  return bodyAt(reading, nextCode(reading, rest, reading.source.length)) ?? rest;
}

/** What stands on the line behind a list, a string or a block, with the closers of the lists around it. */
function restOfStatement(reading: Reading, closerEnd: number, isExpression: boolean): number | Frame {
  const { source } = reading;
  const lineEnd = lineEndAt(source, closerEnd);
  const closing = CLOSING.exec(source.slice(closerEnd, lineEnd))?.[0] ?? '';
  const end = closerEnd + closing.length;
  if (/[;,]$/.test(closing)) return end;
  const next = nextCode(reading, end, source.length);
  const goesOn = next < lineEnd && (isExpression || GOES_ON.test(source.slice(next, lineEnd)));
  return goesOn ? restOfLine(reading, end) : end;
}

/** Whether the word at `index` goes on with the statement of a block that ends before it. */
function isFollow({ source, language, frames }: Reading, { opener }: Frame, index: number): boolean {
  const word = WORD.exec(source.slice(index, index + LONGEST_WORD))?.[0] ?? '';
  if (word === 'while') return /\bdo\s*$/.test(source.slice(Math.max(0, opener.start - LONGEST_WORD), opener.start));
  return language.follow.includes(word) && !frames.middles.has(index);
}

/** What the rest of a line does for the statement that it belongs to: ends it, or opens a further frame of it. */
function restOfLine(reading: Reading, from: number): number | Frame {
  const { source, frames } = reading;
  const lineEnd = lineEndAt(source, from);
  const isOuterCloser = ({ opener, closer, rank }: Frame): boolean =>
    rank === 'block' && opener.start < from && closer !== undefined && closer.start >= from && closer.start < lineEnd;
  const to = Math.min(lineEnd, ...frames.frames.filter(isOuterCloser).map(({ closer }) => closer?.start ?? lineEnd));
  const opened = firstOpened(reading, from, to);
  if (opened) return opened;
  const end = codeEnd(reading, from, to);
  const closed = frames.frames.find(({ opener, closer }) => opener.start >= from && closer?.end === end);
  if (closed) return closed;
  if (to < lineEnd || /[;,]/.test(source.charAt(end - 1))) return end;
  const next = nextCode(reading, to, source.length);
  // `else` alone has its statement below; behind a list the head of a block may have ended: `): int`.
  const isWord = WORD.exec(source.slice(from, end))?.[0].length === end - from;
  return bodyAt(reading, next) ?? (isWord && next < source.length ? restOfLine(reading, next) : end);
}

/** A block whose `{` stands at `index`. */
function bodyAt({ frames: { frames } }: Reading, index: number): Frame | undefined {
  return frames.find(({ opener, kind, rank }) => opener.start === index && kind === 'brace' && rank === 'block');
}
