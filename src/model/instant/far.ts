/** What a long buffer holds beyond the lines around the cursor, out of its text as it was last told. Finds where those lines begin and end; reads nothing else. */
import type { Tokens } from './posted-tokens.ts';

/** So many tokens at its border tell where a window stands. Where they stand twice, the place counts that leaves less: what stood at the cursor must not come in. */
const TELLING = 24;
/** More of a file is not looked through, in tokens on either side: a tenth of a millisecond for each token of an answer. */
const MOST = 60_000;

const NOTHING: Tokens = new Int32Array(0);

/**
 * The tokens in front of the window and behind it. None on a side where the text does not hold the window's border: it was edited since.
 * @param whole the text as it was
 * @param above the window up to the cursor, @param below behind the cursor's line
 */
export function farTokens(whole: Tokens, above: Tokens, below: Tokens): readonly [before: Tokens, behind: Tokens] {
  const start = above.length < TELLING ? -1 : indexOf(whole, above.subarray(0, TELLING));
  const end = below.length < TELLING ? -1 : lastIndexOf(whole, below.subarray(below.length - TELLING));
  return [
    start <= 0 ? NOTHING : whole.subarray(Math.max(0, start - MOST), start),
    end < 0 ? NOTHING : whole.subarray(end + TELLING, end + TELLING + MOST),
  ];
}

function indexOf(tokens: Tokens, wanted: Tokens): number {
  const [first = 0] = wanted;
  for (let at = tokens.indexOf(first); at >= 0; at = tokens.indexOf(first, at + 1))
    if (isAt(tokens, at, wanted)) return at;
  return -1;
}

function lastIndexOf(tokens: Tokens, wanted: Tokens): number {
  for (let at = tokens.length - wanted.length; at >= 0; at--) if (isAt(tokens, at, wanted)) return at;
  return -1;
}

function isAt(tokens: Tokens, at: number, wanted: Tokens): boolean {
  let length = 0;
  while (length < wanted.length && tokens[at + length] === wanted[length]) length++;
  return length === wanted.length;
}
