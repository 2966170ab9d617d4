/** Entry of a thread that looks at files and makes their examples, one after the other. Bundled as `dist/producer.cjs`; writes nothing anywhere. */
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { LocalWorker } from './local-worker.ts';
import type { FromThread, ThreadTask, ToThread } from './protocol.ts';

/**
 * Percent that a heap may grow by until it is tidied up: each thread has an index of the project, and V8 would let it become three times as large. That of
 * a large project is held tighter; for a small one that would cost a quarter of the time.
 */
const HEAP_GROWTH = 30;
const MANY_FILES = 1000;
const LARGE_HEAP_GROWTH = 12;

const port = parentPort;
if (port !== null) {
  // Both ends are of one version.
  const { plan }: ThreadTask = workerData;
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  // Whoever asked ends the thread.
  const worker = new LocalWorker(plan, new AbortController().signal);
  const post = (message: FromThread, bytes: readonly Uint8Array<ArrayBuffer>[] = []): void =>
    port.postMessage(
      message,
      bytes.map(({ buffer }) => buffer),
    );
  const done = async (message: ToThread): Promise<void> => {
    const { id } = message;
    if ('paths' in message) post({ id, looked: await worker.look(message.paths) });
    else if ('index' in message) {
      const produced = await worker.produce(message.index);
      // Bytes go over the border without being copied.
      post({ id, produced }, [produced.lines]);
    } else {
      const { files, included } = message;
      if (files.length + included.length > MANY_FILES)
        setFlagsFromString(`--heap-growing-percent=${LARGE_HEAP_GROWTH}`);
      worker.begin(files, included);
    }
  };
  port.on('message', (message: ToThread) => {
    done(message).catch((error: unknown) =>
      post({ id: message.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}
