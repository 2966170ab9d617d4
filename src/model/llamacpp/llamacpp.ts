/**
 * The backend that asks a llama-server. It sends prompts of our own to `/completion`; `/infill`, which writes a file and repository name of its own into them,
 * serves only models whose family is unknown. It starts no server: see `managed.ts`.
 */
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { charsBudget } from '../../text/tokens.ts';
import type { Ask, Backend, Figures, InstalledModel } from '../backend.ts';
import { boundStream, readText as readBody, readJson, send } from '../http.ts';
import { badReply, httpError, type RequestInfo, stillLoading, streamError } from '../server-errors.ts';
import { jsonIn, readText, type Spoken } from '../sse.ts';
import { Counts } from './counts.ts';
import { completionEvent, modelList, serverProps } from './protocol.ts';
import { LLAMA_SERVER } from './words.ts';

/** A server that loads its model is waited for this long before it is told as trouble, in ms; looked at this often. */
const LOADING_PATIENCE_MS = 2000;
const LOADING_STEP_MS = 50;
/** Below this a temperature only means "the likeliest text": greedy, the server's drafts change nothing in the answer. */
const GREEDY_BELOW = 0.05;
/** Shares of the room for text where the server makes the prompt: before the cursor, and after it. */
const PREFIX_SHARE = 0.75;

/** Where a llama-server is. */
export interface LlamaServer {
  /** For people: its URL. */
  readonly place: string;
  /**
   * Base URL without a slash at its end, once something answers there.
   * @throws FimError when nothing will; AbortError
   */
  url(signal: AbortSignal): Promise<string>;
  /** Lets go of it. */
  dispose?(): void;
}

export interface LlamaCppSettings {
  readonly server: LlamaServer;
  /** Most tokens of a prompt that the server makes itself. */
  readonly maxPromptTokens: number;
}

/** A backend for `server`. It asks nothing until it is used. */
export function createLlamaCpp({ server, maxPromptTokens }: LlamaCppSettings): Backend {
  const counts = new Counts();
  const infoOf = (url: string, model: string): RequestInfo => ({ url, model, server: LLAMA_SERVER });

  const get = async (path: string, signal: AbortSignal): Promise<{ info: RequestInfo; response: Response }> => {
    const info = infoOf(await server.url(signal), '');
    return { info, response: await send(info, info.url + path, undefined, signal) };
  };

  const isReady = async (signal: AbortSignal): Promise<boolean> => {
    const { info, response } = await get('/health', signal);
    const text = await readBody(info, response, signal);
    if (response.ok) return true;
    const error = httpError(info, response.status, text);
    if (error.code === 'server-loading') return false;
    throw error;
  };

  /** What the events of one answer say. */
  const reader = (info: RequestInfo): ((data: string) => Spoken | undefined) => {
    const count = counts.answer();
    return (data) => {
      const event = completionEvent.safeParse(jsonIn(data)).data;
      if (event === undefined) return undefined;
      if ('error' in event) throw streamError(info, event.error);
      if (event.timings !== undefined) count(event.timings);
      return { text: event.content, isLast: event.stop };
    };
  };

  return {
    name: 'llamacpp',
    modelFree: false,
    server: LLAMA_SERVER,
    makesPrompts: true,
    hasOneModel: true,
    get place() {
      return server.place;
    },

    generate(ask, signal) {
      return boundStream(signal, async function* (request) {
        const info = infoOf(await server.url(request), ask.model);
        const [path, body] = questionOf(ask, maxPromptTokens);
        const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
        const response = await send(info, info.url + path, init, request);
        yield* readText(info, response, reader(info), request);
      });
    },

    async models(signal) {
      const since = performance.now();
      while (!(await isReady(signal))) {
        if (performance.now() - since > LOADING_PATIENCE_MS)
          throw stillLoading({ url: server.place, server: LLAMA_SERVER });
        await sleep(LOADING_STEP_MS, undefined, { signal });
      }
      const { info, response } = await get('/props', signal);
      const props = serverProps.safeParse(await readJson(info, response, signal));
      if (!props.success) throw badReply(info, 'unexpected fields', props.error);
      const { model_alias: alias, model_path: path, default_generation_settings: settings } = props.data;
      const name = nameOf(alias) || nameOf(path);
      if (name !== '') return [withContext(name, settings?.n_ctx)];
      const listed = await get('/v1/models', signal);
      const list = modelList.safeParse(await readJson(listed.info, listed.response, signal));
      if (!list.success) throw badReply(listed.info, 'unexpected fields', list.error);
      return list.data.data.map(({ id }) => ({ name: id }));
    },

    isLoaded: (_, signal) => isReady(signal),

    figures: (): Figures | undefined => counts.figures,

    dispose: () => server.dispose?.(),
  };
}

/** Path and body of a question. */
function questionOf(ask: Ask, maxPromptTokens: number): readonly [path: string, body: object] {
  const how = {
    n_predict: ask.maxTokens,
    temperature: ask.temperature < GREEDY_BELOW ? 0 : ask.temperature,
    stop: ask.stop,
    stream: true,
    cache_prompt: true,
    // Without it the server notices only after the whole prompt that nobody listens any more.
    return_progress: true,
    // Most requests are ended before their last event, which would tell.
    timings_per_token: true,
    ...(ask.model === '' ? {} : { model: ask.model }),
  };
  if (ask.prompt !== '') return ['/completion', { prompt: ask.prompt, ...how }];
  const { prefix, suffix } = ask.situation;
  const room = charsBudget(maxPromptTokens);
  const before = prefix.slice(-Math.floor(room * PREFIX_SHARE));
  const after = suffix.slice(0, Math.floor(room * (1 - PREFIX_SHARE)));
  // Cut at the ends of lines; the server itself cuts away what is too much for it.
  const whole = before.length < prefix.length ? before.slice(before.indexOf('\n') + 1) : before;
  return ['/infill', { input_prefix: whole, input_suffix: after, ...how }];
}

/** `/models/Qwen2.5-Coder-1.5B-Q8_0.gguf` → `Qwen2.5-Coder-1.5B-Q8_0`. */
export function nameOf(path: string | null | undefined): string {
  return basename((path ?? '').replaceAll('\\', '/')).replace(/\.gguf$/iu, '');
}

function withContext(name: string, contextTokens: number | null | undefined): InstalledModel {
  return contextTokens ? { name, contextTokens } : { name };
}
