/** Entry of the worker thread: the instant engine behind a message port. Bundled as `dist/instant.cjs`; writes nothing anywhere. */
import { parentPort } from 'node:worker_threads';
import { createInstantHere } from './here.ts';
import { serveInstant } from './serve.ts';
import type { FromThread } from './service.ts';

const port = parentPort;
if (port !== null) {
  const post = (message: FromThread): void => port.postMessage(message);
  port.on(
    'message',
    serveInstant(
      createInstantHere((text) => post({ kind: 'log', text })),
      post,
    ),
  );
}
