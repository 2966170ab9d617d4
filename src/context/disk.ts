/** Where the index gets its files from: a real disk (`discover/`), or texts in memory for replays and tests. */
import type { ProjectOptions } from './service.ts';

/** The own code of one project. Paths are absolute. */
export interface ProjectDisk {
  /** All files, those near the path `near` first. Ends quietly when `signal` is aborted. */
  list(near: string | undefined, signal: AbortSignal): AsyncIterable<readonly string[]>;
  /** The text; `undefined` when it is gone, binary, too large, or not to be read. */
  read(path: string): string | undefined;
  /** Whether a file that appeared belongs to the project's own code. */
  isWanted(path: string): boolean;
  /** Tells of files that were written, deleted or renamed; the ones that go away as well. */
  watch(changed: (paths: readonly string[]) => void): { close(): void };
}

export type OpensDisk = (options: ProjectOptions) => ProjectDisk;

/** Files of libraries, found by what they declare. Absolute paths; nothing is read. */
export interface Libraries {
  typeFile(qualified: string): string | undefined;
  /** Files that declare functions for everybody. */
  functionFiles(): readonly string[];
  /** The file that declares what a module has, as another file imports it (`lodash`). @param importer absolute path */
  moduleFile?(specifier: string, importer: string): string | undefined;
}

export const NO_LIBRARIES: Libraries = { typeFile: () => undefined, functionFiles: () => [] };

/** Texts in memory as a disk; `undefined` is for a file that is gone. */
export class MemoryDisk implements ProjectDisk {
  readonly #texts = new Map<string, string>();

  put(path: string, text: string): void {
    this.#texts.set(path, text);
  }

  remove(path: string): void {
    this.#texts.delete(path);
  }

  async *list(): AsyncIterable<readonly string[]> {
    yield [...this.#texts.keys()];
  }

  read(path: string): string | undefined {
    return this.#texts.get(path);
  }

  isWanted(path: string): boolean {
    return this.#texts.has(path);
  }

  watch(): { close(): void } {
    return { close: () => undefined };
  }
}
