/** Finds a context in texts that are not in the index: the buffer is looked through, some ten thousand tokens in a tenth of a millisecond; files tell where a token stands. */
import type { PostedTokens, Tokens } from './posted-tokens.ts';
import { LONGEST_CONTEXT } from './ranges.ts';

/** A text to learn from that is not in the index. */
export interface Stream {
  readonly tokens: Tokens;
  /** Where each token stands in it, if that is known: else it is looked through token by token. */
  readonly posted?: PostedTokens;
  /** How much one occurrence counts; in the index it is 1. */
  readonly weight: number;
  /** Part of the buffer that is typed in, or edited lately: what stands there is at hand. */
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
  readonly #context: readonly number[];
  readonly #last: number;
  readonly #fits: Uint8Array | undefined;

  /** @param fits by id; `undefined` where everything does, and then nothing is found for the context of no token: that would be everything */
  constructor(streams: readonly Stream[], context: readonly number[], fits: Uint8Array | undefined) {
    this.#context = context;
    this.#last = context.at(-1) ?? -1;
    this.#fits = fits;
    for (const { tokens, posted, weight } of streams) {
      if (posted === undefined) this.#look(tokens, weight);
      else this.#lookUp(posted, weight);
    }
  }

  #look(tokens: Tokens, weight: number): void {
    const last = this.#last;
    const fits = this.#fits;
    for (let at = 0; at < tokens.length; at++) {
      const isBehindLast = at > 0 && tokens[at - 1] === last;
      if (!isBehindLast && fits === undefined) continue;
      const id = tokens[at] ?? 0;
      if (fits !== undefined && fits[id] === 0) continue;
      this.#add(id, weight, isBehindLast ? commonLength(tokens, at, this.#context) : 0);
    }
  }

  #lookUp(posted: PostedTokens, weight: number): void {
    const { tokens, ids, positions, starts } = posted;
    const fits = this.#fits;
    const number = posted.numberOf(this.#last);
    if (number !== undefined) {
      for (let i = starts[number] ?? 0; i < (starts[number + 1] ?? 0); i++) {
        const at = (positions[i] ?? 0) + 1;
        const id = tokens[at];
        if (id === undefined || (fits !== undefined && fits[id] === 0)) continue;
        this.#add(id, weight, commonLength(tokens, at, this.#context));
      }
    }
    if (fits === undefined) return;
    for (let other = 0; other < ids.length; other++) {
      const id = ids[other] ?? 0;
      if (fits[id] === 1) this.#add(id, weight * posted.count(other), 0);
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
