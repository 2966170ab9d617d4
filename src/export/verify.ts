/** Reads a dataset and checks all that is promised of one. Changes nothing. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Split } from './clusters.ts';
import { ExportFailure } from './failure.ts';
import { FORMAT_NAMES, FORMATS, type Format, fileOf, isTrainerFormat, type TrainerFormat } from './format.ts';
import { LeakSearch } from './leak.ts';
import { linesOf } from './lines-of.ts';
import { readParquet } from './parquet.ts';
import { type DatasetRecord, datasetRecord } from './record.ts';
import { problemsOf, Sources } from './record-check.ts';
import { sumOf } from './sum.ts';
import { Tally } from './tally.ts';
import type { TokenCounter } from './token-counter.ts';
import { codeOf, DATASET, MANIFEST } from './write.ts';

/** What is read of metadata.json. */
const knownMetadata = z.looseObject({
  schema_version: z.int(),
  family: z.string(),
  order: z.enum(['psm', 'spm', 'mix']),
  fim_tokens: z.looseObject({ end: z.string(), bos: z.string().optional() }),
  max_total_chars: z.int(),
  // Datasets of older versions have none.
  max_tokens: z.int().default(0),
  tokenizer: z.string().default(''),
  max_middle_lines: z.int(),
  secrets: z.string(),
  format: z.enum(FORMAT_NAMES),
  span_type_distribution: z.record(z.string(), z.int()),
  /** Of all files, by their number. */
  licenses: z.record(z.string(), z.int()),
  train_examples: z.int(),
  val_examples: z.int(),
});

export interface Verified {
  readonly train: number;
  readonly val: number;
  /** What is wrong, the first of it. */
  readonly problems: readonly string[];
}

export type CounterOf = (family: string, tokenizer: string) => TokenCounter | undefined;

const SPLITS: readonly Split[] = ['train', 'val'];
/** Middles of the one are looked for in the other, which is read once then. */
const VAL_FIRST: readonly Split[] = ['val', 'train'];
const MOST_PROBLEMS = 20;
const MANIFEST_LINE = /^([0-9a-f]{64}) {2}(\S.*)$/u;

/**
 * @param dir folder of the dataset
 * @param root the project that it was made of, for those who have it: then the source is compared byte for byte
 * @param counterOf counts tokens again: as a family's models do, or by the tokenizer that the dataset was made with (its sum), '' for an estimate
 */
export async function verifyDataset(
  dir: string,
  root: string | undefined,
  signal: AbortSignal,
  counterOf: CounterOf = () => undefined,
): Promise<Verified> {
  const problems: string[] = [];
  const wrong: Wrong = (problem) => {
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
  };
  const head = join(dir, DATASET.mark);
  if (!existsSync(head)) throw new ExportFailure(2, `${dir} holds no dataset: ${DATASET.mark} is missing.`);
  const metadata = knownMetadata.safeParse(await jsonOf(head));
  if (!metadata.success)
    return { train: 0, val: 0, problems: [`${DATASET.mark} is not that of a dataset: ${firstOf(metadata.error)}`] };
  const known = metadata.data;
  await checkManifest(dir, known.format, wrong);
  if (isTrainerFormat(known.format)) return { ...(await checkLines(dir, known.format, known, wrong)), problems };
  const counter = counterOf(known.family, known.tokenizer);
  const sources = new Sources(root, known.secrets === 'redact');
  const whole = new WholeDataset();
  const kinds = new Tally();
  const counts = { train: 0, val: 0 };
  for (const split of VAL_FIRST) {
    for await (const record of recordsOf(dir, split, known.format, wrong)) {
      signal.throwIfAborted();
      counts[split]++;
      kinds.add(record.span_kind);
      const at = `${fileOf(split, known.format)}:${counts[split]}`;
      for (const problem of [
        ...whole.add(record, split),
        ...problemsOf(record, known),
        ...(await sources.compare(record)),
      ])
        wrong(`${at}: ${problem}`);
      if (!Object.hasOwn(known.licenses, record.license || 'unknown')) wrong(`${at}: license is ${record.license}`);
      if (counter !== undefined && counter.count(record.text) !== record.n_tokens)
        wrong(`${at}: n_tokens is ${record.n_tokens}, counted again it is ${counter.count(record.text)}`);
      for (const index of whole.leaks(record, split, counts[split]))
        wrong(
          `${fileOf('val', known.format)}:${index}: its middle stands in ${fileOf('train', known.format)} (${record.path})`,
        );
    }
  }
  checkCounts(counts, known, wrong);
  checkKinds(kinds, known.span_type_distribution, wrong);
  return { ...counts, problems };
}

/** A trainer's form says nothing of sources: each line has to be of it, and all of them have to be there. */
async function checkLines(
  dir: string,
  format: TrainerFormat,
  known: z.infer<typeof knownMetadata>,
  wrong: Wrong,
): Promise<Record<Split, number>> {
  const counts = { train: 0, val: 0 };
  for (const split of SPLITS) {
    for await (const line of orWrong(parsedLines(join(dir, `${split}.jsonl`)), `${split}.jsonl`, wrong)) {
      counts[split]++;
      const { success, error } = FORMATS[format].line.safeParse(line);
      if (!success) wrong(`${split}.jsonl:${counts[split]}: ${firstOf(error)}`);
    }
  }
  checkCounts(counts, known, wrong);
  return counts;
}

function checkCounts(
  counts: Readonly<Record<Split, number>>,
  known: z.infer<typeof knownMetadata>,
  wrong: Wrong,
): void {
  for (const split of SPLITS) {
    const said = known[`${split}_examples`];
    if (counts[split] !== said) wrong(`${split}_examples is ${said}, there are ${counts[split]}`);
  }
}

type Wrong = (problem: string) => void;

function checkKinds(kinds: Tally, said: Readonly<Record<string, number>>, wrong: Wrong): void {
  for (const [kind, count] of Object.entries(said))
    if (kinds.get(kind) !== count)
      wrong(`span_type_distribution says ${count} of ${kind}, there are ${kinds.get(kind)}`);
}

/** What no two examples may share. */
class WholeDataset {
  readonly #search = new LeakSearch();
  readonly #ids = new Set<string>();
  readonly #texts = new Set<string>();
  /** What examples say of their files. */
  readonly #files = new Map<string, string>();
  readonly #places = { path: new Map<string, Split>(), cluster: new Map<string, Split>() };

  add(record: DatasetRecord, split: Split): readonly string[] {
    const problems: string[] = [];
    if (record.split !== split) problems.push(`split is ${record.split}`);
    if (this.#ids.has(record.id)) problems.push(`the id ${record.id} is there twice`);
    this.#ids.add(record.id);
    const sum = createHash('sha256').update(record.text).digest('base64');
    if (this.#texts.has(sum)) problems.push('the same text is there twice');
    this.#texts.add(sum);
    for (const what of ['path', 'cluster'] as const) {
      const places = this.#places[what];
      if ((places.get(record[what]) ?? split) !== split) problems.push(`${what} ${record[what]} is in both splits`);
      places.set(record[what], split);
    }
    const { path, source_sha256, cluster, license, tested_by } = record;
    const said = JSON.stringify([source_sha256, cluster, license, tested_by]);
    if ((this.#files.get(path) ?? said) !== said) problems.push(`another example says something else of ${path}`);
    this.#files.set(path, said);
    return problems;
  }

  /**
   * Rows of validation records whose middle a training record shows; that of a validation record is looked for from now on.
   * @param row from 1, in the file of its split
   */
  leaks({ prefix, middle, suffix, context }: DatasetRecord, split: Split, row: number): readonly number[] {
    if (split === 'val') this.#search.add(row, middle);
    if (split === 'val' || this.#search.size === 0) return [];
    return [...this.#search.take(`${prefix}${middle}${suffix}`), ...this.#search.take(context)];
  }
}

/** The records of a split; what is none is told of and left out. */
export async function* recordsOf(
  dir: string,
  split: Split,
  format: Format,
  wrong: Wrong,
): AsyncGenerator<DatasetRecord> {
  const name = fileOf(split, format);
  let row = 0;
  const rows = format === 'parquet' ? readParquet(join(dir, name)) : parsedLines(join(dir, name));
  for await (const found of orWrong(rows, name, wrong)) {
    row++;
    const record = datasetRecord.safeParse(found);
    if (record.success) yield record.data;
    else wrong(`${name}:${row}: ${firstOf(record.error)}`);
  }
}

/** What can be read of a file; why not all of it is told. */
async function* orWrong(rows: AsyncIterable<unknown>, name: string, wrong: Wrong): AsyncGenerator<unknown> {
  try {
    yield* rows;
  } catch (error) {
    wrong(`${name} can't be read (${codeOf(error)})`);
  }
}

async function* parsedLines(file: string): AsyncGenerator<unknown> {
  for await (const line of linesOf(file)) yield parsed(line);
}

async function checkManifest(dir: string, format: Format, wrong: Wrong): Promise<void> {
  const text = await readFile(join(dir, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) return wrong(`${MANIFEST} is missing`);
  const wanted = new Set([...SPLITS.map((split) => fileOf(split, format)), DATASET.mark, 'README.md']);
  const lines = text.split('\n').filter((each) => each !== '');
  const sums = lines.map((line) => [line, ...(MANIFEST_LINE.exec(line)?.slice(1) ?? [])] as const);
  for (const [line, sum = '', name = ''] of sums) {
    wanted.delete(name);
    if ((await sumOf(join(dir, name))) !== sum) wrong(`${MANIFEST}: ${name || line} is not as it says`);
  }
  for (const name of wanted) wrong(`${MANIFEST} has no sum of ${name}`);
  const summed = new Set(sums.map(([, , name]) => name));
  for (const name of (await readdir(dir)).sort())
    if (!name.startsWith('.') && name !== MANIFEST && !summed.has(name)) wrong(`${name} is not of the dataset`);
}

async function jsonOf(file: string): Promise<unknown> {
  return parsed(await readFile(file, 'utf8').catch(() => ''));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The first thing that is wrong, in one line. */
function firstOf(error: z.ZodError | undefined): string {
  const [first] = error?.issues ?? [];
  if (first === undefined) return '';
  return first.path.length === 0 ? first.message : `${first.path.join('.')}: ${first.message}`;
}
