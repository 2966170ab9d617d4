/**
 * The completion of one place: waits, asks, holds the suggestions and the one that is looked at, and knows what the user has typed of it since.
 * Knows no editor: places are strings, time and backends are passed in.
 */
import type { FilterContext } from '../filter/filter.ts';
import type { Backend } from '../model/backend.ts';
import { FimError, isAbort } from '../text/error.ts';
import type { Situation } from '../text/situation.ts';
import { Attempt } from './attempt.ts';
import { extentAt, type MultilineMode } from './extent.ts';
import { fitToLine } from './tail.ts';

/** Who answers, and how it is asked. */
export interface Answerer {
  readonly backend: Backend;
  readonly model: string;
  /** The prompt for a place; '' and no stops for a model-free backend. */
  prompt(situation: Situation): { readonly prompt: string; readonly stop: readonly string[] };
}

/** What a completion needs to be told once. */
export interface CompletionSettings {
  readonly multiline: MultilineMode;
  readonly temperature: number;
  readonly maxTokens: number;
}

/** What a completion tells while it runs. All are called at most once per event, never after `cancel`. */
export interface CompletionEvents {
  /** A model was asked. */
  asked(answerer: Answerer): void;
  /** The model has begun to answer. */
  answering(): void;
  /** `offer` has changed. */
  changed(): void;
  /** Nothing is going on any more. */
  settled(): void;
  failed(error: FimError): void;
}

/** What is to be shown. */
export interface Offer {
  /** Text to insert at the cursor. */
  readonly text: string;
  /** UTF-16 units after the cursor that `text` contains. */
  readonly replace: number;
  /** 1-based. */
  readonly index: number;
  readonly count: number;
  readonly final: boolean;
}

/** Waits for `ms`, or throws an AbortError. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** Temperatures of the second and later suggestions: the first must be the likeliest text, the next ones must differ. */
const FURTHER_TEMPERATURES = [0.5, 0.8, 1.1];
/** A model that says the same again is asked this often before the user is left with what there is. */
const TRIES_FOR_ANOTHER = 3;

export class Completion {
  readonly #origin: Situation;
  readonly #extent: FilterContext['extent'];
  readonly #settings: CompletionSettings;
  readonly #events: CompletionEvents;
  readonly #sleep: Sleep;
  readonly #attempts: Attempt[] = [];
  readonly #aborter = new AbortController();
  #index = 0;
  #typed = '';
  #running = false;

  constructor(origin: Situation, settings: CompletionSettings, events: CompletionEvents, sleep: Sleep) {
    this.#origin = origin;
    this.#settings = settings;
    this.#events = events;
    this.#sleep = sleep;
    this.#extent = extentAt(origin, settings.multiline);
  }

  /** Whether a model is being waited for or is answering. */
  get isRunning(): boolean {
    return this.#running;
  }

  /** Asks for the first suggestion after `delayMs`. Resolves when it is there, or can't be. */
  async begin(answerer: Answerer, delayMs: number): Promise<void> {
    await this.#run(async (signal) => {
      if (delayMs > 0) await this.#sleep(delayMs, signal);
      await this.#ask(answerer, 0, this.#settings.temperature, signal);
    });
  }

  /**
   * Looks at the next (+1) or previous (−1) suggestion. Behind the last one another is asked for; before the first stands the last.
   * What the user has typed of the first suggestion rules the others out that don't begin with it.
   */
  async cycle(delta: number, answerer: () => Promise<Answerer>): Promise<void> {
    const fitting = [...this.#attempts.keys()].filter((index) => this.#attempts[index]?.text.startsWith(this.#typed));
    const target = fitting.indexOf(this.#index) + delta;
    if (target < fitting.length) {
      this.#index = fitting.at(target) ?? this.#index;
      this.#events.changed();
      return;
    }
    if (this.#running) return;
    await this.#run(async (signal) => this.#askForAnother(await answerer(), signal));
  }

  /**
   * Takes note of what stands between the place of the request and the cursor now.
   * @returns whether the suggestion that is looked at still agrees with it.
   */
  type(typed: string): boolean {
    this.#typed = typed;
    return this.#agrees(this.#attempts[this.#index]);
  }

  /** What is to be shown at `now`, which is the place of the request with the typed text in between. `undefined`: nothing. */
  offer(now: Situation): Offer | undefined {
    const attempt = this.#attempts[this.#index];
    if (attempt === undefined || !attempt.text.startsWith(this.#typed)) return undefined;
    const { text, replace } = fitToLine(attempt.text.slice(this.#typed.length), now);
    if (text.trim() === '' || text.length <= replace) return undefined;
    return { text, replace, index: this.#index + 1, count: this.#attempts.length, final: attempt.done };
  }

  /** Ends everything, down to the socket. */
  cancel(): void {
    this.#aborter.abort();
  }

  /** Whether `attempt` may still turn out to be what the user types: both texts agree as far as they go. An attempt without text tells nothing yet. */
  #agrees(attempt: Attempt | undefined): boolean {
    if (attempt === undefined || attempt.text === '') return false;
    if (attempt.text.startsWith(this.#typed)) return attempt.text.length > this.#typed.length || !attempt.done;
    return !attempt.done && this.#typed.startsWith(attempt.text);
  }

  async #run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#aborter;
    if (signal.aborted) return;
    this.#running = true;
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) this.#events.failed(asFimError(error));
    }
    this.#running = false;
    if (!signal.aborted) this.#events.settled();
  }

  async #ask(answerer: Answerer, number: number, temperature: number, signal: AbortSignal): Promise<Attempt> {
    const attempt = new Attempt({ prefix: this.#origin.prefix, suffix: this.#origin.suffix, extent: this.#extent });
    const isFirst = number === 0;
    if (isFirst) this.#attempts.push(attempt);
    const { prompt, stop } = answerer.prompt(this.#origin);
    const ask = {
      situation: this.#origin, model: answerer.model, prompt, stop, temperature,
      maxTokens: this.#settings.maxTokens, attempt: number, multiline: this.#extent !== 'one',
    };
    this.#events.asked(answerer);
    const first = (): void => this.#events.answering();
    const changed = (): void => {
      if (isFirst && !signal.aborted) this.#events.changed();
    };
    await attempt.run(answerer.backend, ask, { first, changed }, signal);
    return attempt;
  }

  /** A further suggestion counts only when it is whole, differs from the others, and begins with what the user has typed. */
  async #askForAnother(answerer: Answerer, signal: AbortSignal): Promise<void> {
    for (let trial = 0; trial < TRIES_FOR_ANOTHER; trial++) {
      const number = this.#attempts.length + (answerer.backend.modelFree ? trial : 0);
      const step = Math.min(this.#attempts.length - 1 + trial, FURTHER_TEMPERATURES.length - 1);
      const temperature = FURTHER_TEMPERATURES[Math.max(0, step)] ?? 1;
      const attempt = await this.#ask(answerer, Math.max(1, number), temperature, signal);
      const isNew = attempt.text.trim() !== '' && this.#attempts.every(({ text }) => text !== attempt.text);
      if (!isNew || !attempt.text.startsWith(this.#typed)) continue;
      this.#index = this.#attempts.push(attempt) - 1;
      this.#events.changed();
      return;
    }
  }
}

function asFimError(error: unknown): FimError {
  if (error instanceof FimError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new FimError('internal', { what: `Something went wrong: ${text}.`, next: 'See :Fim log, and please report it.' }, { cause: error });
}
