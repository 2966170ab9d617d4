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

/**
 * What was inserted at `origin` to make `now`; '' when nothing was; `undefined` when something else has changed there.
 * @param lines the document now
 */
export function typedSince(origin: Anchor, now: Anchor, lines: readonly string[]): string | undefined {
  const rows = now.row - origin.row;
  if (rows < 0 || now.lineCount - origin.lineCount !== rows) return undefined;
  if (!isUnchanged(origin.after, now.after)) return undefined;
  const first = rows === 0 ? now.before : lines[origin.row];
  if (first === undefined || !first.startsWith(origin.before)) return undefined;
  if (rows === 0) return first.slice(origin.before.length);
  return [first.slice(origin.before.length), ...lines.slice(origin.row + 1, now.row), now.before].join('\n');
}

/** Brackets and quotes that a plugin closes behind the cursor count as unchanged: the suggestion is laid around them. */
function isUnchanged(before: string, now: string): boolean {
  return now.endsWith(before) && /^[)\]}'"`]*$/u.test(now.slice(0, now.length - before.length));
}
