/** Entry of a thread that makes the examples of one file after the other. Bundled as `dist/producer.cjs`; writes nothing anywhere. */
import { parentPort, workerData } from 'node:worker_threads';
import { FileProducer } from '../file-producer.ts';
import type { FromProducer, ProducerTask, ToProducer } from './protocol.ts';

const port = parentPort;
if (port !== null) {
  // Both ends are of one version.
  const { plan, files, included }: ProducerTask = workerData;
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
