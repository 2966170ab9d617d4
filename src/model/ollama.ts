/**
 * The backend that asks an Ollama server, through the package `ollama`, with prompts of our own (`raw`). It never lets the server build a prompt:
 * no `suffix`, no template, no chat.
 */
import { Ollama } from 'ollama/browser';
import { abortError } from '../text/error.ts';
import type { Ask, Backend, InstalledModel } from './backend.ts';
import { boundStream } from './http.ts';
import { guardedFetch } from './ollama-fetch.ts';
import { hasDraftHeads, modelDetails, modelList } from './ollama-protocol.ts';
import { badReply, OLLAMA } from './server-errors.ts';

export interface OllamaSettings {
  /** Base URL, as `resolveOllamaUrl` gives it. A user and password in it are sent as basic authentication. */
  readonly url: string;
  /** How long the server keeps the model in memory: `30m`, seconds, `-1` for ever, `0` not at all; '' leaves it to the server. */
  readonly keepAlive: string;
  /** Size of the context that prompt and answer need, in tokens. `undefined` leaves it to the server, which cuts what is longer. */
  readonly contextTokens?: number | undefined;
  /** Tokens that a model with heads of its own drafts at a time (`draft_num_predict`); 0 or `undefined` leaves it to the model's settings. */
  readonly draftNumPredict?: number | undefined;
}

/** What makes the server load a model anew when it differs from request to request. */
interface RunnerOptions {
  readonly num_ctx?: number;
  readonly draft_num_predict?: number;
}

export interface OllamaBackend extends Backend {
  isLoaded(model: string, signal: AbortSignal): Promise<boolean | undefined>;
  load(model: string, signal: AbortSignal): Promise<void>;
}

/**
 * A backend for the server at `url`. It holds no connection and asks nothing until it is used.
 *
 * The first request of a process pays about 45 ms for what Node loads with its first `fetch`. Ask `models` once at the start, which has to be
 * done anyway: the first completion then costs what all others do (about 1.3 ms to its first token, measured with a server that answers at once).
 */
export function createOllama({ url, keepAlive, contextTokens, draftNumPredict = 0 }: OllamaSettings): OllamaBackend {
  const { place, headers } = splitCredentials(url);

  /** Each request has a client of its own: the package's `abort` ends every stream of a client, and cannot end a request that has no headers yet. */
  const client = (model: string, answer: 'json' | 'lines', signal: AbortSignal): Ollama =>
    new Ollama({ host: place, headers, fetch: guardedFetch({ url: place, model, server: OLLAMA }, answer, signal) });

  /** Asks for a list of models, and checks its shape. */
  const modelsOf = async (signal: AbortSignal, question: (client: Ollama) => Promise<unknown>) => {
    if (signal.aborted) throw abortError();
    const reply = modelList.safeParse(await question(client('', 'json', signal)));
    if (reply.success) return reply.data.models;
    throw badReply({ url: place, model: '', server: OLLAMA }, 'unexpected fields', reply.error);
  };

  /** By model, once it was asked for. */
  const runners = new Map<string, Promise<RunnerOptions>>();

  /** The same for each request to a model, from the first one on. */
  const runnerOf = (model: string): Promise<RunnerOptions> => {
    const usual = contextTokens === undefined ? {} : { num_ctx: contextTokens };
    if (draftNumPredict === 0) return Promise.resolve(usual);
    const known = runners.get(model);
    if (known !== undefined) return known;
    const asked = showsDraftHeads(model).then(
      (has) => (has ? { ...usual, draft_num_predict: draftNumPredict } : usual),
      () => {
        // What is wrong with the server or the model is told by the request itself; the next one looks again.
        runners.delete(model);
        return usual;
      },
    );
    runners.set(model, asked);
    return asked;
  };

  /** Requests share the look, so that none of them ends it. */
  const showsDraftHeads = async (model: string): Promise<boolean> => {
    const signal = AbortSignal.timeout(SHOW_LIMIT_MS);
    const details = modelDetails.safeParse(await client(model, 'json', signal).show({ model }));
    return details.success && hasDraftHeads(details.data);
  };

  return {
    name: 'ollama',
    modelFree: false,
    server: OLLAMA,
    place,

    generate(ask, signal) {
      return boundStream(signal, async function* (request) {
        const runner = await runnerOf(ask.model);
        const question = { ...requestOf(ask, keepAlive, runner), stream: true } as const;
        for await (const { response } of await client(ask.model, 'lines', request).generate(question)) {
          if (response !== undefined) yield response;
        }
      });
    },

    async load(model, signal) {
      if (signal.aborted) throw abortError();
      // An empty prompt reads the model into memory and says nothing. The options are those of every other request: others would make it load again.
      const runner = await runnerOf(model);
      const { prompt: _, options: __, ...rest } = requestOf({ ...NOTHING, model }, keepAlive, runner);
      const options = Object.keys(runner).length === 0 ? {} : { options: runner };
      await client(model, 'json', signal).generate({ ...rest, ...options, prompt: '', stream: false });
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

/** How long a server may take to show a model, in ms. */
const SHOW_LIMIT_MS = 3000;
/** What warming up asks for. */
const NOTHING = { prompt: '', maxTokens: 0, temperature: 0, stop: [] } as const;

/** The body of `/api/generate`. */
function requestOf(
  ask: Pick<Ask, 'model' | 'prompt' | 'maxTokens' | 'temperature' | 'stop'>,
  keepAlive: string,
  runner: RunnerOptions,
) {
  return {
    model: ask.model,
    prompt: ask.prompt,
    raw: true,
    ...keepAliveField(keepAlive),
    options: {
      ...runner,
      num_predict: ask.maxTokens,
      temperature: ask.temperature,
      stop: [...ask.stop],
    },
  };
}

/** The server reads a number as seconds, and a string only with a unit: `"-1"` would be refused. */
export function keepAliveField(keepAlive: string): { keep_alive?: string | number } {
  const text = keepAlive.trim();
  if (text === '') return {};
  return { keep_alive: /^-?\d+$/u.test(text) ? Number(text) : text };
}

/** `fetch` refuses URLs with credentials, and nobody wants to see them in a status line. */
export function splitCredentials(url: string): { place: string; headers: Record<string, string> } {
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
