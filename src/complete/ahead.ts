/**
 * Prefetch: what would follow the acceptance of a suggestion is worked out while the user reads it, one step ahead and no further. It goes before
 * nothing: whatever the user does ends it, unless it is just what is wanted then.
 */
import type { Situation } from '../text/situation.ts';
import type { Clock, Offer } from './completion.ts';

/** How long a suggestion has to stand before the next is asked for, in ms: who goes on typing would only have it cancelled. */
const STANDING_MS = 150;
/** Characters before the cursor that tell a place, in UTF-16 units: windows on a long document begin at different lines. */
const TELLING = 2000;

export class Ahead<T extends { readonly completion: { cancel(): void } }> {
  readonly #clock: Clock;
  #waiting: AbortController | undefined;
  #work: T | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `begin` once the suggestion has stood for long enough, in place of whatever was ahead before. */
  schedule(begin: () => T | undefined): void {
    this.drop();
    const waiting = new AbortController();
    this.#waiting = waiting;
    const start = (): void => {
      this.#work = begin();
    };
    this.#clock.sleep(STANDING_MS, waiting.signal).then(start, () => undefined);
  }

  /** Hands the work over to who wants just that; any other is given up, down to the socket. */
  take(isWanted: (work: T) => boolean): T | undefined {
    const work = this.#work;
    if (work === undefined || !isWanted(work)) {
      this.drop();
      return undefined;
    }
    this.#work = undefined;
    return work;
  }

  drop(): void {
    this.#waiting?.abort();
    this.#waiting = undefined;
    this.#work?.completion.cancel();
    this.#work = undefined;
  }
}

/** The place where the cursor is once `offer` is accepted. */
export function placeBehind(situation: Situation, { text, replace }: Pick<Offer, 'text' | 'replace'>): Situation {
  return { ...situation, prefix: situation.prefix + text, suffix: situation.suffix.slice(replace) };
}

/** Whether both are the same place of the same text, as far as their windows tell. */
export function isSamePlace(a: Situation, b: Situation): boolean {
  const length = Math.min(a.suffix.length, b.suffix.length);
  return (
    a.path === b.path &&
    a.prefix.slice(-TELLING) === b.prefix.slice(-TELLING) &&
    a.suffix.slice(0, length) === b.suffix.slice(0, length)
  );
}
