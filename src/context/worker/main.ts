/** Entry of the worker thread: the context engine behind a message port. Bundled as `dist/context.cjs`; writes nothing anywhere. */
import { parentPort } from 'node:worker_threads';
import { grammarsFolder } from '../../syntax/grammar.ts';
import { createContextEngine } from '../engine.ts';
import type { FromWorker } from './protocol.ts';
import { serveContext } from './serve.ts';

const port = parentPort;
if (port !== null) {
  const post = (message: FromWorker): void => port.postMessage(message);
  const engine = createContextEngine({
    grammarsDir: grammarsFolder(),
    log: (text) => post({ kind: 'log', text }),
  });
  port.on('message', serveContext(engine, post));
}
