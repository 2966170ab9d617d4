/**
 * The model-free backend: completes out of what already stands in the open project, by the instant engine.
 * Asks no server, invents nothing, and stays silent when the project does not say what comes next.
 */
import type { Ask, Backend } from '../../model/backend.ts';
import type { Proposal } from '../../model/instant/complete.ts';
import type { Situation } from '../../text/situation.ts';
import type { InstantOptions, InstantService } from './service.ts';

/** An open buffer. */
export interface Document {
  /** Absolute path; '' for a buffer without a name. */
  readonly path: string;
  readonly filetype: string;
  /** The mirror's own array: it may change in place, with `version`. */
  readonly lines: readonly string[];
  /** Grows with each change. */
  readonly version: number;
}

/** What the backend is given. */
export interface EmbeddedOptions {
  readonly service: InstantService;
  /** The open buffers, as they are at the moment of the call. Called on each request: it must not copy lines. */
  readonly documents: () => Iterable<Document>;
  /** As they are when everything begins. */
  readonly options: () => InstantOptions;
}

export interface EmbeddedBackend extends Backend {
  /** What would be shown at a place, and how likely all of it is right; `undefined` for nothing. Takes a few milliseconds at most. */
  propose(situation: Situation, multiline: boolean, signal: AbortSignal): Promise<Proposal | undefined>;
  /** Says that a file was written. @param path absolute */
  saved(path: string): void;
  /** Resolves when everything that is known now is indexed. */
  settled(): Promise<void>;
  /** Forgets every file: which of them may be read has changed, or what is shown. */
  forget(): void;
  /** Stops all background work; `generate` then yields nothing. */
  dispose(): void;
}

/** A buffer that is typed in is told anew after this long without a request, in ms: until then its lines around the cursor come with each question. */
const QUIET_MS = 300;

/** Builds the backend. It does nothing until it is first asked. */
export function createEmbedded(options: EmbeddedOptions): EmbeddedBackend {
  return new Embedded(options);
}

class Embedded implements EmbeddedBackend {
  readonly name = 'embedded';
  readonly modelFree = true;
  readonly place = '';
  readonly #options: EmbeddedOptions;
  /** Versions of the buffers that were told, by path. */
  readonly #told = new Map<string, number>();
  #generation = -1;
  #isDisposed = false;
  #quiet: NodeJS.Timeout | undefined;

  constructor(options: EmbeddedOptions) {
    this.#options = options;
  }

  async *generate({ situation, attempt, multiline }: Ask, signal: AbortSignal): AsyncGenerator<string> {
    const proposal = await this.#ask(situation, attempt, multiline, signal);
    if (proposal !== undefined) yield proposal.text;
  }

  propose(situation: Situation, multiline: boolean, signal: AbortSignal): Promise<Proposal | undefined> {
    return this.#ask(situation, 0, multiline, signal);
  }

  models(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  saved(path: string): void {
    this.#options.service.touched([path]);
  }

  async settled(): Promise<void> {
    this.#tell(() => true);
    await this.#options.service.settled();
  }

  forget(): void {
    this.#generation = -1;
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#quiet);
    this.#options.service.dispose();
  }

  async #ask(
    situation: Situation,
    attempt: number,
    multiline: boolean,
    signal: AbortSignal,
  ): Promise<Proposal | undefined> {
    signal.throwIfAborted();
    if (this.#isDisposed) return undefined;
    const { path } = situation;
    this.#tell((document) => document.path !== path || !this.#told.has(path));
    this.#tellLater();
    const proposal = await this.#options.service.ask({ situation, attempt, multiline }, signal);
    signal.throwIfAborted();
    return proposal;
  }

  /** Tells of the buffers that have changed since, if they are wanted, and of those that were closed. */
  #tell(isWanted: (document: Document) => boolean): void {
    const { service, documents, options } = this.#options;
    if (this.#generation !== service.generation) {
      this.#generation = service.generation;
      this.#told.clear();
      service.start(options());
    }
    const closed = new Set(this.#told.keys());
    for (const document of documents()) {
      const { path, filetype, lines, version } = document;
      closed.delete(path);
      if (path === '' || this.#told.get(path) === version || !isWanted(document)) continue;
      this.#told.set(path, version);
      service.put({ path, filetype, text: lines.join('\n') });
    }
    for (const path of closed) {
      this.#told.delete(path);
      service.close(path);
    }
  }

  #tellLater(): void {
    if (this.#quiet === undefined) this.#quiet = setTimeout(() => this.#tell(() => true), QUIET_MS).unref();
    else this.#quiet.refresh();
  }
}
