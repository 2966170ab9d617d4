/** Writes the README.md of a dataset: a card with the head that the Hugging Face library `datasets` reads. Pure. */
import { featuresOf } from './features.ts';
import { type Format, fileOf } from './format.ts';
import type { Metadata } from './metadata.ts';

/** Sizes as the Hub names them. */
const SIZES: readonly (readonly [below: number, name: string])[] = [
  [1e3, 'n<1K'],
  [1e4, '1K<n<10K'],
  [1e5, '10K<n<100K'],
  [1e6, '100K<n<1M'],
  [Number.POSITIVE_INFINITY, '1M<n<10M'],
];

export function cardOf(metadata: Metadata): string {
  const { train_examples: train, val_examples: val, leak_report: leak, duplicate_report: duplicates } = metadata;
  const size = SIZES.find(([below]) => train + val < below)?.[1] ?? '';
  const files = [
    ...(train > 0 ? ['  - split: train', `    path: ${fileOf('train', metadata.format)}`] : []),
    ...(val > 0 ? ['  - split: validation', `    path: ${fileOf('val', metadata.format)}`] : []),
  ];
  const table = (head: string, rows: readonly (readonly (string | number)[])[]): readonly string[] => {
    const columns = head.split('|').length;
    return [`| ${head} |`, `|${'---|'.repeat(columns)}`, ...rows.map((row) => `| ${row.join(' | ')} |`), ''];
  };
  const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
  return [
    '---',
    'task_categories:',
    '- text-generation',
    'tags:',
    '- code',
    '- fill-in-the-middle',
    'size_categories:',
    `- ${size}`,
    'configs:',
    '- config_name: default',
    '  data_files:',
    ...files,
    'dataset_info:',
    '  features:',
    ...featuresOf(metadata.format).map((line) => `  ${line}`),
    '---',
    '',
    '# Fill-in-the-middle dataset',
    '',
    `Made by ${metadata.tool} ${metadata.tool_version} for models of the family ${metadata.family}. Each prompt is what the editor sends at that place.`,
    '',
    ...table('split | examples | files | clusters', [
      ['train', train, metadata.splits.train.files, metadata.splits.train.clusters],
      ['val', val, metadata.splits.val.files, metadata.splits.val.clusters],
    ]),
    ...(metadata.split_note === '' ? [] : [metadata.split_note, '']),
    ...table(
      'kind of span | wanted | got',
      Object.entries(metadata.mix.wanted).map(([kind, share]) => [
        kind,
        percent(share),
        percent(metadata.mix.got[kind] ?? 0),
      ]),
    ),
    `Files that give each other away (near-duplicates, a class and its test) are in one cluster, and a cluster is in one split. ${leak.val_middles_checked} middles of the validation split were looked for in the training files; ${leak.val_middles_in_train_dropped} of them stood there and were dropped. ${duplicates.exact_files_dropped} copies of files were dropped; ${duplicates.near_duplicate_pairs} pairs of files are near-duplicates.`,
    '',
    ...trainingOf(metadata.format),
    '',
    'The same prompt again, from the file without its middle:',
    '',
    '```sh',
    `fim prompt FILE --stdin --line START_LINE --col COLUMN ${metadata.fim_prompt_flags.join(' ')}`,
    '```',
    '',
    `Licences: ${
      Object.entries(metadata.licenses)
        .map(([id, count]) => `${id} (${count} files)`)
        .join(', ') || 'unknown'
    }. \`metadata.json\` has all counts, \`manifest.sha256\` the sums of all files.`,
    '',
  ].join('\n');
}

/** How a model is trained on the completions alone, behind the tokens that it sees when it is asked. */
function trainingOf(format: Format): readonly string[] {
  if (format === 'axolotl')
    return [
      'Axolotl trains on the second segment alone, and takes both as they stand:',
      '',
      '```yaml',
      'datasets:',
      '  - path: PATH_OF_THIS_FOLDER',
      '    type: input_output',
      'train_on_inputs: false',
      '```',
    ];
  return [
    `Train on \`completion\` alone, behind \`prompt\`${format === 'trl' ? '' : '; `text` is both'}. Make tokens of the two apart, as it is when the model is asked: a prompt may end within a word or an indentation, and whoever makes tokens of both together (TRL's own way) trains on others there. \`max_length\` of TRL cuts completions off: it should be no less than the largest number of tokens in \`metadata.json\`.`,
    '',
    '```python',
    'dataset = load_dataset("PATH_OF_THIS_FOLDER")',
    '',
    'def tokens(row):',
    '    prompt = tokenizer(row["prompt"])["input_ids"]',
    '    completion = tokenizer(row["completion"], add_special_tokens=False)["input_ids"]',
    '    return {"input_ids": prompt + completion, "labels": [-100] * len(prompt) + completion}',
    '',
    'dataset = dataset.map(tokens, remove_columns=dataset["train"].column_names)',
    '```',
  ];
}
