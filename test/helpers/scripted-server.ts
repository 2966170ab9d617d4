/** A real HTTP server that answers what a test scripts, byte for byte, and notes what came and who went away. It knows no protocol. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitUntil } from './wait.ts';

/** What is answered. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** One value as JSON, with its content type. */
  readonly json?: unknown;
  /** Sent as they are, each with a write of its own. An async iterable can wait for what the test decides. */
  readonly pieces?: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
  /** What comes after the pieces. `end` unless told; `cut` destroys the connection, `hang` leaves it open. */
  readonly after?: 'end' | 'cut' | 'hang';
}

/** A request that came. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Of the body, parsed; `undefined` without one. */
  readonly body: unknown;
  /** The client went away before the end. */
  isGone: boolean;
}

export interface ScriptedServer {
  readonly url: string;
  readonly seen: Seen[];
  /** May be changed at any time. */
  answer: (request: Seen, n: number) => Answer;
  /** The n-th request, once its client is gone. */
  gone(n: number): Promise<Seen>;
  close(): Promise<void>;
}

/** Starts it on loopback. It answers 404 to everything until it is told. */
export async function startScripted(): Promise<ScriptedServer> {
  const http = createServer((req, res) => {
    serve(scripted, req, res).catch(() => res.destroy());
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const scripted: ScriptedServer = {
    url: `http://127.0.0.1:${port}`,
    seen: [],
    answer: () => ({ status: 404, json: { error: { code: 404, message: 'File Not Found' } } }),
    gone: (n) => waitUntil(() => scripted.seen.find((seen, i) => i === n && seen.isGone)),
    async close() {
      if (!http.listening) return;
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
  return scripted;
}

async function serve(scripted: ScriptedServer, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(Buffer.from(part));
  const text = Buffer.concat(parts).toString('utf8');
  const seen: Seen = {
    method: req.method ?? '',
    path: req.url ?? '',
    headers: req.headers,
    body: text === '' ? undefined : JSON.parse(text),
    isGone: false,
  };
  res.on('close', () => {
    seen.isGone ||= !res.writableFinished;
  });
  scripted.seen.push(seen);
  const {
    status = 200,
    headers = {},
    json,
    pieces = [],
    after = 'end',
  } = scripted.answer(seen, scripted.seen.length - 1);
  if (json !== undefined) {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(JSON.stringify(json));
    return;
  }
  res.writeHead(status, { 'content-type': 'text/event-stream', ...headers });
  res.flushHeaders();
  for await (const piece of pieces) {
    if (seen.isGone) return;
    await new Promise((resolve) => res.write(piece, resolve));
  }
  if (after === 'cut') res.destroy();
  else if (after === 'end') res.end();
}

/** Events as a server writes them. */
export const events = (...data: unknown[]): string =>
  data.map((each) => `data: ${typeof each === 'string' ? each : JSON.stringify(each)}\n\n`).join('');

/** `bytes` in pieces of so many bytes, so that characters and lines are torn apart. */
export function* torn(text: string, size: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}
