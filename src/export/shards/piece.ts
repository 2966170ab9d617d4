/** What a shard leaves in its folder for those who merge it, and how it is read again, line by line. Decides nothing. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { MadeFile } from '../collect.ts';
import type { Example } from '../example.ts';
import { ExportFailure } from '../failure.ts';
import { datasetHead } from '../head.ts';
import { linesOf } from '../lines-of.ts';
import { datasetRecord } from '../record.ts';
import { SIGNATURE } from '../shingles.ts';
import { sumOf } from '../sum.ts';

/** Of what is written here. */
const PIECE_VERSION = 1;

export const HEADER = 'shard.json';
/** What was made of each of its files, one a line: those of the training split, those of the validation split. */
export const MADE = { train: 'train.made.jsonl', val: 'val.made.jsonl' } as const;
/** The text of each of its files. */
export const TEXTS = 'texts.jsonl';
/** What prompts show of folders that nothing is trained on. In the first shard alone. */
export const SHOWN = 'shown.jsonl';

const split = z.enum(['train', 'val']);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
const count = z.int().min(0);
const counts = z.record(z.string(), count);
const tests = z.array(z.strictObject({ path: z.string(), rule: z.enum(['covers', 'mirror', 'name+import']) }));

/** What all shards of a project know of the whole of it. */
const knownProject = z.strictObject({
  head: datasetHead,
  revision: z.strictObject({ commit: z.string(), isDirty: z.boolean() }),
  survey: z.strictObject({
    files: z.array(
      z.strictObject({
        path: z.string(),
        sha256,
        bytes: count,
        license: z.string(),
        cluster: z.string(),
        split,
        testedBy: tests,
        added: z.array(z.tuple([count, count])),
      }),
    ),
    tests: counts,
    since: z.strictObject({ commit: z.string(), files: count, lines: count }),
    listed: count,
    dropped: counts,
    secrets: counts,
    exactCopies: count,
    nearPairs: count,
    nearFiles: count,
    counterparts: count,
  }),
});

const pieceHeader = z.strictObject({
  version: z.literal(PIECE_VERSION),
  shard: z.strictObject({ index: z.int().min(1), count: z.int().min(1) }),
  /** Name of the project's folder. */
  folder: z.string(),
  /** Of the project: the same in all of its shards, and in no other's. */
  sum: sha256,
  project: knownProject,
  /** Sums of the other files, by name. */
  files: z.record(z.string(), sha256),
});

const madeFile = z.strictObject({
  path: z.string(),
  examples: z.array(z.strictObject({ record: datasetRecord, isShrunk: z.boolean() })),
  refused: z.array(z.strictObject({ rule: z.string(), kind: z.string() })),
  isLost: z.boolean(),
});

const pieceText = z.strictObject({
  path: z.string(),
  split,
  /** MinHash in base64; '' where nobody looks for near-duplicates. */
  signature: z.string(),
  text: z.string(),
});

const shownText = z.strictObject({ text: z.string() });

export type PieceHeader = z.infer<typeof pieceHeader>;
export type KnownProject = z.infer<typeof knownProject>;
export type PieceText = z.infer<typeof pieceText>;
/** What was made of one file, as records. */
export interface MadeLine extends Pick<MadeFile, 'refused' | 'isLost'> {
  readonly path: string;
  readonly examples: readonly Example[];
}

export interface Piece {
  /** Absolute. */
  readonly dir: string;
  readonly header: PieceHeader;
}

/** @param files sums by name */
export function headerOf(
  shard: PieceHeader['shard'],
  folder: string,
  project: KnownProject,
  files: Readonly<Record<string, string>>,
): PieceHeader {
  const sum = createHash('sha256').update(JSON.stringify(project)).digest('hex');
  return { version: PIECE_VERSION, shard, folder, sum, project, files };
}

/** @throws ExportFailure 2 where it is none, or not whole */
export async function openPiece(dir: string): Promise<Piece> {
  const header = pieceHeader.safeParse(jsonIn(await readFile(join(dir, HEADER), 'utf8').catch(() => '')));
  if (!header.success) throw new ExportFailure(2, `${dir} holds no shard that this version reads.`);
  for (const [name, sum] of Object.entries(header.data.files))
    if ((await sumOf(join(dir, name))) !== sum)
      throw new ExportFailure(2, `${join(dir, name)} is not as the shard was written: copy or make it again.`);
  return { dir, header: header.data };
}

export function madeLines({ dir }: Piece, of: 'train' | 'val'): AsyncGenerator<MadeLine> {
  return parsed(join(dir, MADE[of]), madeFile);
}

/** Each with the place of its line: byte offset and bytes. */
export async function* textLines({ dir }: Piece): AsyncGenerator<readonly [PieceText, at: number, bytes: number]> {
  const file = join(dir, TEXTS);
  let at = 0;
  for await (const line of linesOf(file)) {
    const bytes = Buffer.byteLength(line, 'utf8');
    yield [checked(line, file, pieceText), at, bytes];
    at += bytes + 1;
  }
}

/** The text whose line stands at that place. */
export function textAt({ dir }: Piece, at: number, bytes: number): string {
  const file = join(dir, TEXTS);
  const fd = openSync(file, 'r');
  try {
    const line = Buffer.alloc(bytes);
    for (let read = 0; read < bytes; ) {
      const more = readSync(fd, line, read, bytes - read, at + read);
      if (more === 0) break;
      read += more;
    }
    return checked(line.toString('utf8'), file, pieceText).text;
  } finally {
    closeSync(fd);
  }
}

export async function* shownTexts({ dir, header }: Piece): AsyncGenerator<string> {
  if (header.files[SHOWN] === undefined) return;
  for await (const { text } of parsed(join(dir, SHOWN), shownText)) yield text;
}

export function signatureText(signature: Uint32Array): string {
  return Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength).toString('base64');
}

/** @returns `undefined` where it is none */
export function signatureIn(text: string): Uint32Array | undefined {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return bytes.length === SIGNATURE * Uint32Array.BYTES_PER_ELEMENT ? new Uint32Array(bytes.buffer) : undefined;
}

async function* parsed<T>(file: string, schema: z.ZodType<T>): AsyncGenerator<T> {
  for await (const line of linesOf(file)) yield checked(line, file, schema);
}

function checked<T>(line: string, file: string, schema: z.ZodType<T>): T {
  const found = schema.safeParse(jsonIn(line));
  if (found.success) return found.data;
  throw new ExportFailure(2, `${file} is not as a shard has it: ${z.prettifyError(found.error).split('\n')[0] ?? ''}.`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
