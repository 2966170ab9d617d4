/**
 * The completion of one place: waits, asks, holds the suggestions and the one that is looked at, and knows what the user has typed of it since.
 * Knows no editor: places are strings, time and backends are passed in.
 */
import type { Ask, Backend } from '../model/backend.ts';
import type { PromptSettings } from '../prompt/keeper.ts';
import type { BlockReader } from '../syntax/block-reader.ts';
import { FimError, isAbort } from '../text/error.ts';
import { linePrefix, lineSuffix, type Situation } from '../text/situation.ts';
import { Attempt, LINE_END, type Said } from './attempt.ts';
import { isWorthWaiting } from './debounce.ts';
import type { Outcome } from './draft/acceptance.ts';
import { type DraftSource, SURE } from './draft/source.ts';
import { commonLength, type Verdict, verify } from './draft/verify.ts';
import { extentAt, type MultilineMode } from './extent.ts';
import { HotStreak, type Unit } from './hot-streak.ts';
import { StreamReuse } from './stream-reuse.ts';
import { addedBy, type Fitted, fitToLine } from './tail.ts';

/** Who answers, and how it is asked. */
export interface Answerer {
  readonly backend: Backend;
  readonly model: string;
  /** Id of the model's family; '' where there is none. */
  readonly family: string;
  /** Strings that end the model's text; none for a model-free backend. */
  readonly stop: readonly string[];
  /** How its prompts are made; `undefined` for a model-free backend, which looks at the document itself. */
  readonly prompts: PromptSettings | undefined;
}

/** A smaller model that says sooner what the target may say. */
export interface Drafter {
  /** Asked with the target's own prompt: its family is the same. */
  readonly answerer: Answerer;
  /** Its first token came so many ms after it was asked. */
  heard(ms: number): void;
  failed(error: unknown): void;
}

/** What a completion needs to be told once. */
export interface CompletionSettings {
  readonly multiline: MultilineMode;
  readonly temperature: number;
  readonly maxTokens: number;
  /** Lines that a stream goes on for behind a one-line suggestion. */
  readonly hotStreakLines: number;
  /** What a new request would wait for, in ms from the key. */
  readonly delayMs: number;
  /** Usual time to the model's first token in ms; `undefined` while unknown. */
  readonly firstTokenMs: number | undefined;
}

/** What a completion asks of the world around it. */
export interface CompletionWorld {
  readonly clock: Clock;
  /** The parser of the place's language, once its grammar is loaded. */
  syntax(): BlockReader | undefined;
  /** The prompt for a place. It may reject once `signal` is aborted. */
  prompt(settings: PromptSettings, situation: Situation, signal: AbortSignal): Promise<string>;
}

/** Time, in ms from any beginning. */
export interface Clock {
  now(): number;
  /** Waits for `ms`, or throws an AbortError. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** What a completion tells while it runs. All are called at most once per event, never after `cancel` unless they say so. */
export interface CompletionEvents {
  /** A model was asked. */
  asked(answerer: Answerer): void;
  /** The model has begun to answer. */
  answering(): void;
  /** `offer` has changed. */
  changed(): void;
  /** There is a draft to offer, before the target has said anything. */
  drafted?(): void;
  /** It is known what the target makes of the draft. Also told after `cancel`. */
  verified?(outcome: Omit<Outcome, 'filetype'>): void;
  /** The first suggestion is final: what the model has said for the place of the request. */
  said(said: Said): void;
  /** What the model has said beyond it, for places behind it. Also told after `cancel`. */
  saidMore(units: readonly Unit[]): void;
  /** Nothing is going on any more. */
  settled(): void;
  failed(error: FimError): void;
}

/** What is to be shown. */
export interface Offer {
  /** Text to insert at the cursor. */
  readonly text: string;
  /** UTF-16 units at the beginning of `text` that the target has said; behind them stands a draft. */
  readonly confirmed: number;
  /** UTF-16 units after the cursor that `text` contains. */
  readonly replace: number;
  /** 1-based, of `count`. */
  readonly index: number;
  /** Suggestions that there are now and that begin with what has been typed. */
  readonly count: number;
  /** Nothing will be added to `text`. */
  readonly final: boolean;
}

/** A stream that runs already, and what it has to say before it comes to the place of the completion. */
export interface Handover {
  readonly stream: StreamReuse;
  readonly skip: string;
}

/** How much higher the temperatures of the second and later suggestions are: the first must be the likeliest text, the next ones must differ. */
const FURTHER_TEMPERATURE_STEPS = [0.5, 0.8, 1.1];
/** The highest one that servers accept. */
const HIGHEST_TEMPERATURE = 2;
/** A model that says the same again is asked this often before the user is left with what there is. */
const TRIES_FOR_ANOTHER = 3;
/** A draft that the target disagrees with stands for this long at most while the other text is too short to be read. */
const LONGEST_HOLD_MS = 60;

/** What differs from question to question. */
type Asking = Pick<Ask, 'situation' | 'temperature' | 'attempt' | 'prompt'>;

/** What is shown until the target has spoken. */
interface Draft {
  /** Name of its source. */
  readonly source: string;
  /** Filtered; '' never. */
  readonly text: string;
  readonly isSure: boolean;
}

/** A suggestion as it may be shown: the target's text, or a draft of it that agrees so far. */
interface View {
  readonly text: string;
  /** UTF-16 units of `text` that are the target's. */
  readonly confirmed: number;
  /** All of `text` is there, for now or for good. */
  readonly isComplete: boolean;
}

export class Completion {
  readonly #origin: Situation;
  readonly #settings: CompletionSettings;
  readonly #events: CompletionEvents;
  readonly #world: CompletionWorld;
  readonly #attempts: Attempt[] = [];
  readonly #aborter = new AbortController();
  /** The attempt that is looked at. */
  #shown: Attempt | undefined;
  #typed = '';
  #work: Promise<void> | undefined;
  #wantsAnother = false;
  /** When a model was asked last; `undefined` before the first time. */
  #askedAt: number | undefined;
  /** The suggestion that is asked for first: the one that a draft may stand for. */
  #first: Attempt | undefined;
  #draft: Draft | undefined;
  /** The stream of the model that drafts. */
  #drafting: StreamReuse | undefined;
  /** The first suggestion has failed: what it lacks is not the model's word. */
  #hasFailed = false;
  /** A difference is known for long enough. */
  #isDue = false;
  #isHolding = false;
  #isVerified = false;
  /** The stream that the newest suggestion is read from. */
  #stream: StreamReuse | undefined;
  #streak: HotStreak | undefined;

  constructor(origin: Situation, settings: CompletionSettings, events: CompletionEvents, world: CompletionWorld) {
    this.#origin = origin;
    this.#settings = settings;
    this.#events = events;
    this.#world = world;
  }

  /** Whether a model is being waited for or is answering. */
  get isRunning(): boolean {
    return this.#work !== undefined;
  }

  /** Whether a model has been asked. */
  get isAsked(): boolean {
    return this.#askedAt !== undefined;
  }

  /** The stream of the last suggestion goes on behind it. */
  get goesOn(): boolean {
    return this.#streak?.isEnded === false;
  }

  /** The target has said something else than the draft. */
  get isContradicted(): boolean {
    return this.#verdict()?.differs === true;
  }

  /**
   * Takes a text that was said before, so that nobody has to be asked.
   * @param typed what was typed since `said` was asked for: the last of the origin's prefix
   * @returns see `Attempt.recall`; `more` means that there is something to offer
   */
  recall(answerer: Pick<Answerer, 'family' | 'stop'>, said: Said, typed: string): ReturnType<Attempt['recall']> {
    const { prefix } = this.#origin;
    const place = { ...this.#origin, prefix: prefix.slice(0, prefix.length - typed.length) };
    const attempt = this.#attemptAt(place, '', answerer);
    const found = attempt.recall(said, typed);
    if (found !== 'more') return found;
    this.#attempts.push(attempt);
    this.#shown = attempt;
    if (this.offer(this.#origin) !== undefined) return 'more';
    this.#attempts.pop();
    this.#shown = undefined;
    return 'nothing';
  }

  /**
   * Asks for the first suggestion after `delayMs`, or reads it from a stream that runs already. The prompt is built meanwhile.
   * Resolves when the suggestion is there, or can't be.
   * @param drafter asks for somebody who drafts meanwhile; called where no draft is shown that is sure
   */
  async begin(
    answerer: Answerer,
    delayMs: number,
    handover?: Handover,
    drafter?: () => Drafter | undefined,
  ): Promise<void> {
    await this.#run(async (signal) => {
      const prompt = handover === undefined ? this.#promptFor(answerer, this.#origin, signal) : Promise.resolve('');
      // Where it fails, it is met below; a key that comes before that is no reason to hear of it.
      prompt.catch(() => undefined);
      if (delayMs > 0) await this.#world.clock.sleep(delayMs, signal);
      signal.throwIfAborted();
      const attempt = this.#begun(answerer);
      const how = { situation: this.#origin, temperature: this.#settings.temperature, attempt: 0 };
      const changed = (): void => {
        this.#endDrafting();
        this.#holdDifference();
        this.#events.changed();
      };
      try {
        const asked = { ...how, prompt: await prompt };
        const small = this.#draft?.isSure === true || handover !== undefined ? undefined : drafter?.();
        if (small !== undefined && !signal.aborted) void this.#draftBy(small, asked);
        await this.#ask(attempt, answerer, asked, changed, handover);
      } catch (error) {
        this.#hasFailed = true;
        throw error;
      } finally {
        this.#endDrafting();
        this.#tellVerdict();
      }
    });
  }

  /** Has `source` propose what the first suggestion may be, and offers that until the target has spoken. */
  async propose(answerer: Answerer, source: DraftSource): Promise<void> {
    const { signal } = this.#aborter;
    const multiline = extentAt(this.#origin, this.#settings.multiline) !== 'one';
    const proposal = await source.propose({ situation: this.#origin, multiline }, signal);
    if (proposal === null || signal.aborted || !this.#isSilent) return;
    const attempt = this.#attemptAt(this.#origin, '', answerer);
    if (attempt.recall({ text: proposal.text, isWhole: true }, '') !== 'more') return;
    this.#begun(answerer);
    this.#take({ source: source.name, text: attempt.text, isSure: proposal.confidence >= SURE });
  }

  /** A draft is there, or has grown. What is shown already is not replaced by another one that is no surer of itself. */
  #take(draft: Draft): void {
    const shown = this.#draft?.text.trimEnd() ?? '';
    if (!draft.text.startsWith(shown) || draft.text === shown) return;
    this.#draft = draft;
    this.#events.drafted?.();
  }

  /** Shows what a smaller model says until the target has said more, or something else. */
  async #draftBy({ answerer, heard, failed }: Drafter, how: Asking): Promise<void> {
    const { signal } = this.#aborter;
    const askedAt = this.#world.clock.now();
    const ask = this.#askOf(answerer, how);
    const attempt = this.#attemptAt(this.#origin, '', answerer);
    const stream = new StreamReuse((aborted) => answerer.backend.generate(ask, aborted));
    this.#drafting = stream;
    const events = {
      first: () => heard(this.#world.clock.now() - askedAt),
      changed: () => {
        if (stream === this.#drafting) this.#take({ source: answerer.model, text: attempt.text, isSure: false });
      },
    };
    try {
      await attempt.follow(stream, '', events, signal);
    } catch (error) {
      if (!isAbort(error)) failed(error);
    } finally {
      stream.cancel();
    }
  }

  /** Who drafts is needed no more once the target has said anything else than the beginning of the draft. */
  #endDrafting(): void {
    const first = this.#first;
    if (this.#drafting === undefined || first === undefined) return;
    const isBehind = !first.done && this.#draft?.text.startsWith(first.text.trimEnd()) === true;
    if (isBehind || (first.text === '' && !first.done)) return;
    this.#drafting.cancel();
    this.#drafting = undefined;
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
    // Servers answer one at a time.
    this.#streak?.end();
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
    const view = this.#viewOf(attempt);
    const fitted = fitToLine(view.text.slice(this.#typed.length), now, view.isComplete);
    if (addedBy(fitted, now) === 0 || !this.#leadsToTheSame(attempt, fitted, now)) return undefined;
    const isConfirmed = view.confirmed === view.text.length;
    const confirmed = isConfirmed
      ? fitted.text.length
      : commonLength(fitted.text, view.text.slice(this.#typed.length, view.confirmed));
    return { ...fitted, confirmed, index: fitting.indexOf(attempt) + 1, count: fitting.length, final: attempt.done };
  }

  /**
   * Whether exactly the suggestion stands there now, and its stream goes on behind it: what comes next is being said, and begins on the next line.
   * @param typed since the place of the request
   */
  goesOnBehind(typed: string): boolean {
    const streak = this.#streakSaying(typed);
    return streak !== undefined && typed.replace(/[ \t]+$/u, '') === streak.accepted.trimEnd();
  }

  /**
   * The stream that goes on behind the suggestion, where it agrees with what was typed: it is the caller's from now on, and `cancel` leaves it alone.
   * @param typed since the place of the request
   */
  handOver(typed: string): StreamReuse | undefined {
    return this.#streakSaying(typed)?.release();
  }

  /** Ends everything, down to the socket. */
  cancel(): void {
    this.#aborter.abort();
    this.#drafting?.cancel();
    // What was handed over is nobody's business here any more.
    if (this.#streak === undefined) this.#stream?.cancel();
    else if (!this.#streak.isEnded) this.#streak.end();
  }

  /** The streak that runs, where it agrees with what was typed. */
  #streakSaying(typed: string): HotStreak | undefined {
    const streak = this.#streak;
    return streak !== undefined && !streak.isEnded && streak.stream.agrees(typed) ? streak : undefined;
  }

  /** Attempts that have something to add to what was typed. */
  #fitting(): Attempt[] {
    return this.#attempts.filter((attempt) => this.#goesBeyondTyped(this.#viewOf(attempt).text));
  }

  #goesBeyondTyped(text: string): boolean {
    return text.length > this.#typed.length && text.startsWith(this.#typed);
  }

  /** The first suggestion, made where it isn't there yet: it is the one that is looked at. */
  #begun(answerer: Pick<Answerer, 'family' | 'stop'>): Attempt {
    if (this.#first !== undefined) return this.#first;
    const attempt = this.#attemptAt(this.#origin, '', answerer);
    this.#first = attempt;
    this.#attempts.push(attempt);
    this.#shown = attempt;
    return attempt;
  }

  /** Whether nothing is known of the first suggestion yet. */
  get #isSilent(): boolean {
    if (this.#first !== undefined) return this.#first.text === '' && (!this.#first.done || this.#hasFailed);
    return this.#attempts.length === 0;
  }

  /** What is to be seen of `attempt` now. A draft that the user has typed past or against is none. */
  #viewOf(attempt: Attempt): View {
    const verdict = attempt === this.#first ? this.#verdict() : undefined;
    if (verdict === undefined || !this.#goesBeyondTyped(this.#draft?.text ?? ''))
      return { text: attempt.text, confirmed: attempt.text.length, isComplete: attempt.done };
    const isDraft = verdict.confirmed < verdict.shown.length;
    return { text: verdict.shown, confirmed: verdict.confirmed, isComplete: attempt.done || isDraft };
  }

  /** What the target makes of the draft; `undefined` without one. */
  #verdict(): Verdict | undefined {
    const first = this.#first;
    if (first === undefined || this.#draft === undefined) return undefined;
    return verify({
      draft: this.#draft.text,
      target: first.text,
      isFinal: first.done && !this.#hasFailed,
      isDue: this.#isDue || first.done,
    });
  }

  /** A replacement that is too short to be read waits, but not for long. */
  #holdDifference(): void {
    if (this.#isHolding || this.#verdict()?.isHeld !== true) return;
    this.#isHolding = true;
    const { signal } = this.#aborter;
    const show = (): void => {
      this.#isDue = true;
      this.#tell(() => this.#events.changed());
    };
    this.#world.clock.sleep(LONGEST_HOLD_MS, signal).then(show, () => undefined);
  }

  /** The target has said its last word about the draft, or the first one that differs. */
  #tellVerdict(): void {
    const verdict = this.#verdict();
    if (verdict === undefined || this.#draft === undefined || this.#isVerified) return;
    const proposed = this.#draft.text.trimEnd().length;
    const isKnown = verdict.differs || verdict.agreed === proposed;
    if (!isKnown) return;
    this.#isVerified = true;
    this.#events.verified?.({ source: this.#draft.source, proposed, confirmed: verdict.agreed });
  }

  #show(attempt: Attempt | undefined): void {
    if (attempt === undefined || attempt === this.#shown) return;
    this.#shown = attempt;
    this.#tell(() => this.#events.changed());
  }

  /**
   * Whether `attempt` may still turn out to be what the user types: both texts agree as far as they go.
   * An attempt without text agrees with anything, for as long as it is worth waiting for.
   */
  #agrees(attempt: Attempt | undefined): boolean {
    if (attempt === undefined) return false;
    if (attempt.text === '') {
      if (this.#goesBeyondTyped(this.#viewOf(attempt).text)) return true;
      return this.#askedAt !== undefined && !attempt.done && (this.#typed === '' || this.#isWorthWaiting());
    }
    if (attempt.text.startsWith(this.#typed)) return attempt.text.length > this.#typed.length || !attempt.done;
    return !attempt.done && this.#typed.startsWith(attempt.text);
  }

  #isWorthWaiting(): boolean {
    const { delayMs, firstTokenMs } = this.#settings;
    const askedAt = this.#askedAt ?? this.#world.clock.now();
    return isWorthWaiting(this.#typed.length, this.#world.clock.now() - askedAt, delayMs, firstTokenMs);
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
  #outcomeOf(attempt: Attempt): string {
    const { text, isComplete } = this.#viewOf(attempt);
    const fitted = fitToLine(text, this.#origin, isComplete);
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

  #attemptAt(place: Situation, head: string, { family, stop }: Pick<Answerer, 'family' | 'stop'>): Attempt {
    return new Attempt(() => {
      const syntax = this.#world.syntax();
      const extent = extentAt(place, this.#settings.multiline, syntax);
      return { ...place, extent, head, stop, family, ...(syntax === undefined ? {} : { syntax }) };
    });
  }

  async #promptFor(answerer: Answerer, situation: Situation, signal: AbortSignal): Promise<string> {
    const { prompts } = answerer;
    return prompts === undefined ? '' : this.#world.prompt(prompts, situation, signal);
  }

  async #ask(
    attempt: Attempt,
    answerer: Answerer,
    how: Asking,
    changed: () => void,
    handover?: Handover,
  ): Promise<void> {
    const { signal } = this.#aborter;
    signal.throwIfAborted();
    const { backend } = answerer;
    const ask = this.#askOf(answerer, how);
    this.#tell(() => this.#events.asked(answerer));
    this.#askedAt = this.#world.clock.now();
    const stream = handover?.stream ?? new StreamReuse((aborted) => backend.generate(ask, aborted));
    this.#stream = stream;
    const events = {
      first: () => this.#tell(() => this.#events.answering()),
      changed: () => this.#tell(changed),
    };
    try {
      await attempt.follow(stream, handover?.skip ?? '', events, signal);
      if (how.attempt === 0) this.#finish(attempt, stream, answerer);
    } finally {
      // Tokens that nobody will see are not generated.
      if (this.#streak?.stream !== stream) stream.cancel();
    }
  }

  #askOf({ model, stop }: Answerer, how: Asking): Ask {
    const { maxTokens, multiline } = this.#settings;
    return { ...how, model, stop, maxTokens, multiline: extentAt(how.situation, multiline) !== 'one' };
  }

  /** The first suggestion is final. */
  #finish(attempt: Attempt, stream: StreamReuse, { backend }: Answerer): void {
    if (backend.modelFree || attempt.raw === '') return;
    this.#tell(() => this.#events.said({ text: attempt.raw, isWhole: stream.isOver }));
    const isLine = attempt.endedBy === LINE_END && attempt.text !== '';
    if (!isLine || stream.isOver || this.#settings.hotStreakLines === 0) return;
    const { text, replace } = fitToLine(attempt.text, this.#origin);
    // What is left behind the cursor would go down with the line break.
    if (lineSuffix(this.#origin).slice(replace).trim() !== '') return;
    const lead = stream.text.length - attempt.raw.length;
    const blanks = attempt.raw.length - attempt.raw.trimStart().length;
    const lineEnd = attempt.raw.indexOf('\n', blanks);
    if (lineEnd < 0) return;
    const start = { line: linePrefix(this.#origin) + text, accepted: text, rawEnd: lead + lineEnd };
    this.#streak = new HotStreak(stream, start, this.#settings.hotStreakLines, (units) => this.#events.saidMore(units));
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
      const attempt = this.#attemptAt(situation, head, answerer);
      const number = Math.max(1, this.#attempts.length) + (answerer.backend.modelFree ? trial : 0);
      const how = { situation, temperature: this.#furtherTemperature(trial), attempt: number };
      const prompt = await this.#promptFor(answerer, situation, signal);
      await this.#ask(attempt, answerer, { ...how, prompt }, () => undefined);
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
