/** Documents as pictures: `|` is the cursor, `⟦…⟧` the ghost text. And a model that says what a test tells it to. */
import type { Answerer, Clock, CompletionSettings, CompletionWorld, Offer } from '../../src/complete/completion.ts';
import type { Ask, Backend } from '../../src/model/backend.ts';
import { customFamily } from '../../src/prompt/custom.ts';
import { nextPrompt, type PromptSettings } from '../../src/prompt/keeper.ts';
import { lineSuffix, type Situation } from '../../src/text/situation.ts';

/** The place of the only `|` in `doc`. */
export function placeIn(doc: string, indentUnit = '    '): Situation {
  const [prefix, suffix, ...more] = doc.split('|');
  if (prefix === undefined || suffix === undefined || more.length > 0) throw new Error(`one cursor in ${doc}`);
  return { path: '/project/file', filetype: '', prefix, suffix, indentUnit };
}

/** What the screen shows: pieces of one line stand around the text that stays; a suggestion of more lines is shown with what follows it. */
export function picture(situation: Situation, offer: Pick<Offer, 'text' | 'replace'> | undefined): string {
  const { prefix, suffix } = situation;
  if (offer === undefined) return `${prefix}|${suffix}`;
  const after = suffix.slice(offer.replace);
  if (offer.text.includes('\n')) return `${prefix}⟦${offer.text}⟧${after}`;
  return prefix + around(offer.text, lineSuffix(situation).slice(0, offer.replace)) + after;
}

/** The document once the offer is accepted. */
export function accepted({ prefix, suffix }: Situation, offer: Pick<Offer, 'text' | 'replace'>): string {
  return prefix + offer.text + suffix.slice(offer.replace);
}

function around(text: string, tail: string): string {
  let shown = '';
  let end = text.length;
  for (let t = tail.length - 1; t >= 0; t--) {
    const at = text.lastIndexOf(tail.charAt(t), end - 1);
    if (at < 0 || end === 0) throw new Error(`${JSON.stringify(text)} does not contain ${JSON.stringify(tail)}`);
    shown = tail.charAt(t) + ghost(text.slice(at + 1, end)) + shown;
    end = at;
  }
  return ghost(text.slice(0, end)) + shown;
}

function ghost(text: string): string {
  return text === '' ? '' : `⟦${text}⟧`;
}

/** What one question gets: chunks, each sent when `next` is called, or all at once. */
export interface Reply {
  readonly chunks: readonly string[];
  /** Thrown after the chunks. */
  readonly error?: Error;
  /** Whether each chunk, and the end, waits for `next`. */
  readonly held?: boolean;
}

/** A backend in memory, which notes what it was asked and whether it was aborted. */
export class ScriptedBackend implements Backend {
  readonly name = 'scripted';
  readonly place = '';
  readonly modelFree: boolean;
  readonly asks: Ask[] = [];
  readonly signals: AbortSignal[] = [];
  readonly #reply: (ask: Ask, n: number) => Reply;
  #release: (() => void) | undefined;

  constructor(reply: (ask: Ask, n: number) => Reply, modelFree = false) {
    this.#reply = reply;
    this.modelFree = modelFree;
  }

  /** Lets a held reply go one chunk further, and everything that follows from it happen. */
  async next(): Promise<void> {
    await allDone();
    this.#release?.();
    await allDone();
  }

  async *generate(ask: Ask, signal: AbortSignal): AsyncGenerator<string> {
    const reply = this.#reply(ask, this.asks.length);
    this.asks.push(ask);
    this.signals.push(signal);
    for (const chunk of reply.chunks) {
      if (reply.held) await this.#turn(signal);
      signal.throwIfAborted();
      yield chunk;
    }
    if (reply.held) await this.#turn(signal);
    signal.throwIfAborted();
    if (reply.error) throw reply.error;
  }

  async models(): Promise<readonly []> {
    return [];
  }

  async #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      this.#release = resolve;
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }
}

/** Resolves when all promises that can go on by themselves have done so. */
export function allDone(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Prompts that show the place: `prefix|suffix`. */
export const PLAIN_PROMPTS: PromptSettings = {
  family: customFamily('{prefix}|{suffix}'),
  order: 'auto',
  anchor: 'cursor',
  maxPromptTokens: 100_000,
  prefixPercentage: 1,
  maxSuffixPercentage: 1,
  maxContextPercentage: 0.5,
  useFileSuffix: true,
  stop: [],
};

/** `backend` with prompts that show the place. */
export function answererOf(backend: Backend, stop: readonly string[] = []): Answerer {
  return {
    backend,
    model: 'model',
    family: '',
    stop,
    prompts: PLAIN_PROMPTS,
  };
}

/** Settings of a completion that waits for nothing and goes on for nothing. */
export const SETTINGS: CompletionSettings = {
  multiline: 'auto',
  temperature: 0,
  maxTokens: 256,
  hotStreakLines: 0,
  delayMs: 0,
  firstTokenMs: undefined,
};

/** Time that a test moves. */
export class TestClock implements Clock {
  #now = 0;
  readonly #sleeping = new Set<{ readonly until: number; readonly wake: () => void }>();

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#sleeping.delete(sleeper);
        reject(signal.reason);
      };
      const sleeper = {
        until: this.#now + ms,
        wake: () => {
          this.#sleeping.delete(sleeper);
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      this.#sleeping.add(sleeper);
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
    });
  }

  /** Milliseconds until somebody wakes up; `undefined` when nobody sleeps. */
  get next(): number | undefined {
    const first = Math.min(...[...this.#sleeping].map(({ until }) => until));
    return Number.isFinite(first) ? first - this.#now : undefined;
  }

  /** Lets `ms` pass, and everything that follows from it happen. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await allDone();
    for (let wait = this.next; wait !== undefined && this.#now + wait <= end; wait = this.next) {
      this.#now += wait;
      for (const sleeper of [...this.#sleeping]) if (sleeper.until <= this.#now) sleeper.wake();
      await allDone();
    }
    this.#now = end;
    await allDone();
  }
}

/** A world without a parser and without context. */
export function worldOf(clock: Clock = new TestClock()): CompletionWorld {
  return {
    clock,
    syntax: () => undefined,
    prompt: async (settings, { path, prefix, suffix }) =>
      nextPrompt(undefined, { path, prefix, suffix, startsFile: false }, settings, undefined).prompt,
  };
}
