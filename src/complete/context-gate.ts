/**
 * Asks for the context of prompts, and waits no longer than a key may take. What is late is waited for once: it comes with the first prompt after its
 * arrival, and meanwhile no key waits for it. Decides nothing about what the context is.
 */
import type { ContextParts } from '../prompt/layout.ts';
import type { Situation } from '../text/situation.ts';
import type { Clock } from './completion.ts';

/** The context that a prompt has room for. */
export interface WantedContext {
  readonly situation: Situation;
  /** Tokens. */
  readonly budget: number;
  /** Of ASCII code, in the model's vocabulary; `undefined`: as usual. */
  readonly charsPerToken: number | undefined;
  /** Lines above and below the cursor's that the prompt shows anyway. */
  readonly shown: readonly [above: number, below: number];
  /** Only what is behind the arrow at the cursor: the rest stays as it is. */
  readonly isMembersOnly: boolean;
}

export interface Question {
  readonly wanted: WantedContext;
  /** The member access at the cursor; '' for none. */
  readonly arrow: string;
  /** Asked by hand: what is known now counts, and a while may be waited for it. */
  readonly isManual: boolean;
  /** Time that there is, in ms. */
  readonly limitMs: number;
}

export type AsksContext = (wanted: WantedContext, signal: AbortSignal) => Promise<ContextParts | undefined>;

/** A question whose answer is late. */
interface Late {
  readonly question: Question;
  readonly controller: AbortController;
  parts: ContextParts | undefined;
  isOver: boolean;
}

/** A late answer is still right so far from its place, in UTF-16 units: prompts keep their context longer. */
const MOST_CHARS = 600;

export class ContextGate {
  readonly #ask: AsksContext;
  readonly #clock: Clock;
  #late: Late | undefined;

  constructor(ask: AsksContext, clock: Clock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** @returns what has come in time; `undefined` for nothing. Never rejects. */
  async context(question: Question, signal: AbortSignal): Promise<ContextParts | undefined> {
    const before = this.#late;
    const known = before !== undefined && isNear(before.question, question) ? before : undefined;
    if (known === undefined) this.cancel();
    else if (!question.isManual && !known.isOver) return undefined;
    else if (!question.isManual && known.parts !== undefined) return this.#take(known);
    const fresh = await this.#fresh(question, signal);
    if (fresh !== undefined || known?.parts === undefined) return fresh;
    return this.#take(known);
  }

  /** Gives up what is late. */
  cancel(): void {
    this.#late?.controller.abort();
    this.#late = undefined;
  }

  #take(late: Late): ContextParts | undefined {
    if (this.#late === late) this.#late = undefined;
    return late.parts;
  }

  async #fresh(question: Question, signal: AbortSignal): Promise<ContextParts | undefined> {
    const late: Late = { question, controller: new AbortController(), parts: undefined, isOver: false };
    const answered = this.#ask(question.wanted, late.controller.signal)
      .catch(() => undefined)
      .then((parts) => {
        late.parts = parts;
        late.isOver = true;
        return parts;
      });
    const waiting = new AbortController();
    const time = this.#clock
      .sleep(question.limitMs, AbortSignal.any([signal, waiting.signal]))
      .then(() => true)
      .catch(() => false);
    const isLate = await Promise.race([answered.then(() => undefined), time]);
    waiting.abort();
    if (late.isOver) return late.parts;
    if (isLate === true) {
      this.#late?.controller.abort();
      this.#late = late;
    } else {
      // Another key was pressed, which asks for itself.
      late.controller.abort();
    }
    return undefined;
  }
}

function isNear(late: Question, now: Question): boolean {
  const [from, to] = [late.wanted.situation, now.wanted.situation];
  return (
    late.arrow === now.arrow &&
    late.wanted.isMembersOnly === now.wanted.isMembersOnly &&
    from.path === to.path &&
    Math.abs(from.prefix.length - to.prefix.length) <= MOST_CHARS
  );
}
