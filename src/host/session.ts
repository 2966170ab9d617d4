/** The completion that is going on in this Neovim: at most one, because there is one cursor. Turns messages into requests to the engine, and its offers into drawings. */
import { setImmediate as everythingRead } from 'node:timers/promises';
import type { Answerer, Offer } from '../complete/completion.ts';
import type { WantedContext } from '../complete/context-gate.ts';
import { contextParts, contextRequest } from '../complete/context-parts.ts';
import type { DraftSource } from '../complete/draft/source.ts';
import { Engine, type EngineEvents, engineSettings, type Request } from '../complete/engine.ts';
import { explainPrompt } from '../complete/explain.ts';
import { systemClock } from '../complete/system-clock.ts';
import { type Anchor, typedSince } from '../complete/typed.ts';
import type { Options } from '../config/schema.ts';
import type { ContextParts } from '../prompt/layout.ts';
import type { Syntax } from '../syntax/block-reader.ts';
import { FimError } from '../text/error.ts';
import { byteLength } from '../text/offset.ts';
import { lineSuffix, type Situation } from '../text/situation.ts';
import { charsBudget } from '../text/tokens.ts';
import type { Backends } from './backends.ts';
import type { Projects } from './context.ts';
import type { DraftPair } from './draft-pair.ts';
import type { Editor } from './editor.ts';
import { Frames } from './frames.ts';
import { type Log, stackOf } from './log.ts';
import type { Message } from './messages.ts';
import { bytesOf, type Document, type Halves, type Mirror, type Place, situationAt } from './mirror.ts';
import { draftsInWords, figuresInWords, type StatusLine } from './status.ts';

/** The mirror is ahead of a request on the same channel; if it isn't within this time, something was lost. */
const MIRROR_LIMIT_MS = 500;
/** A server that is silent for this long may be loading the model: it is asked. */
const LOADING_AFTER_MS = 1000;
/** As far up as blocks are read, in UTF-16 units: some 600 lines, which a parser reads in a few milliseconds. */
const SYNTAX_CHARS = 24_000;

export interface SessionDeps {
  readonly editor: Editor;
  readonly mirror: Mirror;
  readonly backends: Backends;
  /** What is shown until a model has spoken. */
  readonly drafts: DraftSource;
  readonly pair: DraftPair;
  readonly syntax: Syntax;
  readonly projects: Projects;
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

/** A wish of the editor, with what it needs to be told back. */
interface HostRequest extends Request {
  readonly id: number;
  readonly here: Here;
}

export class Session {
  readonly #deps: SessionDeps;
  readonly #frames = new Frames();
  readonly #engine: Engine<HostRequest>;
  readonly #places = new WeakMap<Situation, Here>();
  #times: ReadonlyMap<string, number> = new Map();
  /** What the last prompt was for. */
  #explained:
    | { readonly about: Parameters<typeof explainPrompt>[1]; readonly times: ReadonlyMap<string, number> }
    | undefined;
  #newest = 0;
  /** Id of the request that ghost text was sent for. */
  #shownFor: number | undefined;
  #loading: NodeJS.Timeout | undefined;
  /** Pieces of drafts that were accepted before a model had confirmed them. */
  #acceptedUnconfirmed = 0;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.#engine = new Engine(
      {
        answerer: (trigger) => deps.backends.answerer(trigger),
        clock: systemClock,
        settings: () => engineSettings(deps.options()),
        typedSince: (origin, now) =>
          origin.here.document === now.here.document
            ? typedSince(anchorOf(origin.here), anchorOf(now.here), now.here.document.lines)
            : undefined,
        syntax: deps.syntax,
        context: (wanted, signal) => this.#context(wanted, signal),
        drafts: () => (deps.options().instantDrafts ? deps.drafts : undefined),
        drafter: (target) => deps.pair.drafter(target),
        everythingRead,
      },
      this.#events(),
    );
  }

  /** A suggestion is wanted. */
  async complete(message: Message<'complete'>): Promise<void> {
    const pressedAt = performance.now();
    this.#newest = message.id;
    const here = await this.#locate(message.buf, message, () => this.#newest !== message.id);
    if (this.#newest !== message.id) return;
    if (here === undefined) {
      this.#engine.cancel();
      this.#deps.editor.tell('clear', { id: message.id });
      return;
    }
    const { id, trigger } = message;
    const isAsked = this.#engine.request({ id, trigger, here, situation: this.#situation(here), pressedAt });
    if (!isAsked) this.#deps.editor.tell('clear', { id });
  }

  /** The user types on in what the ghost text says. */
  async advance(message: Message<'advance'>): Promise<void> {
    const pressedAt = performance.now();
    const request = this.#engine.current;
    if (request?.id !== message.id) return;
    const isStale = (): boolean => this.#engine.current?.id !== message.id;
    const here = await this.#locate(request.here.document.info.buf, message, isStale);
    if (here === undefined || isStale()) return;
    const moved = { ...request, here, situation: this.#situation(here), pressedAt };
    const offer = this.#engine.advance(moved);
    if (offer !== undefined && byteLength(this.#engine.typed + offer.text) !== message.have) this.#show(moved, offer);
  }

  async cycle(message: Message<'cycle'>): Promise<void> {
    if (this.#engine.current?.id === message.id) await this.#engine.cycle(message.delta);
  }

  /** Text was accepted. */
  accepted({ id, bytes, all, draft }: Message<'accepted'>): void {
    const kind = draft ? ', a draft' : '';
    this.#deps.log.debug(`request ${id}: ${bytes} bytes accepted${all ? '' : ' (a part)'}${kind}`);
    if (!draft) return;
    this.#acceptedUnconfirmed++;
    this.#tellDrafts();
  }

  cancel(id: number): void {
    // While the newest request still waits for the mirror, the one before it is what runs.
    const isNewest = this.#newest === id;
    if (isNewest) this.#newest = 0;
    if (isNewest || this.#engine.current?.id === id) this.#engine.cancel();
  }

  /** Gives up what is going on in a buffer, or in all. */
  drop(buf?: number): void {
    if (buf === undefined || this.#engine.current?.here.document.info.buf === buf) this.#engine.cancel();
  }

  /** Forgets what models have said. */
  forget(): void {
    this.#engine.clearCache();
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
    const { maxPromptTokens } = this.#deps.options();
    const chars = Math.max(SYNTAX_CHARS, charsBudget(maxPromptTokens));
    const situation = situationAt(here.document, here.row, here.halves, chars);
    this.#places.set(situation, here);
    return situation;
  }

  /** The last prompt for people, as Markdown; '' before the first. */
  explain(): string {
    const { prompt } = this.#engine;
    const asked = this.#explained;
    return prompt === undefined || asked === undefined ? '' : explainPrompt(prompt, asked.about, asked.times);
  }

  async #context(wanted: WantedContext, signal: AbortSignal): Promise<ContextParts | undefined> {
    const here = this.#places.get(wanted.situation);
    if (here === undefined) return undefined;
    const { buf } = here.document.info;
    const root = this.#deps.projects.rootOf(buf);
    if (root === undefined) return undefined;
    const options = this.#deps.options();
    const request = contextRequest(wanted, here.row, here.halves.before.length, options);
    const clipboard = options.useCopyBuffer && !wanted.isMembersOnly ? await this.#deps.editor.yanked() : '';
    const { snippets, reports, isComplete } = await this.#deps.projects.query(buf, { ...request, clipboard }, signal);
    // The project is being read: the next key asks again.
    if (snippets.length === 0 && !isComplete) return undefined;
    this.#times = new Map(reports.map(({ source, ms }) => [source, ms]));
    return contextParts(snippets, root, wanted.situation);
  }

  #events(): EngineEvents<HostRequest> {
    return {
      // A key is answered at once; what grows is drawn once a frame, as it is by then.
      offer: (_, offer, cause) => {
        if (cause === 'key' || offer === undefined) this.#frames.now(() => this.#paint());
        else this.#frames.request(() => this.#paint());
      },
      waiting: () => this.#deps.status.set({ state: 'waiting', detail: '' }),
      asked: (request, answerer) => this.#asked(request, answerer),
      answering: () => {
        this.#stopLooking();
        this.#frames.hurry();
        this.#deps.status.set({ state: 'streaming', detail: '' });
      },
      settled: (request, answerer, hasFailed) => this.#settled(request, answerer, hasFailed),
      failed: (_, error) => {
        // Another one goes on where the server doesn't.
        if (this.#deps.backends.failed(error)) this.#engine.retry();
      },
      gaveUp: ({ id }, error) => {
        // What the user should hear of is told and logged by now.
        if (error !== undefined && !(error instanceof FimError))
          this.#deps.log.error(`request ${id}: ${stackOf(error)}`);
        this.#rest();
      },
      draftFailed: (error) =>
        this.#deps.log.info(`no draft: ${error instanceof Error ? error.message : String(error)}`),
      ended: () => this.#rest(),
    };
  }

  #asked({ id, situation: { path, filetype } }: HostRequest, answerer: Answerer): void {
    const { status, log } = this.#deps;
    const { backend, model } = answerer;
    if (!backend.modelFree) this.#explained = { about: { path, filetype, model }, times: this.#times };
    log.debug(`request ${id}: asking ${backend.name} ${model}`);
    status.set({ backend: backend.name, model, place: backend.place });
    if (backend.modelFree) return;
    status.set({ state: 'waiting', detail: '' });
    this.#stopLooking();
    const looking = setTimeout(() => void this.#lookWhetherLoading(looking, backend, model), LOADING_AFTER_MS);
    this.#loading = looking;
  }

  async #lookWhetherLoading(looking: NodeJS.Timeout, backend: Answerer['backend'], model: string): Promise<void> {
    const isLoaded = await backend.isLoaded?.(model, AbortSignal.timeout(LOADING_AFTER_MS)).catch(() => undefined);
    if (this.#loading !== looking || isLoaded === true) return;
    this.#deps.status.set({ state: 'loading', detail: `${model} is being loaded` });
  }

  #stopLooking(): void {
    clearTimeout(this.#loading);
    this.#loading = undefined;
  }

  #settled({ id }: HostRequest, answerer: Answerer | undefined, hasFailed: boolean): void {
    const { backends, status, log } = this.#deps;
    this.#stopLooking();
    log.debug(`request ${id}: ${answerer === undefined ? 'known already' : hasFailed ? 'failed' : 'answered'}`);
    if (!hasFailed && answerer !== undefined) backends.worked(answerer);
    status.set({ figures: figuresInWords(answerer?.backend.figures?.()) });
    this.#tellDrafts();
    status.rest(backends.trouble, backends.standIn);
  }

  #tellDrafts(): void {
    this.#deps.status.set({ drafts: draftsInWords(this.#engine.acceptance, this.#acceptedUnconfirmed) });
  }

  #paint(): void {
    const { current, offer } = this.#engine;
    if (current === undefined) return;
    if (offer === undefined) this.#clear(current);
    else this.#show(current, offer);
  }

  #show({ id, here, situation }: HostRequest, offer: Offer): void {
    this.#shownFor = id;
    this.#deps.editor.tell('show', {
      id,
      buf: here.document.info.buf,
      tick: here.tick,
      row: here.row,
      col: here.col,
      text: offer.text,
      typed: byteLength(this.#engine.typed),
      replace: bytesOf(lineSuffix(situation), offer.replace),
      index: offer.index,
      count: offer.count,
      confirmed: byteLength(offer.text.slice(0, offer.confirmed)),
      final: offer.final,
    });
  }

  #clear({ id }: HostRequest): void {
    if (this.#shownFor === id) this.#deps.editor.tell('clear', { id });
    this.#shownFor = undefined;
  }

  /** Nothing is going on any more. */
  #rest(): void {
    this.#frames.restart();
    this.#stopLooking();
    this.#deps.status.rest(this.#deps.backends.trouble, this.#deps.backends.standIn);
  }
}

function anchorOf({ document, row, halves }: Here): Anchor {
  return { row, before: halves.before, after: halves.after, lineCount: document.lines.length };
}
