/** Messages for the user: one for each kind of trouble, until things work again. Never one per key. */
import type { FimError } from '../text/error.ts';
import type { Editor } from './editor.ts';
import { type Log, stackOf } from './log.ts';

export class Notices {
  readonly #editor: Editor;
  readonly #log: Log;
  readonly #told = new Set<string>();

  constructor(editor: Editor, log: Log) {
    this.#editor = editor;
    this.#log = log;
  }

  /** Tells the user, unless they know. The log gets every one. */
  tell(error: FimError): void {
    // What a server has answered may repeat text of a buffer: that is for the user's eyes, not for a file.
    const what = error.code === 'bad-reply' ? 'what came is not the protocol.' : error.what + causeOf(error);
    this.#log.error(`${error.code}: ${what} ${error.next}`);
    // The same code with another text is news: another model is missing.
    const key = `${error.code} ${error.next}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#editor.tell('message', { code: error.code, what: error.what, next: error.next });
  }

  /** Things work again: the next trouble is news. */
  forget(): void {
    this.#told.clear();
  }
}

function causeOf({ cause }: Error): string {
  return cause instanceof Error ? ` (${stackOf(cause)})` : '';
}
