/**
 * The backend that asks an Ollama server, through the package `ollama`, with prompts of our own (`raw`). It never lets the server build a prompt:
 * no `suffix`, no template, no chat.
 */
import { Ollama } from 'ollama/browser';
import { abortError } from '../text/error.ts';
import type { Ask, Backend, InstalledModel } from './backend.ts';
import { badReply } from './ollama-errors.ts';
import { guardedFetch } from './ollama-fetch.ts';
import { modelList } from './ollama-protocol.ts';

export interface OllamaSettings {
  /** Base URL, as `resolveOllamaUrl` gives it. A user and password in it are sent as basic authentication. */
  readonly url: string;
  /** How long the server keeps the model in memory: `30m`, seconds, `-1` for ever, `0` not at all; '' leaves it to the server. */
  readonly keepAlive: string;
  /** Size of the context that prompt and answer need, in tokens. `undefined` leaves it to the server, which cuts what is longer. */
  readonly contextTokens?: number | undefined;
}

export interface OllamaBackend extends Backend {
  isLoaded(model: string, signal: AbortSignal): Promise<boolean | undefined>;
}

/**
 * A backend for the server at `url`. It holds no connection and asks nothing until it is used.
 *
 * The first request of a process pays about 45 ms for what Node loads with its first `fetch`. Ask `models` once at the start, which has to be
 * done anyway: the first completion then costs what all others do (about 1.3 ms to its first token, measured with a server that answers at once).
 */
export function createOllama({ url, keepAlive, contextTokens }: OllamaSettings): OllamaBackend {
  const { place, headers } = splitCredentials(url);

  /** Each request has a client of its own: the package's `abort` ends every stream of a client, and cannot end a request that has no headers yet. */
  const client = (model: string, answer: 'json' | 'lines', signal: AbortSignal): Ollama =>
    new Ollama({ host: place, headers, fetch: guardedFetch({ url: place, model }, answer, signal) });

  /** Asks for a list of models, and checks its shape. */
  const modelsOf = async (signal: AbortSignal, question: (client: Ollama) => Promise<unknown>) => {
    if (signal.aborted) throw abortError();
    const reply = modelList.safeParse(await question(client('', 'json', signal)));
    if (reply.success) return reply.data.models;
    throw badReply({ url: place, model: '' }, 'unexpected fields', reply.error);
  };

  return {
    name: 'ollama',
    modelFree: false,
    place,

    async *generate(ask, signal) {
      if (signal.aborted) throw abortError();
      // A consumer that stops early (`break`) must end the request as well, and it has no signal to abort.
      const request = new AbortController();
      const forward = (): void => request.abort();
      signal.addEventListener('abort', forward, { once: true });
      let isComplete = false;
      try {
        const stream = await client(ask.model, 'lines', request.signal).generate({
          ...requestOf(ask, keepAlive, contextTokens),
          stream: true,
        });
        for await (const { response } of stream) {
          if (signal.aborted) throw abortError();
          if (response !== undefined && response !== '') yield response;
        }
        isComplete = true;
      } catch (error) {
        // Everything that the connection did is worded by now; what else there is would be a fault of ours.
        throw signal.aborted ? abortError() : error;
      } finally {
        signal.removeEventListener('abort', forward);
        // After the last line the connection goes back to the pool: aborting would close it.
        if (!isComplete) request.abort();
      }
    },

    async models(signal) {
      const models = await modelsOf(signal, (ollama) => ollama.list());
      return models.map(({ name, details }) => installed(name, billionsOf(details?.parameter_size ?? '')));
    },

    async isLoaded(model, signal) {
      const models = await modelsOf(signal, (ollama) => ollama.ps());
      return models.some(({ name }) => name === model || name === `${model}:latest`);
    },
  };
}

/** The body of `/api/generate`. */
function requestOf(ask: Ask, keepAlive: string, contextTokens: number | undefined) {
  return {
    model: ask.model,
    prompt: ask.prompt,
    raw: true,
    ...keepAliveField(keepAlive),
    options: {
      ...(contextTokens === undefined ? {} : { num_ctx: contextTokens }),
      num_predict: ask.maxTokens,
      temperature: ask.temperature,
      stop: [...ask.stop],
    },
  };
}

/** The server reads a number as seconds, and a string only with a unit: `"-1"` would be refused. */
function keepAliveField(keepAlive: string): { keep_alive?: string | number } {
  const text = keepAlive.trim();
  if (text === '') return {};
  return { keep_alive: /^-?\d+$/u.test(text) ? Number(text) : text };
}

/** `fetch` refuses URLs with credentials, and nobody wants to see them in a status line. */
function splitCredentials(url: string): { place: string; headers: Record<string, string> } {
  const parsed = new URL(url);
  const { username, password } = parsed;
  parsed.username = '';
  parsed.password = '';
  const place = parsed.href.replace(/\/+$/u, '');
  if (username === '') return { place, headers: {} };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { place, headers: { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

function installed(name: string, billions: number | undefined): InstalledModel {
  return billions === undefined ? { name } : { name, billions };
}

/** `7.6B` → 7.6, `494.03M` → 0.494…; anything else `undefined`. */
function billionsOf(parameterSize: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([KMBT])\s*$/iu.exec(parameterSize);
  if (match === null) return undefined;
  const factor = { K: 1e-6, M: 1e-3, B: 1, T: 1e3 }[match[2]?.toUpperCase() ?? ''];
  return factor === undefined ? undefined : Number(match[1]) * factor;
}
