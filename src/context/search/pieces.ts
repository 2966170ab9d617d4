/** What was found out about some lines, for when the same lines come again: of a text that changes most pieces stay as they are, further up or down. */

/** Of one text, as it was and as it is. */
const MOST_PIECES = 500;

interface Piece {
  readonly lines: readonly string[];
}

export class Pieces<T extends Piece> {
  /** By their first lines. */
  readonly #known = new Map<string, T[]>();
  #count = 0;

  add(piece: T): void {
    if (this.#count >= MOST_PIECES) this.#known.clear();
    this.#count = this.#count >= MOST_PIECES ? 1 : this.#count + 1;
    const first = piece.lines[0] ?? '';
    const alike = this.#known.get(first);
    if (alike === undefined) this.#known.set(first, [piece]);
    else alike.push(piece);
  }

  /** The piece that has these lines. */
  find(lines: readonly string[]): T | undefined {
    return this.#known.get(lines[0] ?? '')?.find((piece) => isEqual(piece.lines, lines));
  }
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
