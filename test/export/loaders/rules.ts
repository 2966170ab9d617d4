/** The rules by which trainers take a dataset, as their sources state them. `real.py` beside this runs the real ones. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

type Row = Readonly<Record<string, unknown>>;

/**
 * Columns that TRL 1.16.0 makes something else of: tokens that are there already, a loss of somebody's own, chats, pictures (trl/trainer/sft_trainer.py,
 * `SFTTrainer.__init__` and `_prepare_dataset`).
 */
const OTHER_TYPES = ['input_ids', 'labels', 'messages', 'conversations', 'image', 'images', 'tools'];
/** As well: `chat_template_kwargs` is unpacked for each example, `chosen` and `rejected` are a preference (trl/data_utils.py). */
const OTHER_USES = ['assistant_masks', 'completion_mask', 'chat_template_kwargs', 'chosen', 'rejected', 'label'];

/**
 * TRL 1.16.0, prompt-completion type: both columns in the first row, and texts (trl/data_utils.py, `is_conversational`: a list of messages is a chat). Then
 * `completion_only_loss` is on by itself.
 * @returns what is wrong, '' for nothing
 */
export function trlProblem(row: Row): string {
  const other = [...OTHER_TYPES, ...OTHER_USES].filter((name) => name in row);
  if (other.length > 0) return `columns ${other.join()}`;
  const [prompt, completion] = [row['prompt'], row['completion']];
  if (typeof prompt !== 'string' || typeof completion !== 'string') return 'no texts';
  // Examples that no token of is learned are thrown away.
  return completion === '' ? 'nothing to learn' : '';
}

/**
 * Axolotl 0.19.0, `type: input_output` (src/axolotl/prompt_strategies/input_output.py): segments of a label and a text; each is made tokens of by itself,
 * and nothing is added to it (docs/dataset-formats/template_free.qmd: "EOS, BOS, spaces, newlines etc. are entirely up to you").
 * @param bos what the family's models begin with, and `end` what they end with
 */
export function axolotlProblem({ segments }: Row, bos: string, end: string): string {
  const found = z.array(z.strictObject({ label: z.boolean(), text: z.string().min(1) })).safeParse(segments);
  if (!found.success || found.data.length === 0) return 'no segments';
  const [first, last] = [found.data[0], found.data.at(-1)];
  if (first?.label !== false || !first.text.startsWith(bos)) return 'it does not begin as prompts do';
  if (bos !== '' && first.text.slice(bos.length).includes(bos)) return 'it begins twice';
  return last?.label === true && last.text.endsWith(end) ? '' : 'it does not end as completions do';
}

/** What the YAML head of a card says: files by split, and types by column. */
interface Card {
  readonly files: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, z.ZodType>>;
}

const TYPES: Readonly<Record<string, z.ZodType>> = {
  string: z.string(),
  int32: z.int32(),
  int64: z.int(),
  float64: z.number(),
  bool: z.boolean(),
};

/**
 * `datasets` 5.2.0 and 2.21.0, `load_dataset(FOLDER)`: `configs[].data_files` (utils/metadata.py), `dataset_info.features` (features/features.py,
 * `Features._from_yaml_list`). Without features each split has the types of its first rows, and lists that are empty there take no text in later ones.
 */
export function cardOf(dir: string): Card {
  const [, head = ''] = readFileSync(join(dir, 'README.md'), 'utf8').split(/^---\n/mu);
  const files = Object.fromEntries(
    [...head.matchAll(/^ {2}- split: (\S+)\n {4}path: (\S+)$/gmu)].map(([, split = '', path = '']) => [split, path]),
  );
  const [, features = ''] = head.split(/^dataset_info:\n {2}features:\n/mu);
  return { files, types: fieldsOf(features.replaceAll(/^ {2}/gmu, '')) };
}

function fieldsOf(yaml: string): Record<string, z.ZodType> {
  const entries = yaml.split(/^- name: /mu).slice(1);
  return Object.fromEntries(
    entries.map((entry) => {
      const [name = '', how = '', ...rest] = entry.trimEnd().split('\n');
      const [, kind = '', type = ''] = /^ {2}(dtype|sequence|list):(?: (\S+))?$/u.exec(how) ?? [];
      const scalar = TYPES[type] ?? z.never();
      const nested = (): z.ZodType => z.array(z.strictObject(fieldsOf(rest.map((line) => line.slice(2)).join('\n'))));
      return [name, kind === 'dtype' ? scalar : kind === 'sequence' ? z.array(scalar) : nested()];
    }),
  );
}

/** @returns what is wrong with one of the rows, '' for nothing */
export function datasetsProblem(dir: string, split: string, rows: readonly Row[]): string {
  const { files, types } = cardOf(dir);
  const file = files[split];
  if (file === undefined || !existsSync(join(dir, file))) return `no file of ${split}`;
  const row = z.strictObject(types);
  return rows.map((each) => row.safeParse(each).error?.message ?? '').find((problem) => problem !== '') ?? '';
}
