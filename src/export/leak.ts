/** Finds middles of the validation split that stand in a training file, white space left aside: a model would be asked for what it has read. Pure. */
import { folded, foldedLength } from './folded.ts';

/** Characters of a middle whose runs of white space count as one: shorter ones stand everywhere. */
const SHORTEST = 40;
/** A middle is looked for by its first characters; what is shorter without its blanks, by all of them. */
const WINDOW = 24;
const BASE = 0x01000193;
/** Most stretches of a text are no beginning of a middle: so many bits of their hashes tell that without a look at the others. */
const TOLD_BITS = 16;
const TOLD = 2 ** TOLD_BITS - 1;

/** Middles by the hash of their beginning. */
interface Beginnings {
  readonly byHash: Map<number, Wanted[]>;
  /** 1 for the last bits of each hash. */
  readonly told: Uint8Array;
}

export class LeakSearch {
  /** For each length of a beginning. */
  readonly #byLength = new Map<number, Beginnings>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Looks for that middle as well, if it is long enough to tell anything. */
  add(index: number, middle: string): void {
    if (foldedLength(middle) < SHORTEST) return;
    const text = folded(middle);
    const length = Math.min(WINDOW, text.length);
    const beginnings = this.#byLength.get(length) ?? { byHash: new Map(), told: new Uint8Array(TOLD + 1) };
    this.#byLength.set(length, beginnings);
    const hash = hashOf(text, 0, length);
    const same = beginnings.byHash.get(hash) ?? [];
    beginnings.byHash.set(hash, same);
    beginnings.told[hash & TOLD] = 1;
    same.push({ index, middle: text });
    this.#size++;
  }

  /** The middles that stand in a text; they are not looked for again. */
  take(text: string): readonly number[] {
    const where = folded(text);
    const found: number[] = [];
    for (const [length, { byHash, told }] of this.#byLength) {
      eachStretch(where, length, (at, hash) => {
        if (told[hash & TOLD] === 1 && byHash.has(hash)) found.push(...takeAt(byHash, hash, where, at));
      });
    }
    this.#size -= found.length;
    return found;
  }
}

interface Wanted {
  readonly index: number;
  readonly middle: string;
}

function takeAt(hashes: Map<number, Wanted[]>, hash: number, where: string, at: number): readonly number[] {
  const same = hashes.get(hash) ?? [];
  const here = same.filter(({ middle }) => where.startsWith(middle, at));
  if (here.length === same.length) hashes.delete(hash);
  else if (here.length > 0)
    hashes.set(
      hash,
      same.filter((wanted) => !here.includes(wanted)),
    );
  return here.map(({ index }) => index);
}

function hashOf(text: string, from: number, length: number): number {
  let hash = 0;
  for (let at = from; at < from + length; at++) hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
  return hash;
}

/** Tells the hash of each stretch of `length` units (Rabin and Karp). */
function eachStretch(text: string, length: number, tell: (at: number, hash: number) => void): void {
  if (text.length < length) return;
  let top = 1;
  for (let turn = 1; turn < length; turn++) top = Math.imul(top, BASE);
  let hash = hashOf(text, 0, length);
  tell(0, hash);
  for (let at = 1; at + length <= text.length; at++) {
    hash = (hash - Math.imul(text.charCodeAt(at - 1), top)) | 0;
    hash = (Math.imul(hash, BASE) + text.charCodeAt(at + length - 1)) | 0;
    tell(at, hash);
  }
}
