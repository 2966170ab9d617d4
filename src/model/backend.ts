/** What every source of completions looks like to the engine: a model server, or the model-free `embedded` one. */
import type { Situation } from '../text/situation.ts';
import type { ServerWords } from './server-errors.ts';

/** One question to a backend. */
export interface Ask {
  readonly situation: Situation;
  /** Name of the model, as the server knows it; '' for a model-free backend. */
  readonly model: string;
  /** The assembled FIM prompt, sent as it is; '' for a model-free backend, and where the server makes the prompt (`makesPrompts`). */
  readonly prompt: string;
  /** Strings that end the text; the server's own end tokens need not be listed. */
  readonly stop: readonly string[];
  /** Most tokens to generate. */
  readonly maxTokens: number;
  readonly temperature: number;
  /** 0 for the first suggestion at a place, n for the n-th further one that the user asks for. */
  readonly attempt: number;
  /** Whether more than one line is wanted. */
  readonly multiline: boolean;
}

/** A model as the server lists it. */
export interface InstalledModel {
  readonly name: string;
  /** Billions of parameters, when the server says so. */
  readonly billions?: number;
  /** Tokens that prompt and answer have room for, when the server says so. */
  readonly contextTokens?: number;
}

/** What a server has counted, in tokens. */
export interface Figures {
  /** Prompt of the newest answer: read anew, and known from the one before it. */
  readonly promptTokens: number;
  readonly cachedTokens: number;
  /** All answers so far: proposed by the server's own drafts, and confirmed by its model. 0 where it drafts nothing. */
  readonly draftTokens: number;
  readonly acceptedTokens: number;
}

export interface Backend {
  /** As in the option `backend`: `ollama`, `llamacpp`, `openai`, `embedded`. */
  readonly name: string;
  /** True where neither prompt nor model name is looked at. */
  readonly modelFree: boolean;
  /** What `:Fim status` shows as its place: a URL, or ''. */
  readonly place: string;
  /** How messages speak of the server; absent from a model-free backend. */
  readonly server?: ServerWords;
  /** The server has one model, whatever it is asked for: there is nothing to choose. */
  readonly hasOneModel?: boolean;
  /** The server can make the prompt itself, from the situation: for models whose family is unknown. */
  readonly makesPrompts?: boolean;
  /**
   * Streams raw text. Ends when the model ends or a stop string was met.
   * Aborting `signal` closes the connection; the iteration then throws an AbortError (see `isAbort`).
   * @throws FimError for everything that a user should read.
   */
  generate(ask: Ask, signal: AbortSignal): AsyncIterable<string>;
  /**
   * The models that are there now.
   * @throws FimError `server-unreachable`, `server-error`, `bad-reply`.
   */
  models(signal: AbortSignal): Promise<readonly InstalledModel[]>;
  /** Whether `model` stands in memory and can answer at once. `undefined` where the backend cannot tell. */
  isLoaded?(model: string, signal: AbortSignal): Promise<boolean | undefined>;
  /** Reads `model` into memory ahead of the first request. */
  load?(model: string, signal: AbortSignal): Promise<void>;
  /** What the server has counted; `undefined` before its first whole answer. */
  figures?(): Figures | undefined;
  /** Lets go of what the backend holds: a server of our own. */
  dispose?(): void;
}
