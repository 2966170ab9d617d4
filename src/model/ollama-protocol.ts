/** The shapes of Ollama's replies, as far as they are read; everything that comes in is checked against them. Source: docs/api.md of ollama/ollama. */
import { z } from 'zod';
import { errorText } from './server-errors.ts';

/** One line of `/api/generate`: text, the end, or an error. `thinking` and the rest are ignored. */
export const generateLine = z.union([
  z.object({ error: errorText }),
  z.object({ response: z.string(), done: z.boolean().default(false) }),
  // The last line may come without text.
  z.object({ response: z.string().default(''), done: z.literal(true) }),
]);
export type GenerateLine = z.output<typeof generateLine>;

/** One line of `/api/chat`: text, the end and why it ended, or an error. */
export const chatLine = z.union([
  z.object({ error: errorText }),
  z.object({ message: z.object({ content: z.string().default('') }), done: z.boolean().default(false) }),
  z.object({ done: z.literal(true) }),
]);

/** `/api/tags`; `/api/ps` has the same names. */
export const modelList = z.object({
  models: z
    .array(z.object({ name: z.string(), details: z.object({ parameter_size: z.string().nullish() }).nullish() }))
    .nullish()
    .transform((models) => models ?? []),
});

/** `/api/show`, as far as it tells whether a model drafts for itself. */
export const modelDetails = z.object({
  /** The model's own settings, one a line: `draft_num_predict    4`. */
  parameters: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  model_info: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((info) => info ?? {}),
});

/** Layers that predict the tokens after the next one, as llama.cpp's files name them: `qwen35.nextn_predict_layers`. */
const DRAFT_LAYERS = /\.nextn_predict_layers$/u;

/** Whether a model has heads of its own that draft for it. */
export function hasDraftHeads({ parameters, model_info }: z.output<typeof modelDetails>): boolean {
  if (/^\s*draft_num_predict\s+[1-9]/mu.test(parameters)) return true;
  return Object.entries(model_info).some(([key, value]) => DRAFT_LAYERS.test(key) && Number(value) > 0);
}
