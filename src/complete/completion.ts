/**
 * The completion of one place: waits, asks, holds the suggestions and the one that is looked at, and knows what the user has typed of it since.
 * Knows no editor: places are strings, time and backends are passed in.
 */
import type { Ask, Backend } from '../model/backend.ts';
import { FimError, isAbort } from '../text/error.ts';
import { lineSuffix, type Situation } from '../text/situation.ts';
import { Attempt } from './attempt.ts';
import { extentAt, type MultilineMode } from './extent.ts';
import { addedBy, type Fitted, fitToLine } from './tail.ts';

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
  /** 1-based, of `count`. */
  readonly index: number;
  /** Suggestions that there are now and that begin with what has been typed. */
  readonly count: number;
  /** Nothing will be added to `text`. */
  readonly final: boolean;
}

/** Waits for `ms`, or throws an AbortError. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** How much higher the temperatures of the second and later suggestions are: the first must be the likeliest text, the next ones must differ. */
const FURTHER_TEMPERATURE_STEPS = [0.5, 0.8, 1.1];
/** The highest one that servers accept. */
const HIGHEST_TEMPERATURE = 2;
/** A model that says the same again is asked this often before the user is left with what there is. */
const TRIES_FOR_ANOTHER = 3;

export class Completion {
  readonly #origin: Situation;
  readonly #settings: CompletionSettings;
  readonly #events: CompletionEvents;
  readonly #sleep: Sleep;
  readonly #attempts: Attempt[] = [];
  readonly #aborter = new AbortController();
  /** The attempt that is looked at. */
  #shown: Attempt | undefined;
  #typed = '';
  #work: Promise<void> | undefined;
  #wantsAnother = false;

  constructor(origin: Situation, settings: CompletionSettings, events: CompletionEvents, sleep: Sleep) {
    this.#origin = origin;
    this.#settings = settings;
    this.#events = events;
    this.#sleep = sleep;
  }

  /** Whether a model is being waited for or is answering. */
  get isRunning(): boolean {
    return this.#work !== undefined;
  }

  /** Asks for the first suggestion after `delayMs`. Resolves when it is there, or can't be. */
  async begin(answerer: Answerer, delayMs: number): Promise<void> {
    await this.#run(async (signal) => {
      if (delayMs > 0) await this.#sleep(delayMs, signal);
      signal.throwIfAborted();
      const attempt = this.#attemptAt(this.#origin, '');
      this.#attempts.push(attempt);
      this.#shown = attempt;
      const changed = (): void => this.#tell(() => this.#events.changed());
      await this.#ask(
        attempt,
        answerer,
        { situation: this.#origin, temperature: this.#settings.temperature, attempt: 0 },
        changed,
      );
    });
  }

  /**
   * Looks at the next (+1) or previous (−1) suggestion. Behind the last one another is asked for, once what runs has ended; before the first stands the last.
   * What the user has typed of the first suggestion rules the others out that don't begin with it.
   */
  async cycle(delta: number, answerer: () => Promise<Answerer>): Promise<void> {
    const fitting = this.#fitting();
    const at = this.#shown === undefined ? -1 : fitting.indexOf(this.#shown);
    const target = at < 0 && delta < 0 ? delta : at + delta;
    if (target < fitting.length) {
      this.#show(fitting.at(target % fitting.length));
      return;
    }
    if (this.#wantsAnother) return;
    this.#wantsAnother = true;
    await this.#work;
    await this.#run(async (signal) => this.#askForAnother(await answerer(), signal));
    this.#wantsAnother = false;
  }

  /**
   * Takes note of what stands between the place of the request and the cursor now.
   * @returns whether the suggestion that is looked at still agrees with it.
   */
  type(typed: string): boolean {
    this.#typed = typed;
    return this.#agrees(this.#shown);
  }

  /** What is to be shown at `now`, which is the place of the request with the typed text in between. `undefined`: nothing. */
  offer(now: Situation): Offer | undefined {
    const attempt = this.#shown;
    const fitting = this.#fitting();
    if (attempt === undefined || !fitting.includes(attempt)) return undefined;
    const fitted = fitToLine(attempt.text.slice(this.#typed.length), now, attempt.done);
    if (addedBy(fitted, now) === 0 || !this.#leadsToTheSame(attempt, fitted, now)) return undefined;
    return { ...fitted, index: fitting.indexOf(attempt) + 1, count: fitting.length, final: attempt.done };
  }

  /** Ends everything, down to the socket. */
  cancel(): void {
    this.#aborter.abort();
  }

  /** Attempts that have something to add to what was typed. */
  #fitting(): Attempt[] {
    return this.#attempts.filter(({ text }) => text.length > this.#typed.length && text.startsWith(this.#typed));
  }

  #show(attempt: Attempt | undefined): void {
    if (attempt === undefined || attempt === this.#shown) return;
    this.#shown = attempt;
    this.#tell(() => this.#events.changed());
  }

  /**
   * Whether `attempt` may still turn out to be what the user types: both texts agree as far as they go.
   * An attempt without text tells nothing yet: it is good for the place that it was asked for, and for no other.
   */
  #agrees(attempt: Attempt | undefined): boolean {
    if (attempt === undefined) return false;
    if (attempt.text === '') return this.#typed === '' && !attempt.done;
    if (attempt.text.startsWith(this.#typed)) return attempt.text.length > this.#typed.length || !attempt.done;
    return !attempt.done && this.#typed.startsWith(attempt.text);
  }

  /**
   * Whether accepting now gives the line that accepting at first would have given: a closer that the user has typed beside the one that was there
   * would stand there twice. Closers that were added behind the cursor meanwhile may stay.
   */
  #leadsToTheSame(attempt: Attempt, { text, replace }: Fitted, now: Situation): boolean {
    const rest = lineSuffix(now);
    const added = Math.max(0, rest.length - lineSuffix(this.#origin).length);
    const outcome = this.#typed + text + rest.slice(Math.max(replace, added));
    return outcome.trimEnd() === this.#outcomeOf(attempt).trimEnd();
  }

  /** What stands right of the first place once `attempt` is accepted. */
  #outcomeOf({ text, done }: Attempt): string {
    const fitted = fitToLine(text, this.#origin, done);
    return fitted.text + lineSuffix(this.#origin).slice(fitted.replace);
  }

  #tell(event: () => void): void {
    if (!this.#aborter.signal.aborted) event();
  }

  async #run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#aborter;
    if (signal.aborted) return;
    this.#work = work(signal).catch((error: unknown) => {
      if (!isAbort(error)) this.#tell(() => this.#events.failed(asFimError(error)));
    });
    await this.#work;
    this.#work = undefined;
    this.#tell(() => this.#events.settled());
  }

  #attemptAt({ prefix, suffix }: Situation, head: string): Attempt {
    const extent = extentAt({ prefix, suffix }, this.#settings.multiline);
    return new Attempt({ prefix, suffix, extent, head });
  }

  async #ask(
    attempt: Attempt,
    answerer: Answerer,
    how: Pick<Ask, 'situation' | 'temperature' | 'attempt'>,
    changed: () => void,
  ): Promise<void> {
    const { prompt, stop } = answerer.prompt(how.situation);
    const ask = {
      ...how,
      model: answerer.model,
      prompt,
      stop,
      maxTokens: this.#settings.maxTokens,
      multiline: extentAt(how.situation, this.#settings.multiline) !== 'one',
    };
    this.#events.asked(answerer);
    const first = (): void => this.#tell(() => this.#events.answering());
    await attempt.run(answerer.backend, ask, { first, changed }, this.#aborter.signal);
  }

  /**
   * A further suggestion is asked for where the user is by now. It counts only when it is whole, leads to another line than the others, and begins with
   * what the user has typed by then.
   */
  async #askForAnother(answerer: Answerer, signal: AbortSignal): Promise<void> {
    for (let trial = 0; trial < TRIES_FOR_ANOTHER; trial++) {
      signal.throwIfAborted();
      const head = this.#typed;
      const situation = { ...this.#origin, prefix: this.#origin.prefix + head };
      const attempt = this.#attemptAt(situation, head);
      const number = Math.max(1, this.#attempts.length) + (answerer.backend.modelFree ? trial : 0);
      const how = { situation, temperature: this.#furtherTemperature(trial), attempt: number };
      await this.#ask(attempt, answerer, how, () => undefined);
      if (!this.#isNew(attempt)) continue;
      this.#attempts.push(attempt);
      this.#show(attempt);
      return;
    }
  }

  #furtherTemperature(trial: number): number {
    const last = FURTHER_TEMPERATURE_STEPS.length - 1;
    const step = FURTHER_TEMPERATURE_STEPS[Math.min(Math.max(0, this.#attempts.length - 1) + trial, last)] ?? 1;
    return Math.min(HIGHEST_TEMPERATURE, this.#settings.temperature + step);
  }

  #isNew(attempt: Attempt): boolean {
    if (attempt.text.length <= this.#typed.length || !attempt.text.startsWith(this.#typed)) return false;
    if (addedBy(fitToLine(attempt.text, this.#origin), this.#origin) === 0) return false;
    return this.#attempts.every((other) => this.#outcomeOf(other) !== this.#outcomeOf(attempt));
  }
}

function asFimError(error: unknown): FimError {
  if (error instanceof FimError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new FimError(
    'internal',
    { what: `Something went wrong: ${text}.`, next: 'See :Fim log, and please report it.' },
    { cause: error },
  );
}
