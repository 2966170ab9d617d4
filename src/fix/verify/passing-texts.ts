/**
 * Texts of a server that looks at an opened text at once and at a change only after a while: each is opened, and closed when the server has told what it thinks.
 * What a closed text declared stays known to it, in place of the file, until the next text of that file; so others are given back what they are.
 */
import { readFile } from 'node:fs/promises';
import type { FileChange } from './project-files.ts';
import { type Notifier, type ServerText, type ServerTexts, tellChanges, uriOf } from './server-texts.ts';

/** Up to so many files are opened and closed, which takes some ms each; with more the server is told to read them itself, and says nothing of names for half a second. */
const MOST_OPENED = 30;
/** Characters of all of them together: some servers take a second for a million. */
const MOST_CHARS = 400_000;

export interface Publisher {
  /** The next list that the server publishes of an address. */
  next(uri: string): Promise<readonly unknown[]>;
  /** Resolves when it has read what it was told of from now on. */
  reread(): Promise<void>;
  /** Waits as long as a text of so many characters may take. @throws FimError */
  patient<T>(answer: Promise<T>, characters: number): Promise<T>;
}

export class PassingTexts implements ServerTexts {
  readonly #notifier: Notifier;
  readonly #publisher: Publisher;
  readonly #languageId: string;
  /** What the server was given last of a file, where it need not be what the disk has. */
  readonly #given = new Map<string, string>();
  #open: { readonly uri: string; readonly size: number; readonly told: Promise<readonly unknown[]> } | undefined;

  /** @param languageId of files on disk */
  constructor(notifier: Notifier, publisher: Publisher, languageId: string) {
    this.#notifier = notifier;
    this.#publisher = publisher;
    this.#languageId = languageId;
  }

  async follow(path: string, changes: readonly FileChange[], unsaved: readonly ServerText[]): Promise<void> {
    for (const change of changes) this.#given.delete(change.path);
    const others = unsaved.filter((each) => each.path !== path);
    const isOther = new Set(others.map((each) => each.path));
    const stale = [...this.#given.keys()].map((each): FileChange => ({ path: each, kind: 'changed' }));
    await this.#reread([...changes, ...stale].filter((each) => each.path !== path && !isOther.has(each.path)));
    for (const text of others) if (this.#given.get(text.path) !== text.text) await this.#pass(text);
  }

  show(text: ServerText): Promise<readonly unknown[]> {
    const uri = uriOf(text.path);
    const told = this.#publisher.next(uri);
    this.#open = { uri, size: text.text.length, told };
    this.#given.set(text.path, text.text);
    const { path: _, ...document } = text;
    return this.#notifier
      .sendNotification('textDocument/didOpen', { textDocument: { uri, version: 1, ...document } })
      .then(() => told);
  }

  /** A close is answered by an empty list, which would be taken for the next text's; so would the text's own, where somebody did not wait for it. */
  async settle(): Promise<void> {
    if (this.#open === undefined) return;
    const { uri, size, told } = this.#open;
    this.#open = undefined;
    await this.#publisher.patient(told, size);
    const closed = this.#publisher.next(uri);
    await this.#notifier.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await this.#publisher.patient(closed, size);
  }

  /** Has files known as the disk has them. */
  async #reread(changes: readonly FileChange[]): Promise<void> {
    if (changes.length === 0) return;
    const texts = changes.length > MOST_OPENED ? undefined : await textsOf(changes);
    if (texts === undefined) {
      const done = this.#publisher.reread();
      await tellChanges(this.#notifier, changes);
      await done;
    } else {
      for (const [path, text] of texts) await this.#pass({ path, languageId: this.#languageId, text });
    }
    for (const { path } of changes) this.#given.delete(path);
  }

  async #pass(text: ServerText): Promise<void> {
    await this.#publisher.patient(this.show(text), text.text.length);
    await this.settle();
  }
}

/** A file that is gone has no text. @returns `undefined` for more than is worth opening */
async function textsOf(changes: readonly FileChange[]): Promise<ReadonlyMap<string, string> | undefined> {
  const texts = new Map<string, string>();
  let size = 0;
  for (const { path } of changes) {
    const text = await readFile(path, 'utf8').catch(() => '');
    size += text.length;
    if (size > MOST_CHARS) return undefined;
    texts.set(path, text);
  }
  return texts;
}
