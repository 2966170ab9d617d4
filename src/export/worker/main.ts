/** Entry of a thread that makes the examples of one file after the other. Bundled as `dist/producer.cjs`; writes nothing anywhere. */
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { FileProducer } from '../file-producer.ts';
import type { FromProducer, ProducerTask, ToProducer } from './protocol.ts';

/** Each thread has an index of the project, and V8 would let a heap with a large one become three times as large. Small ones are let alone: to tidy up takes time. */
const MANY_FILES = 1000;
/** Percent that such a heap may grow by until it is tidied up. */
const HEAP_GROWTH = 12;

const port = parentPort;
if (port !== null) {
  // Both ends are of one version.
  const { plan, files, included }: ProducerTask = workerData;
  if (files.length + included.length > MANY_FILES) setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
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
