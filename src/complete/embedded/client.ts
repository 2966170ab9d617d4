/**
 * The main thread's side of the border: the instant engine in a thread of its own, so that neither the editor nor the drawing waits for it. The thread is
 * started when it is first asked. One that dies is started anew by the next question; meanwhile nothing is proposed, and nobody hears of an error.
 */
import type { Worker } from 'node:worker_threads';
import type { Proposal } from '../../model/instant/complete.ts';
import type { InstantDocument, Question } from '../../model/instant/engine.ts';
import { startThread } from '../../text/thread.ts';
import type { FromThread, InstantOptions, InstantService, ToThread } from './service.ts';

export interface InstantWorkerOptions {
  /** Absolute path of the bundle `dist/instant.cjs`. */
  readonly script: string;
  readonly log: (text: string) => void;
}

/** More memory than any index needs: a fault then ends the worker and not the editor's host. In MiB. */
const MOST_MEMORY = 512;
/** Deaths after which it is not started again. */
const MOST_DEATHS = 3;

interface Waiting {
  readonly resolve: (proposal: Proposal | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export function createInstantWorker(options: InstantWorkerOptions): InstantService {
  return new InstantWorker(options);
}

class InstantWorker implements InstantService {
  generation = 0;
  readonly #options: InstantWorkerOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #project: InstantOptions | undefined;
  #newest = 0;
  #deaths = 0;
  #isDisposed = false;

  constructor(options: InstantWorkerOptions) {
    this.#options = options;
  }

  start(options: InstantOptions): void {
    this.#project = options;
    this.#worker?.postMessage({ method: 'start', args: [options] } satisfies ToThread);
  }

  put(document: InstantDocument): void {
    this.#post({ method: 'put', args: [document] });
  }

  close(path: string): void {
    this.#post({ method: 'close', args: [path] });
  }

  touched(paths: readonly string[]): void {
    // Who has not begun to read has missed nothing.
    this.#worker?.postMessage({ method: 'touched', args: [paths] } satisfies ToThread);
  }

  async ask(question: Question, signal?: AbortSignal): Promise<Proposal | undefined> {
    let asked = 0;
    const drop = (): void => {
      const waiting = this.#waiting.get(asked);
      if (waiting === undefined) return;
      this.#waiting.delete(asked);
      this.#worker?.postMessage({ method: 'drop', id: asked } satisfies ToThread);
      waiting.resolve(undefined);
    };
    const answer = this.#call((id) => {
      asked = id;
      return { method: 'ask', id, args: [question] };
    });
    signal?.addEventListener('abort', drop, { once: true });
    try {
      return await answer;
    } finally {
      signal?.removeEventListener('abort', drop);
    }
  }

  async settled(): Promise<void> {
    await this.#call((id) => ({ method: 'settled', id, args: [] }));
  }

  dispose(): void {
    this.#isDisposed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    this.#forget();
    void worker?.terminate();
  }

  #call(message: (id: number) => ToThread): Promise<Proposal | undefined> {
    const id = ++this.#newest;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (!this.#post(message(id))) {
        this.#waiting.delete(id);
        resolve(undefined);
      }
    });
  }

  /** @returns whether somebody is there to hear it */
  #post(message: ToThread): boolean {
    if (this.#isDisposed || this.#deaths > MOST_DEATHS) return false;
    this.#worker ??= this.#begin();
    this.#worker.postMessage(message);
    return true;
  }

  #begin(): Worker {
    const { script, log } = this.#options;
    const worker = startThread(script, MOST_MEMORY);
    worker.unref();
    worker.on('message', (message: FromThread) => this.#take(message));
    worker.on('error', (error) => log(`instant worker: ${error instanceof Error ? error.message : String(error)}`));
    worker.on('exit', () => this.#ended(worker));
    if (this.#project !== undefined) worker.postMessage({ method: 'start', args: [this.#project] } satisfies ToThread);
    return worker;
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#deaths++;
    this.generation++;
    this.#forget();
  }

  /** Who waits is told that there is nothing. */
  #forget(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { resolve } of waiting) resolve(undefined);
  }

  #take(message: FromThread): void {
    if (message.kind === 'log') {
      this.#options.log(message.text);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.proposal);
    else waiting?.reject(new Error(message.message));
  }
}
