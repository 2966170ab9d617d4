/** Talks to a model in messages over `/v1/chat/completions`: every server of OpenAI's dialect, llama-server among them. */
import type { Chat, ChatAsk, ChatChunk } from '../chat.ts';
import { boundStream, send } from '../http.ts';
import { type RequestInfo, type ServerWords, streamError } from '../server-errors.ts';
import { jsonIn, readText, type Spoken } from '../sse.ts';
import { chatChunk } from './protocol.ts';
import { whileBusy } from './retry.ts';

export interface ChatServer {
  /** As in the option `backend`. */
  readonly name: string;
  /** For people. */
  readonly place: string;
  readonly words: ServerWords;
  /** Base URL that ends with the version. @throws FimError when nothing answers; AbortError */
  readonly base: (signal: AbortSignal) => Promise<string>;
  /** '' for none. */
  readonly key: string;
  /** What else this server is told. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

const DONE = '[DONE]';

export function createOpenAiChat(server: ChatServer): Chat {
  const { name, place, words, key, extra = {} } = server;
  return {
    name,
    place,
    chat(ask, signal) {
      return boundStream<ChatChunk>(signal, async function* (request) {
        const base = await server.base(request);
        const info: RequestInfo = { url: base, model: ask.model, server: words };
        const headers = {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
        };
        const init = { method: 'POST', headers, body: JSON.stringify({ ...bodyOf(ask), ...extra }) };
        const response = await whileBusy(() => send(info, `${base}/chat/completions`, init, request), request);
        // A stream that ends without a word was cut.
        let reason: string | undefined;
        const read = (data: string): Spoken | undefined => {
          if (data.trim() === DONE) {
            reason ??= 'stop';
            return { text: '', isLast: true };
          }
          const chunk = chatChunk.safeParse(jsonIn(data)).data;
          if (chunk === undefined) return undefined;
          if ('error' in chunk) throw streamError(info, chunk.error);
          const [choice] = chunk.choices;
          if (choice?.finish_reason) reason = choice.finish_reason;
          return { text: choice?.delta?.content ?? '', isLast: false };
        };
        for await (const text of readText(info, response, read, request)) yield { text };
        if (reason === undefined || reason === 'length') yield { text: '', isCutOff: true };
      });
    },
  };
}

function bodyOf({ model, messages, maxTokens, temperature }: ChatAsk): object {
  return { ...(model === '' ? {} : { model }), messages, max_tokens: maxTokens, temperature, stream: true };
}
