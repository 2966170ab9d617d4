/** Entry of a thread that makes the examples of one file after the other. Bundled as `dist/producer.cjs`; writes nothing anywhere. */
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { FileProducer } from '../file-producer.ts';
import type { FromProducer, ProducerTask, ToProducer } from './protocol.ts';

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
  const { plan, files, included }: ProducerTask = workerData;
  const isLarge = files.length + included.length > MANY_FILES;
  setFlagsFromString(`--heap-growing-percent=${isLarge ? LARGE_HEAP_GROWTH : HEAP_GROWTH}`);
  const producer = new FileProducer(plan, files, included);
  const aborter = new AbortController();
  const post = (message: FromProducer): void => port.postMessage(message);
  // One file at a time: its text stands in for the file while it is asked about.
  let last: Promise<void> = Promise.resolve();
  port.on('message', ({ index }: ToProducer) => {
    const file = files[index];
    if (file === undefined) return;
    last = last
      .then(() => producer.produce(file, aborter.signal))
      .then(
        (produced) => post({ index, produced }),
        (error: unknown) =>
          post({ index, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
}
