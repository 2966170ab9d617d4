/** How much there is to know in a middle: names for its length, and what is asked of other code. Pure. */

const IDENTIFIER = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
/** Members and calls: what they are stands elsewhere. */
const UNRESOLVED = /(?:->|::|\.)[A-Za-z_]\w*|\b[A-Za-z_]\w*(?=\()/gu;
/** Decimals that are kept: the same on every machine. */
const SCALE = 10_000;

/** Identifiers for each character, and members and calls for each. */
export function complexityOf(middle: string): number {
  const units = Math.max(1, middle.length);
  const identifiers = middle.match(IDENTIFIER)?.length ?? 0;
  const unresolved = middle.match(UNRESOLVED)?.length ?? 0;
  return Math.round(((identifiers + unresolved) / units) * SCALE) / SCALE;
}
