/** Keeps one corpus up to date with the open buffers and the files on disk, in the background; answers nothing itself. */
import { Corpus } from './corpus.ts';
import type { ProjectFile, ProjectFiles } from './project-files.ts';
import { nextTurn, runInSlices } from './slices.ts';

/** An open buffer. */
export interface Document {
  /** Absolute path; '' for a buffer without a name. */
  readonly path: string;
  readonly filetype: string;
  /** The mirror's own array: it may change in place, with `version`. */
  readonly lines: readonly string[];
  /** Grows with each change. */
  readonly version: number;
}

/** A buffer is indexed anew after this long without a change, in ms: while somebody types, the lines around the cursor are read directly. */
const QUIET_MS = 300;

export class Library {
  readonly corpus = new Corpus();
  readonly #documents: () => readonly Document[];
  readonly #abort = new AbortController();
  /** Versions of the buffers that are indexed, or about to be. */
  readonly #versions = new Map<string, number>();
  /** Stamps of the files that are indexed. */
  readonly #stamps = new Map<string, string>();
  #queue: Promise<void> = Promise.resolve();
  #pending = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param documents the open buffers of this corpus's kind, as they are now. */
  constructor(documents: () => readonly Document[]) {
    this.#documents = documents;
  }

  /** Notes that buffers may have changed. New ones are indexed at once, changed ones when it is quiet. Costs microseconds. */
  touch(): void {
    const documents = this.#documents();
    if (documents.some(({ path }) => !this.#versions.has(path)))
      this.#indexDocuments((path) => !this.#versions.has(path));
    const isStale =
      documents.some(({ path, version }) => this.#versions.get(path) !== version) ||
      this.#versions.size > documents.length;
    if (!isStale) return;
    if (this.#timer === undefined) {
      this.#timer = setTimeout(() => this.#indexDocuments(() => true), QUIET_MS).unref();
    } else {
      this.#timer.refresh();
    }
  }

  /** Reads what is new or changed on disk. Resolves when that is indexed; never rejects. */
  read(root: string, extensions: readonly string[], files: ProjectFiles): Promise<void> {
    return this.#enqueue(async (signal) => {
      const gone = new Set(this.#stamps.keys());
      for await (const file of files(root, extensions, signal)) {
        gone.delete(file.path);
        if (this.#stamps.get(file.path) !== file.stamp) await this.#readFile(file, signal);
      }
      if (signal.aborted) return;
      for (const path of gone) {
        this.corpus.remove(path, false);
        this.#stamps.delete(path);
      }
    });
  }

  /** Indexes changed buffers now and resolves when nothing is left to do. For tests and benches. */
  async settled(): Promise<void> {
    this.#indexDocuments(() => true);
    do await this.#queue;
    while (this.#pending > 0);
  }

  /** Stops all background work. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  async #readFile(file: ProjectFile, signal: AbortSignal): Promise<void> {
    this.#stamps.set(file.path, file.stamp);
    const text = await file.read();
    if (text === undefined) {
      this.corpus.remove(file.path, false);
      return;
    }
    await runInSlices(this.corpus.put(file.path, false, text.split(/\r\n|\n|\r/)), signal);
    await nextTurn();
  }

  #indexDocuments(isWanted: (path: string) => boolean): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const documents = this.#documents();
    for (const { path, lines, version } of documents) {
      if (this.#versions.get(path) === version || !isWanted(path)) continue;
      this.#versions.set(path, version);
      // Copied now: the array belongs to `version` only until the next key.
      const copy = lines.slice();
      void this.#enqueue((signal) => runInSlices(this.corpus.put(path, true, copy), signal));
    }
    const open = new Set(documents.map(({ path }) => path));
    for (const path of this.#versions.keys()) {
      if (open.has(path)) continue;
      this.#versions.delete(path);
      void this.#enqueue(async () => this.corpus.remove(path, true));
    }
  }

  /** One job after the other: a corpus takes one change at a time. */
  #enqueue(job: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#pending++;
    const { signal } = this.#abort;
    const run = async (): Promise<void> => {
      try {
        if (!signal.aborted) await job(signal);
      } catch {
        // A file that cannot be read is a file less to learn from; completing goes on with the rest.
      } finally {
        this.#pending--;
      }
    };
    this.#queue = this.#queue.then(run);
    return this.#queue;
  }
}
