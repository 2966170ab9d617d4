/**
 * The backend for every server that speaks OpenAI's `/v1/completions`: vLLM, SGLang, LM Studio, llama-server, TGI, or a cluster behind one address.
 * It sends raw prompts of our own and never chats.
 */
import type { Ask, Backend, Figures, InstalledModel } from '../backend.ts';
import { boundStream, readJson, send } from '../http.ts';
import { badReply, type RequestInfo, streamError } from '../server-errors.ts';
import { jsonIn, readText, type Spoken } from '../sse.ts';
import { completionChunk, modelList, type Usage } from './protocol.ts';
import { whileBusy } from './retry.ts';
import { OPENAI_SERVER } from './words.ts';

/** OpenAI and TGI refuse a longer list. What is left out is cut here, by the filters, and ends the request too. */
const MOST_STOPS = 4;
/** The last event. */
const DONE = '[DONE]';

export interface OpenAiSettings {
  /** As `resolveOpenAi` gives it. */
  readonly base: string;
  /** '' for none. */
  readonly key: string;
}

/** A backend for the server at `base`. It holds no connection and asks nothing until it is used. */
export function createOpenAi({ base, key }: OpenAiSettings): Backend {
  const authorization: Record<string, string> = key === '' ? {} : { authorization: `Bearer ${key}` };
  const infoOf = (model: string): RequestInfo => ({ url: base, model, server: OPENAI_SERVER });
  let figures: Figures | undefined;

  const spoken = (info: RequestInfo, data: string): Spoken | undefined => {
    if (data.trim() === DONE) return { text: '', isLast: true };
    const chunk = completionChunk.safeParse(jsonIn(data)).data;
    if (chunk === undefined) return undefined;
    if ('error' in chunk) throw streamError(info, chunk.error);
    if (chunk.usage) figures = figuresOf(chunk.usage);
    return { text: chunk.choices[0]?.text ?? '', isLast: false };
  };

  return {
    name: 'openai',
    modelFree: false,
    server: OPENAI_SERVER,
    place: base,

    generate(ask, signal) {
      return boundStream(signal, async function* (request) {
        const info = infoOf(ask.model);
        const init = {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...authorization },
          body: JSON.stringify(bodyOf(ask)),
        };
        const response = await whileBusy(() => send(info, `${base}/completions`, init, request), request);
        yield* readText(info, response, (data) => spoken(info, data), request);
      });
    },

    async models(signal) {
      const info = infoOf('');
      const response = await send(info, `${base}/models`, { headers: authorization }, signal);
      const list = modelList.safeParse(await readJson(info, response, signal));
      if (!list.success) throw badReply(info, 'unexpected fields', list.error);
      return list.data.data.map(
        ({ id, max_model_len: room }): InstalledModel => ({
          name: id,
          ...(room ? { contextTokens: room } : {}),
        }),
      );
    },

    figures: () => figures,
  };
}

function bodyOf(ask: Ask): object {
  const { model, prompt, stop, maxTokens, temperature } = ask;
  return {
    model,
    prompt,
    max_tokens: maxTokens,
    temperature,
    ...(stop.length === 0 ? {} : { stop: stop.slice(0, MOST_STOPS) }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

/** Where the server tells nothing of its cache, nothing counts as cached. */
function figuresOf({ prompt_tokens, prompt_tokens_details: details }: Usage): Figures {
  const cachedTokens = Math.min(prompt_tokens, details?.cached_tokens ?? 0);
  return { promptTokens: prompt_tokens - cachedTokens, cachedTokens, draftTokens: 0, acceptedTokens: 0 };
}
