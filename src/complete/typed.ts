/** Finds out what was typed between two states of a document: the base of keeping a suggestion instead of asking anew. */

/** A place in a document, and what stood around it. */
export interface Anchor {
  /** 0-based. */
  readonly row: number;
  /** Text of the row before the place. */
  readonly before: string;
  /** Text of the row after the place. */
  readonly after: string;
  /** Number of lines of the document. */
  readonly lineCount: number;
}

/** What plugins that pair brackets put behind the cursor, and let the user type over. */
const ONLY_CLOSERS = /^[)\]}'"`]*$/u;

/**
 * What was inserted at `origin` to make `now`, lines joined by `\n`; '' when nothing was; `undefined` when something else has changed there.
 * @param lines the document now
 */
export function typedSince(origin: Anchor, now: Anchor, lines: readonly string[]): string | undefined {
  const rows = now.row - origin.row;
  if (rows < 0 || now.lineCount - origin.lineCount !== rows) return undefined;
  const first = rows === 0 ? now.before : lines[origin.row];
  if (first === undefined || !first.startsWith(origin.before)) return undefined;
  const start = first.slice(origin.before.length);
  const typed = rows === 0 ? start : [start, ...lines.slice(origin.row + 1, now.row), now.before].join('\n');
  return explainsSuffix(origin.after, now.after, typed) ? typed : undefined;
}

/**
 * Whether the text after the cursor is what it was, but for closers that a plugin has added behind the cursor while an opening one was typed,
 * and closers that stood there and were typed over: the suggestion is laid around them.
 */
export function explainsSuffix(before: string, now: string, typed: string): boolean {
  if (now.endsWith(before)) return ONLY_CLOSERS.test(now.slice(0, now.length - before.length));
  if (!before.endsWith(now)) return false;
  const gone = before.slice(0, before.length - now.length);
  return ONLY_CLOSERS.test(gone) && isSubsequence(gone, typed);
}

function isSubsequence(part: string, text: string): boolean {
  let from = 0;
  for (const character of part) {
    from = text.indexOf(character, from) + 1;
    if (from === 0) return false;
  }
  return true;
}
