/** Decides who answers: the server while it works, the embedded backend while it doesn't. Keeps quiet about trouble that the user knows of. */
import {
  answererOf,
  type Chosen,
  installedModels,
  modelFreeAnswerer,
  pickModel,
  serverOf,
} from '../complete/answerer.ts';
import type { Answerer } from '../complete/completion.ts';
import type { Options } from '../config/schema.ts';
import type { Backend, InstalledModel } from '../model/backend.ts';
import { FimError } from '../text/error.ts';

/** Pause after the first failure; it doubles with each further one, up to the longest. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** How long a server may take to list its models before it counts as not there. */
const LIST_LIMIT_MS = 3000;

/** What `:checkhealth` is told. */
export interface Probe {
  readonly backend: string;
  readonly place: string;
  readonly reachable: boolean;
  readonly model: string;
  /** '' where no model was chosen. */
  readonly family: string;
  readonly installed: readonly string[];
  readonly error?: { readonly what: string; readonly next: string };
}

interface Trouble {
  readonly error: FimError;
  /** Failures in a row. */
  readonly failures: number;
  /** When the server may be asked again, in ms of `performance.now()`. */
  readonly until: number;
  /** What ends it: that the server lists its models, or only a whole answer, because it lists them and fails all the same. */
  readonly cure: 'list' | 'answer';
}

export interface BackendsDeps {
  readonly embedded: Backend;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** There is something to tell the user, who may know it already. */
  readonly trouble: (error: FimError) => void;
  /** The user asks by hand: whatever fails now is news. */
  readonly byHand: () => void;
  /** The server works, after trouble or for the first time. */
  readonly works: (answerer: Answerer) => void;
  readonly now: () => number;
}

export class Backends {
  readonly #deps: BackendsDeps;
  #options: Options;
  #server: Backend | undefined;
  #chosen: Chosen | undefined;
  #choosing: Promise<Chosen> | undefined;
  #trouble: Trouble | undefined;

  constructor(options: Options, deps: BackendsDeps) {
    this.#options = options;
    this.#deps = deps;
  }

  /** Takes new options: everything known of the server is found out anew. */
  configure(options: Options): void {
    this.#options = options;
    this.#server = undefined;
    this.#chosen = undefined;
    this.#choosing = undefined;
    this.#trouble = undefined;
  }

  /** Looks at the server ahead of the first request, so that no key has to wait for it. */
  warmUp(): void {
    if (this.#options.backend !== 'embedded') this.#choose().catch(() => undefined);
  }

  /** Whether the server does not answer at the moment. */
  get trouble(): FimError | undefined {
    return this.#trouble?.error;
  }

  /**
   * Who answers now. `undefined`: nobody, and the user knows why. A request by hand tries the server even while it is left in peace.
   * @throws FimError when nobody can answer and the user should hear of it.
   */
  async answerer(trigger: 'auto' | 'manual'): Promise<Answerer | undefined> {
    const { backend } = this.#options;
    if (backend === 'embedded') return this.#embedded();
    if (trigger === 'manual') this.#deps.byHand();
    else if (this.#trouble !== undefined) {
      const isQuiet = this.#deps.now() < this.#trouble.until;
      if (backend === 'ollama' && isQuiet) return undefined;
      if (backend === 'auto' && (isQuiet || this.#chosen === undefined)) {
        // Looks again in the background: typing goes on with what is there.
        if (!isQuiet) this.warmUp();
        return this.#embedded();
      }
    }
    try {
      return this.#answererOf(await this.#choose());
    } catch (error) {
      if (backend === 'auto') return this.#embedded();
      throw error;
    }
  }

  /** A request to the server has failed. */
  failed(error: FimError): void {
    // Found while a model was chosen: told already.
    if (this.#trouble?.error === error) return;
    this.#note(error, error.code === 'server-unreachable' ? 'list' : 'answer');
    if (error.code === 'connection-cut') void this.#explainCut(error);
    else this.#deps.trouble(error);
  }

  /** A request to the server was answered, to the end. */
  worked(answerer: Answerer): void {
    if (this.#trouble === undefined || answerer.backend !== this.#server) return;
    this.#trouble = undefined;
    this.#deps.works(answerer);
  }

  #note(error: FimError, cure: Trouble['cure']): void {
    const failures = (this.#trouble?.failures ?? 0) + 1;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
    this.#trouble = { error, failures, cure, until: this.#deps.now() + pause };
    // The model may have been removed, or another one pulled.
    this.#chosen = undefined;
  }

  /** A server that is gone says more to the user than the connection that it cut when it went. */
  async #explainCut(error: FimError): Promise<void> {
    const gone = await this.#installed().then(
      () => undefined,
      (reason: unknown) => asKnown(reason, ''),
    );
    if (this.#trouble?.error !== error) return;
    if (gone !== undefined) this.#trouble = { ...this.#trouble, error: gone, cure: 'list' };
    this.#deps.trouble(gone ?? error);
  }

  /** Looks at the server now. */
  async probe(): Promise<Probe> {
    const nothing = {
      backend: this.#options.backend,
      place: '',
      reachable: false,
      model: '',
      family: '',
      installed: [],
    };
    if (this.#options.backend === 'embedded') return { ...nothing, reachable: true };
    let found: Probe = nothing;
    try {
      const server = this.#serverOf();
      found = { ...found, place: server.place };
      const installed = await this.#installed();
      found = { ...found, reachable: true, installed: installed.map(({ name }) => name) };
      const { model, family } = pickModel(installed, this.#options);
      return { ...found, model, family: family.id };
    } catch (error) {
      const known = asKnown(error, found.place);
      return { ...found, model: this.#wanted(), error: { what: known.what, next: known.next } };
    }
  }

  #wanted(): string {
    const { target } = this.#options.model;
    return target === 'auto' ? '' : target;
  }

  #embedded(): Answerer {
    return modelFreeAnswerer(this.#deps.embedded);
  }

  #serverOf(): Backend {
    this.#server ??= serverOf(this.#options, this.#deps.env);
    return this.#server;
  }

  /** The model and its family, found out once. Requests that need it at the same time share the work. */
  #choose(): Promise<Chosen> {
    if (this.#chosen !== undefined) return Promise.resolve(this.#chosen);
    if (this.#choosing === undefined) {
      const choosing = this.#findModel(this.#options).finally(() => {
        if (this.#choosing === choosing) this.#choosing = undefined;
      });
      this.#choosing = choosing;
    }
    return this.#choosing;
  }

  async #findModel(options: Options): Promise<Chosen> {
    try {
      const chosen = pickModel(await this.#installed(), options);
      // What was found out under other options is nobody's business any more.
      if (this.#options !== options) return chosen;
      this.#chosen = chosen;
      if (this.#trouble?.cure !== 'answer') {
        this.#trouble = undefined;
        this.#deps.works(this.#answererOf(chosen));
      }
      return chosen;
    } catch (error) {
      const known = asKnown(error, this.#server?.place ?? this.#options.ollama.url);
      if (this.#options !== options) throw known;
      this.#note(known, 'list');
      this.#deps.trouble(known);
      throw known;
    }
  }

  async #installed(): Promise<readonly InstalledModel[]> {
    return installedModels(this.#serverOf(), this.#options, AbortSignal.timeout(LIST_LIMIT_MS));
  }

  #answererOf({ model, family }: Chosen): Answerer {
    return answererOf(this.#serverOf(), model, family, this.#options);
  }
}

/** Any error as one with advice. A server that takes too long to list its models is as good as not there. */
function asKnown(error: unknown, place: string): FimError {
  if (error instanceof FimError) return error;
  const isTimeout = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
  if (isTimeout) {
    return new FimError('server-unreachable', {
      what: `${place} does not answer.`,
      next: 'Start Ollama (`ollama serve`).',
    });
  }
  return new FimError('internal', { what: String(error), next: 'See :Fim log.' }, { cause: error });
}
