/** Texts without what is no code, at the same offsets, and the lines above a declaration that belong to it. Knows no language. */

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

/** Lines above a declaration that are looked at, at most: a longer comment says nothing new. */
const MOST_LEAD_LINES = 200;

/**
 * Where the comments and attributes begin that stand right above a declaration.
 * @param start UTF-16 offset of the declaration
 * @param isLead of a line without the blanks around it
 * @returns UTF-16 offset; `start` where nothing stands above
 */
export function leadStart(text: string, start: number, isLead: (line: string) => boolean): number {
  let lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(lineStart, start).trim() !== '') return start;
  let lead = start;
  for (let lines = 0; lineStart > 0 && lines < MOST_LEAD_LINES; lines++) {
    const above = text.lastIndexOf('\n', lineStart - 2) + 1;
    const line = text.slice(above, lineStart - 1);
    if (!isLead(line.trim())) break;
    lead = above + (line.length - line.trimStart().length);
    lineStart = above;
  }
  return lead;
}
