/**
 * The engine: answers one request after another, the cheapest way first.
 *
 *   1. typed-through   the suggestion that stands there begins with what was typed
 *   2. cache           the model has said it before
 *   3. in flight       a running stream agrees with what was typed so far
 *   4. draft           something that answers at once is shown until the model has spoken
 *   5. debounce        counted from the key, while the prompt is built
 *   6. one new stream
 *
 * It knows no editor and no server: who answers, the clock, and the context are passed in. There is one cursor, so there is one completion at a time.
 */

import type { Options } from '../config/schema.ts';
import { memberAccess } from '../context/resolve/member-access.ts';
import { hasWordsAfter } from '../filter/rest-of-line.ts';
import {
  contextBudget,
  isAnchored as isAnchoredAt,
  type MadePrompt,
  nextPrompt,
  type PromptSettings,
  shownLines,
} from '../prompt/keeper.ts';
import type { BlockReader } from '../syntax/block-reader.ts';
import type { Language } from '../syntax/language.ts';
import { languageOf } from '../syntax/registry.ts';
import type { FimError } from '../text/error.ts';
import { linePrefix, lineSuffix, type Situation } from '../text/situation.ts';
import { Ahead, isSamePlace, placeBehind } from './ahead.ts';
import { CompletionCache } from './cache.ts';
import {
  type Answerer,
  type Clock,
  Completion,
  type CompletionEvents,
  type Drafter,
  type Handover,
  type Offer,
} from './completion.ts';
import { type AsksContext, ContextGate, type Question } from './context-gate.ts';
import { type DebounceMode, debounceDelay, Rhythm } from './debounce.ts';
import { Acceptance, type AcceptanceFigures } from './draft/acceptance.ts';
import type { DraftSource } from './draft/source.ts';
import type { MultilineMode } from './extent.ts';
import { explainsSuffix } from './typed.ts';

/** A wish for a suggestion. */
export interface Request {
  readonly situation: Situation;
  /** `auto` while typing; `manual` when asked for by hand, which never waits. */
  readonly trigger: 'auto' | 'manual';
  /** When the key was pressed, as the engine's clock counts. */
  readonly pressedAt: number;
}

/** What may change from request to request. */
export interface EngineSettings {
  readonly multiline: MultilineMode;
  readonly temperature: number;
  /** Most tokens to generate for one suggestion. */
  readonly maxTokens: number;
  readonly debounce: DebounceMode;
  readonly useCache: boolean;
  /** Most texts that are kept. */
  readonly cacheEntries: number;
  /** Lines that a stream goes on for behind a one-line suggestion, while nothing else is asked. */
  readonly hotStreakLines: number;
  /** Whether a model is asked for what would follow the acceptance of a suggestion. */
  readonly prefetch: boolean;
  /** A model drafts for one whose first token takes longer than this, in ms. */
  readonly draftAfterMs: number;
}

/** The settings that the plugin's options stand for. */
export function engineSettings(options: Options): EngineSettings {
  const { multilineCompletions, debounceMs, useCache, cacheEntries, hotStreakLines, prefetch, model } = options;
  return {
    multiline: multilineCompletions,
    // What is to be confirmed must be the likeliest text.
    temperature: model.draft === '' ? model.temperature : 0,
    maxTokens: model.maxTokens,
    debounce: debounceMs,
    useCache,
    cacheEntries,
    hotStreakLines,
    prefetch,
    draftAfterMs: model.draftAfterMs,
  };
}

/** What the engine needs of the world around it. */
export interface EngineWorld<R extends Request> {
  /**
   * Who answers now; `undefined`: nobody, and whoever has to know knows why.
   * @throws FimError when nobody can answer.
   */
  answerer(trigger: Request['trigger']): Promise<Answerer | undefined>;
  readonly clock: Clock;
  readonly settings: () => EngineSettings;
  /**
   * What was typed at the place of `origin` to come to the place of `now`; '' for nothing, `undefined` when something else has changed.
   * Without it, prefix and suffix are compared, which have to be the whole text of the document then.
   */
  readonly typedSince?: (origin: R, now: R) => string | undefined;
  /** Parsers by language; `undefined` while a grammar is not loaded. Without it, blocks are read by their indentation. */
  readonly syntax?: { reader(language: Language): BlockReader | undefined };
  /** Other places that a prompt may show. It is given as much time as the debounce takes. */
  readonly context?: AsksContext;
  /** What may answer before the target does; `undefined`: nothing. A model-free answerer needs none. */
  readonly drafts?: () => DraftSource | undefined;
  /** The model that drafts for `target`, once both can answer side by side. Asked only where the target is slow. */
  readonly drafter?: (target: Answerer) => Answerer | undefined;
  /** Resolves when everything has been read that came in together with a request: only the newest one is worth asking for. */
  readonly everythingRead?: () => Promise<unknown>;
}

/** What the engine tells. `request` is always the newest one that the completion answers. */
export interface EngineEvents<R extends Request> {
  /**
   * What is to be shown now; `undefined`: nothing. It may be told again where nothing has changed.
   * @param cause `key`: the request itself is answered at once, by a draft perhaps; `model`: what the model says has changed
   */
  offer(request: R, offer: Offer | undefined, cause: 'key' | 'model'): void;
  /** A model was asked. */
  asked(request: R, answerer: Answerer): void;
  /** It has begun to answer. */
  answering(request: R): void;
  /** Nothing is going on any more; `failed`: because of an error, which was told. */
  settled(request: R, answerer: Answerer | undefined, failed: boolean): void;
  failed(request: R, error: FimError): void;
  /** A model will be asked, unless a key comes before. */
  waiting?(request: R): void;
  /** A completion was cancelled. */
  ended?(request: R): void;
  /** A model that drafts has failed, which no user misses. */
  draftFailed?(error: unknown): void;
  /** Nobody answers: `error` is what was thrown on the way, if anything. */
  gaveUp(request: R, error?: unknown): void;
}

/** A completion and what is known of it. */
interface Live<R extends Request> {
  origin: R;
  readonly completion: Completion;
  /** Nobody has asked for it yet: it tells nothing. */
  isAhead: boolean;
  /** The newest request that it answers. */
  now: R;
  typed: string;
  answerer: Answerer | undefined;
  askedAt: number;
  hasFailed: boolean;
}

/** A chain of calls begins at most that far above the cursor, in UTF-16 units. */
const ARROW_CHARS = 2000;
/** A target is slow that takes this many times as long to its first token as who drafts for it: else both say the same at the same time. */
const SLOW_FACTOR = 2;
/** Context that isn't there after this time, or after the debounce where that is longer, is left out. */
const CONTEXT_LIMIT_MS = 25;

export class Engine<R extends Request = Request> {
  readonly #world: EngineWorld<R>;
  readonly #events: EngineEvents<R>;
  readonly #rhythm = new Rhythm();
  readonly #gate: ContextGate | undefined;
  readonly #acceptance: Acceptance;
  /** Speed of the model that drafts, and which one it is. */
  readonly #drafting = new Rhythm();
  #drafterKey = '';
  readonly #ahead: Ahead<Live<R>>;
  #cache: CompletionCache | undefined;
  #cacheEntries = 0;
  #live: Live<R> | undefined;
  /** Who answered last. */
  #answering = '';
  /** What the last prompt was made of: the next one begins as it does. */
  #made: MadePrompt | undefined;
  /** The arrow that the last prompt has the members of. */
  #arrow = '';
  /** Context was asked for and did not come in time. */
  #lacksContext = false;

  constructor(world: EngineWorld<R>, events: EngineEvents<R>) {
    this.#world = world;
    this.#events = events;
    this.#acceptance = new Acceptance(world.clock);
    this.#ahead = new Ahead(world.clock);
    this.#gate = world.context && new ContextGate(world.context, world.clock);
  }

  /** What is known of the user's rhythm and the model's speed. */
  get rhythm(): Pick<Rhythm, 'keyMs' | 'firstTokenMs'> {
    return this.#rhythm;
  }

  /** How much of the drafts was confirmed. */
  get acceptance(): readonly AcceptanceFigures[] {
    return this.#acceptance.figures;
  }

  /** The newest request of the completion that is going on, or whose suggestion stands there. */
  get current(): R | undefined {
    return this.#live?.now;
  }

  /** The last prompt, part by part; `undefined` before the first. */
  get prompt(): MadePrompt | undefined {
    return this.#made;
  }

  /** What was typed since the place where that completion began. */
  get typed(): string {
    return this.#live?.typed ?? '';
  }

  /** What is to be shown now. */
  get offer(): Offer | undefined {
    return this.#live?.completion.offer(this.#live.now.situation);
  }

  /**
   * A suggestion is wanted at a place. What comes of it is told by the events.
   * @returns false where nothing is asked: typing inside a word, or in front of other text
   */
  request(request: R): boolean {
    this.#rhythm.key(request.pressedAt);
    const live = this.#live;
    const typed = live && this.#typedSince(live.origin, request);
    if (live !== undefined && typed !== undefined && this.#keep(live, request, typed)) return true;
    const stream = typed === undefined ? undefined : live?.completion.handOver(typed);
    const handover = stream === undefined || typed === undefined ? undefined : { stream, skip: typed };
    const ahead = this.#ahead.take(({ origin }) => isSamePlace(origin.situation, request.situation));
    this.cancel();
    // Not inside a word, nor where text goes on behind the cursor.
    if (request.trigger === 'auto' && hasWordsAfter(request.situation)) {
      handover?.stream.cancel();
      ahead?.completion.cancel();
      return false;
    }
    if (handover !== undefined || ahead === undefined || !this.#adopt(ahead, request)) {
      ahead?.completion.cancel();
      void this.#begin(request, handover);
    }
    return true;
  }

  /**
   * The user types on in what is shown, or takes some of it back; nothing new is asked.
   * @returns what is to be shown now, where it is still the same suggestion
   */
  advance(request: R): Offer | undefined {
    const live = this.#live;
    this.#rhythm.key(request.pressedAt);
    const typed = live && this.#typedSince(live.origin, request);
    this.#ahead.drop();
    if (live === undefined || typed === undefined) return undefined;
    if (!live.completion.type(typed)) {
      // The user goes on in a draft that the target has contradicted a moment ago.
      if (live.completion.isRunning && live.completion.isContradicted) this.#leave(live, request, typed);
      return undefined;
    }
    move(live, request, typed);
    this.#stands(live);
    return live.completion.offer(request.situation);
  }

  /** Looks at the next (+1) or previous (−1) suggestion of the same place; asks for another behind the last one. */
  async cycle(delta: number): Promise<void> {
    this.#ahead.drop();
    await this.#live?.completion.cycle(delta, async () => {
      const answerer = await this.#world.answerer('manual');
      if (answerer === undefined) throw new Error('nobody answers');
      return answerer;
    });
  }

  /** Gives up what is going on, down to the socket. */
  cancel(): void {
    this.#ahead.drop();
    const live = this.#live;
    if (live === undefined) return;
    this.#live = undefined;
    live.completion.cancel();
    this.#events.ended?.(live.now);
  }

  /** Forgets all that was said. */
  clearCache(): void {
    this.#cache?.clear();
  }

  /** Goes on with the completion that runs or stands there, where what was typed since is what it says. */
  #keep(live: Live<R>, request: R, typed: string): boolean {
    const { completion, origin } = live;
    const isAuto = request.trigger === 'auto';
    if (completion.type(typed)) {
      move(live, request, typed);
      // Who asks by hand waits for no pause, and for no request that may be about to fail.
      const isComing = completion.isRunning && (isAuto || origin.trigger === 'manual');
      if (!isComing && !isAnswer(completion.offer(request.situation), isAuto)) return false;
    } else {
      // A suggestion was accepted whose stream goes on: there is nothing to show on this line, and nothing to ask.
      if (!isAuto || !completion.goesOnBehind(typed)) return false;
      move(live, request, typed);
    }
    this.#tellOffer(live, 'key');
    this.#stands(live);
    return true;
  }

  /** @param drafted a completion of that place that has its draft already */
  async #begin(request: R, handover?: Handover, drafted?: Live<R>): Promise<void> {
    const live = drafted ?? this.#create(request);
    this.#live = live;
    try {
      const answerer = await this.#world.answerer(request.trigger);
      const isNew = handover === undefined && drafted === undefined;
      if (answerer !== undefined && isNew && this.#live === live && this.#recall(live, answerer)) return;
      await this.#world.everythingRead?.();
      if (this.#live !== live) {
        handover?.stream.cancel();
        return;
      }
      if (answerer === undefined) {
        handover?.stream.cancel();
        this.#giveUp(live);
        return;
      }
      const delay = this.#delayOf(request, answerer) - (this.#world.clock.now() - request.pressedAt);
      if (!answerer.backend.modelFree) this.#events.waiting?.(request);
      const wait = handover === undefined ? Math.max(0, delay) : 0;
      const begun = live.completion.begin(answerer, wait, handover, () => this.#drafterFor(live, answerer));
      if (isNew) this.#propose(live, answerer);
      await begun;
    } catch (error) {
      handover?.stream.cancel();
      if (this.#live !== live) return;
      this.#giveUp(live, error);
    }
  }

  /** Has something shown at once that may be what the target will say. */
  #propose({ completion, now }: Live<R>, answerer: Answerer): void {
    const source = answerer.backend.modelFree ? undefined : this.#world.drafts?.();
    // A draft that can't be had is missed by nobody: the target is on its way.
    if (source === undefined || this.#acceptance.isSuspended(source.name, now.situation.filetype)) return;
    completion.propose(answerer, source).catch(() => undefined);
  }

  /** Who drafts for a target that is slow; `undefined`: nobody, or not worth it. */
  #drafterFor({ now }: Live<R>, target: Answerer): Drafter | undefined {
    const { firstTokenMs } = this.#rhythm;
    if (firstTokenMs === undefined || firstTokenMs <= this.#world.settings().draftAfterMs) return undefined;
    const answerer = this.#world.drafter?.(target);
    if (answerer === undefined || this.#acceptance.isSuspended(answerer.model, now.situation.filetype))
      return undefined;
    const key = modelKey(answerer);
    if (key !== this.#drafterKey) this.#drafting.forgetModel();
    this.#drafterKey = key;
    const own = this.#drafting.firstTokenMs;
    if (own !== undefined && firstTokenMs <= SLOW_FACTOR * own) return undefined;
    return {
      answerer,
      heard: (ms) => this.#drafting.firstToken(ms),
      failed: (error) => this.#events.draftFailed?.(error),
    };
  }

  /** What follows the acceptance of the suggestion is worked out, once it is final and has stood for a while. */
  #stands(live: Live<R>): void {
    const { typed } = live;
    this.#ahead.schedule(() => {
      const offer = this.#live === live && live.typed === typed ? live.completion.offer(live.now.situation) : undefined;
      const isFinal = offer?.final === true && !live.completion.isRunning && !live.completion.goesOn;
      return isFinal ? this.#lookAhead(live, placeBehind(live.now.situation, offer)) : undefined;
    });
  }

  /** The completion of a place where the cursor is not yet. It costs nothing where no model is asked. */
  #lookAhead({ now, answerer }: Live<R>, situation: Situation): Live<R> | undefined {
    if (answerer === undefined || hasWordsAfter(situation)) return undefined;
    const live = this.#create({ ...now, situation, trigger: 'auto' }, true);
    live.answerer = answerer;
    if (this.#recall(live, answerer)) return live;
    this.#propose(live, answerer);
    if (answerer.backend.modelFree || this.#world.settings().prefetch) void live.completion.begin(answerer, 0);
    return live;
  }

  /** Takes what was worked out ahead as the completion of `request`. @returns false where there is nothing in it */
  #adopt(ahead: Live<R>, request: R): boolean {
    const { completion, answerer } = ahead;
    const isAuto = request.trigger === 'auto';
    const isComing = completion.isRunning && isAuto;
    const offer = completion.offer(request.situation);
    const isThere = offer?.final === true && !ahead.hasFailed && isAnswer(offer, false);
    const isDraft = offer !== undefined && !completion.isAsked && isAuto;
    if (answerer === undefined || (!isComing && !isThere && !isDraft)) return false;
    Object.assign(ahead, { origin: request, now: request, isAhead: false });
    this.#live = ahead;
    if (isComing) this.#events.asked(request, answerer);
    this.#tellOffer(ahead, 'key');
    if (isThere) this.#settled(ahead);
    else if (!isComing) void this.#begin(request, undefined, ahead);
    return true;
  }

  #create(request: R, isAhead = false): Live<R> {
    const { multiline, temperature, maxTokens, hotStreakLines } = this.#world.settings();
    const { clock, syntax } = this.#world;
    const settings = {
      multiline,
      temperature,
      maxTokens,
      get hotStreakLines() {
        return live.isAhead ? 0 : hotStreakLines;
      },
      delayMs: this.#delayOf(request),
      firstTokenMs: this.#rhythm.firstTokenMs,
    };
    const world = {
      clock,
      syntax: () => {
        const language = languageOf(request.situation);
        return language && syntax?.reader(language);
      },
      prompt: (prompts: PromptSettings, situation: Situation, signal: AbortSignal) =>
        live.isAhead
          ? Promise.resolve(this.#promptAhead(prompts, situation))
          : this.#prompt(
              prompts,
              situation,
              { isManual: request.trigger === 'manual', delayMs: settings.delayMs },
              signal,
            ),
    };
    const events: CompletionEvents = {
      asked: (answerer) => this.#asked(live, answerer),
      answering: () => this.#answered(live),
      changed: () => this.#changed(live),
      drafted: () => this.#drafted(live),
      verified: (outcome) => this.#acceptance.note({ ...outcome, filetype: live.origin.situation.filetype }),
      said: ({ text, isWhole }) => this.#remember(live, '', text, isWhole),
      saidMore: (units) => {
        for (const { typed, text } of units) this.#remember(live, typed, text, true);
        if (this.#live === live) this.#stands(live);
      },
      settled: () => this.#settled(live),
      failed: (error) => this.#failed(live, error),
    };
    const live: Live<R> = {
      origin: request,
      isAhead,
      completion: new Completion(request.situation, settings, events, world),
      now: request,
      typed: '',
      answerer: undefined,
      askedAt: 0,
      hasFailed: false,
    };
    return live;
  }

  /** A backend without a model answers at once, and costs nothing. */
  #delayOf({ trigger, situation }: R, answerer?: Answerer): number {
    if (trigger === 'manual' || answerer?.backend.modelFree) return 0;
    return debounceDelay(this.#world.settings().debounce, linePrefix(situation), this.#rhythm);
  }

  #typedSince(origin: R, now: R): string | undefined {
    return (this.#world.typedSince ?? typedBetween)(origin, now);
  }

  /** The prompt for a place, beginning as the one before as far as it can. */
  async #prompt(
    settings: PromptSettings,
    situation: Situation,
    { isManual, delayMs }: { readonly isManual: boolean; readonly delayMs: number },
    signal: AbortSignal,
  ): Promise<string> {
    const place = { ...situation, startsFile: situation.startsFile === true };
    const question = this.#question(settings, situation);
    const limitMs = Math.max(delayMs, CONTEXT_LIMIT_MS);
    // Without context a completion is worse, and still a completion.
    const context = question && (await this.#gate?.context({ ...question, isManual, limitMs }, signal));
    this.#made = nextPrompt(this.#made?.state, place, settings, context);
    if (question === undefined) return this.#made.prompt;
    // What was late may come with the next key; an arrow without its members is met again then.
    this.#lacksContext = context === undefined && !question.wanted.isMembersOnly;
    if (context !== undefined) this.#arrow = question.arrow;
    return this.#made.prompt;
  }

  /** The prompt for a place where the cursor is not yet: it goes on from the last one, and leaves that the last one. */
  #promptAhead(settings: PromptSettings, situation: Situation): string {
    const place = { ...situation, startsFile: situation.startsFile === true };
    return nextPrompt(this.#made?.state, place, settings, undefined).prompt;
  }

  /** The context that is worth asking for: when an anchor is set or moves, and behind a new arrow. In between the prompt stays as it is. */
  #question(settings: PromptSettings, situation: Situation): Pick<Question, 'wanted' | 'arrow'> | undefined {
    const budget = contextBudget(settings);
    if (budget <= 0 || this.#gate === undefined) return undefined;
    const place = { ...situation, startsFile: situation.startsFile === true };
    const isComplete = !this.#lacksContext && isAnchoredAt(this.#made?.state, place, settings);
    const arrow = arrowAt(situation);
    if (isComplete && (arrow === '' || arrow === this.#arrow)) return undefined;
    const { charsPerToken } = settings.family;
    const shown = shownLines(place, settings);
    return { wanted: { situation, budget, charsPerToken, shown, isMembersOnly: isComplete }, arrow };
  }

  /** Shows what was said before at this place, or on the way to it. */
  #recall(live: Live<R>, answerer: Answerer): boolean {
    const { situation } = live.now;
    const cache = this.#cacheFor(answerer);
    const places = cache?.candidates({ ...situation, model: modelKey(answerer) }) ?? [];
    for (const { text, typed, isWhole, after } of places) {
      // Brackets may have been paired meanwhile; behind other text the model would say something else.
      if (!explainsSuffix(after, lineSuffix(situation), typed)) continue;
      // The filters take blanks away at the beginning, and only there.
      if (!text.trimStart().startsWith(typed.trimStart())) continue;
      const found = live.completion.recall(answerer, { text, isWhole }, typed);
      // The model would say no more than that the line ends here; who asks by hand wants to know better.
      const isKnown = found === 'more' || (found === 'line-end' && live.now.trigger === 'auto');
      if (!isKnown) continue;
      live.answerer = answerer;
      if (live.isAhead) return true;
      this.#tellOffer(live, 'key');
      this.#events.settled(live.now, undefined, false);
      this.#stands(live);
      return true;
    }
    return false;
  }

  #remember({ origin: { situation }, answerer }: Live<R>, typed: string, text: string, isWhole: boolean): void {
    if (answerer === undefined) return;
    const place = { ...situation, prefix: situation.prefix + typed, model: modelKey(answerer) };
    this.#cacheFor(answerer)?.put(place, text, isWhole);
  }

  /** `undefined` where nothing is to be kept. */
  #cacheFor({ backend }: Answerer): CompletionCache | undefined {
    const { useCache, cacheEntries } = this.#world.settings();
    if (!useCache || backend.modelFree) return undefined;
    if (this.#cache === undefined || this.#cacheEntries !== cacheEntries) {
      this.#cache = new CompletionCache({ maxEntries: cacheEntries });
      this.#cacheEntries = cacheEntries;
    }
    return this.#cache;
  }

  #asked(live: Live<R>, answerer: Answerer): void {
    live.answerer = answerer;
    live.hasFailed = false;
    live.askedAt = this.#world.clock.now();
    const key = modelKey(answerer);
    if (key !== this.#answering && !answerer.backend.modelFree) {
      this.#answering = key;
      this.#rhythm.forgetModel();
    }
    if (!live.isAhead) this.#events.asked(live.now, answerer);
  }

  #answered(live: Live<R>): void {
    if (live.answerer?.backend.modelFree === false) this.#rhythm.firstToken(this.#world.clock.now() - live.askedAt);
    if (!live.isAhead) this.#events.answering(live.now);
  }

  #changed(live: Live<R>): void {
    if (this.#live !== live) return;
    if (live.typed !== '' && !live.completion.type(live.typed) && live.completion.isRunning) {
      // The stream went another way than the user.
      this.#leave(live, live.now, live.typed);
      return;
    }
    this.#tellOffer(live, 'model');
  }

  #drafted(live: Live<R>): void {
    if (this.#live === live) this.#tellOffer(live, 'key');
  }

  #settled(live: Live<R>): void {
    if (this.#live !== live) return;
    this.#events.settled(live.now, live.answerer, live.hasFailed);
    if (live.completion.offer(live.now.situation) !== undefined) {
      this.#stands(live);
      return;
    }
    this.#events.offer(live.now, undefined, 'model');
    // It was kept for what the user typed, and has nothing to say beyond that.
    if (live.typed !== '' && !live.hasFailed) this.#askAnew(live);
  }

  #failed(live: Live<R>, error: FimError): void {
    live.hasFailed = true;
    if (!live.isAhead) this.#events.failed(live.now, error);
  }

  /** The target has said something else than the user: what still stands there of a draft goes, and the place where the user is by now is asked for. */
  #leave(live: Live<R>, request: R, typed: string): void {
    move(live, request, typed);
    if (live.completion.isContradicted) this.#events.offer(request, undefined, 'key');
    this.#askAnew(live);
  }

  /** Asks again where the cursor is now. The pause counts from the last key: who has waited already waits no more, and a burst goes on asking nothing. */
  #askAnew({ now }: Live<R>): void {
    this.cancel();
    void this.#begin(now);
  }

  /** Asks another one, at once, where the first one has failed before there was anything to show. */
  retry(): void {
    const live = this.#live;
    if (live !== undefined && !isAnswer(live.completion.offer(live.now.situation), false)) this.#askAnew(live);
  }

  #giveUp(live: Live<R>, error?: unknown): void {
    this.#live = undefined;
    live.completion.cancel();
    this.#events.gaveUp(live.now, error);
  }

  #tellOffer(live: Live<R>, cause: 'key' | 'model'): void {
    this.#events.offer(live.now, live.completion.offer(live.now.situation), cause);
  }
}

/** Whether there is something to show; where drafts don't count, something that a target has said. */
function isAnswer(offer: Offer | undefined, countsDraft: boolean): boolean {
  return offer !== undefined && (countsDraft || offer.confirmed > 0);
}

/** Notes where the user is by now. */
function move<R extends Request>(live: Live<R>, request: R, typed: string): void {
  live.now = request;
  live.typed = typed;
}

/** What keeps the texts of one model apart from those of another. */
function modelKey({ backend, model }: Answerer): string {
  return `${backend.name} ${backend.place} ${model}`;
}

/** The member access that the cursor stands in, as far as it says what members are wanted; '' for none. */
function arrowAt(situation: Situation): string {
  const lines = situation.prefix.slice(-ARROW_CHARS).split('\n');
  const row = lines.length - 1;
  const access = memberAccess(lines, row, lines[row]?.length ?? 0, languageOf(situation));
  return access === undefined ? '' : `${access.receiver}${access.operator}`;
}

/** `typedSince` for whole documents. */
function typedBetween(origin: Request, now: Request): string | undefined {
  const [from, to] = [origin.situation, now.situation];
  if (from.path !== to.path || !to.prefix.startsWith(from.prefix)) return undefined;
  const typed = to.prefix.slice(from.prefix.length);
  return explainsSuffix(from.suffix, to.suffix, typed) ? typed : undefined;
}
