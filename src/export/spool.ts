/** Takes examples in the order in which they are made and gives them out in another one: texts lie in a file, only numbers in memory. */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { Split } from './clusters.ts';
import type { PackedExample } from './packed.ts';
import { fraction } from './random.ts';
import { SPAN_KINDS } from './spans/kinds.ts';

const FLUSH_BYTES = 1 << 20;

export class Spool {
  readonly #file: string | undefined;
  readonly #fd: number | undefined;
  readonly #seed: number;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #end = 0;
  readonly #offsets: number[] = [];
  readonly #keys: number[] = [];
  readonly #isVal: boolean[] = [];
  readonly #isGone: boolean[] = [];
  readonly complexity: number[] = [];
  readonly tokens: number[] = [];
  readonly kinds: number[] = [];

  /** @param file `undefined`: texts are thrown away, only counted */
  constructor(file: string | undefined, seed: number) {
    this.#file = file;
    this.#fd = file === undefined ? undefined : openSync(file, 'w+');
    this.#seed = seed;
  }

  get size(): number {
    return this.#keys.length;
  }

  /** @param line with its line end @returns its number */
  add(example: PackedExample, line: Uint8Array): number {
    this.#offsets.push(this.#end);
    this.#end += line.length;
    this.#keys.push(fraction(this.#seed, example.id));
    this.#isVal.push(example.split === 'val');
    this.#isGone.push(false);
    this.complexity.push(example.complexity_score);
    this.tokens.push(example.n_tokens);
    this.kinds.push(SPAN_KINDS.findIndex(({ id }) => id === example.span_kind));
    if (this.#fd !== undefined) {
      this.#waiting.push(line);
      this.#waitingBytes += line.length;
      if (this.#waitingBytes > FLUSH_BYTES) this.#flush();
    }
    return this.#keys.length - 1;
  }

  drop(index: number): void {
    this.#isGone[index] = true;
  }

  /** The numbers of all examples, in the order of the dataset. */
  ordered(): readonly number[] {
    const all = this.#keys.map((_, index) => index).filter((index) => this.#isGone[index] === false);
    return all.sort((a, b) => (this.#keys[a] ?? 0) - (this.#keys[b] ?? 0) || a - b);
  }

  splitOf(index: number): Split {
    return this.#isVal[index] === true ? 'val' : 'train';
  }

  /** The line of an example, with its line end. */
  line(index: number): Buffer {
    if (this.#fd === undefined) return Buffer.alloc(0);
    this.#flush();
    const start = this.#offsets[index] ?? 0;
    const bytes = Buffer.allocUnsafe((this.#offsets[index + 1] ?? this.#end) - start);
    for (let read = 0; read < bytes.length; ) {
      const count = readSync(this.#fd, bytes, read, bytes.length - read, start + read);
      if (count === 0) break;
      read += count;
    }
    return bytes;
  }

  /** Takes the file away. */
  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    if (this.#file !== undefined) rmSync(this.#file, { force: true });
  }

  #flush(): void {
    if (this.#fd === undefined || this.#waiting.length === 0) return;
    const bytes = Buffer.concat(this.#waiting);
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(this.#fd, bytes, written, bytes.length - written, this.#end - this.#waitingBytes + written);
    }
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}
