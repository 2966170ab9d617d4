/**
 * The anchored middle: the hole of a prompt begins at an anchor, and what was typed since stands behind the middle token, so that typing only appends.
 * Decides whether an anchor still stands, and where a new one is. Pure.
 */

/** `line`: the anchor is the start of a line. `block`: it stays while a few lines are typed. `cursor`: there is none. */
export type AnchorMode = 'line' | 'block' | 'cursor';

/** What a prompt shows, and what the document held, when the anchor was set. */
export interface Anchor {
  /** The text before the anchor as the prompt shows it; starts at a line start. */
  readonly head: string;
  /** The text after the cursor, then: all that was known, and as the prompt shows it. */
  readonly suffix: string;
  readonly shownSuffix: string;
  /** `head` begins with the first line of the file. */
  readonly startsFile: boolean;
}

/** A block that is longer is anchored anew: what is read again grows with it (DESIGN.md §5). */
const MOST_LINES = 12;
const MOST_CHARS = 600;
/** What editors put behind the cursor by themselves while one types. */
const CLOSERS = /^[)\]}'"`;,]{1,8}$/u;

/**
 * What was typed since the anchor was set; `undefined` where it does not stand any more.
 * @param prefix text before the cursor; @param suffix text after it
 */
export function typedSinceAnchor(anchor: Anchor, prefix: string, suffix: string, mode: AnchorMode): string | undefined {
  if (mode === 'cursor' || !isSameSuffix(anchor.suffix, suffix)) return undefined;
  const at = placeOf(anchor, prefix);
  if (at === undefined) return undefined;
  const typed = prefix.slice(at);
  if (mode === 'line') return typed.includes('\n') ? undefined : typed;
  const isShort = typed.length <= MOST_CHARS && (typed.match(/\n/gu)?.length ?? 0) < MOST_LINES;
  return isShort ? typed : undefined;
}

/** Where the cursor's line begins: a new anchor, in UTF-16 units of `prefix`. */
export function lineStart(prefix: string): number {
  return prefix.lastIndexOf('\n') + 1;
}

/** Index behind the anchor's head. The text before the cursor may begin elsewhere by now, as it is cut to a length. */
function placeOf({ head, startsFile }: Anchor, prefix: string): number | undefined {
  if (startsFile && prefix.startsWith(head)) return head.length;
  if (head === '') return undefined;
  // The nearest place: the same lines may stand further up as well.
  const from = prefix.length - head.length;
  for (let at = prefix.lastIndexOf(head, from); at >= 0; at = prefix.lastIndexOf(head, at - 1)) {
    if (at === 0 || prefix[at - 1] === '\n') return at + head.length;
  }
  return undefined;
}

/** Brackets that were paired meanwhile belong to what is being typed. */
function isSameSuffix(before: string, now: string): boolean {
  if (before === now) return true;
  if (!now.endsWith(before)) return false;
  return CLOSERS.test(now.slice(0, now.length - before.length));
}
