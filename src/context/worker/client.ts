/**
 * The main thread's side of the border: a context service in a thread of its own, so that neither the editor nor the drawing waits for it.
 * A worker that dies is started anew and told everything again; meanwhile there is no context, and nobody hears of an error.
 */
import type { Worker } from 'node:worker_threads';
import { abortError } from '../../text/error.ts';
import { startThread } from '../../text/thread.ts';
import { NOTHING_FOUND } from '../lookup.ts';
import type { ContextResult, ContextService, OpenDocument, ProjectOptions, ProjectStatus } from '../service.ts';
import type { AnsweredMethod, AnswerOf, ArgumentsOf, FromWorker, ToldMethod, ToWorker } from './protocol.ts';

export interface ContextWorkerOptions {
  /** Absolute path of the bundle `dist/context.cjs`. */
  readonly script: string;
  /** What is open now: told to a worker that is started in place of a dead one. */
  readonly documents: () => Iterable<OpenDocument>;
  readonly log: (text: string) => void;
}

/** More memory than the index of any project should need: a fault then ends the worker and not the editor's host. In MiB. */
const MOST_MEMORY = 512;
/** Deaths in a row after which it is not started again until the project is. */
const MOST_DEATHS = 3;
/** Time between a death and the next start, times the number of deaths, in ms. */
const BACK_OFF_MS = 1000;

const NOTHING: ContextResult = { snippets: [], reports: [], isComplete: false, ms: 0 };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export function createContextWorker(options: ContextWorkerOptions): ContextService {
  return new ContextWorker(options);
}

class ContextWorker implements ContextService {
  readonly #options: ContextWorkerOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #project: ProjectOptions | undefined;
  #newest = 0;
  #deaths = 0;
  #isDisposed = false;
  #restart: NodeJS.Timeout | undefined;

  constructor(options: ContextWorkerOptions) {
    this.#options = options;
  }

  start(project: ProjectOptions): Promise<ProjectStatus> {
    this.#project = project;
    this.#deaths = 0;
    this.#worker ??= this.#begin();
    return this.#call('start', [project]);
  }

  settled(): Promise<ProjectStatus> {
    return this.#call('settled', []);
  }

  open(document: OpenDocument): void {
    this.#tell('open', [document]);
  }

  change(...args: ArgumentsOf<'change'>): void {
    this.#tell('change', args);
  }

  replace(document: OpenDocument): void {
    this.#tell('replace', [document]);
  }

  close(path: string): void {
    this.#tell('close', [path]);
  }

  visit(path: string): void {
    this.#tell('visit', [path]);
  }

  touched(paths: readonly string[]): void {
    this.#tell('touched', [paths]);
  }

  async query(request: ArgumentsOf<'query'>[0], signal: AbortSignal): Promise<ContextResult> {
    if (this.#worker === undefined) return NOTHING;
    return this.#call('query', [request], signal);
  }

  map(request: ArgumentsOf<'map'>[0], signal: AbortSignal): ReturnType<ContextService['map']> {
    return this.#call('map', [request], signal);
  }

  async lookup(request: ArgumentsOf<'lookup'>[0], signal: AbortSignal): ReturnType<ContextService['lookup']> {
    if (this.#worker === undefined) return NOTHING_FOUND;
    return this.#call('lookup', [request], signal);
  }

  status(): Promise<ProjectStatus> {
    return this.#call('status', []);
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    clearTimeout(this.#restart);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#fail(abortError());
    await worker?.terminate();
  }

  #begin(): Worker {
    const { script, log } = this.#options;
    const worker = startThread(script, MOST_MEMORY);
    worker.unref();
    worker.on('message', (message: FromWorker) => this.#take(message));
    worker.on('error', (error) => log(`context worker: ${error instanceof Error ? error.message : String(error)}`));
    worker.on('exit', () => this.#ended(worker));
    return worker;
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#fail(new Error('the context worker has ended'));
    if (this.#isDisposed || this.#project === undefined || ++this.#deaths > MOST_DEATHS) return;
    this.#restart = setTimeout(() => this.#again(), BACK_OFF_MS * this.#deaths);
    this.#restart.unref();
  }

  #again(): void {
    if (this.#isDisposed || this.#project === undefined || this.#worker !== undefined) return;
    this.#worker = this.#begin();
    // Who waits for it has been told that it failed.
    this.#call('start', [this.#project]).catch(() => undefined);
    for (const document of this.#options.documents()) this.open(document);
  }

  #fail(error: unknown): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }

  #take(message: FromWorker): void {
    if (message.kind === 'log') {
      this.#options.log(message.text);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.value);
    else waiting?.reject(message.isAbort ? abortError() : new Error(message.message));
  }

  #tell<M extends ToldMethod>(method: M, args: ArgumentsOf<M>): void {
    this.#post({ kind: 'tell', told: { method, args } } as Extract<ToWorker, { kind: 'tell' }>);
  }

  #call<M extends AnsweredMethod>(method: M, args: ArgumentsOf<M>, signal?: AbortSignal): Promise<AnswerOf<M>> {
    const id = ++this.#newest;
    return new Promise<AnswerOf<M>>((resolve, reject) => {
      if (this.#worker === undefined || signal?.aborted) {
        reject(signal?.aborted ? abortError() : new Error('there is no context worker'));
        return;
      }
      const cancel = (): void => {
        this.#post({ kind: 'cancel', id });
        this.#waiting.get(id)?.reject(abortError());
        this.#waiting.delete(id);
      };
      const leave = (): void => signal?.removeEventListener('abort', cancel);
      signal?.addEventListener('abort', cancel, { once: true });
      this.#waiting.set(id, {
        resolve: (value) => {
          leave();
          // The worker answers a call of this method with its value.
          resolve(value as AnswerOf<M>);
        },
        reject: (error) => {
          leave();
          reject(error);
        },
      });
      this.#post({ kind: 'call', call: { id, method, args } } as Extract<ToWorker, { kind: 'call' }>);
    });
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }
}
