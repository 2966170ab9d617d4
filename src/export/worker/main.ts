/** Entry of a thread that looks at files and makes their examples, one after the other. Bundled as `dist/producer.cjs`; writes nothing anywhere. */
import { parentPort, workerData } from 'node:worker_threads';
import { LocalWorker } from './local-worker.ts';
import type { FromThread, ThreadTask, ToThread } from './protocol.ts';
import { compileLess, holdHeap } from './v8.ts';

const port = parentPort;
if (port !== null) {
  // Both ends are of one version.
  const { plan }: ThreadTask = workerData;
  compileLess();
  holdHeap(0);
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
      holdHeap(files.length + included.length);
      worker.begin(files, included);
    }
  };
  port.on('message', (message: ToThread) => {
    done(message).catch((error: unknown) =>
      post({ id: message.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}
