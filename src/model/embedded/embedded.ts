/**
 * The model-free backend: completes out of words, lines and blocks that already stand in the open project.
 * Asks no server, invents nothing, and stays silent when the project does not say what comes next.
 */
import { dirname } from 'node:path';
import type { Situation } from '../../text/situation.ts';
import type { Ask, Backend } from '../backend.ts';
import { kindOf } from '../instant/kinds.ts';
import type { Hidden } from './corpus.ts';
import type { Cursor } from './cursor.ts';
import { cursorOf } from './cursor.ts';
import type { Document } from './library.ts';
import { Library } from './library.ts';
import { locate } from './locate.ts';
import type { ProjectFiles } from './project-files.ts';
import { projectRoot } from './project-files.ts';
import { suggest } from './suggest.ts';

export type { Document } from './library.ts';
export { type ProjectFile, type ProjectFiles, projectFiles } from './project-files.ts';

/** What the backend is given. */
export interface EmbeddedOptions {
  /** The open buffers, as they are at the moment of the call. Called on each request: it must not copy lines. */
  readonly documents: () => Iterable<Document>;
  /** The project's files. Without it only open buffers are known. */
  readonly files?: ProjectFiles;
  /** The project that a path belongs to; by default the nearest folder that looks like one. */
  readonly root?: (path: string) => Promise<string | undefined>;
}

export interface EmbeddedBackend extends Backend {
  /** Says that files on disk may have changed: call it when a buffer was written. Within a few seconds of the last look the next request looks instead. */
  refresh(): void;
  /** Resolves when everything that is known now is indexed. */
  settled(): Promise<void>;
  /** Forgets every file and buffer: which of them may be read has changed. */
  forget(): void;
  /** Stops all background work; `generate` then yields nothing. */
  dispose(): void;
}

/** Files are looked at this often at most when a buffer was written, and at least while completions are asked for, in ms. */
const REFRESH_MS = 3000;
const IDLE_REFRESH_MS = 30_000;

/** Projects and kinds of language that are kept in memory together. */
const MOST_SHELVES = 4;

/** A library and what is known of its project. */
interface Shelf {
  readonly library: Library;
  readonly extensions: readonly string[];
  /** Absolute path of the project's folder. */
  readonly root: string | undefined;
  /** When its files were last asked for, in ms of `performance.now()`; -Infinity before. */
  readAt: number;
  /** Whether a buffer was written since. */
  isDirty: boolean;
  /** Row where the cursor was last found, 0-based. */
  row: number;
}

/** Builds the backend. It does nothing until it is first asked. */
export function createEmbedded(options: EmbeddedOptions): EmbeddedBackend {
  return new Embedded(options);
}

class Embedded implements EmbeddedBackend {
  readonly name = 'embedded';
  readonly modelFree = true;
  readonly place = '';
  readonly #options: EmbeddedOptions;
  /** By project and kind, the one used last at the end. */
  readonly #shelves = new Map<string, Shelf>();
  /** By folder, so that only the first request in a folder looks at the disk. */
  readonly #roots = new Map<string, Promise<string | undefined>>();
  #isDisposed = false;

  constructor(options: EmbeddedOptions) {
    this.#options = options;
  }

  async *generate(ask: Ask, signal: AbortSignal): AsyncGenerator<string> {
    signal.throwIfAborted();
    const root = await this.#rootOf(ask.situation.path);
    signal.throwIfAborted();
    const shelf = this.#shelfOf(ask.situation, root);
    if (shelf === undefined) return;
    shelf.library.touch();
    this.#read(shelf);
    const cursor = cursorOf(ask.situation);
    const { texts, confident } = suggest(cursor, ask.multiline, shelf.library.corpus, this.#hiddenFrom(cursor, shelf));
    // Where nothing was shown unasked, the first that is asked for is the best guess.
    const text = confident > 0 ? texts[ask.attempt] : texts[ask.attempt - 1];
    if (text !== undefined) yield text;
  }

  models(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  refresh(): void {
    for (const shelf of this.#shelves.values()) {
      shelf.isDirty = true;
      this.#read(shelf);
    }
  }

  async settled(): Promise<void> {
    for (const { library } of this.#shelves.values()) await library.settled();
  }

  forget(): void {
    for (const { library } of this.#shelves.values()) library.dispose();
    this.#shelves.clear();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.forget();
  }

  #rootOf(path: string): Promise<string | undefined> {
    if (path === '') return Promise.resolve(undefined);
    const folder = dirname(path);
    const known = this.#roots.get(folder) ?? (this.#options.root ?? projectRoot)(path).catch(() => undefined);
    this.#roots.set(folder, known);
    return known;
  }

  #shelfOf(situation: Situation, root: string | undefined): Shelf | undefined {
    const extensions = kindOf(situation.path, situation.filetype);
    const [kind] = extensions;
    if (kind === undefined || this.#isDisposed) return undefined;
    const key = `${kind}\0${root ?? ''}`;
    const shelf = this.#shelves.get(key) ?? {
      library: new Library(() => this.#documentsOf(kind)),
      extensions,
      root,
      readAt: Number.NEGATIVE_INFINITY,
      isDirty: false,
      row: 0,
    };
    this.#shelves.delete(key);
    this.#shelves.set(key, shelf);
    this.#dropOldest();
    return shelf;
  }

  #dropOldest(): void {
    for (const [key, { library }] of this.#shelves) {
      if (this.#shelves.size <= MOST_SHELVES) return;
      library.dispose();
      this.#shelves.delete(key);
    }
  }

  #documentsOf(kind: string): Document[] {
    const documents: Document[] = [];
    for (const document of this.#options.documents()) {
      if (document.path !== '' && kindOf(document.path, document.filetype)[0] === kind) documents.push(document);
    }
    return documents;
  }

  #read(shelf: Shelf): void {
    const { files } = this.#options;
    const now = performance.now();
    if (
      files === undefined ||
      shelf.root === undefined ||
      now - shelf.readAt < (shelf.isDirty ? REFRESH_MS : IDLE_REFRESH_MS)
    )
      return;
    shelf.readAt = now;
    shelf.isDirty = false;
    void shelf.library.read(shelf.root, shelf.extensions, files);
  }

  /** What does not count for `cursor`: files that are open (their buffers do), and in its own buffer the lines around it, which are read directly. */
  #hiddenFrom(cursor: Cursor, shelf: Shelf): Hidden {
    const open = new Map<string, Document>();
    for (const document of this.#options.documents()) open.set(document.path, document);
    const own = cursor.path === '' ? undefined : open.get(cursor.path);
    const row = own === undefined ? undefined : locate(own.lines, cursor, shelf.row);
    if (row !== undefined) shelf.row = row;
    return (source, from, to) => {
      if (!source.open) return source.path === cursor.path || open.has(source.path);
      if (source.path !== cursor.path) return !open.has(source.path);
      if (own === undefined || row === undefined) return true;
      // The buffer may have grown or shrunk since it was indexed.
      const shift = Math.abs(own.lines.length - source.lines.length);
      return from < row + cursor.near.lines.length - cursor.row + shift && to > row - cursor.row - shift;
    };
  }
}
