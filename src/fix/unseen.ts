/** Characters that nobody sees in a text, and that change what it says or how it is shown. Data and one count; pure. */

/**
 * Controls, soft hyphens, fillers, zero-width and bidirectional marks, byte order marks, variation selectors but for the one behind an emoji, tags, halves of
 * pairs. The tab and the line feed are none.
 */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb]|(?!\ufe0f)\p{Default_Ignorable_Code_Point}|(?<!\p{Emoji})\ufe0f|\p{Surrogate}/gu;

/** Blanks that are none to compilers: some parsers take them for blanks all the same, and do not see that the code is broken. */
const ODD_BLANKS = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;

/** The first character of which there are more than before, as `U+200B`. */
export function newUnseen(before: string, after: string): string | undefined {
  const left = new Map<string, number>();
  const all = (text: string): readonly string[] => [...(text.match(UNSEEN) ?? []), ...(text.match(ODD_BLANKS) ?? [])];
  for (const found of all(before)) left.set(found, (left.get(found) ?? 0) + 1);
  for (const found of all(after)) {
    const known = left.get(found) ?? 0;
    if (known === 0) return `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    left.set(found, known - 1);
  }
  return undefined;
}

/** For what is shown to people. */
export function withoutUnseen(text: string): string {
  return text.replace(UNSEEN, (found) => (found === '\r' ? ' ' : ''));
}
