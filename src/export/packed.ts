/** Examples as they come from a thread and go into a file: the bytes of their lines, and what is asked of them before they are read again. */
import type { Example } from './example.ts';
import { fraction } from './random.ts';
import { type DatasetRecord, datasetRecord } from './record.ts';

/** What is known of an example without its line. */
export interface PackedExample
  extends Pick<DatasetRecord, 'id' | 'split' | 'span_kind' | 'complexity_score' | 'n_tokens'> {
  /** The same number for the same text, [0, 1). */
  readonly textKey: number;
  /** What training must not hold; '' but in the validation split. */
  readonly middle: string;
  readonly isShrunk: boolean;
  /** Of its line, with the line end. */
  readonly bytes: number;
}

/** The lines of all examples, one after the other, in UTF-8. */
export interface PackedExamples {
  readonly lines: Uint8Array<ArrayBuffer>;
  readonly examples: readonly PackedExample[];
}

const ENCODER = new TextEncoder();

/** Takes the examples of a file one after the other: of each stay the bytes of its line alone. */
export class Packer {
  readonly #lines: Uint8Array[] = [];
  readonly #examples: PackedExample[] = [];
  #bytes = 0;

  add({ record, isShrunk }: Example): void {
    const line = ENCODER.encode(`${JSON.stringify(record)}\n`);
    this.#lines.push(line);
    this.#bytes += line.length;
    this.#examples.push({
      id: record.id,
      split: record.split,
      span_kind: record.span_kind,
      complexity_score: record.complexity_score,
      n_tokens: record.n_tokens,
      textKey: fraction(record.text),
      middle: record.split === 'val' ? record.middle : '',
      isShrunk,
      bytes: line.length,
    });
  }

  packed(): PackedExamples {
    const lines = new Uint8Array(this.#bytes);
    let at = 0;
    for (const line of this.#lines) {
      lines.set(line, at);
      at += line.length;
    }
    return { lines, examples: this.#examples };
  }
}

/** Each example with its line, which is a part of all the bytes. */
export function* unpacked({ lines, examples }: PackedExamples): Generator<readonly [PackedExample, Uint8Array]> {
  let at = 0;
  for (const example of examples) {
    yield [example, lines.subarray(at, at + example.bytes)];
    at += example.bytes;
  }
}

/** @throws ZodError where it is none */
export function recordIn(line: Uint8Array): DatasetRecord {
  return datasetRecord.parse(JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8')));
}
