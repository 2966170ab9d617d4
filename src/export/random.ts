/** Random numbers that only their key decides: the same key gives the same numbers on every machine. Asks no clock and no system. */
import { createHash } from 'node:crypto';

export interface Random {
  /** A number of [0, 1). */
  next(): number;
  /** A whole number of [0, count). */
  below(count: number): number;
}

/** First draws of sfc32 depend on single bits of its seed. */
const WARM_UP = 12;
const TWO_32 = 0x1_0000_0000;
/** Bits of a fraction that a double holds exactly. */
const FRACTION_BYTES = 6;

/** sha256 of the parts, each told apart from the next. */
export function digest(...parts: readonly (string | number)[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/** A number of [0, 1) that the parts alone decide. */
export function fraction(...parts: readonly (string | number)[]): number {
  return digest(...parts).readUIntBE(0, FRACTION_BYTES) / 2 ** (FRACTION_BYTES * 8);
}

/** sfc32, seeded by the sha256 of the parts. */
export function randomFor(...parts: readonly (string | number)[]): Random {
  const seed = digest(...parts);
  let [a, b, c, counter] = [seed.readInt32LE(0), seed.readInt32LE(4), seed.readInt32LE(8), seed.readInt32LE(12)];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / TWO_32;
  };
  for (let turn = 0; turn < WARM_UP; turn++) next();
  return { next, below: (count) => Math.floor(next() * count) };
}
