/** One project's corpus in one kind of language, kept up with its files and the open buffers in the background. Chooses no text. */
import { Corpus } from './corpus.ts';
import type { TokenRules } from './rules.ts';
import { nextTurn, runInSlices } from './slices.ts';
import { TokenIndexBuilder } from './token-index.ts';

/** The files of a project that are in one kind of language. Paths are absolute. */
export interface ProjectTexts {
  /** All of them, those near the path `near` first. Ends quietly when `signal` is aborted. */
  list(near: string | undefined, signal: AbortSignal): AsyncIterable<readonly string[]>;
  /** The text; `undefined` when it is gone, binary, too large, or not to be read. */
  read(path: string): string | undefined;
  /** Whether a file that appeared belongs to them. */
  isWanted(path: string): boolean;
  /** Tells of files that were written, deleted or renamed. */
  watch(changed: (paths: readonly string[]) => void): { close(): void };
}

export interface ShelfOptions {
  readonly rules: TokenRules;
  /** `undefined` where only open buffers are known. */
  readonly texts: ProjectTexts | undefined;
  /** Texts of open buffers by path: they count in place of what stands on disk. */
  readonly documents: () => ReadonlyMap<string, string>;
  readonly log: (text: string) => void;
}

/** What is behind that many tokens is left out: some 20 MB of code, 30 MB of index. */
const MOST_TOKENS = 4_000_000;
/** Longest time that reading holds the thread, in ms. */
const SLICE_MS = 3;

export class Shelf {
  /** As it is now: of open buffers only at first, and another one once an index is built. */
  corpus: Corpus;
  readonly #options: ShelfOptions;
  readonly #stopped = new AbortController();
  /** Files that changed while an index is built. */
  readonly #missed = new Set<string>();
  #building: Promise<void> | undefined;
  #watcher: { close(): void } | undefined;

  constructor(options: ShelfOptions, near: string) {
    this.#options = options;
    this.corpus = new Corpus(options.rules);
    this.#putDocuments();
    this.#build(near);
  }

  /** A buffer was opened, or has another text. */
  put(path: string, text: string): void {
    this.corpus.put({ path, text });
    this.#note(path);
  }

  /** Files were written or deleted, or a buffer was closed: what stands there now counts. */
  touched(paths: readonly string[]): void {
    for (const path of paths) {
      this.#look(path);
      this.#note(path);
    }
  }

  /** Resolves when nothing is built any more. */
  async settled(): Promise<void> {
    while (this.#building !== undefined) await this.#building;
  }

  dispose(): void {
    this.#stopped.abort();
    this.#watcher?.close();
  }

  #look(path: string): void {
    const { documents, texts } = this.#options;
    const text = documents().get(path) ?? (texts?.isWanted(path) === true ? texts.read(path) : undefined);
    if (text === undefined) this.corpus.remove(path);
    else this.corpus.put({ path, text });
  }

  #note(path: string): void {
    if (this.#building !== undefined) this.#missed.add(path);
    else if (this.corpus.isStale) this.#build(path);
  }

  #putDocuments(): void {
    for (const [path, text] of this.#options.documents()) this.corpus.put({ path, text });
  }

  #build(near: string): void {
    const { texts, log } = this.#options;
    if (texts === undefined || this.#building !== undefined) return;
    this.#building = this.#index(texts, near)
      .catch((error: unknown) => log(`instant index: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => {
        this.#building = undefined;
      });
  }

  async #index(texts: ProjectTexts, near: string): Promise<void> {
    const { signal } = this.#stopped;
    const builder = await this.#read(texts, near);
    const index = await runInSlices(builder.finish(), signal);
    if (index === undefined) return;
    this.corpus = new Corpus(this.#options.rules, index);
    this.#putDocuments();
    const missed = [...this.#missed];
    this.#missed.clear();
    for (const path of missed) this.#look(path);
  }

  async #read(texts: ProjectTexts, near: string): Promise<TokenIndexBuilder> {
    const { signal } = this.#stopped;
    const builder = new TokenIndexBuilder(this.#options.rules);
    let until = performance.now() + SLICE_MS;
    for await (const paths of texts.list(near, signal)) {
      for (const path of paths) {
        if (signal.aborted || builder.length >= MOST_TOKENS) break;
        const text = texts.read(path);
        if (text !== undefined) builder.add({ path, text });
        if (performance.now() < until) continue;
        await nextTurn();
        until = performance.now() + SLICE_MS;
      }
    }
    if (!signal.aborted) this.#watcher ??= texts.watch((changed) => this.touched(changed));
    return builder;
  }
}
