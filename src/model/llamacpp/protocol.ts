/** The shapes of llama-server's replies, as far as they are read; everything that comes in is checked against them. Source: tools/server/README.md of ggml-org/llama.cpp. */
import { z } from 'zod';
import { errorText } from '../server-errors.ts';

const count = z.number().min(0).default(0);

/** What the server has counted for one answer, in tokens. Drafts only where it speculates. */
export const timings = z.object({ prompt_n: count, cache_n: count, draft_n: count, draft_n_accepted: count });
export type Timings = z.output<typeof timings>;

/** One event of `/completion` and `/infill`: text, progress with the prompt (without text), the end, or an error. */
export const completionEvent = z.union([
  z.object({ error: errorText }),
  z.object({ content: z.string(), stop: z.boolean().default(false), timings: timings.optional() }),
]);

/** `/props`. A server that holds several models (a router) names none here. */
export const serverProps = z.object({
  model_alias: z.string().nullish(),
  model_path: z.string().nullish(),
  default_generation_settings: z.object({ n_ctx: z.number().int().min(0).nullish() }).nullish(),
});

/** `/v1/models`. */
export const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });
