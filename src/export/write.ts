/** Writes a dataset beside the place where it is to stand, has it checked, and only then moves it there: at no moment is half of one under its name. */
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cardOf } from './card.ts';
import { ExportFailure } from './failure.ts';
import { FORMATS, fileOf, isTrainerFormat, type TrainerFormat } from './format.ts';
import { LineFile } from './line-file.ts';
import { manifestOf, metadataOf, type Outcome, sha256Of } from './metadata.ts';
import { recordIn } from './packed.ts';
import { writeParquet } from './parquet.ts';
import type { DatasetRecord } from './record.ts';
import { putBack, replaceFolder } from './replace.ts';
import { sumOf } from './sum.ts';

/** What is written: each has one file that tells it from a folder that is somebody's own. */
export interface Product {
  readonly mark: string;
  /** With its article. */
  readonly name: string;
}

/** Sums of all other files. */
export const MANIFEST = 'manifest.sha256';
export const DATASET: Product = { mark: 'metadata.json', name: 'a dataset' };

const BY_FLAG = 'Overwrite it with --force, or name another folder with --output.';

/** Where the pieces of one dataset stand until it is whole. */
export interface Place {
  readonly out: string;
  readonly partial: string;
  readonly before: string;
}

function placeOf(out: string): Place {
  return { out, partial: `${out}.partial`, before: `${out}.before` };
}

/**
 * Has something made in a place beside `out`, and moves it to `out` when it is whole.
 * @param out absolute folder; `undefined`: there is no place, nothing is written
 * @param force what is there already of that kind may be replaced
 * @throws ExportFailure and what `make` throws: what stood at `out` before stands there then
 */
export async function placed<T>(
  out: string | undefined,
  product: Product,
  force: boolean,
  signal: AbortSignal,
  make: (place: Place | undefined) => Promise<T>,
): Promise<T> {
  const place = out === undefined ? undefined : placeOf(out);
  const made = place && openPlace(place, product, force);
  let isSettled = false;
  try {
    const result = await make(place);
    signal.throwIfAborted();
    if (place !== undefined) replaceFolder(place.partial, place.out, place.before);
    isSettled = true;
    return result;
  } catch (error) {
    if (isDiskFull(error)) throw new ExportFailure(3, `The disk is full (${codeOf(error)}). Nothing was changed.`);
    throw error;
  } finally {
    if (place !== undefined && !isSettled) abandon(place, made);
  }
}

/**
 * Makes the folder for the pieces.
 * @returns the topmost of the folders around it that were not there
 * @throws ExportFailure where there is something in the way, or it can't be written
 */
function openPlace(place: Place, product: Product, force: boolean): string | undefined {
  const { out, partial, before } = place;
  try {
    putBack(out, before);
    refuseOthers(out, product, force);
    rmSync(partial, { recursive: true, force: true });
    rmSync(before, { recursive: true, force: true });
    const made = makeFolder(dirname(out));
    mkdirSync(partial);
    return made;
  } catch (error) {
    if (error instanceof ExportFailure) throw error;
    throw new ExportFailure(2, `${out} can't be written (${codeOf(error)}). Name another folder with --output.`);
  }
}

/**
 * Says what is in the way at `out`, before anything is made for it.
 * @throws ExportFailure
 */
export function refuseOthers(out: string, { mark, name }: Product, force: boolean, how = BY_FLAG): void {
  if (!existsSync(out)) return;
  if (!statSync(out).isDirectory()) throw new ExportFailure(2, `${out} is a file. Name a folder with --output.`);
  const names = readdirSync(out);
  if (names.length === 0) return;
  if (!names.includes(mark))
    throw new ExportFailure(2, `${out} holds something else than ${name}. Name another folder with --output.`);
  if (!force) throw new ExportFailure(2, `${out} holds ${name}. ${how}`);
}

/** Writes all files of the dataset. @throws ExportFailure 3, when the disk is full */
export async function writePartial({ partial }: Place, outcome: Outcome, signal: AbortSignal): Promise<void> {
  try {
    const sums: (readonly [string, string])[] = [];
    for (const split of ['train', 'val'] as const) {
      const name = fileOf(split, outcome.head.format);
      const write = outcome.head.format === 'parquet' ? writeRows : writeLines;
      sums.push([name, await write(join(partial, name), outcome[split], outcome, signal)]);
    }
    const metadata = metadataOf(outcome);
    for (const [name, text] of [
      [DATASET.mark, `${JSON.stringify(metadata, null, 2)}\n`],
      ['README.md', cardOf(metadata)],
    ] as const) {
      writeFileSync(join(partial, name), text);
      sums.push([name, sha256Of(text)]);
    }
    writeFileSync(join(partial, MANIFEST), manifestOf(sums));
  } catch (error) {
    signal.throwIfAborted();
    throw new ExportFailure(3, `The dataset could not be written (${codeOf(error)}). Nothing was changed.`, {
      cause: error,
    });
  }
}

/** Node's own way to make all folders of a path goes on for ever where nobody can make any, as in `/proc`. @returns the topmost that was not there */
function makeFolder(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  const above = makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Other shards are made at the same time.
    if (!existsSync(folder)) throw error;
  }
  return above ?? folder;
}

/** Takes the pieces away. @param made the topmost folder that was made for them: others may have put something there */
function abandon({ out, partial, before }: Place, made = partial): void {
  rmSync(partial, { recursive: true, force: true });
  putBack(out, before);
  for (let folder = dirname(out); folder.startsWith(made) && isEmpty(folder); folder = dirname(folder))
    rmdirSync(folder);
}

function isEmpty(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length === 0;
}

function writeLines(
  file: string,
  indices: readonly number[],
  { spool, head: { format, fim_tokens } }: Outcome,
): string {
  const lines = new LineFile(file);
  try {
    for (const index of indices) {
      const record = spool.line(index);
      lines.add(isTrainerFormat(format) ? Buffer.from(formatted(record, format, fim_tokens.bos), 'utf8') : record);
    }
    return lines.end();
  } finally {
    lines.close();
  }
}

async function writeRows(
  file: string,
  indices: readonly number[],
  { spool, head }: Outcome,
  signal: AbortSignal,
): Promise<string> {
  const records = function* (): Generator<DatasetRecord> {
    for (const index of indices) yield recordIn(spool.line(index));
  };
  await writeParquet(file, records(), `${head.tool} ${head.tool_version}`, signal);
  return sumOf(file);
}

function formatted(line: Buffer, format: TrainerFormat, bos: string): string {
  return `${JSON.stringify(FORMATS[format].of(recordIn(line), bos))}\n`;
}

function isDiskFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG')
  );
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
