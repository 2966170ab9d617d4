/** The shapes of Ollama's replies, as far as they are read; everything that comes in is checked against them. Source: docs/api.md of ollama/ollama. */
import { z } from 'zod';

/** An error is a string; servers that speak OpenAI's dialect wrap it. */
const errorText = z.union([z.string(), z.looseObject({ message: z.string() }).transform(({ message }) => message)]);

/** One line of `/api/generate`: text, the end, or an error. `thinking` and the rest are ignored. */
export const generateLine = z.union([
  z.object({ error: errorText }),
  z.object({ response: z.string(), done: z.boolean().default(false) }),
  // The last line may come without text.
  z.object({ response: z.string().default(''), done: z.literal(true) }),
]);
export type GenerateLine = z.output<typeof generateLine>;

/** Body of an answer with an error status. */
export const errorBody = z.object({ error: errorText });

/** `/api/tags`; `/api/ps` has the same names. */
export const modelList = z.object({
  models: z
    .array(z.object({ name: z.string(), details: z.object({ parameter_size: z.string().nullish() }).nullish() }))
    .nullish()
    .transform((models) => models ?? []),
});
