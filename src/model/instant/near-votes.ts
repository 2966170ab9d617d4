/** Finds a context in texts that are not in the index by looking through them: some ten thousand tokens in a tenth of a millisecond. */
import type { Tokens } from './corpus.ts';
import { LONGEST_CONTEXT } from './ranges.ts';

/** A text to learn from that is looked through token by token. */
export interface Stream {
  readonly tokens: Tokens;
  /** How much one occurrence counts; in the index it is 1. */
  readonly weight: number;
  /** Part of the buffer that is typed in. */
  readonly isBuffer: boolean;
}

/** What follows the context, by the length of it that stands there: lists, linked by number. */
export class NearVotes {
  readonly ids: number[] = [];
  readonly weights: number[] = [];
  /** The number of the next vote for the same length; -1 at the end. */
  readonly next: number[] = [];
  /** By length: the number of the first vote. */
  readonly heads = new Int32Array(LONGEST_CONTEXT + 1).fill(-1);

  /** @param fits by id; `undefined` where everything does, and then nothing is found for the context of no token: that would be everything */
  constructor(streams: readonly Stream[], context: readonly number[], fits: Uint8Array | undefined) {
    const last = context.at(-1) ?? -1;
    for (const { tokens, weight } of streams) {
      for (let at = 0; at < tokens.length; at++) {
        const isBehindLast = at > 0 && tokens[at - 1] === last;
        if (!isBehindLast && fits === undefined) continue;
        const id = tokens[at] ?? 0;
        if (fits !== undefined && fits[id] === 0) continue;
        this.#add(id, weight, isBehindLast ? commonLength(tokens, at, context) : 0);
      }
    }
  }

  #add(id: number, weight: number, length: number): void {
    this.next.push(this.heads[length] ?? -1);
    this.heads[length] = this.ids.length;
    this.ids.push(id);
    this.weights.push(weight);
  }
}

/** How many tokens before `at` are those at the end of `context`. */
function commonLength(tokens: Tokens, at: number, context: readonly number[]): number {
  const longest = Math.min(at, context.length, LONGEST_CONTEXT);
  let length = 0;
  while (length < longest && tokens[at - 1 - length] === context[context.length - 1 - length]) length++;
  return length;
}
