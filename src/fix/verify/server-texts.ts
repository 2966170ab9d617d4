/** Which texts a server has in place of the files on disk: the one that is looked at, and those that an editor has not saved. Decides what to tell, and tells it; asks nothing. */
import { pathToFileURL } from 'node:url';
import type { FileChange } from './project-files.ts';
import { changeBetween } from './text-change.ts';

export interface ServerText {
  /** Absolute. */
  readonly path: string;
  /** As the protocol has it. */
  readonly languageId: string;
  /** Lines joined by `\n`. */
  readonly text: string;
}

export interface ServerTexts {
  /**
   * Brings the server up to what there is now beside the file that is looked at next.
   * @param path of that file
   * @param changes of files on disk
   * @param unsaved texts of other files
   */
  follow(path: string, changes: readonly FileChange[], unsaved: readonly ServerText[]): Promise<void>;
  /** @returns what the server publishes of it, where it does by itself */
  show(text: ServerText): Promise<readonly unknown[]>;
  /** Once an answer is out, or nobody waits for it any more. */
  settle(): Promise<void>;
}

/** Notifications of the protocol, in order. */
export interface Notifier {
  sendNotification(method: string, params: object): Promise<void>;
}

const CHANGE_TYPES: Readonly<Record<FileChange['kind'], number>> = { created: 1, changed: 2, deleted: 3 };

export async function tellChanges(notifier: Notifier, changes: readonly FileChange[]): Promise<void> {
  if (changes.length === 0) return;
  await notifier.sendNotification('workspace/didChangeWatchedFiles', {
    changes: changes.map(({ path, kind }) => ({ uri: uriOf(path), type: CHANGE_TYPES[kind] })),
  });
}

export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

/** Of a server that can be asked: texts stay open and are changed, and a file that is closed is the one on disk again. */
export class OpenTexts implements ServerTexts {
  readonly #notifier: Notifier;
  readonly #takesRanges: boolean;
  readonly #open = new Map<string, { readonly version: number; readonly text: string }>();

  /** @param takesRanges the server wants to be told what has changed of a text, else all of it */
  constructor(notifier: Notifier, takesRanges: boolean) {
    this.#notifier = notifier;
    this.#takesRanges = takesRanges;
  }

  async follow(path: string, changes: readonly FileChange[], unsaved: readonly ServerText[]): Promise<void> {
    await tellChanges(this.#notifier, changes);
    const wanted = new Set([path, ...unsaved.map((each) => each.path)]);
    for (const open of [...this.#open.keys()].filter((each) => !wanted.has(each))) {
      this.#open.delete(open);
      await this.#notifier.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(open) } });
    }
    for (const text of unsaved) await this.#put(text);
  }

  async show(text: ServerText): Promise<readonly unknown[]> {
    await this.#put(text);
    return [];
  }

  async settle(): Promise<void> {}

  async #put({ path, languageId, text }: ServerText): Promise<void> {
    const uri = uriOf(path);
    const open = this.#open.get(path);
    if (open?.text === text) return;
    const version = (open?.version ?? 0) + 1;
    this.#open.set(path, { version, text });
    if (open === undefined) {
      const textDocument = { uri, languageId, version, text };
      await this.#notifier.sendNotification('textDocument/didOpen', { textDocument });
    } else {
      const contentChanges = [this.#takesRanges ? changeBetween(open.text, text) : { text }];
      const textDocument = { uri, version };
      await this.#notifier.sendNotification('textDocument/didChange', { textDocument, contentChanges });
    }
  }
}
