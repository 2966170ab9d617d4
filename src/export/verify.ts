/** Reads a dataset and checks all that is promised of one. Changes nothing. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Split } from './clusters.ts';
import { LeakSearch } from './leak.ts';
import { linesOf } from './lines-of.ts';
import { type DatasetRecord, datasetRecord } from './record.ts';

/** What is read of metadata.json. */
const knownMetadata = z.looseObject({
  schema_version: z.int(),
  fim_tokens: z.looseObject({ end: z.string() }),
  max_total_chars: z.int(),
  max_middle_lines: z.int(),
  secrets: z.string(),
  train_examples: z.int(),
  val_examples: z.int(),
});

export interface Verified {
  readonly train: number;
  readonly val: number;
  /** What is wrong, the first of it. */
  readonly problems: readonly string[];
}

const SPLITS: readonly Split[] = ['train', 'val'];
const MOST_PROBLEMS = 20;
/** Bytes of source files that are kept while their examples are checked. */
const MOST_KEPT = 64 * 2 ** 20;
const MANIFEST_LINE = /^([0-9a-f]{64}) {2}(\S.*)$/u;

/**
 * @param dir folder of the dataset
 * @param root the project that it was made of, for those who have it: then the source is compared byte for byte
 */
export async function verifyDataset(dir: string, root: string | undefined, signal: AbortSignal): Promise<Verified> {
  const problems: string[] = [];
  const wrong = (problem: string): void => {
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
  };
  const metadata = knownMetadata.safeParse(await jsonOf(join(dir, 'metadata.json')));
  if (!metadata.success) return { train: 0, val: 0, problems: [`metadata.json: ${z.prettifyError(metadata.error)}`] };
  const known = metadata.data;
  await checkManifest(dir, wrong);
  const sources = new Sources(root, known.secrets === 'redact');
  const [ids, texts] = [new Set<string>(), new Set<string>()];
  const [paths, clusters] = [new Map<string, Split>(), new Map<string, Split>()];
  const counts = { train: 0, val: 0 };
  const search = new LeakSearch();
  for (const split of SPLITS) {
    for await (const record of recordsOf(dir, split, wrong)) {
      signal.throwIfAborted();
      counts[split]++;
      const at = `${split}.jsonl:${counts[split]}`;
      if (record.split !== split) wrong(`${at}: split is ${record.split}`);
      if (ids.has(record.id)) wrong(`${at}: the id ${record.id} is there twice`);
      ids.add(record.id);
      const sum = createHash('sha256').update(record.text).digest('base64');
      if (texts.has(sum)) wrong(`${at}: the same text is there twice`);
      texts.add(sum);
      for (const [what, name, known] of [
        ['path', record.path, paths],
        ['cluster', record.cluster, clusters],
      ] as const) {
        if ((known.get(name) ?? split) !== split) wrong(`${at}: ${what} ${name} is in both splits`);
        known.set(name, split);
      }
      for (const problem of problemsOf(record, known)) wrong(`${at}: ${problem}`);
      const unlike = await sources.compare(record);
      if (unlike !== undefined) wrong(`${at}: ${unlike}`);
      if (split === 'val') search.add(counts.val, record.middle);
    }
  }
  if (counts.train !== known.train_examples)
    wrong(`train_examples is ${known.train_examples}, there are ${counts.train}`);
  if (counts.val !== known.val_examples) wrong(`val_examples is ${known.val_examples}, there are ${counts.val}`);
  if (search.size > 0) {
    for await (const record of recordsOf(dir, 'train', () => undefined)) {
      signal.throwIfAborted();
      const shown = `${record.prefix}${record.middle}${record.suffix}`;
      for (const text of record.context === '' ? [shown] : [shown, record.context])
        for (const index of search.take(text))
          wrong(`val.jsonl:${index}: its middle stands in train.jsonl (${record.path})`);
    }
  }
  return { ...counts, problems };
}

/** What a record says that does not fit together. */
function problemsOf(record: DatasetRecord, known: z.infer<typeof knownMetadata>): readonly string[] {
  const { text, prompt, completion, middle, context } = record;
  const end = known.fim_tokens.end;
  const claims: readonly (readonly [isTrue: boolean, otherwise: string])[] = [
    [text === prompt + completion, 'text is not prompt + completion'],
    [completion === middle.replaceAll('\r\n', '\n') + end, 'completion is not the middle and the end token'],
    [middle.trim() !== '', 'the middle is blank'],
    [text.length <= known.max_total_chars, 'text is longer than max_total_chars'],
    [record.middle_lines === middle.split('\n').length, 'middle_lines is wrong'],
    [record.middle_lines <= known.max_middle_lines, 'the middle has more lines than max_middle_lines'],
    [record.n_chars === [...text].length, 'n_chars is wrong'],
    [
      record.end_byte - record.start_byte === Buffer.byteLength(middle, 'utf8'),
      'the byte range is not that of the middle',
    ],
    [!foldedIn(middle, context), 'the middle stands in its own context'],
  ];
  return claims.filter(([isTrue]) => !isTrue).map(([, otherwise]) => otherwise);
}

function foldedIn(middle: string, context: string): boolean {
  return context !== '' && context.replace(/\s+/gu, '').includes(middle.replace(/\s+/gu, ''));
}

/** The files that examples were made of. */
class Sources {
  readonly #root: string | undefined;
  readonly #isMasked: boolean;
  readonly #kept = new LRUCache<string, { readonly bytes: Buffer; readonly sha256: string }>({
    maxSize: MOST_KEPT,
    sizeCalculation: ({ bytes }) => bytes.length + 1,
  });

  /** @param isMasked the dataset has other characters than the files where they have secrets */
  constructor(root: string | undefined, isMasked: boolean) {
    this.#root = root;
    this.#isMasked = isMasked;
  }

  async compare(record: DatasetRecord): Promise<string | undefined> {
    if (this.#root === undefined) return undefined;
    const file = await this.#read(join(this.#root, record.path));
    if (file === undefined) return `${record.path} can't be read`;
    if (file.sha256 !== record.source_sha256) return `${record.path} has changed`;
    const [before, middle, after] = [record.prefix, record.middle, record.suffix].map((text) =>
      Buffer.from(text, 'utf8'),
    );
    if (before === undefined || middle === undefined || after === undefined) return undefined;
    const start = record.start_byte - before.length;
    const end = record.end_byte + after.length;
    const shown = Buffer.concat([before, middle, after]);
    if (start < 0 || end > file.bytes.length || shown.length !== end - start) return 'the source is shorter';
    if (!this.#isMasked && !shown.equals(file.bytes.subarray(start, end)))
      return 'prefix, middle and suffix are not the source';
    if (record.truncated_prefix !== start > 0) return 'truncated_prefix is wrong';
    return record.truncated_suffix === end < file.bytes.length ? undefined : 'truncated_suffix is wrong';
  }

  async #read(path: string): Promise<{ readonly bytes: Buffer; readonly sha256: string } | undefined> {
    const kept = this.#kept.get(path);
    if (kept !== undefined) return kept;
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined) return undefined;
    const read = { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    this.#kept.set(path, read);
    return read;
  }
}

/** The records of a split; what is none is told of and left out. */
export async function* recordsOf(
  dir: string,
  split: Split,
  wrong: (problem: string) => void,
): AsyncGenerator<DatasetRecord> {
  let row = 0;
  for await (const line of linesOf(join(dir, `${split}.jsonl`))) {
    row++;
    const record = datasetRecord.safeParse(parsed(line));
    if (record.success) yield record.data;
    else wrong(`${split}.jsonl:${row}: ${z.prettifyError(record.error).split('\n')[0] ?? ''}`);
  }
}

async function checkManifest(dir: string, wrong: (problem: string) => void): Promise<void> {
  const text = await readFile(join(dir, 'manifest.sha256'), 'utf8').catch(() => undefined);
  if (text === undefined) return wrong('manifest.sha256 is missing');
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, sum = '', name = ''] = MANIFEST_LINE.exec(line) ?? [];
    if ((await sumOf(join(dir, name))) !== sum) wrong(`manifest.sha256: ${name || line} is not as it says`);
  }
}

async function sumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk);
    return hash.digest('hex');
  } catch {
    return '';
  }
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
