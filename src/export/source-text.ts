/** A file's text as an editor holds it (no BOM, `\n`), with the way back to the file's own characters and bytes. Pure. */

const BOM = '\ufeff';

export class SourceText {
  /** As in the file. */
  readonly raw: string;
  /** As an editor holds it. */
  readonly held: string;
  /** UTF-16 offsets in `raw` of what `held` leaves out, ascending. */
  readonly #left: readonly number[];
  /** Byte offsets of the starts of lines in `raw`, and their UTF-16 offsets. */
  readonly #lines: readonly (readonly [units: number, bytes: number])[];

  constructor(raw: string) {
    this.raw = raw;
    const left: number[] = raw.startsWith(BOM) ? [0] : [];
    for (let at = raw.indexOf('\r\n'); at >= 0; at = raw.indexOf('\r\n', at + 2)) left.push(at);
    this.#left = left;
    this.held = raw.replace(/^\ufeff/u, '').replaceAll('\r\n', '\n');
    this.#lines = lineStarts(raw);
  }

  /** @param units UTF-16 offset in `raw`, not within a line end */
  toHeld(units: number): number {
    return units - countBelow(this.#left, units);
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
    const [start, bytes] = this.#lines[this.lineAt(units) - 1] ?? [0, 0];
    return bytes + Buffer.byteLength(this.raw.slice(start, units), 'utf8');
  }

  /** UTF-16 offset in `raw` that a line begins at; its end where there is no such line. @param row from 0 */
  lineStart(row: number): number {
    return this.#lines[row]?.[0] ?? this.raw.length;
  }

  /** Line of a place, from 1. @param units UTF-16 offset in `raw` */
  lineAt(units: number): number {
    let [low, high] = [0, this.#lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#lines[middle]?.[0] ?? 0) <= units) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function lineStarts(raw: string): readonly (readonly [number, number])[] {
  const starts: [number, number][] = [[0, 0]];
  let [start, bytes] = [0, 0];
  for (let at = raw.indexOf('\n'); at >= 0; at = raw.indexOf('\n', start)) {
    bytes += Buffer.byteLength(raw.slice(start, at + 1), 'utf8');
    start = at + 1;
    starts.push([start, bytes]);
  }
  return starts;
}

/** How many numbers of an ascending list are below `limit`. */
function countBelow(list: readonly number[], limit: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
