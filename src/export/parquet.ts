/** Writes records as Parquet, and reads them again: a group of rows at a time, so that memory does not grow with their number. The libraries are loaded when they are needed first. */
import type { ParquetWriter } from 'hyparquet-writer';
import type { DatasetRecord } from './record.ts';

type Key = keyof DatasetRecord;
type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** A group ends with the first of them: so much is in memory at once. In UTF-16 units of `text`, which is a third of a record. */
const GROUP_UNITS = 4 * 2 ** 20;
const GROUP_ROWS = 1000;

const required = { repetition_type: 'REQUIRED' } as const;
const text = (name: string): SchemaElement => ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', ...required });
const whole = (name: string): SchemaElement => ({ name, type: 'INT32', ...required });
const truth = (name: string): SchemaElement => ({ name, type: 'BOOLEAN', ...required });
const number = (name: string): SchemaElement => ({ name, type: 'DOUBLE', ...required });
/** Lists in three levels, as the format's own rules have them. */
const list = (name: string, ...element: readonly SchemaElement[]): readonly SchemaElement[] => [
  { name, num_children: 1, converted_type: 'LIST', ...required },
  { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
  ...element,
];

/** Every key of a record, in its order. */
const COLUMNS: Readonly<Record<Key, readonly SchemaElement[]>> = {
  id: [text('id')],
  text: [text('text')],
  prompt: [text('prompt')],
  completion: [text('completion')],
  prefix: [text('prefix')],
  middle: [text('middle')],
  suffix: [text('suffix')],
  context: [text('context')],
  context_files: list('context_files', text('element')),
  order: [text('order')],
  family: [text('family')],
  path: [text('path')],
  source_sha256: [text('source_sha256')],
  start_byte: [whole('start_byte')],
  end_byte: [whole('end_byte')],
  start_line: [whole('start_line')],
  end_line: [whole('end_line')],
  truncated_prefix: [truth('truncated_prefix')],
  truncated_suffix: [truth('truncated_suffix')],
  span_kind: [text('span_kind')],
  span_name: [text('span_name')],
  middle_lines: [whole('middle_lines')],
  n_chars: [whole('n_chars')],
  n_tokens: [whole('n_tokens')],
  tokens_exact: [truth('tokens_exact')],
  complexity_score: [number('complexity_score')],
  tested_by: list('tested_by', { name: 'element', num_children: 2, ...required }, text('path'), text('rule')),
  license: [text('license')],
  cluster: [text('cluster')],
  split: [text('split')],
};

/** @throws what the disk says */
export async function writeParquet(
  file: string,
  records: Iterable<DatasetRecord>,
  createdBy: string,
  signal: AbortSignal,
): Promise<void> {
  const { ParquetWriter, fileWriter } = await import('hyparquet-writer');
  const keys = Object.keys(COLUMNS);
  const schema = [{ name: 'root', num_children: keys.length }, ...Object.values(COLUMNS).flat()];
  const writer = new ParquetWriter({ writer: fileWriter(file), schema, createdBy });
  for (const group of groupsOf(records)) {
    signal.throwIfAborted();
    const columnData = Object.entries(columnsOf(group)).map(([name, data]) => ({ name, data }));
    await writer.write({ columnData, rowGroupSize: group.length });
    // A word of the user's is heard.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await writer.finish();
}

/** The library's own way loses a BOM at the beginning of a text. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const parsers = { stringFromBytes: (bytes: Uint8Array): string => decoder.decode(bytes) };

/** Rows as they stand there; whoever asks has to check them. @throws where it is no Parquet */
export async function* readParquet(file: string): AsyncGenerator<unknown> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const buffer = await asyncBufferFromFile(file);
  const metadata = await parquetMetadataAsync(buffer);
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    yield* await parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd, parsers });
    rowStart = rowEnd;
  }
}

function* groupsOf(records: Iterable<DatasetRecord>): Generator<readonly DatasetRecord[]> {
  let group: DatasetRecord[] = [];
  let units = 0;
  for (const record of records) {
    group.push(record);
    units += record.text.length;
    if (units < GROUP_UNITS && group.length < GROUP_ROWS) continue;
    yield group;
    [group, units] = [[], 0];
  }
  if (group.length > 0) yield group;
}

function columnsOf(group: readonly DatasetRecord[]): Readonly<Record<string, unknown[]>> {
  const columns: Record<string, unknown[]> = Object.fromEntries(Object.keys(COLUMNS).map((key) => [key, []]));
  for (const record of group) for (const [key, value] of Object.entries(record)) columns[key]?.push(value);
  return columns;
}
