/** Finds middles of the validation split that stand in a training file, white space left aside: a model would be asked for what it has read. Pure. */
import { folded, foldedLength } from './quality.ts';

/** Characters of a middle whose runs of white space count as one: shorter ones stand everywhere. */
const SHORTEST = 40;
/** A middle is looked for by its first characters; what is shorter without its blanks, by all of them. */
const WINDOW = 24;
const BASE = 0x01000193;

export class LeakSearch {
  /** By the hash of their beginning, for each length of it. */
  readonly #byLength = new Map<number, Map<number, { readonly index: number; readonly middle: string }[]>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Looks for that middle as well, if it is long enough to tell anything. */
  add(index: number, middle: string): void {
    if (foldedLength(middle) < SHORTEST) return;
    const text = folded(middle);
    const length = Math.min(WINDOW, text.length);
    const hashes = this.#byLength.get(length) ?? new Map<number, { index: number; middle: string }[]>();
    this.#byLength.set(length, hashes);
    const hash = hashOf(text, 0, length);
    const same = hashes.get(hash) ?? [];
    hashes.set(hash, same);
    same.push({ index, middle: text });
    this.#size++;
  }

  /** The middles that stand in a text; they are not looked for again. */
  take(text: string): readonly number[] {
    const where = folded(text);
    const found: number[] = [];
    for (const [length, hashes] of this.#byLength) {
      for (const [at, hash] of rolling(where, length)) {
        const same = hashes.get(hash);
        if (same === undefined) continue;
        const left = same.filter(({ index, middle }) => {
          const isHere = where.startsWith(middle, at);
          if (isHere) found.push(index);
          return !isHere;
        });
        if (left.length === same.length) continue;
        if (left.length === 0) hashes.delete(hash);
        else hashes.set(hash, left);
      }
    }
    this.#size -= found.length;
    return found;
  }
}

function hashOf(text: string, from: number, length: number): number {
  let hash = 0;
  for (let at = from; at < from + length; at++) hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
  return hash;
}

/** The hash of each stretch of `length` units (Rabin and Karp). */
function* rolling(text: string, length: number): Generator<readonly [at: number, hash: number]> {
  if (text.length < length) return;
  let top = 1;
  for (let turn = 1; turn < length; turn++) top = Math.imul(top, BASE);
  let hash = hashOf(text, 0, length);
  yield [0, hash];
  for (let at = 1; at + length <= text.length; at++) {
    hash = (hash - Math.imul(text.charCodeAt(at - 1), top)) | 0;
    hash = (Math.imul(hash, BASE) + text.charCodeAt(at + length - 1)) | 0;
    yield [at, hash];
  }
}
