/** Sends prompts to a llama-server, one after another, and says what it did with each. */
import { z } from 'zod';
import type { Served } from './replay.ts';

const LIMIT_MS = 30_000;

const reply = z.object({
  timings: z.object({ prompt_n: z.number(), prompt_ms: z.number(), cache_n: z.number().default(0) }),
});

/** @throws Error when the server is not there or refuses */
export async function askServer(url: string, prompt: string): Promise<Served> {
  const response = await fetch(new URL('/completion', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt, n_predict: 1, cache_prompt: true, temperature: 0 }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  const { timings } = reply.parse(await response.json());
  return { processed: timings.prompt_n, cached: timings.cache_n, ms: timings.prompt_ms };
}
