/** One line of a dataset, schema 1: what it has and of which type. The schema in doc/dataset.schema.json is made from this. */
import { z } from 'zod';
import { digest } from './random.ts';

export const SCHEMA_VERSION = 1;

/** Hex digits. */
const ID = 32;

const count = (): z.ZodInt => z.int().min(0);
const hex = (length: number): z.ZodString => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`, 'u'));

export const datasetRecord = z.strictObject({
  id: hex(ID).describe('Hash of source_sha256, the byte range, and the format of the prompt.'),
  text: z.string().describe('prompt + completion.'),
  prompt: z.string().describe('Byte for byte what the editor sends with the cursor at the hole.'),
  completion: z
    .string()
    .describe("The middle as an editor's buffer has it (line ends are \\n), and the family's end token."),
  prefix: z.string().describe('Source before the middle, as far as the prompt shows it; byte for byte as in the file.'),
  middle: z.string().describe('Source that is to be filled in, byte for byte as in the file.'),
  suffix: z.string().describe('Source after the middle, as far as the prompt shows it; byte for byte as in the file.'),
  context: z.string().describe("What the prompt shows of other files, '' for nothing."),
  context_files: z.array(z.string()).describe('Where that comes from: paths like `path`.'),
  order: z.enum(['psm', 'spm']),
  family: z.string(),
  path: z.string().describe("From the project's root, with /."),
  source_sha256: hex(64).describe('Of the bytes of the file.'),
  start_byte: count().describe('Of the middle in the file.'),
  end_byte: count().describe('Behind the middle.'),
  start_line: z.int().min(1).describe('Line that the middle begins in, from 1: --line of fim prompt.'),
  end_line: z.int().min(1).describe('Line that the middle ends in.'),
  truncated_prefix: z.boolean().describe('The file has more before prefix.'),
  truncated_suffix: z.boolean().describe('The file has more after suffix.'),
  span_kind: z.string(),
  span_name: z.string(),
  middle_lines: z.int().min(1),
  n_chars: count().describe('Characters (code points) of text.'),
  n_tokens: count().describe('Tokens of text.'),
  tokens_exact: z.boolean().describe('Whether n_tokens was counted with a tokenizer; else it is an estimate.'),
  complexity_score: z.number().min(0),
  tested_by: z
    .array(z.strictObject({ path: z.string(), rule: z.string() }))
    .describe('Tests of the file, and the rule that says so.'),
  license: z.string().describe("SPDX id, '' where nothing says it."),
  cluster: z.string().describe('Files that give each other away share it; it decides the split.'),
  split: z.enum(['train', 'val']),
});

export type DatasetRecord = z.infer<typeof datasetRecord>;

/** The same place of the same bytes, asked for in the same way, is the same example. */
export function idOf(sha256: string, startByte: number, endByte: number, family: string, order: string): string {
  return digest(sha256, startByte, endByte, family, order).toString('hex').slice(0, ID);
}
