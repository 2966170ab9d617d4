/** Texts without what layout changes: how middles are compared with other places. Pure. */

/** Without any white space. */
export function folded(text: string): string {
  return text.replace(/\s+/gu, '');
}

/** Characters of a text whose runs of white space count as one blank. */
export function foldedLength(text: string): number {
  return text.replace(/\s+/gu, ' ').length;
}
