/** Texts without what is no code, at the same offsets. Knows no language. */

export interface CodeText {
  /** Without comments. */
  readonly code: string;
  /** Without comments and strings. */
  readonly bare: string;
}

/**
 * @param notCode finds strings and comments, whichever begins first
 * @param isComment of what it finds
 */
export function codeText(text: string, notCode: RegExp, isComment: (found: string) => boolean): CodeText {
  const code = text.replace(notCode, (found) => (isComment(found) ? blanked(found, ALL) : found));
  // A comment's text is gone by now: what is found is a string.
  return { code, bare: blanked(code, notCode) };
}

const ALL = /[\s\S]+/u;

/** The same length, with blanks in place of what `pattern` finds; line ends stay. */
export function blanked(text: string, pattern: RegExp): string {
  // Without the flag `u`: half a character is a UTF-16 unit as well.
  return text.replace(pattern, (found) => found.replace(/[^\n]/g, ' '));
}
