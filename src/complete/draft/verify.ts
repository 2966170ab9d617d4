/**
 * The rule of drafts, over plain text: the draft proposes, the target verifies; what agrees is kept, at the first difference the target's text
 * takes the place of the rest. Holds no state and keeps no time: how the target's text was cut into chunks cannot matter.
 */

/** What a draft has proposed for a place, and what the target has said for it. Both went through the filters. */
export interface Verification {
  /** Text from the place on. */
  readonly draft: string;
  /** Text from the place on, as far as it is known. */
  readonly target: string;
  /** Nothing will be added to `target`. */
  readonly isFinal: boolean;
  /** A difference has been known for so long that the target's text is to be seen, however short it is. */
  readonly isDue: boolean;
}

export interface Verdict {
  /** What is to be shown. Once it is the target's text, it stays so. */
  readonly shown: string;
  /** UTF-16 units at the beginning of `shown` that the target has said. They never change again. */
  readonly confirmed: number;
  /** UTF-16 units of the draft that the target agrees with. */
  readonly agreed: number;
  /** The target says something else than the draft, or ends before it. */
  readonly differs: boolean;
  /** They differ, and the draft is still shown: what takes its place is too short to be read. */
  readonly isHeld: boolean;
}

/** Tokens behind the difference that a replacement waits for: with fewer, a word would be seen as it is spelt. */
const READABLE_TOKENS = 2;
/** A word or a sign: what a model's token is, more or less. Counted in the text, as chunks may hold any number of them. */
const TOKEN = /[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu;
/** What belongs to the character before it, and is drawn with it. */
const JOINED = /^(?:\p{M}|\u200d|\p{EMod})/u;

/** Compares both as far as they go. */
export function verify({ draft, target, isFinal, isDue }: Verification): Verdict {
  const proposed = draft.trimEnd();
  const said = isFinal ? target : target.trimEnd();
  const agreed = commonLength(proposed, said);
  const byTarget = { shown: target, confirmed: target.length, agreed, isHeld: false };
  if (agreed === proposed.length) return { ...byTarget, differs: false };
  // Also where the target has said half a character by now.
  const isBehind = !isFinal && proposed.startsWith(said);
  if (isBehind) return { shown: draft, confirmed: agreed, agreed, differs: false, isHeld: false };
  const isReadable = isFinal || isDue || tokensIn(said.slice(agreed)) >= READABLE_TOKENS;
  if (isReadable) return { ...byTarget, differs: true };
  return { shown: draft, confirmed: agreed, agreed, differs: true, isHeld: true };
}

/** UTF-16 units at the beginning that both have in common, no character cut in two. */
export function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  while (length > 0 && (isAmidCharacter(a, length) || isAmidCharacter(b, length))) length--;
  return length;
}

function isAmidCharacter(text: string, at: number): boolean {
  const isLow = (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  return isLow || text.charAt(at - 1) === '\u200d' || JOINED.test(text.slice(at, at + 2));
}

function tokensIn(text: string): number {
  return text.match(TOKEN)?.length ?? 0;
}
