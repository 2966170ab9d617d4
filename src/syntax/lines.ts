/** Lines, blanks and comments of a text that was read. All indices are UTF-16 units in `reading.source`. */
import type { Reading } from './reading.ts';

/** Start of the line that `index` stands in. */
export function lineStartAt(source: string, index: number): number {
  return index === 0 ? 0 : source.lastIndexOf('\n', index - 1) + 1;
}

/** End of the line that `index` stands in, before its line end. */
export function lineEndAt(source: string, index: number): number {
  const end = source.indexOf('\n', index);
  return end < 0 ? source.length : end;
}

/** First character at `index` or behind it that is neither blank nor in a comment; `limit` when there is none before it. */
export function nextCode({ source, commentAt }: Reading, index: number, limit: number): number {
  for (let at = index; at < limit; ) {
    if (isBlank(source, at)) at++;
    else {
      const comment = commentAt(at);
      if (comment === undefined) return at;
      at = Math.max(comment.end, at + 1);
    }
  }
  return limit;
}

/** Behind the last character before `limit` that is neither blank nor in a comment; `from` when there is none behind it. */
export function codeEnd({ source, commentAt }: Reading, from: number, limit: number): number {
  for (let end = limit; end > from; ) {
    if (isBlank(source, end - 1)) end--;
    else {
      const comment = commentAt(end - 1);
      if (comment === undefined) return end;
      end = Math.min(comment.start, end - 1);
    }
  }
  return from;
}

function isBlank(source: string, index: number): boolean {
  return source.charCodeAt(index) <= 0x20;
}
