/** A thread that looks at files and makes their examples: what it is asked and what it answers. */
import { Worker } from 'node:worker_threads';
import type { MadeFile } from '../collect.ts';
import type { LookedAt } from '../look.ts';
import type { ExportPlan } from '../plan.ts';
import type { Refused } from '../source-reader.ts';
import type { SurveyedFile } from '../surveyed-file.ts';
import type { FileWorker } from './local-worker.ts';
import type { Asked, FromThread, ThreadTask, ToThread } from './protocol.ts';

interface Waiting {
  readonly answer: (message: FromThread) => void;
  readonly fail: (error: Error) => void;
}

export class ThreadWorker implements FileWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #failure: Error | undefined;
  #asked = 0;

  /** @param script absolute path of `dist/producer.cjs` */
  constructor(script: string, plan: ExportPlan) {
    const workerData: ThreadTask = { plan };
    this.#worker = new Worker(script, { workerData });
    this.#worker.on('message', (message: FromThread) => {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if ('error' in message) waiting?.fail(new Error(message.error));
      else waiting?.answer(message);
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('A thread that made examples has ended.')));
  }

  look(paths: readonly string[]): Promise<readonly (LookedAt | Refused)[]> {
    return this.#ask({ paths }, (message) => ('looked' in message ? message.looked : undefined));
  }

  begin(files: readonly SurveyedFile[], included: readonly string[]): void {
    this.#post({ id: this.#asked++, files, included });
  }

  produce(index: number): Promise<MadeFile> {
    return this.#ask({ index }, (message) => ('produced' in message ? message.produced : undefined));
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask<Answer>(asked: Asked, of: (message: FromThread) => Answer | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      const id = this.#asked++;
      const answer = (message: FromThread): void => {
        const found = of(message);
        if (found === undefined) reject(new Error('A thread has answered something else.'));
        else resolve(found);
      };
      this.#waiting.set(id, { answer, fail: reject });
      this.#post({ id, ...asked });
    });
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    for (const { fail } of this.#waiting.values()) fail(this.#failure);
    this.#waiting.clear();
  }
}
