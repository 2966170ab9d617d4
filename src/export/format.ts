/** The forms of a line that trainers read. Each says less than a record, and the same for all lines. */
import { z } from 'zod';
import type { DatasetRecord } from './record.ts';

export type Format = 'fim' | 'trl' | 'axolotl';

/** TRL's prompt-completion type: the loss is computed on `completion` alone, as long as there is no other column that it knows. */
const trl = z.strictObject({ prompt: z.string(), completion: z.string() });
/** Axolotl's template-free type `input_output`: what has the label false is masked. Text is taken as it stands, so the end token is in it. */
const axolotl = z.strictObject({
  segments: z.tuple([
    z.strictObject({ label: z.literal(false), text: z.string() }),
    z.strictObject({ label: z.literal(true), text: z.string() }),
  ]),
});

export const FORMATS: Readonly<
  Record<Exclude<Format, 'fim'>, { readonly line: z.ZodType; readonly of: (record: DatasetRecord) => unknown }>
> = {
  trl: { line: trl, of: ({ prompt, completion }) => ({ prompt, completion }) satisfies z.infer<typeof trl> },
  axolotl: {
    line: axolotl,
    of: ({ prompt, completion }) =>
      ({
        segments: [
          { label: false, text: prompt },
          { label: true, text: completion },
        ],
      }) satisfies z.infer<typeof axolotl>,
  },
};
