/** The completion that is going on in this Neovim: at most one, because there is one cursor. Turns messages into it and it into drawings. */
import { setImmediate as everythingRead, setTimeout as sleep } from 'node:timers/promises';
import { type Answerer, Completion, type CompletionEvents, type Offer } from '../complete/completion.ts';
import { type Anchor, typedSince } from '../complete/typed.ts';
import type { Options } from '../config/schema.ts';
import { FimError } from '../text/error.ts';
import { byteLength } from '../text/offset.ts';
import { isInsideWord, lineSuffix, type Situation } from '../text/situation.ts';
import { charsBudget } from '../text/tokens.ts';
import type { Backends } from './backends.ts';
import type { Editor } from './editor.ts';
import { Frames } from './frames.ts';
import { type Log, stackOf } from './log.ts';
import type { Message } from './messages.ts';
import { bytesOf, type Document, type Halves, type Mirror, type Place, situationAt } from './mirror.ts';
import type { StatusLine } from './status.ts';

/** The mirror is ahead of a request on the same channel; if it isn't within this time, something was lost. */
const MIRROR_LIMIT_MS = 500;
/** A server that is silent for this long may be loading the model: it is asked. */
const LOADING_AFTER_MS = 1000;

export interface SessionDeps {
  readonly editor: Editor;
  readonly mirror: Mirror;
  readonly backends: Backends;
  readonly status: StatusLine;
  readonly log: Log;
  readonly options: () => Options;
}

/** Where the cursor is, in a document of which the host knows every line. */
interface Here extends Place {
  readonly document: Document;
  readonly tick: number;
  readonly halves: Halves;
}

/** A completion and what the editor knows of it. */
interface Live {
  /** Id of the newest request that it answers. */
  id: number;
  readonly trigger: 'auto' | 'manual';
  readonly origin: Anchor;
  readonly completion: Completion;
  here: Here;
  now: Situation;
  typed: string;
  /** Whether ghost text was sent for `id`. */
  isShown: boolean;
  loading: NodeJS.Timeout | undefined;
  /** Who was asked last. */
  answerer: Answerer | undefined;
  hasFailed: boolean;
}

export class Session {
  readonly #deps: SessionDeps;
  readonly #frames = new Frames();
  #live: Live | undefined;
  #newest = 0;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  /** A suggestion is wanted. */
  async complete(message: Message<'complete'>): Promise<void> {
    const arrivedAt = performance.now();
    this.#newest = message.id;
    const here = await this.#locate(message.buf, message, () => this.#newest !== message.id);
    if (this.#newest !== message.id) return;
    if (here === undefined) {
      this.#end();
      this.#deps.editor.tell('clear', { id: message.id });
      return;
    }
    if (this.#reuse(message, here)) return;
    this.#end();
    const now = this.#situation(here);
    if (message.trigger === 'auto' && isInsideWord(now)) {
      this.#deps.editor.tell('clear', { id: message.id });
      return;
    }
    this.#begin(this.#create(message.id, message.trigger, here, now), arrivedAt);
  }

  /** The user types on in what the ghost text says. */
  async advance(message: Message<'advance'>): Promise<void> {
    const live = this.#live;
    if (live?.id !== message.id) return;
    const here = await this.#locate(live.here.document.info.buf, message, () => this.#live !== live);
    if (here === undefined || this.#live !== live || !this.#move(live, here)) return;
    const offer = live.completion.offer(live.now);
    if (offer !== undefined && byteLength(live.typed + offer.text) !== message.have) this.#paint(live);
  }

  async cycle(message: Message<'cycle'>): Promise<void> {
    const live = this.#live;
    if (live?.id !== message.id) return;
    await live.completion.cycle(message.delta, async () => {
      const answerer = await this.#deps.backends.answerer('manual');
      if (answerer === undefined) throw this.#deps.backends.trouble ?? new Error('no backend');
      return answerer;
    });
  }

  cancel(id: number): void {
    // While the newest request still waits for the mirror, the one before it is what runs.
    const isNewest = this.#newest === id;
    if (isNewest) this.#newest = 0;
    if (isNewest || this.#live?.id === id) this.#end();
  }

  /** Gives up what is going on in a buffer, or in all. */
  drop(buf?: number): void {
    if (buf === undefined || this.#live?.here.document.info.buf === buf) this.#end();
  }

  /** The place of a message in a mirror that has caught up with it; `undefined` when it is stale. */
  async #locate(buf: number, at: Place & { readonly tick: number }, isStale: () => boolean): Promise<Here | undefined> {
    const { mirror } = this.#deps;
    const document = mirror.get(buf);
    if (document === undefined) return undefined;
    if (document.tick < at.tick && !(await document.reached(at.tick, AbortSignal.timeout(MIRROR_LIMIT_MS)))) {
      if (isStale()) return undefined;
      this.#deps.log.error(`buffer ${buf}: no change ${at.tick} arrived, reading it anew`);
      await mirror.resync(document);
    }
    if (document.isStale) await mirror.resync(document);
    const current = mirror.get(buf);
    if (current === undefined || isStale() || current.tick !== at.tick || at.row >= current.lines.length)
      return undefined;
    const halves = await mirror.halves(current, at);
    if (halves === undefined || isStale()) return undefined;
    const { row, col, bytes, tick } = at;
    return { document: current, tick, row, col, bytes, halves };
  }

  #situation(here: Here): Situation {
    return situationAt(here.document, here.row, here.halves, charsBudget(this.#deps.options().maxPromptTokens));
  }

  /** Takes the running or finished completion over when what was typed since is what it says. */
  #reuse(message: Message<'complete'>, here: Here): boolean {
    const live = this.#live;
    if (live === undefined || live.here.document !== here.document) return false;
    if (!this.#move(live, here)) return false;
    // Who asks by hand waits for no pause, and for no request that may be about to fail.
    const isComing = live.completion.isRunning && (message.trigger === 'auto' || live.trigger === 'manual');
    if (!isComing && live.completion.offer(live.now) === undefined) return false;
    live.id = message.id;
    live.isShown = false;
    this.#paint(live);
    return true;
  }

  /** Moves a completion to where the cursor is now. False when its text does not agree with what was typed. */
  #move(live: Live, here: Here): boolean {
    const typed = typedSince(live.origin, anchorOf(here), here.document.lines);
    if (typed === undefined || !live.completion.type(typed)) return false;
    live.here = here;
    live.now = this.#situation(here);
    live.typed = typed;
    return true;
  }

  #create(id: number, trigger: 'auto' | 'manual', here: Here, now: Situation): Live {
    const { multilineCompletions, model } = this.#deps.options();
    const settings = { multiline: multilineCompletions, temperature: model.temperature, maxTokens: model.maxTokens };
    const events: CompletionEvents = {
      asked: (answerer) => this.#asked(live, answerer),
      answering: () => this.#answering(live),
      changed: () => this.#changed(live),
      settled: () => this.#settled(live),
      failed: (error) => this.#failed(live, error),
    };
    const wait = async (ms: number, signal: AbortSignal): Promise<void> => {
      await sleep(ms, undefined, { signal });
    };
    const completion = new Completion(now, settings, events, wait);
    const live: Live = {
      id,
      trigger,
      origin: anchorOf(here),
      completion,
      here,
      now,
      typed: '',
      isShown: false,
      loading: undefined,
      answerer: undefined,
      hasFailed: false,
    };
    return live;
  }

  async #begin(live: Live, arrivedAt: number): Promise<void> {
    const { backends, status, options } = this.#deps;
    this.#live = live;
    try {
      const answerer = await backends.answerer(live.trigger);
      // What came in together with this request is read first: after a stall only the newest place is worth asking for.
      await everythingRead();
      if (this.#live !== live) return;
      if (answerer === undefined) {
        this.#end();
        return;
      }
      const isFree = answerer.backend.modelFree || live.trigger === 'manual';
      const delay = isFree ? 0 : Math.max(0, options().debounceMs - (performance.now() - arrivedAt));
      if (!answerer.backend.modelFree) status.set({ state: 'waiting', detail: '' });
      await live.completion.begin(answerer, delay);
    } catch (error) {
      // What the user should hear of is told and logged by now.
      if (!(error instanceof FimError)) this.#deps.log.error(`request ${live.id}: ${stackOf(error)}`);
      if (this.#live === live) this.#end();
    }
  }

  #asked(live: Live, answerer: Answerer): void {
    const { status, log } = this.#deps;
    const { backend, model } = answerer;
    log.debug(`request ${live.id}: asking ${backend.name} ${model}`);
    live.answerer = answerer;
    live.hasFailed = false;
    status.set({ backend: backend.name, model, place: backend.place });
    if (backend.modelFree) return;
    status.set({ state: 'waiting', detail: '' });
    clearTimeout(live.loading);
    live.loading = setTimeout(() => {
      void this.#lookWhetherLoading(live, backend, model);
    }, LOADING_AFTER_MS);
  }

  async #lookWhetherLoading(live: Live, backend: Answerer['backend'], model: string): Promise<void> {
    const isLoaded = await backend.isLoaded?.(model, AbortSignal.timeout(LOADING_AFTER_MS)).catch(() => undefined);
    if (this.#live !== live || live.loading === undefined || isLoaded === true) return;
    this.#deps.status.set({ state: 'loading', detail: `${model} is being loaded` });
  }

  #answering(live: Live): void {
    clearTimeout(live.loading);
    live.loading = undefined;
    this.#deps.status.set({ state: 'streaming', detail: '' });
  }

  #changed(live: Live): void {
    if (this.#live !== live) return;
    if (live.typed !== '' && !live.completion.type(live.typed) && live.completion.isRunning) {
      // The stream went another way than the user.
      this.#askAnew(live);
      return;
    }
    this.#frames.request(() => this.#paint(live));
  }

  #settled(live: Live): void {
    clearTimeout(live.loading);
    live.loading = undefined;
    if (this.#live !== live) return;
    const { backends, status, log, options } = this.#deps;
    log.debug(`request ${live.id}: ${live.hasFailed ? 'failed' : 'answered'}`);
    if (!live.hasFailed && live.answerer !== undefined) backends.worked(live.answerer);
    status.rest(backends.trouble, options().backend);
    if (live.completion.offer(live.now) !== undefined) return;
    this.#clear(live);
    // It was kept for what the user typed, and has nothing to say beyond that.
    if (live.typed !== '' && !live.hasFailed) this.#askAnew(live);
  }

  /** Asks again where the cursor is now, without a pause: the user has waited already. */
  #askAnew({ id, trigger, here, now }: Live): void {
    this.#end();
    this.#begin(this.#create(id, trigger, here, now), Number.NEGATIVE_INFINITY);
  }

  #failed(live: Live, error: FimError): void {
    live.hasFailed = true;
    this.#deps.backends.failed(error);
    if (this.#live !== live || this.#deps.options().backend !== 'auto') return;
    if (live.completion.offer(live.now) !== undefined) return;
    this.#askAnew(live);
  }

  #paint(live: Live): void {
    if (this.#live !== live) return;
    const offer = live.completion.offer(live.now);
    if (offer === undefined) this.#clear(live);
    else this.#show(live, offer);
  }

  #show(live: Live, offer: Offer): void {
    const { here, id } = live;
    live.isShown = true;
    this.#deps.editor.tell('show', {
      id,
      buf: here.document.info.buf,
      tick: here.tick,
      row: here.row,
      col: here.col,
      text: offer.text,
      typed: byteLength(live.typed),
      replace: bytesOf(lineSuffix(live.now), offer.replace),
      index: offer.index,
      count: offer.count,
      draft: false,
      final: offer.final,
    });
  }

  #clear(live: Live): void {
    if (live.isShown) this.#deps.editor.tell('clear', { id: live.id });
    live.isShown = false;
  }

  #end(): void {
    const live = this.#live;
    if (live === undefined) return;
    this.#live = undefined;
    this.#frames.restart();
    clearTimeout(live.loading);
    live.completion.cancel();
    this.#deps.status.rest(this.#deps.backends.trouble, this.#deps.options().backend);
  }
}

function anchorOf({ document, row, halves }: Here): Anchor {
  return { row, before: halves.before, after: halves.after, lineCount: document.lines.length };
}
