/** Answers out of the open project, by project and kind of language. Lives in one thread, reads by what it is given, and asks no server. */
import { dirname } from 'node:path';
import type { Situation } from '../../text/situation.ts';
import type { Proposal, ShowOptions } from './complete.ts';
import { EditedLines } from './edited.ts';
import { kindOf } from './kinds.ts';
import { rulesOf } from './rules.ts';
import { type ProjectTexts, Shelf } from './shelf.ts';
import { propose } from './suggest.ts';

export interface InstantWorld {
  /** The files of a project whose names end in one of these (without a dot). */
  readonly texts: (root: string, extensions: readonly string[]) => ProjectTexts | undefined;
  /** Absolute path of the project that a file belongs to; `undefined` where it stands alone. */
  readonly root: (path: string) => string | undefined;
  readonly show: ShowOptions;
  readonly log: (text: string) => void;
}

/** An open buffer. */
export interface InstantDocument {
  /** Absolute. */
  readonly path: string;
  readonly filetype: string;
  readonly text: string;
}

export interface Question {
  readonly situation: Situation;
  /** 0 for what is shown unasked, n for the n-th further text that the user asks for. */
  readonly attempt: number;
  /** Whether more than one line is wanted. */
  readonly multiline: boolean;
}

/** Projects and kinds of language that are kept in memory together. */
const MOST_SHELVES = 4;

export class InstantEngine {
  readonly #world: InstantWorld;
  readonly #documents = new Map<string, InstantDocument>();
  readonly #edited = new EditedLines();
  /** By kind and root, the one used last at the end. */
  readonly #shelves = new Map<string, { readonly shelf: Shelf; readonly kind: string }>();
  /** By folder. */
  readonly #roots = new Map<string, string | undefined>();

  constructor(world: InstantWorld) {
    this.#world = world;
  }

  put(document: InstantDocument): void {
    this.#documents.set(document.path, document);
    const kind = kindIn(document);
    this.#edited.put(document.path, kind, document.text);
    for (const each of this.#shelves.values()) if (each.kind === kind) each.shelf.put(document.path, document.text);
  }

  close(path: string): void {
    const document = this.#documents.get(path);
    if (document === undefined) return;
    this.#documents.delete(path);
    this.#edited.close(path);
    const kind = kindIn(document);
    for (const each of this.#shelves.values()) if (each.kind === kind) each.shelf.touched([path]);
  }

  /** Files were written. */
  touched(paths: readonly string[]): void {
    for (const path of paths) {
      const [kind] = kindOf(path, '');
      for (const each of this.#shelves.values()) if (each.kind === kind) each.shelf.touched([path]);
    }
  }

  ask({ situation, attempt, multiline }: Question): Proposal | undefined {
    const shelf = this.#shelfOf(situation);
    if (shelf === undefined) return undefined;
    const edited = this.#edited.seenFrom(situation.path, kindIn(situation));
    return propose(shelf.corpus, situation, { attempt, multiline, show: this.#world.show, edited });
  }

  /** Resolves when everything that is known now is indexed. */
  async settled(): Promise<void> {
    for (const { shelf } of this.#shelves.values()) await shelf.settled();
  }

  dispose(): void {
    for (const { shelf } of this.#shelves.values()) shelf.dispose();
    this.#shelves.clear();
  }

  #shelfOf({ path, filetype }: Situation): Shelf | undefined {
    const extensions = kindOf(path, filetype);
    const [kind] = extensions;
    if (kind === undefined) return undefined;
    const root = this.#rootOf(path);
    const key = `${kind}\0${root ?? ''}`;
    const known = this.#shelves.get(key) ?? { shelf: this.#open(kind, extensions, root, path), kind };
    this.#shelves.delete(key);
    this.#shelves.set(key, known);
    this.#dropOldest();
    return known.shelf;
  }

  #open(kind: string, extensions: readonly string[], root: string | undefined, near: string): Shelf {
    const { texts, log } = this.#world;
    const options = {
      rules: rulesOf(kind),
      texts: root === undefined ? undefined : texts(root, extensions),
      documents: () => this.#textsOf(kind),
      log,
    };
    return new Shelf(options, near);
  }

  #textsOf(kind: string): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const document of this.#documents.values())
      if (kindIn(document) === kind) texts.set(document.path, document.text);
    return texts;
  }

  #dropOldest(): void {
    for (const [key, { shelf }] of this.#shelves) {
      if (this.#shelves.size <= MOST_SHELVES) return;
      shelf.dispose();
      this.#shelves.delete(key);
    }
  }

  #rootOf(path: string): string | undefined {
    if (path === '') return undefined;
    const folder = dirname(path);
    if (!this.#roots.has(folder)) this.#roots.set(folder, this.#world.root(path));
    return this.#roots.get(folder);
  }
}

function kindIn({ path, filetype }: Pick<InstantDocument, 'path' | 'filetype'>): string | undefined {
  return kindOf(path, filetype)[0];
}
