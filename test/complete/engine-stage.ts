/** An engine with a typist in front of it and a model behind it, on a clock that the test moves. */
import type { Answerer, Offer } from '../../src/complete/completion.ts';
import { Engine, type EngineSettings, type EngineWorld, type Request } from '../../src/complete/engine.ts';
import type { Ask, Backend } from '../../src/model/backend.ts';
import type { PromptSettings } from '../../src/prompt/keeper.ts';
import { abortError, FimError } from '../../src/text/error.ts';
import type { Situation } from '../../src/text/situation.ts';
import { PLAIN_PROMPTS, placeIn, TestClock } from './notation.ts';

/** How a model answers. */
export interface ModelPlay {
  /** What it says at a place: chunks, one a token. */
  readonly says: (situation: Situation, prompt: string) => readonly string[];
  readonly firstTokenMs?: number;
  readonly tokenMs?: number;
  readonly error?: FimError;
}

/** What became of one request. */
export interface Sent {
  readonly ask: Ask;
  readonly at: number;
  tokens: number;
  /** When it was aborted; `undefined` when it was not, or had ended before. */
  abortedAt: number | undefined;
}

/** A model on the test's clock, which notes what it was asked. */
export class TimedBackend implements Backend {
  readonly name = 'timed';
  readonly place = 'here';
  readonly modelFree = false;
  readonly sent: Sent[] = [];
  play: ModelPlay;
  readonly #clock: TestClock;

  constructor(clock: TestClock, play: ModelPlay) {
    this.#clock = clock;
    this.play = play;
  }

  async *generate(ask: Ask, signal: AbortSignal): AsyncGenerator<string> {
    const sent: Sent = { ask, at: this.#clock.now(), tokens: 0, abortedAt: undefined };
    this.sent.push(sent);
    const onAbort = (): void => {
      sent.abortedAt = this.#clock.now();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const { says, firstTokenMs = 0, tokenMs = 0, error } = this.play;
    for (const [i, chunk] of says(ask.situation, ask.prompt).entries()) {
      const wait = i === 0 ? firstTokenMs : tokenMs;
      if (wait > 0) await this.#clock.sleep(wait, signal);
      if (signal.aborted) throw abortError();
      sent.tokens++;
      yield chunk;
    }
    if (error !== undefined) throw error;
    signal.removeEventListener('abort', onAbort);
  }

  async models(): Promise<readonly []> {
    return [];
  }
}

export const ENGINE_SETTINGS: EngineSettings = {
  multiline: 'auto',
  temperature: 0,
  maxTokens: 256,
  debounce: 'adaptive',
  useCache: true,
  cacheEntries: 1000,
  hotStreakLines: 0,
  prefetch: false,
  draftAfterMs: 250,
};

/** A document, a typist, an engine and a model. */
export function engineStage(
  doc: string,
  play: ModelPlay,
  settings: Partial<EngineSettings> = {},
  world: Partial<EngineWorld<Request>> = {},
  prompting: PromptSettings = PLAIN_PROMPTS,
) {
  const clock = new TestClock();
  const backend = new TimedBackend(clock, play);
  const events: string[] = [];
  const offers: (Offer | undefined)[] = [];
  const prompts: { at: number }[] = [];
  const answerer: Answerer = {
    backend,
    model: 'model',
    family: '',
    stop: ['<|stop|>'],
    prompts: prompting,
  };
  const now: { situation: Situation; settings: EngineSettings } = {
    situation: placeIn(doc),
    settings: { ...ENGINE_SETTINGS, ...settings },
  };
  const engine = new Engine<Request>(
    {
      answerer: async () => answerer,
      clock,
      settings: () => now.settings,
      ...world,
      context: async (wanted, signal) => {
        prompts.push({ at: clock.now() });
        return world.context?.(wanted, signal);
      },
    },
    {
      offer: (_, offer) => offers.push(offer),
      asked: () => events.push('asked'),
      answering: () => events.push('answering'),
      settled: (_, who) => events.push(who === undefined ? 'known' : 'settled'),
      failed: (_, error) => events.push(`failed ${error.code}`),
      gaveUp: (_, error) => events.push(`gave up ${error instanceof FimError ? error.code : ''}`),
    },
  );
  const request = (trigger: Request['trigger'] = 'auto'): boolean =>
    engine.request({ situation: now.situation, trigger, pressedAt: clock.now() });
  const move = (change: (situation: Situation) => Partial<Situation>): void => {
    now.situation = { ...now.situation, ...change(now.situation) };
  };
  return {
    clock,
    backend,
    engine,
    events,
    offers,
    prompts,
    request,
    now,
    get shown(): string | undefined {
      return engine.offer?.text;
    },
    /** Types `text`, a key at a time. */
    async type(text: string, keyMs = 0): Promise<void> {
      for (const key of text) {
        move(({ prefix }) => ({ prefix: prefix + key }));
        request();
        await clock.pass(keyMs);
      }
    },
    /** Takes back the last `count` characters, a key at a time. */
    async erase(count: number, keyMs = 0): Promise<void> {
      for (let i = 0; i < count; i++) {
        move(({ prefix }) => ({ prefix: prefix.slice(0, -1) }));
        request();
        await clock.pass(keyMs);
      }
    },
    /** Accepts what is shown; editors ask anew where that leads to. */
    async accept(): Promise<void> {
      const { offer } = engine;
      if (offer === undefined) throw new Error('nothing is shown');
      move(({ prefix, suffix }) => ({ prefix: prefix + offer.text, suffix: suffix.slice(offer.replace) }));
      request();
      await clock.pass(0);
    },
  };
}

/** A model that knows `text` by heart: it says what follows the cursor's prefix there, `size` characters a token. */
export function knows(text: string, size = 4): ModelPlay['says'] {
  return ({ prefix }) => tokens(text.startsWith(prefix) ? text.slice(prefix.length) : 'wrong', size);
}

/** `text` in pieces of `size` characters. */
export function tokens(text: string, size = 4): string[] {
  return text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];
}
