/** One server of the options, its model, and how it stands: left in peace after a failure, twice as long after each further one. Tells nobody twice. */
import { answererOf, type ChosenOrUnknown, installedModels, pickModel } from '../complete/answerer.ts';
import type { Answerer } from '../complete/completion.ts';
import { createServer, type Env, type ServerName } from '../complete/servers.ts';
import type { Options } from '../config/schema.ts';
import type { Backend, InstalledModel } from '../model/backend.ts';
import { FimError } from '../text/error.ts';

/** Pause after the first failure; it doubles with each further one, up to the longest. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** How long a server may take to list its models before it counts as not there. */
const LIST_LIMIT_MS = 3000;

interface Trouble {
  readonly error: FimError;
  /** Failures in a row. */
  readonly failures: number;
  /** When it failed last, in ms of `performance.now()`. */
  readonly since: number;
  /** When the server may be asked again, in ms of `performance.now()`. */
  readonly until: number;
  /** What ends it: that the server lists its models, or only a whole answer, because it lists them and fails all the same. */
  readonly cure: 'list' | 'answer';
}

export interface SlotDeps {
  readonly env: Env;
  /** There is something to tell the user, who may know it already. */
  readonly trouble: (error: FimError) => void;
  /** The server works, after trouble or for the first time. */
  readonly works: (answerer: Answerer) => void;
  readonly now: () => number;
}

export class ServerSlot {
  readonly name: ServerName;
  readonly #deps: SlotDeps;
  readonly #options: Options;
  /** What its requests have failed with: an error does not say whose it is. */
  readonly #errors = new WeakSet<object>();
  #server: Backend | undefined;
  #chosen: ChosenOrUnknown | undefined;
  #choosing: Promise<ChosenOrUnknown> | undefined;
  #trouble: Trouble | undefined;
  readonly #aborter = new AbortController();

  constructor(name: ServerName, options: Options, deps: SlotDeps) {
    this.name = name;
    this.#options = options;
    this.#deps = deps;
  }

  /** Lets go of the server. What is found out about it from now on is nobody's business any more. */
  dispose(): void {
    this.#aborter.abort();
    this.#server?.dispose?.();
  }

  get trouble(): FimError | undefined {
    return this.#trouble?.error;
  }

  /** It has failed and is left in peace for now. */
  get isQuiet(): boolean {
    return this.#trouble !== undefined && this.#deps.now() < this.#trouble.until;
  }

  /** It has failed within the shortest of the pauses. */
  get hasJustFailed(): boolean {
    return this.#trouble !== undefined && this.#deps.now() < this.#trouble.since + FIRST_PAUSE_MS;
  }

  /** Its model is known. */
  get isChosen(): boolean {
    return this.#chosen !== undefined;
  }

  /** Looks at the server ahead of the first request, and has it read its model, so that no key has to wait for that. */
  async warmUp(): Promise<void> {
    const { model } = await this.#choose();
    const { load, isLoaded } = this.#backend();
    if (load === undefined || isLoaded === undefined) return;
    // A server that can't tell is not troubled. A request that comes meanwhile waits for the same model.
    if ((await isLoaded(model, AbortSignal.timeout(LIST_LIMIT_MS))) === false) await load(model, this.#aborter.signal);
  }

  /** @throws FimError when there is nobody, or nothing to ask */
  async answerer(): Promise<Answerer> {
    return this.#answererOf(await this.#choose());
  }

  owns(error: FimError): boolean {
    return this.#errors.has(error) || this.#trouble?.error === error;
  }

  /** A request to the server has failed. */
  failed(error: FimError): void {
    // Found while a model was chosen: told already.
    if (this.#trouble?.error === error) return;
    this.#note(error, error.code === 'server-unreachable' ? 'list' : 'answer');
    if (error.code === 'connection-cut') void this.#explainCut(error);
    else this.#deps.trouble(error);
  }

  /** A request was answered, to the end. */
  worked(answerer: Answerer): void {
    if (this.#trouble === undefined || answerer.backend !== this.#server) return;
    this.#trouble = undefined;
    this.#deps.works(answerer);
  }

  /** Looks at the server now. */
  async look(): Promise<Look> {
    const { name } = this;
    let found: Look = {
      name,
      place: '',
      server: name,
      reachable: false,
      model: this.#wanted(),
      family: '',
      installed: [],
    };
    try {
      const backend = this.#backend();
      found = { ...found, place: backend.place, server: backend.server?.name ?? backend.name };
      const installed = await this.#installed();
      found = { ...found, place: backend.place, reachable: true, installed: installed.map(({ name }) => name) };
      const { model, family } = pickModel(installed, this.#options, backend);
      return { ...found, model, family: family?.id ?? '' };
    } catch (error) {
      const known = asKnown(error, this.#server);
      return { ...found, error: { what: known.what, next: known.next } };
    }
  }

  #wanted(): string {
    const { target } = this.#options.model;
    return target === 'auto' ? '' : target;
  }

  #note(error: FimError, cure: Trouble['cure']): void {
    const isLoading = error.code === 'server-loading';
    const failures = (this.#trouble?.failures ?? 0) + (isLoading ? 0 : 1);
    // A model that is being loaded will be there in a while: no reason to wait longer each time.
    const pause = isLoading ? FIRST_PAUSE_MS : Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
    const since = this.#deps.now();
    this.#trouble = { error, failures, cure, since, until: since + pause };
    // The model may have been removed, or another one pulled.
    this.#chosen = undefined;
  }

  /** A server that is gone says more to the user than the connection that it cut when it went. */
  async #explainCut(error: FimError): Promise<void> {
    const gone = await this.#installed().then(
      () => undefined,
      (reason: unknown) => asKnown(reason, this.#server),
    );
    if (this.#aborter.signal.aborted || this.#trouble?.error !== error) return;
    if (gone !== undefined) this.#trouble = { ...this.#trouble, error: gone, cure: 'list' };
    this.#deps.trouble(gone ?? error);
  }

  #backend(): Backend {
    this.#server ??= this.#marking(createServer(this.name, this.#options, this.#deps.env));
    return this.#server;
  }

  /** The backend, with its failures noted as its own. */
  #marking(backend: Backend): Backend {
    const errors = this.#errors;
    const generate: Backend['generate'] = async function* (ask, signal) {
      try {
        yield* backend.generate(ask, signal);
      } catch (error) {
        if (error instanceof FimError) errors.add(error);
        throw error;
      }
    };
    // What a backend tells of itself changes: its place, once it has one.
    const marked: Backend = Object.create(backend, { generate: { value: generate } });
    return marked;
  }

  /** The model and its family, found out once. Requests that need it at the same time share the work. */
  #choose(): Promise<ChosenOrUnknown> {
    if (this.#chosen !== undefined) return Promise.resolve(this.#chosen);
    if (this.#choosing === undefined) {
      const choosing = this.#findModel().finally(() => {
        if (this.#choosing === choosing) this.#choosing = undefined;
      });
      this.#choosing = choosing;
    }
    return this.#choosing;
  }

  async #findModel(): Promise<ChosenOrUnknown> {
    try {
      const chosen = pickModel(await this.#installed(), this.#options, this.#backend());
      if (this.#aborter.signal.aborted) return chosen;
      this.#chosen = chosen;
      if (this.#trouble?.cure !== 'answer') {
        this.#trouble = undefined;
        this.#deps.works(this.#answererOf(chosen));
      }
      return chosen;
    } catch (error) {
      const known = asKnown(error, this.#server);
      if (this.#aborter.signal.aborted) throw known;
      this.#note(known, 'list');
      this.#deps.trouble(known);
      throw known;
    }
  }

  async #installed(): Promise<readonly InstalledModel[]> {
    return installedModels(this.#backend(), this.#options, AbortSignal.timeout(LIST_LIMIT_MS));
  }

  #answererOf({ model, family, contextTokens }: ChosenOrUnknown): Answerer {
    return answererOf(this.#backend(), model, family, this.#options, contextTokens);
  }
}

/** What there is to see of a server. */
export interface Look {
  /** As in the option `backend`; '' without a server. */
  readonly name: string;
  readonly place: string;
  /** What kind it is, for people. */
  readonly server: string;
  readonly reachable: boolean;
  readonly model: string;
  /** '' where no model was chosen, or its family is unknown. */
  readonly family: string;
  readonly installed: readonly string[];
  readonly error?: { readonly what: string; readonly next: string };
}

/** Any error as one with advice. A server that takes too long to list its models is as good as not there. */
function asKnown(error: unknown, backend: Backend | undefined): FimError {
  if (error instanceof FimError) return error;
  const isTimeout = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
  if (isTimeout) {
    return new FimError('server-unreachable', {
      what: `${backend?.place ?? 'The server'} does not answer.`,
      next: backend?.server?.start ?? 'Start it.',
    });
  }
  return new FimError('internal', { what: String(error), next: 'See :Fim log.' }, { cause: error });
}
