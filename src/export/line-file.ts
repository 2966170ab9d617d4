/** Writes a file line by line and sums it on the way. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

/** Lines are written together, so many bytes at once. */
const AT_ONCE = 1 << 20;

export class LineFile {
  readonly #hash = createHash('sha256');
  #fd: number | undefined;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;

  /** @throws what the disk says, as all of it does */
  constructor(file: string) {
    this.#fd = openSync(file, 'w');
  }

  /** @param line with its line end */
  add(line: Buffer): void {
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    if (this.#waitingBytes > AT_ONCE) this.#flush();
  }

  /** Has it on the disk. @returns its sha256 in hex */
  end(): string {
    this.#flush();
    if (this.#fd !== undefined) fsyncSync(this.#fd);
    this.close();
    return this.#hash.digest('hex');
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #flush(): void {
    if (this.#fd === undefined) return;
    const bytes = Buffer.concat(this.#waiting);
    [this.#waiting, this.#waitingBytes] = [[], 0];
    this.#hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at);
  }
}
