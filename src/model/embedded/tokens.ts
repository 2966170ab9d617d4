/** Identifiers of a line, each with what stands left of it; no grammar, the same for every language. */

/** An identifier and its left neighbour. */
export interface Word {
  /** With PHP's `$`. */
  readonly text: string;
  /**
   * What the word follows: `receiver->` behind an access, the word before it, the punctuation before it, or `^` at the start of a line.
   * `?->` counts as `->`.
   */
  readonly left: string;
  /** UTF-16 index of the word in its line. */
  readonly start: number;
}

const IDENTIFIER = /\$?[\p{L}_][\p{L}\p{N}_]*/gu;
const ACCESS = /^(?:\?->|->|\?\.|::|\.|\\)$/;
const ACCESS_END = /(?:->|::|\.|\\)$/;

/** Left neighbour at the start of a line. */
export const LINE_START = '^';

function leftOf(previous: string, gap: string): string {
  const bare = gap.trim();
  if (bare === '') return previous === '' ? LINE_START : previous;
  const access = ACCESS_END.exec(bare)?.[0];
  if (access === undefined) return bare.slice(-1);
  return (ACCESS.test(bare) ? previous : bare.slice(-access.length - 1, -access.length)) + access;
}

/** The identifiers of `line`, from left to right. */
export function* words(line: string): Generator<Word> {
  let previous = '';
  let end = 0;
  for (const match of line.matchAll(IDENTIFIER)) {
    const text = match[0];
    yield { text, left: leftOf(previous, line.slice(end, match.index)), start: match.index };
    previous = text;
    end = match.index + text.length;
  }
}

/** The identifier that ends where `line` ends; `undefined` when none does. */
export function lastWord(line: string): Word | undefined {
  let last: Word | undefined;
  for (const word of words(line)) last = word;
  return last !== undefined && last.start + last.text.length === line.length ? last : undefined;
}
