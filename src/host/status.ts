/** What `require('fim').status()` and `:Fim status` say. Tells the front-end only what has changed. */
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

  set(change: Partial<Status>): void {
    const next = { ...this.#status, ...change };
    const keys = ['state', 'backend', 'model', 'place', 'detail'] as const;
    if (keys.every((key) => next[key] === this.#status[key])) return;
    this.#status = next;
    this.#editor.tell('status', next);
  }
}
