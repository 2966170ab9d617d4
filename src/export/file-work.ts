/** Has the files of an export looked at, and their examples made, by threads of their own, or here where there are few. Always in the order of the files. */
import type { MadeFile } from './collect.ts';
import { inOrder } from './in-order.ts';
import type { LookedAt } from './look.ts';
import type { ExportPlan } from './plan.ts';
import { isOwn } from './shards/shard.ts';
import type { Refused } from './source-reader.ts';
import type { SurveyedFile } from './surveyed-file.ts';
import { type FileWorker, LocalWorker } from './worker/local-worker.ts';
import { ThreadWorker } from './worker/thread-worker.ts';

/** A thread needs as long to start as that many files. */
const FEW_FILES = 40;
/** Files that are looked at in one go: each goes over the border of a thread and back. */
const AT_ONCE = 16;

export interface Threads {
  /** At least 1. */
  readonly count: number;
  /** Absolute path of `dist/producer.cjs`; '' where it is not there. */
  readonly script: string;
}

export class FileWork {
  readonly #plan: ExportPlan;
  readonly #threads: Threads;
  readonly #signal: AbortSignal;
  #workers: readonly FileWorker[] = [];

  constructor(plan: ExportPlan, threads: Threads, signal: AbortSignal) {
    this.#plan = plan;
    this.#threads = threads;
    this.#signal = signal;
  }

  /** What each file is by itself. @param paths relative, with `/` */
  async *look(paths: readonly string[]): AsyncGenerator<LookedAt | Refused> {
    const batches = Array.from({ length: Math.ceil(paths.length / AT_ONCE) }, (_, at) =>
      paths.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
    );
    const looked = inOrder(this.#for(paths.length), batches, (worker, batch) => worker.look(batch));
    for await (const batch of looked) {
      for (const one of batch) {
        this.#signal.throwIfAborted();
        yield one;
      }
    }
  }

  /** The examples of all files that the plan's shard has, once. @param included absolute paths of files that are shown and not trained on */
  async *produce(files: readonly SurveyedFile[], included: readonly string[]): AsyncGenerator<MadeFile> {
    const wanted = [...files.keys()].filter((index) => isOwn(this.#plan.shard, files[index]?.sha256 ?? ''));
    const workers = this.#for(wanted.length);
    for (const worker of workers) worker.begin(files, included);
    try {
      for await (const produced of inOrder(workers, wanted, (worker, index) => worker.produce(index))) {
        this.#signal.throwIfAborted();
        yield produced;
      }
    } finally {
      // What comes next needs their memory, and nothing of them.
      await this.end();
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.end()));
    this.#workers = [];
  }

  /** The workers, started for so many files. */
  #for(files: number): readonly FileWorker[] {
    if (this.#workers.length > 0) return this.#workers;
    const { count, script } = this.#threads;
    // One thread as well: what it holds is given back when it ends.
    this.#workers =
      script === '' || files < FEW_FILES
        ? [new LocalWorker(this.#plan, this.#signal)]
        : Array.from({ length: count }, () => new ThreadWorker(script, this.#plan));
    return this.#workers;
  }
}
