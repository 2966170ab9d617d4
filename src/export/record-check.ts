/** Checks one record: that it fits together, and that its source is that of the file. Changes nothing. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { firstFrom } from '../text/first-from.ts';
import { countCharacters } from '../text/offset.ts';
import { complexityOf } from './complexity.ts';
import { folded } from './folded.ts';
import { givesAway } from './given-away.ts';
import type { DatasetHead } from './head.ts';
import { isLaidOut } from './prompt-check.ts';
import { type DatasetRecord, idOf } from './record.ts';
import { SPAN_KINDS } from './spans/kinds.ts';

/** Bytes of source files that are kept while their examples are checked. */
const MOST_KEPT = 64 * 2 ** 20;
const KINDS: ReadonlySet<string> = new Set(SPAN_KINDS.map(({ id }) => id));
/** Kinds of spans that begin behind what they are named after. */
const NAMED_BEFORE: ReadonlySet<string> = new Set(['line', 'brackets', 'call']);
const NEWLINE = 10;

/** What metadata.json says that every record has to keep. */
export type KnownFlags = Pick<
  DatasetHead,
  'family' | 'order' | 'max_total_chars' | 'max_middle_lines' | 'max_tokens' | 'tokenizer'
> & {
  /** Datasets of older versions don't tell `bos`. */
  readonly fim_tokens: { readonly end: string; readonly bos?: string | undefined };
};

/** Middles with fewer characters, white space left aside, could stand in their contexts in older versions. */
const OLD_SHORTEST = 8;

/** What a record says that does not fit together. */
export function problemsOf(record: DatasetRecord, known: KnownFlags): readonly string[] {
  const { text, prompt, completion, middle, context } = record;
  const end = known.fim_tokens.end;
  const claims: readonly (readonly [isTrue: boolean, otherwise: string])[] = [
    [text === prompt + completion, 'text is not prompt + completion'],
    [record.family === known.family, `family is ${record.family}`],
    [known.order === 'mix' || record.order === known.order, `order is ${record.order}`],
    [record.id === idFor(record), 'the id is not that of the place'],
    [KINDS.has(record.span_kind), `span_kind is ${record.span_kind}`],
    [isNamed(record), `span_name is ${record.span_name}`],
    [isLaidOut(record), 'the prompt is not what its parts are laid out as'],
    [completion === middle.replaceAll('\r\n', '\n') + end, 'completion is not the middle and the end token'],
    [middle.trim() !== '', 'the middle is blank'],
    [text.length <= known.max_total_chars, 'text is longer than max_total_chars'],
    [record.middle_lines === middle.split('\n').length, 'middle_lines is wrong'],
    [record.end_line - record.start_line === record.middle_lines - 1, 'the lines are not those of the middle'],
    [record.complexity_score === complexityOf(middle), 'complexity_score is wrong'],
    [record.middle_lines <= known.max_middle_lines, 'the middle has more lines than max_middle_lines'],
    [known.max_tokens === 0 || record.n_tokens <= known.max_tokens, 'n_tokens is more than max_tokens'],
    [record.tokens_exact === (known.tokenizer !== ''), 'tokens_exact is wrong'],
    [record.n_chars === countCharacters(text), 'n_chars is wrong'],
    [
      record.end_byte - record.start_byte === Buffer.byteLength(middle, 'utf8'),
      'the byte range is not that of the middle',
    ],
    [
      !givesAway(context, middle) || (known.fim_tokens.bos === undefined && folded(middle).length < OLD_SHORTEST),
      'the middle stands in its own context',
    ],
  ];
  return untrue(claims);
}

/** Some spans have the name of what stands before them: `(`, `->`, `return`. */
function isNamed({ span_kind: kind, span_name: name, prefix }: DatasetRecord): boolean {
  return !NAMED_BEFORE.has(kind) || (name !== '' && prefix.trimEnd().endsWith(name));
}

function idFor({ source_sha256: sha256, start_byte: start, end_byte: end, family, order }: DatasetRecord): string {
  return idOf(sha256, start, end, family, order);
}

function untrue(claims: readonly (readonly [isTrue: boolean, otherwise: string])[]): readonly string[] {
  return claims.filter(([isTrue]) => !isTrue).map(([, otherwise]) => otherwise);
}

interface SourceFile {
  readonly bytes: Buffer;
  readonly sha256: string;
  /** Bytes at which lines begin, but for the first one. */
  readonly lines: Uint32Array;
}

/** The files that examples were made of. */
export class Sources {
  readonly #root: string | undefined;
  readonly #isMasked: boolean;
  readonly #kept = new LRUCache<string, SourceFile>({
    maxSize: MOST_KEPT,
    sizeCalculation: ({ bytes }) => bytes.length + 1,
  });

  /** @param isMasked the dataset has other characters than the files where they have secrets */
  constructor(root: string | undefined, isMasked: boolean) {
    this.#root = root;
    this.#isMasked = isMasked;
  }

  async compare(record: DatasetRecord): Promise<readonly string[]> {
    if (this.#root === undefined) return [];
    const file = await this.#read(join(this.#root, record.path));
    if (file === undefined) return [`${record.path} can't be read`];
    if (file.sha256 !== record.source_sha256) return [`${record.path} has changed`];
    const shown = Buffer.from(record.prefix + record.middle + record.suffix, 'utf8');
    const start = record.start_byte - Buffer.byteLength(record.prefix, 'utf8');
    const end = start + shown.length;
    const source = file.bytes.subarray(Math.max(0, start), end);
    const claims: readonly (readonly [isTrue: boolean, otherwise: string])[] = [
      [
        this.#isMasked ? source.length === shown.length : shown.equals(source),
        'prefix, middle and suffix are not the source',
      ],
      [record.start_line === firstFrom(file.lines, record.start_byte + 1) + 1, 'start_line is wrong'],
      [record.truncated_prefix === start > 0, 'truncated_prefix is wrong'],
      [record.truncated_suffix === end < file.bytes.length, 'truncated_suffix is wrong'],
    ];
    return untrue(claims);
  }

  async #read(path: string): Promise<SourceFile | undefined> {
    const kept = this.#kept.get(path);
    if (kept !== undefined) return kept;
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined) return undefined;
    const read = { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), lines: lineStarts(bytes) };
    this.#kept.set(path, read);
    return read;
  }
}

function lineStarts(bytes: Buffer): Uint32Array {
  const starts: number[] = [];
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}
