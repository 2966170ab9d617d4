/** Texts of files, read again when they are wanted and kept for a while: an index of texts would be as large as the project. */
import { LRUCache } from 'lru-cache';

/** Texts that are kept, in UTF-16 units all together: the files that a few requests quote. */
const MOST_UNITS = 6_000_000;

export class FileTexts {
  readonly #read: (path: string) => string | undefined;
  readonly #kept = new LRUCache<string, string>({
    maxSize: MOST_UNITS,
    sizeCalculation: (text) => text.length + 1,
  });

  constructor(read: (path: string) => string | undefined) {
    this.#read = read;
  }

  get(path: string): string | undefined {
    const kept = this.#kept.get(path);
    if (kept !== undefined) return kept;
    const text = this.#read(path);
    if (text !== undefined) this.#kept.set(path, text);
    return text;
  }

  /** Once, without keeping it. */
  fresh(path: string): string | undefined {
    this.#kept.delete(path);
    return this.#read(path);
  }

  forget(paths: Iterable<string>): void {
    for (const path of paths) this.#kept.delete(path);
  }
}
