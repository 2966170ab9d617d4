/** The shapes of the replies of OpenAI's completions dialect, as far as they are read. Source: OpenAI's API reference, /v1/completions; vLLM's and llama-server's servers. */
import { z } from 'zod';
import { errorText } from '../server-errors.ts';

const count = z.number().min(0).default(0);

/** What vLLM, SGLang and llama-server count when asked by `stream_options`; the cached ones only where the server says so. */
const usage = z.object({
  prompt_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: z.number().min(0).nullish() }).nullish(),
});
export type Usage = z.output<typeof usage>;

/** One event: an error, or text. The one with the usage has no choices. */
export const completionChunk = z.union([
  z.object({ error: errorText }),
  z.object({
    choices: z.array(z.object({ text: z.string().nullish(), finish_reason: z.string().nullish() })),
    usage: usage.nullish(),
  }),
]);

/** `/v1/models`. vLLM and SGLang tell how much a model has room for. */
export const modelList = z.object({
  data: z.array(z.object({ id: z.string(), max_model_len: z.number().int().min(1).nullish() })),
});

/** One event of `/v1/chat/completions`: an error, or a piece of the answer. What a model thinks comes beside it, and is not read. */
export const chatChunk = z.union([
  z.object({ error: errorText }),
  z.object({
    choices: z.array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    ),
  }),
]);
