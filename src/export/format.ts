/** The forms that a dataset is written in: as records, in lines or as Parquet, or as lines that trainers read, which say less than a record. */
import { z } from 'zod';
import type { Split } from './clusters.ts';
import type { DatasetRecord } from './record.ts';

export const FORMAT_NAMES = ['fim', 'trl', 'axolotl', 'parquet'] as const;
export type Format = (typeof FORMAT_NAMES)[number];
export type TrainerFormat = Exclude<Format, 'fim' | 'parquet'>;

/** The name of a split's file. */
export function fileOf(split: Split, format: Format): string {
  return `${split}.${format === 'parquet' ? 'parquet' : 'jsonl'}`;
}

/** Whether its lines say less than a record. */
export function isTrainerFormat(format: Format): format is TrainerFormat {
  return format !== 'fim' && format !== 'parquet';
}

/** TRL's prompt-completion type: the loss is computed on `completion` alone, as long as there is no other column that it knows. */
const trl = z.strictObject({ prompt: z.string(), completion: z.string() });
/** Axolotl's template-free type `input_output`: what has the label false is masked. Text is taken as it stands, so the tokens that begin and end it are in it. */
const axolotl = z.strictObject({
  segments: z.tuple([
    z.strictObject({ label: z.literal(false), text: z.string() }),
    z.strictObject({ label: z.literal(true), text: z.string() }),
  ]),
});

/** `bos`: what a server puts before each prompt, and TRL with the model's tokenizer too; '' for nothing. */
export const FORMATS: Readonly<
  Record<TrainerFormat, { readonly line: z.ZodType; readonly of: (record: DatasetRecord, bos: string) => unknown }>
> = {
  trl: { line: trl, of: ({ prompt, completion }) => ({ prompt, completion }) satisfies z.infer<typeof trl> },
  axolotl: {
    line: axolotl,
    of: ({ prompt, completion }, bos) =>
      ({
        segments: [
          { label: false, text: bos + prompt },
          { label: true, text: completion },
        ],
      }) satisfies z.infer<typeof axolotl>,
  },
};
