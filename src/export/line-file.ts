/** Writes a file line by line and sums it on the way. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

export class LineFile {
  readonly #hash = createHash('sha256');
  #fd: number | undefined;

  /** @throws what the disk says, as all of it does */
  constructor(file: string) {
    this.#fd = openSync(file, 'w');
  }

  /** @param line with its line end */
  add(line: Buffer): void {
    if (this.#fd === undefined) return;
    this.#hash.update(line);
    for (let at = 0; at < line.length; ) at += writeSync(this.#fd, line, at);
  }

  /** Has it on the disk. @returns its sha256 in hex */
  end(): string {
    if (this.#fd !== undefined) fsyncSync(this.#fd);
    this.close();
    return this.#hash.digest('hex');
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}
