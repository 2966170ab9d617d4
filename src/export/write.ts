/** Writes a dataset beside the place where it is to stand, has it checked, and only then moves it there: at no moment is half of one under its name. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { cardOf } from './card.ts';
import { ExportFailure } from './failure.ts';
import { FORMATS, fileOf, isTrainerFormat, type TrainerFormat } from './format.ts';
import { manifestOf, metadataOf, type Outcome, sha256Of } from './metadata.ts';
import { writeParquet } from './parquet.ts';
import { type DatasetRecord, datasetRecord } from './record.ts';

/** Every dataset has it; a folder without it is somebody's own. */
const MARK = 'metadata.json';

/** Where the pieces of one dataset stand until it is whole. */
export interface Place {
  readonly out: string;
  readonly partial: string;
  readonly before: string;
}

export function placeOf(out: string): Place {
  return { out, partial: `${out}.partial`, before: `${out}.before` };
}

/**
 * Makes the folder for the pieces.
 * @throws ExportFailure where there is something in the way, or it can't be written
 */
export function openPlace(place: Place, force: boolean): void {
  const { out, partial, before } = place;
  try {
    // The last run was killed between two renames.
    if (!existsSync(out) && existsSync(before)) renameSync(before, out);
    refuseOthers(out, force);
    rmSync(partial, { recursive: true, force: true });
    rmSync(before, { recursive: true, force: true });
    mkdirSync(dirname(out), { recursive: true });
    mkdirSync(partial);
  } catch (error) {
    if (error instanceof ExportFailure) throw error;
    throw new ExportFailure(2, `${out} can't be written (${codeOf(error)}). Name another folder with --output.`);
  }
}

function refuseOthers(out: string, force: boolean): void {
  if (!existsSync(out)) return;
  if (!statSync(out).isDirectory()) throw new ExportFailure(2, `${out} is a file. Name a folder with --output.`);
  const names = readdirSync(out);
  if (names.length === 0) return;
  if (!names.includes(MARK))
    throw new ExportFailure(2, `${out} holds something else than a dataset. Name another folder with --output.`);
  if (!force)
    throw new ExportFailure(
      2,
      `${out} holds a dataset. Overwrite it with --force, or name another folder with --output.`,
    );
}

/** Writes all files of the dataset. @throws ExportFailure 3, when the disk is full */
export async function writePartial({ partial }: Place, outcome: Outcome, signal: AbortSignal): Promise<void> {
  try {
    const sums: (readonly [string, string])[] = [];
    for (const split of ['train', 'val'] as const) {
      const name = fileOf(split, outcome.plan.format);
      const write = outcome.plan.format === 'parquet' ? writeRows : writeLines;
      sums.push([name, await write(join(partial, name), outcome[split], outcome, signal)]);
    }
    const metadata = metadataOf(outcome);
    for (const [name, text] of [
      [MARK, `${JSON.stringify(metadata, null, 2)}\n`],
      ['README.md', cardOf(metadata)],
    ] as const) {
      writeFileSync(join(partial, name), text);
      sums.push([name, sha256Of(text)]);
    }
    writeFileSync(join(partial, 'manifest.sha256'), manifestOf(sums));
  } catch (error) {
    signal.throwIfAborted();
    throw new ExportFailure(3, `The dataset could not be written (${codeOf(error)}). Nothing was changed.`, {
      cause: error,
    });
  }
}

/** Puts the dataset under its name. */
export function settle({ out, partial, before }: Place): void {
  if (existsSync(out)) renameSync(out, before);
  renameSync(partial, out);
  rmSync(before, { recursive: true, force: true });
}

/** Takes the pieces away. */
export function abandon({ out, partial, before }: Place): void {
  rmSync(partial, { recursive: true, force: true });
  if (!existsSync(out) && existsSync(before)) renameSync(before, out);
}

function writeLines(file: string, indices: readonly number[], { spool, plan: { format } }: Outcome): string {
  const hash = createHash('sha256');
  const fd = openSync(file, 'w');
  try {
    for (const index of indices) {
      const record = spool.line(index);
      const line = isTrainerFormat(format) ? Buffer.from(formatted(record, format), 'utf8') : record;
      hash.update(line);
      for (let at = 0; at < line.length; ) at += writeSync(fd, line, at);
    }
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  return hash.digest('hex');
}

async function writeRows(
  file: string,
  indices: readonly number[],
  { spool, version }: Outcome,
  signal: AbortSignal,
): Promise<string> {
  const records = function* (): Generator<DatasetRecord> {
    for (const index of indices) yield recordIn(spool.line(index));
  };
  await writeParquet(file, records(), `fim.nvim ${version}`, signal);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

function formatted(line: Buffer, format: TrainerFormat): string {
  return `${JSON.stringify(FORMATS[format].of(recordIn(line)))}\n`;
}

function recordIn(line: Buffer): DatasetRecord {
  return datasetRecord.parse(JSON.parse(line.toString('utf8')));
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
