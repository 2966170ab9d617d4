/** What `require('fim').status()` and `:Fim status` say. Tells the front-end only what has changed. */
import type { Options } from '../config/schema.ts';
import type { FimError } from '../text/error.ts';
import type { Editor } from './editor.ts';

export type State = 'idle' | 'waiting' | 'loading' | 'streaming' | 'error';

export interface Status {
  readonly state: State;
  /** Name of the backend that answers. */
  readonly backend: string;
  readonly model: string;
  /** URL of the server, or ''. */
  readonly place: string;
  /** What is wrong, or what is going on; '' when there is nothing to say. */
  readonly detail: string;
}

export class StatusLine {
  readonly #editor: Editor;
  #status: Status = { state: 'idle', backend: '', model: '', place: '', detail: '' };

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** Nothing is going on. Trouble with the server is an error only where nobody else completes meanwhile. */
  rest(trouble: FimError | undefined, backend: Options['backend']): void {
    const detail =
      trouble === undefined ? '' : `${trouble.what}${backend === 'auto' ? ' Completing from the open project.' : ''}`;
    this.set({ state: trouble !== undefined && backend !== 'auto' ? 'error' : 'idle', detail });
  }

  set(change: Partial<Status>): void {
    const next = { ...this.#status, ...change };
    const keys = ['state', 'backend', 'model', 'place', 'detail'] as const;
    if (keys.every((key) => next[key] === this.#status[key])) return;
    this.#status = next;
    this.tell();
  }

  /** Tells the front-end how things stand, for one that does not know yet. */
  tell(): void {
    this.#editor.tell('status', this.#status);
  }
}
