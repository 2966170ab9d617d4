/** A file's text as an editor holds it (no BOM, `\n`), with the way back to the file's own characters and bytes. Pure. */
import { firstFrom } from '../text/first-from.ts';

const BOM = '\ufeff';

export class SourceText {
  /** As in the file. */
  readonly raw: string;
  /** As an editor holds it. */
  readonly held: string;
  /** UTF-16 offsets in `raw` of what `held` leaves out, ascending. */
  readonly #left: readonly number[];
  /** UTF-16 offsets in `raw` that lines begin at, and their byte offsets in the file. */
  readonly #starts: readonly number[];
  readonly #startBytes: readonly number[];

  constructor(raw: string) {
    this.raw = raw;
    const left: number[] = raw.startsWith(BOM) ? [0] : [];
    for (let at = raw.indexOf('\r\n'); at >= 0; at = raw.indexOf('\r\n', at + 2)) left.push(at);
    this.#left = left;
    this.held = raw.replace(/^\ufeff/u, '').replaceAll('\r\n', '\n');
    const starts = [0];
    for (let at = raw.indexOf('\n'); at >= 0; at = raw.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
    this.#startBytes = bytesAt(raw, starts);
  }

  /** @param units UTF-16 offset in `raw`, not within a line end */
  toHeld(units: number): number {
    return units - firstFrom(this.#left, units);
  }

  /** @param units UTF-16 offset in `held`; before a line end that is left out, as in before `\r\n` */
  toRaw(units: number): number {
    let [low, high] = [0, this.#left.length];
    // The first place of `left` that does not stand before the offset: it has its index as the number of those before it.
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#left[middle] ?? 0) - middle < units) low = middle + 1;
      else high = middle;
    }
    return units + low;
  }

  /** Byte offset in the file. @param units UTF-16 offset in `raw` */
  toByte(units: number): number {
    const row = this.lineAt(units) - 1;
    return (this.#startBytes[row] ?? 0) + Buffer.byteLength(this.raw.slice(this.#starts[row], units), 'utf8');
  }

  /** UTF-16 offset in `raw` that a line begins at; its end where there is no such line. @param row from 0 */
  lineStart(row: number): number {
    return this.#starts[row] ?? this.raw.length;
  }

  /** Line of a place, from 1. @param units UTF-16 offset in `raw` */
  lineAt(units: number): number {
    return firstFrom(this.#starts, units + 1);
  }
}

/** Byte offsets of ascending UTF-16 offsets of a text. */
function bytesAt(raw: string, offsets: readonly number[]): readonly number[] {
  let [last, bytes] = [0, 0];
  return offsets.map((offset) => {
    bytes += Buffer.byteLength(raw.slice(last, offset), 'utf8');
    last = offset;
    return bytes;
  });
}
