/** One project while it is open: its index, kept up with the files by an indexer and a watcher. Answers no requests. */
import { dirname, relative } from 'node:path';
import type { Language } from '../syntax/language.ts';
import { LANGUAGES } from '../syntax/registry.ts';
import type { Libraries, ProjectDisk } from './disk.ts';
import type { LiveDocument } from './documents.ts';
import { EditTracker } from './edits/tracker.ts';
import { BUILTINS } from './extract/builtins.ts';
import { FileTexts } from './index/file-texts.ts';
import { Indexer } from './index/indexer.ts';
import { ProjectIndex } from './index/project-index.ts';
import type { SymbolReader } from './index/reader.ts';
import { Recency } from './index/recency.ts';
import type { Urgency } from './index/work-queue.ts';
import { RepoMap } from './map/repo-map.ts';
import type { ProjectFile } from './project.ts';
import type { FileWords } from './search/file-words.ts';
import { SearchIndex } from './search/search-index.ts';
import type { ProjectOptions, ProjectStatus } from './service.ts';
import type { FileSymbols } from './symbols.ts';

export interface ProjectWorld {
  readonly disk: ProjectDisk;
  readonly libraries: Libraries;
  readonly reader: SymbolReader;
  /** The unsaved text of a file, where an editor has it open. */
  readonly document: (path: string) => LiveDocument | undefined;
  /** Milliseconds of a clock that only moves on. */
  readonly now: () => number;
  readonly log: (text: string) => void;
}

/** What was known of a file before another text of it was held. */
interface Held {
  readonly path: string;
  readonly relative: string;
  readonly file: ProjectFile | undefined;
  readonly words: FileWords | undefined;
}

export class OpenedProject {
  readonly options: ProjectOptions;
  readonly index: ProjectIndex;
  readonly search = new SearchIndex();
  readonly edits: EditTracker;
  readonly map: RepoMap;
  readonly recency = new Recency();
  readonly #world: ProjectWorld;
  readonly #indexer: Indexer;
  readonly #texts: FileTexts;
  readonly #stopped = new AbortController();
  readonly #startedAt: number;
  #watcher: { close(): void } | undefined;
  #listing: Promise<void> | undefined;
  #isListed = false;
  #filesKnown = 0;
  #indexedMs: number | undefined;
  #held: Held | undefined;

  constructor(options: ProjectOptions, world: ProjectWorld) {
    const { disk, libraries, now, log } = world;
    this.options = options;
    this.#world = world;
    this.#startedAt = now();
    this.#texts = new FileTexts((path) => (this.#mayRead(path) ? disk.read(path) : undefined));
    this.index = new ProjectIndex({
      root: options.root,
      text: (path) => world.document(path)?.text ?? this.#texts.get(path),
      usage: (identifier) => this.search.usage(identifier),
      loadLibraryType: (name) => this.#loadLibrary(libraries.typeFile(name)),
      // Nothing tells which of them declares it; all are read, once.
      loadLibraryFunction: () => libraries.functionFiles().filter((path) => this.#loadLibrary(path)).length > 0,
      loadLibraryModule: (specifier, importer) => {
        const path = libraries.moduleFile?.(specifier, importer);
        return path !== undefined && (this.index.file(path) !== undefined || this.#loadLibrary(path))
          ? path
          : undefined;
      },
      recency: this.recency,
    });
    this.edits = new EditTracker({ root: options.root });
    this.map = new RepoMap(this.index, this.search);
    this.#indexer = new Indexer({
      text: (path) => world.document(path)?.text ?? this.#texts.fresh(path),
      load: (language) => this.#load(language),
      put: (path, text, language) => this.#put(path, text, language, true),
      remove: (path) => this.#forget(path),
      named: (path, symbols) => this.#named(path, symbols),
      find: (type) => this.index.type(type),
      findModule: (specifier, importer) => this.index.library(specifier, importer),
      now,
      log,
    });
  }

  /** From the project's root with `/`; outside of it the absolute path. */
  relative(path: string): string {
    return relativeTo(this.options.root, path);
  }

  /**
   * Lists the project's files and begins to read them, those near `near` first.
   * Resolves when they are listed.
   */
  list(near: string | undefined): Promise<void> {
    this.#listing ??= this.#list(near);
    return this.#listing;
  }

  /** The files of a folder that are known by now are read before the others. */
  wantFolder(folder: string): void {
    this.#indexer.hurry((path) => dirname(path) === folder);
  }

  /** These are read next. */
  want(paths: Iterable<string>, urgency: Urgency): void {
    this.#indexer.add(paths, urgency);
  }

  /** Files were written, deleted or renamed, or a document was closed: what stands there now counts. */
  touched(paths: readonly string[]): void {
    const { disk, document } = this.#world;
    this.#texts.forget(paths);
    this.edits.touched();
    for (const path of paths) {
      const isWanted = document(path) !== undefined || (this.options.useOtherFiles && disk.isWanted(path));
      if (isWanted) this.#indexer.add([path], 'now');
      else if (this.index.file(path) !== undefined) this.#indexer.remove(path);
    }
  }

  /**
   * Puts in what a document declares now, so that others see what is not saved. Its words wait for `want`, where its lines are not given: so are those of
   * a document that was cut into pieces before anybody knew where it is being written.
   */
  declare(path: string, symbols: FileSymbols, lines?: readonly string[]): void {
    if (this.index.file(path)?.symbols === symbols) return;
    this.index.put({ path, relative: this.relative(path), symbols, isOwn: true });
    if (lines !== undefined && this.search.words(path) !== undefined) this.search.put(path, lines, symbols);
  }

  /** At once, without reading anything: what is known of a file is that, until `restore`. */
  hold(document: LiveDocument): void {
    const { path, lines } = document;
    if (this.#held?.path !== path) this.restore();
    this.#held ??= {
      ...{ path, relative: this.relative(path) },
      ...{ file: this.index.file(path), words: this.search.words(path) },
    };
    const symbols = document.symbols();
    this.index.put({ path, relative: this.#held.relative, symbols, isOwn: true });
    this.search.put(path, lines, symbols);
  }

  /** What was known of the file that was held before is known again. */
  restore(): void {
    if (this.#held === undefined) return;
    const { path, file, words } = this.#held;
    this.#held = undefined;
    if (file === undefined) this.index.remove(path);
    else this.index.put(file);
    this.search.restore(path, words);
  }

  /** Resolves when texts of a language can be read, and what it brings along is known. */
  async #load(language: Language): Promise<void> {
    await this.#world.reader.load(language);
    const builtins = BUILTINS[language.id];
    const written = builtins && LANGUAGES.find(({ id }) => id === builtins.language);
    if (builtins === undefined || written === undefined) return;
    const path = `<${written.id}>`;
    if (this.index.file(path) !== undefined) return;
    await this.#world.reader.load(written);
    this.index.put({ path, relative: path, symbols: this.#world.reader.read(written, builtins.code), isOwn: false });
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.#listing;
    await this.#indexer.settled();
    await this.edits.settled();
  }

  get isComplete(): boolean {
    return this.#isListed && this.#indexer.waiting === 0;
  }

  get status(): ProjectStatus {
    const { own, library, declarations } = this.index.counts;
    return {
      root: this.options.root,
      files: own,
      filesKnown: Math.max(own, this.#filesKnown),
      libraryFiles: library,
      declarations,
      chunks: this.search.chunkCount,
      isComplete: this.isComplete,
      indexedMs: this.#indexedMs,
    };
  }

  dispose(): void {
    this.#stopped.abort();
    this.#watcher?.close();
    this.#indexer.stop();
    this.edits.dispose();
  }

  async #list(near: string | undefined): Promise<void> {
    const { disk, now, log } = this.#world;
    const { signal } = this.#stopped;
    if (!this.options.useOtherFiles) {
      this.#isListed = true;
      return;
    }
    try {
      for await (const paths of disk.list(near, signal)) {
        this.#filesKnown += paths.length;
        this.#indexer.add(paths, 'later');
      }
      if (signal.aborted) return;
      this.#watcher = disk.watch((paths) => this.touched(paths));
      this.edits.touched();
    } catch (error) {
      log(`files of ${this.options.root}: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#isListed = true;
    void this.#indexer.settled().then(() => {
      this.#indexedMs = now() - this.#startedAt;
    });
  }

  #put(path: string, text: string, language: Language | undefined, isOwn: boolean): FileSymbols {
    const symbols = this.#world.document(path)?.symbols() ?? this.#world.reader.read(language, text, path);
    this.index.put({ path, relative: this.relative(path), symbols, isOwn });
    if (isOwn) {
      this.search.put(path, text.split('\n'), symbols);
      this.map.changed(path);
    }
    return symbols;
  }

  #forget(path: string): void {
    this.index.remove(path);
    this.search.remove(path);
    this.map.changed(path);
  }

  /** @returns whether anything was read */
  #loadLibrary(path: string | undefined): boolean {
    if (path === undefined || !this.options.useOtherFiles || this.index.file(path) !== undefined) return false;
    const { disk, reader } = this.#world;
    const language = reader.loadedLanguageOf(path);
    const text = language === undefined ? undefined : disk.read(path);
    if (text === undefined) return false;
    this.#put(path, text, language, false);
    return true;
  }

  /** The project's own files that a file names. */
  *#named(path: string, { references, imports }: FileSymbols): Iterable<string> {
    const { disk, libraries } = this.#world;
    for (const name of new Set([...references, ...imports].map((reference) => reference.name))) {
      const file = libraries.typeFile(name);
      if (file !== undefined && file !== path && this.index.file(file) === undefined && disk.isWanted(file)) yield file;
    }
  }

  #mayRead(path: string): boolean {
    return this.options.useOtherFiles || this.#world.document(path) !== undefined;
  }
}

function relativeTo(root: string, path: string): string {
  const below = relative(root, path).replaceAll('\\', '/');
  return below === '' || below.startsWith('../') ? path : below;
}
