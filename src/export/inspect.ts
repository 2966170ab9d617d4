/** Looks at a dataset: its mix, its lengths, and some of its examples. Changes nothing. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ExportFailure } from './failure.ts';
import { FORMAT_NAMES, isTrainerFormat } from './format.ts';
import { fraction } from './random.ts';
import type { DatasetRecord } from './record.ts';
import { recordsOf } from './verify.ts';

export interface Inspected {
  /** As metadata.json says. */
  readonly family: string;
  readonly examples: Readonly<Record<DatasetRecord['split'], number>>;
  /** Examples by kind of span. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly tokens: Histogram;
  readonly middleLines: Histogram;
  readonly middleChars: Histogram;
  /** The same ones each time. */
  readonly sample: readonly DatasetRecord[];
}

export interface Histogram {
  /** Upper ends of the columns, the last one open. */
  readonly below: readonly number[];
  readonly counts: readonly number[];
}

const metadata = z.looseObject({ family: z.string(), format: z.enum(FORMAT_NAMES), seed: z.int() });
const TOKENS = [128, 256, 384, 512, 640, 768, 896, 1024, 2048, Number.POSITIVE_INFINITY];
const LINES = [2, 3, 5, 9, 17, Number.POSITIVE_INFINITY];
const CHARS = [10, 20, 40, 80, 160, 320, 640, Number.POSITIVE_INFINITY];

/** @param size examples of the sample @throws ExportFailure where there is no dataset, or one whose lines are not records */
export async function inspectDataset(dir: string, size: number, signal: AbortSignal): Promise<Inspected> {
  const found = metadata.safeParse(parsed(await readFile(join(dir, 'metadata.json'), 'utf8').catch(() => '')));
  if (!found.success) throw new ExportFailure(2, `${dir} holds no dataset: metadata.json is missing or not one.`);
  const { family, format, seed } = found.data;
  if (isTrainerFormat(format))
    throw new ExportFailure(
      2,
      `The lines of ${dir} are those of ${format}, which say too little. Export with --format fim or parquet.`,
    );
  const examples = { train: 0, val: 0 };
  const kinds: Record<string, number> = {};
  const [tokens, middleLines, middleChars] = [emptyHistogram(TOKENS), emptyHistogram(LINES), emptyHistogram(CHARS)];
  let sample: { readonly key: number; readonly record: DatasetRecord }[] = [];
  for (const split of ['train', 'val'] as const) {
    for await (const record of recordsOf(dir, split, format, () => undefined)) {
      signal.throwIfAborted();
      examples[split]++;
      kinds[record.span_kind] = (kinds[record.span_kind] ?? 0) + 1;
      count(tokens, record.n_tokens);
      count(middleLines, record.middle_lines);
      count(middleChars, record.middle.length);
      sample.push({ key: fraction(seed, 'inspect', record.id), record });
      // Twice as many at most: sorting for each would take long.
      if (sample.length >= size * 2) sample = smallest(sample, size);
    }
  }
  const shown = smallest(sample, size).map(({ record }) => record);
  return { family, examples, kinds, tokens, middleLines, middleChars, sample: shown };
}

type Counted = Histogram & { readonly counts: number[] };

function emptyHistogram(below: readonly number[]): Counted {
  return { below, counts: below.map(() => 0) };
}

function count({ below, counts }: Counted, value: number): void {
  const column = below.findIndex((end) => value < end);
  counts[column] = (counts[column] ?? 0) + 1;
}

function smallest<T extends { readonly key: number }>(list: readonly T[], size: number): T[] {
  return [...list].sort((a, b) => a.key - b.key).slice(0, size);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The name of a column: `< 40`, `≥ 640`. */
export function columnName({ below }: Histogram, column: number): string {
  const end = below[column] ?? 0;
  return Number.isFinite(end) ? `< ${end}` : `≥ ${below[column - 1] ?? 0}`;
}
