/** What the scripted Ollama server speaks and remembers, as data. */
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** Checked as loosely as Ollama does: unknown fields are kept, so that tests can see them. */
export const generateRequest = z.looseObject({
  model: z.string(),
  prompt: z.string().default(''),
  suffix: z.string().optional(),
  raw: z.boolean().optional(),
  stream: z.boolean().optional(),
  keep_alive: z.union([z.string(), z.number()]).optional(),
  options: z
    .looseObject({
      num_predict: z.int().optional(),
      temperature: z.number().optional(),
      stop: z.array(z.string()).optional(),
    })
    .optional(),
});

/** Body of `POST /api/generate`, as far as the server reads it. */
export type GenerateRequest = z.output<typeof generateRequest>;

/** What the server does with one `/api/generate`. */
export interface Reply {
  /** One token each. An async iterable can wait for whatever the test decides. */
  readonly chunks?: readonly string[] | AsyncIterable<string>;
  /** Pause before the first token, and so before the headers. */
  readonly firstTokenMs?: number;
  /** Pause before each further token. */
  readonly perTokenMs?: number;
  /** Sends the headers by themselves after this pause, as a proxy does, instead of with the first token. */
  readonly headersDelayMs?: number;
  /** Answers with this HTTP status and `{"error": error}` instead of a stream. */
  readonly status?: number;
  /** With `status`: its message. Without: an error line inside the stream, after `errorAfter` tokens. */
  readonly error?: string;
  /** Tokens before the error line; 0 when left out. */
  readonly errorAfter?: number;
  /** Destroys the connection after so many tokens, in the middle of the next line; 0: before the headers. */
  readonly cutAfter?: number;
  /** Sent byte for byte in place of the stream. */
  readonly rawBody?: string | Uint8Array;
  /** Ends the stream cleanly without its last line, `"done": true`. */
  readonly omitDone?: boolean;
  /** Splits every write into pieces of so many bytes, so that lines and characters are torn apart. */
  readonly splitBytes?: number;
}

/** A `/api/generate` that arrived. */
export interface SeenRequest {
  /** Index in `requests`, from 0. */
  readonly n: number;
  readonly path: string;
  readonly body: GenerateRequest;
  /** As if its hole began at the cursor: what was typed since the anchor stands at the end of the prefix. */
  readonly prompt: string;
  /** Byte for byte as it came. */
  readonly sent: string;
  /** Headers as they came, names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** Port at the client's end: requests with the same one shared a connection. */
  readonly clientPort: number | undefined;
  /** When its body had arrived. */
  readonly receivedAt: number;
  /** When the client went away before the end. */
  disconnectedAt?: number;
  /** When the last byte was handed over. */
  finishedAt?: number;
  /** Tokens sent so far. */
  sentChunks: number;
}

/** Any other request that arrived: `/api/tags`, `/api/show`, … */
export interface OtherRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export interface FakeModel {
  readonly name: string;
  /** As in `details.parameter_size`: `1.5B`, `494.03M`. */
  readonly parameterSize?: string;
  /** As `/api/show` lists them; `['completion', 'insert']` when left out. */
  readonly capabilities?: readonly string[];
  /** The settings of its own that `/api/show` lists, one a line. */
  readonly parameters?: string;
  readonly modelInfo?: Readonly<Record<string, unknown>>;
}

export interface OllamaOptions {
  /** A free port when left out. */
  readonly port?: number;
  readonly models?: readonly (string | FakeModel)[];
  /** Names of the models that are in memory at the start. */
  readonly loaded?: readonly string[];
  /** Models that fit into memory: one that is loaded or answers pushes the oldest out. Without it, all fit, and being loaded ahead changes nothing. */
  readonly room?: number;
  readonly reply?: FakeOllama['reply'];
}

export interface FakeOllama {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Installed models; change it at will. */
  models: (string | FakeModel)[];
  /** Names of the models in memory; a model that answers joins them. */
  loaded: string[];
  /** See `OllamaOptions`. */
  room: number | undefined;
  /** Script for `/api/generate`; replace it at will. `n` counts from 0. */
  reply: (request: GenerateRequest, n: number) => Reply | Promise<Reply>;
  /** Every `/api/generate`, in order of arrival. */
  readonly requests: SeenRequest[];
  /** Every other request, in order of arrival. */
  readonly others: OtherRequest[];
  /** Resolves once `count` generate requests have arrived. Rejects after `timeoutMs` (4.5 s). */
  waitForRequests(count: number, timeoutMs?: number): Promise<readonly SeenRequest[]>;
  /** Resolves once the client of request `n` (from 0) has gone away before the end. */
  waitForDisconnect(n: number, timeoutMs?: number): Promise<SeenRequest>;
  /** Resolves once request `n` (from 0) has been answered to the end. */
  waitForFinish(n: number, timeoutMs?: number): Promise<SeenRequest>;
  /** Drops every connection and refuses new ones, until `restart`. */
  stop(): Promise<void>;
  /** Listens on the same port again. */
  restart(): Promise<void>;
  /** `stop` for good. */
  close(): Promise<void>;
}
