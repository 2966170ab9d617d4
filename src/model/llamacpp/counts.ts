/** Adds up what a llama-server tells of its answers, also of those that are ended before their end. */
import type { Figures } from '../backend.ts';
import type { Timings } from './protocol.ts';

export class Counts {
  #figures: Figures | undefined;

  /** `undefined` before the first answer. */
  get figures(): Figures | undefined {
    return this.#figures;
  }

  /** An answer begins. @returns takes what the server has counted for it so far, each time anew */
  answer(): (timings: Timings) => void {
    const { draftTokens = 0, acceptedTokens = 0 } = this.#figures ?? {};
    return ({ prompt_n, cache_n, draft_n, draft_n_accepted }) => {
      this.#figures = {
        promptTokens: prompt_n,
        cachedTokens: cache_n,
        draftTokens: draftTokens + draft_n,
        acceptedTokens: acceptedTokens + draft_n_accepted,
      };
    };
  }
}
