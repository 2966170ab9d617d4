/**
 * Counts a text's tokens exactly, with the vocabulary that a model's file (GGUF) carries: for measuring estimates. Byte-level BPE with Qwen's way of
 * splitting words only; knows no special tokens.
 */
import { readFile } from 'node:fs/promises';

/** https://github.com/ggml-org/ggml/blob/master/docs/gguf.md: the types of metadata, and their sizes in bytes. */
const SIZES: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 1],
  [10, 8],
  [11, 8],
  [12, 8],
]);
const STRING = 8;
const ARRAY = 9;
const MERGES = 'tokenizer.ggml.merges';

/** How Qwen2 splits a text before it joins bytes (its tokenizer.json). */
const WORDS =
  /'(?:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+/giu;

/** @returns tokens of a text */
export type TokenCounter = (text: string) => number;

/** @throws RangeError for a file without such a vocabulary */
export async function tokenCounter(path: string): Promise<TokenCounter> {
  const merges = mergesIn(await readFile(path));
  if (merges === undefined) throw new RangeError(`${path} has no ${MERGES}`);
  return bpeCounter(merges);
}

/** @param merges pairs of pieces with a blank between, the first to be joined first; bytes are spelled as in GPT-2 */
export function bpeCounter(merges: readonly string[]): TokenCounter {
  const ranks = new Map(merges.map((pair, rank) => [pair, rank]));
  const known = new Map<string, number>();
  const countOf = (word: string): number => {
    const count = known.get(word) ?? joined(word, ranks);
    known.set(word, count);
    return count;
  };
  return (text) => [...text.matchAll(WORDS)].reduce((sum, [word]) => sum + countOf(word), 0);
}

function joined(word: string, ranks: ReadonlyMap<string, number>): number {
  const pieces = [...Buffer.from(word, 'utf8')].map(spelled);
  for (;;) {
    let best = Number.POSITIVE_INFINITY;
    let at = -1;
    for (let i = 0; i + 1 < pieces.length; i++) {
      const rank = ranks.get(`${pieces[i]} ${pieces[i + 1]}`) ?? Number.POSITIVE_INFINITY;
      if (rank < best) [best, at] = [rank, i];
    }
    if (at < 0) return pieces.length;
    pieces.splice(at, 2, `${pieces[at]}${pieces[at + 1]}`);
  }
}

/** A byte as GPT-2's vocabulary spells it: printable ones as themselves, the others from U+0100 on. */
function spelled(byte: number): string {
  const isPrintable = (b: number): boolean => (b >= 33 && b <= 126) || (b >= 161 && b !== 173);
  if (isPrintable(byte)) return String.fromCharCode(byte);
  let others = 0;
  for (let b = 0; b < byte; b++) if (!isPrintable(b)) others++;
  return String.fromCharCode(256 + others);
}

function mergesIn(file: Buffer): readonly string[] | undefined {
  let at = 8;
  const count = (): number => {
    at += 8;
    return Number(file.readBigUInt64LE(at - 8));
  };
  const text = (): string => {
    const length = count();
    at += length;
    return file.toString('utf8', at - length, at);
  };
  const type = (): number => {
    at += 4;
    return file.readUInt32LE(at - 4);
  };
  /** The strings of a value; what else it holds is skipped. */
  const value = (kind: number): readonly string[] => {
    if (kind === STRING) return [text()];
    if (kind !== ARRAY) {
      at += SIZES.get(kind) ?? 0;
      return [];
    }
    const each = type();
    return Array.from({ length: count() }, () => value(each)).flat();
  };
  count(); // tensors
  for (let left = count(); left > 0; left--) {
    const name = text();
    const strings = value(type());
    if (name === MERGES) return strings;
  }
  return undefined;
}
