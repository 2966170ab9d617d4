/** Makes the examples of all files in their order, in threads of their own, or here where there are few: how many there are changes nothing but the time. */
import { Worker } from 'node:worker_threads';
import { FileProducer } from './file-producer.ts';
import type { ExportPlan } from './plan.ts';
import type { Produced } from './produce.ts';
import { isOwn } from './shards/shard.ts';
import type { SurveyedFile } from './survey.ts';
import type { FromProducer, ProducerTask, ToProducer } from './worker/protocol.ts';

/** Files that a thread has at hand: the next one is there when it is done with one. */
const AT_HAND = 2;
/** A large file takes seconds, and others are made meanwhile: so many files may be, that nobody could take yet. */
const AHEAD = 64;
/** A thread needs as long to start as that many files. */
const FEW_FILES = 40;

/** What was made for one example is gone with the next: V8 would let it be 48 MiB in each thread. In MiB. */
const YOUNG_MB = 16;

export interface Threads {
  /** At least 1. */
  readonly count: number;
  /** Absolute path of `dist/producer.cjs`; '' where it is not there. */
  readonly script: string;
}

/** @param included absolute paths of files that are shown and not trained on */
export async function* produceAll(
  plan: ExportPlan,
  files: readonly SurveyedFile[],
  included: readonly string[],
  threads: Threads,
  signal: AbortSignal,
): AsyncGenerator<Produced> {
  const wanted = [...files.keys()].filter((index) => isOwn(plan.shard, files[index]?.sha256 ?? ''));
  // One thread has a limit to its memory that the program itself can't have.
  if (threads.script === '' || wanted.length < FEW_FILES)
    yield* inThisThread({ plan, files, included }, wanted, signal);
  else yield* inThreads({ plan, files, included }, wanted, threads, signal);
}

async function* inThisThread(
  { plan, files, included }: ProducerTask,
  wanted: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<Produced> {
  const producer = new FileProducer(plan, files, included);
  try {
    for (const index of wanted) {
      const file = files[index];
      if (file !== undefined) yield await producer.produce(file, signal);
    }
  } finally {
    await producer.dispose();
  }
}

async function* inThreads(
  task: ProducerTask,
  wanted: readonly number[],
  { count, script }: Threads,
  signal: AbortSignal,
): AsyncGenerator<Produced> {
  const threads = Array.from({ length: count }, () => new Thread(script, task));
  const made = new Map<number, Promise<Produced>>();
  let [next, taken] = [0, 0];
  const ask = (): void => {
    for (;;) {
      const free = threads.reduce((least, thread) => (thread.load < least.load ? thread : least));
      if (free.load >= AT_HAND || next >= wanted.length || next >= taken + AHEAD) return;
      const asked = free.produce(wanted[next] ?? 0);
      made.set(next++, asked);
      // Whoever waits for it hears of a failure; nobody may wait any more.
      asked.then(ask, () => undefined);
    }
  };
  try {
    for (; taken < wanted.length; taken++) {
      ask();
      const produced = await made.get(taken);
      made.delete(taken);
      signal.throwIfAborted();
      if (produced !== undefined) yield produced;
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

interface Waiting {
  readonly resolve: (produced: Produced) => void;
  readonly reject: (error: Error) => void;
}

class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #failure: Error | undefined;

  constructor(script: string, task: ProducerTask) {
    this.#worker = new Worker(script, { workerData: task, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    this.#worker.on('message', (message: FromProducer) => {
      const waiting = this.#waiting.get(message.index);
      this.#waiting.delete(message.index);
      if ('produced' in message) waiting?.resolve(message.produced);
      else waiting?.reject(new Error(message.error));
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('A thread that made examples has ended.')));
  }

  /** Files that it has at hand. */
  get load(): number {
    return this.#waiting.size;
  }

  produce(index: number): Promise<Produced> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#waiting.set(index, { resolve, reject });
      const message: ToProducer = { index };
      this.#worker.postMessage(message);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}
