/** Reads the files that wait, one after the other, and gives way to requests in between. Decides nothing about which files there are. */
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Language } from '../../syntax/language.ts';
import { languageOf } from '../../syntax/registry.ts';
import type { FileSymbols } from '../symbols.ts';
import { type Urgency, WorkQueue } from './work-queue.ts';

export interface IndexerWorld {
  /** The text of a file as it is now; `undefined` when it is gone or must not be read. */
  readonly text: (path: string) => string | undefined;
  /** Loads a language's grammar; resolves at once when it is there. Rejects when it can't be had. */
  readonly load: (language: Language) => Promise<void>;
  /** Takes a file over. */
  readonly put: (path: string, text: string, language: Language | undefined) => FileSymbols;
  readonly remove: (path: string) => void;
  /** Own files that a file names. */
  readonly named: (path: string, symbols: FileSymbols) => Iterable<string>;
  /** Makes sure that a type is known, a library's as well. */
  readonly find: (type: string) => void;
  /** Makes sure that what a file imports by a name that is no path is known. */
  readonly findModule: (specifier: string, importer: string) => void;
  /** Milliseconds of a clock that only moves on. */
  readonly now: () => number;
  readonly log: (text: string) => void;
}

/** Requests wait for one slice at most, and for the file that it ends with. In ms. */
const SLICE_MS = 6;
/** Types that are looked for ahead of time: what a project's own code names. */
const MOST_TYPES = 20_000;

export class Indexer {
  readonly #world: IndexerWorld;
  readonly #queue = new WorkQueue();
  /** Types and modules that were named and not looked for yet. */
  readonly #types = new Map<string, () => void>();
  readonly #looked = new Set<string>();
  #idle: (() => void)[] = [];
  #isRunning = false;
  #isStopped = false;
  #read = 0;

  constructor(world: IndexerWorld) {
    this.#world = world;
  }

  /** Files that wait. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Files that have been read, again and again. */
  get filesRead(): number {
    return this.#read;
  }

  add(paths: Iterable<string>, urgency: Urgency): void {
    for (const path of paths) this.#queue.add(path, urgency);
    void this.#run();
  }

  /** Waiting files for which `isNear` is true are read before those that it isn't for. */
  hurry(isNear: (path: string) => boolean): void {
    this.#queue.hurry(isNear);
  }

  remove(path: string): void {
    this.#queue.remove(path);
    this.#world.remove(path);
  }

  /** Resolves when nothing waits. */
  settled(): Promise<void> {
    if (!this.#isRunning) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #run(): Promise<void> {
    if (this.#isRunning || this.#isStopped) return;
    this.#isRunning = true;
    const { now } = this.#world;
    let begun = now();
    while (!this.#isStopped && (await this.#step())) {
      if (now() - begun < SLICE_MS) continue;
      await othersFirst();
      begun = now();
    }
    this.#isRunning = false;
    const idle = this.#idle;
    this.#idle = [];
    for (const wake of idle) wake();
  }

  /** @returns false when there was nothing to do */
  async #step(): Promise<boolean> {
    const next = this.#queue.next();
    if (next !== undefined) {
      await this.#take(next.path, next.urgency);
      return true;
    }
    const [named] = this.#types;
    if (named === undefined) return false;
    const [name, find] = named;
    this.#types.delete(name);
    this.#guarded(name, find);
    return true;
  }

  async #take(path: string, urgency: Urgency): Promise<void> {
    const language = languageOf({ filetype: '', path });
    // A language without a grammar still has words.
    if (language !== undefined) await this.#world.load(language).catch(() => undefined);
    this.#guarded(path, () => {
      const text = this.#world.text(path);
      if (text === undefined) {
        this.#world.remove(path);
        return;
      }
      const symbols = this.#world.put(path, text, language);
      this.#read++;
      this.#note(path, symbols);
      // What is named there is needed next; what that names is not.
      if (urgency === 'now') for (const other of this.#world.named(path, symbols)) this.#queue.add(other, 'near');
    });
  }

  #note(path: string, { references, imports }: FileSymbols): void {
    const later = (name: string, find: () => void): void => {
      if (this.#looked.size >= MOST_TYPES || this.#looked.has(name)) return;
      this.#looked.add(name);
      this.#types.set(name, find);
    };
    for (const { name } of references) later(name, () => this.#world.find(name));
    for (const { from } of imports) {
      if (from !== undefined && !from.startsWith('.'))
        later(`import ${from}`, () => this.#world.findModule(from, path));
    }
  }

  /** One odd file must not end the reading of all the others. */
  #guarded(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#world.log(`index, ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
}
