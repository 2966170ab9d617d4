/** The dataset that is being made for this Neovim, at most one, in a thread of its own. Makes nothing itself: passes on what the thread says. */
import type { Worker } from 'node:worker_threads';
import type { ExportOrder, FromExporter, ToExporter } from '../text/export-messages.ts';
import { startThread } from '../text/thread.ts';
import type { Editor } from './editor.ts';
import type { Message } from './messages.ts';

export interface ExportsDeps {
  readonly editor: Editor;
  /** Absolute path of the bundle `dist/export.cjs`. */
  readonly script: () => string;
  /** The user's options as they were given. */
  readonly options: () => unknown;
  readonly log: (text: string) => void;
}

/** Examples that are shown before anything is written. */
const EXAMPLES = 5;
/** A fault then ends the thread and not the editor's host. In MiB. */
const MOST_MEMORY = 1024;

interface Running {
  readonly id: number;
  readonly worker: Worker;
}

export class Exports {
  readonly #deps: ExportsDeps;
  #running: Running | undefined;

  constructor(deps: ExportsDeps) {
    this.#deps = deps;
  }

  start({ id, args, cwd, bang }: Message<'export'>): void {
    const { editor, script, options, log } = this.#deps;
    if (this.#running !== undefined) {
      const text = 'a dataset is being made already; `:Fim cancel` ends that.';
      editor.tell('export_ended', { id, isDone: false, text });
      return;
    }
    const order: ExportOrder = {
      args,
      cwd,
      options: JSON.stringify(options() ?? {}),
      examples: EXAMPLES,
      force: bang,
    };
    const worker = startThread(script(), MOST_MEMORY, order);
    const running: Running = { id, worker };
    this.#running = running;
    let hasEnded = false;
    worker.on('message', (message: FromExporter) => {
      if (message.kind === 'ended') {
        hasEnded = true;
        this.#forget(running);
      }
      const { kind, ...payload } = message;
      editor.tell(`export_${kind}`, { id, ...payload });
    });
    worker.on('error', (error) => log(`export thread: ${error instanceof Error ? error.message : String(error)}`));
    worker.on('exit', () => {
      this.#forget(running);
      if (!hasEnded)
        editor.tell('export_ended', { id, isDone: false, text: 'the thread that made it has ended (:Fim log).' });
    });
  }

  /** The examples were looked at: the dataset is wanted. */
  go(id: number): void {
    this.#tell(id, { kind: 'go' });
  }

  /** It is not wanted any more. What was written of it is taken away. */
  cancel(id: number): void {
    this.#tell(id, { kind: 'cancel' });
    // It tidies up by itself: another one may begin meanwhile.
    if (this.#running?.id === id) this.#running = undefined;
  }

  dispose(): void {
    this.#running?.worker.postMessage({ kind: 'cancel' } satisfies ToExporter);
  }

  #tell(id: number, message: ToExporter): void {
    if (this.#running?.id === id) this.#running.worker.postMessage(message);
  }

  #forget(running: Running): void {
    if (this.#running === running) this.#running = undefined;
  }
}
