/** Talks to a model of an Ollama server in messages, through the package `ollama`; the server fills the model's template. */
import { Ollama } from 'ollama/browser';
import type { Chat } from './chat.ts';
import { boundStream } from './http.ts';
import { keepAliveField, type OllamaSettings, splitCredentials } from './ollama.ts';
import { guardedFetch } from './ollama-fetch.ts';
import { OLLAMA } from './server-errors.ts';

export function createOllamaChat({ url, keepAlive }: Pick<OllamaSettings, 'url' | 'keepAlive'>): Chat {
  const { place, headers } = splitCredentials(url);
  return {
    name: 'ollama',
    place,
    chat(ask, signal) {
      return boundStream(signal, async function* (request) {
        const info = { url: place, model: ask.model, server: OLLAMA };
        const client = new Ollama({ host: place, headers, fetch: guardedFetch(info, 'chat', request) });
        const stream = await client.chat({
          model: ask.model,
          messages: ask.messages.map(({ role, content }) => ({ role, content })),
          stream: true,
          // Models that can be told to answer at once are: what they think is not read, and costs the time of a try.
          think: false,
          ...keepAliveField(keepAlive),
          options: { num_ctx: ask.contextTokens, num_predict: ask.maxTokens, temperature: ask.temperature },
        });
        for await (const { message, done, done_reason: reason } of stream) {
          yield { text: message?.content ?? '', ...(done && reason === 'length' ? { isCutOff: true } : {}) };
        }
      });
    },
  };
}
