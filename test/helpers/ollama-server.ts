/**
 * A real HTTP server that speaks Ollama's protocol with scripted text, for tests and benches. It runs no model, and knows nothing of our code.
 *
 * Like Ollama it sends its headers with the first token, obeys `stop` and `num_predict`, answers 404 for a model that is not in `models`,
 * and stops generating when the client goes away (it notes when). Times are `performance.now()` of this process.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { z } from 'zod';
import { cutAtStops } from './ollama-stop.ts';
import { Waiters } from './ollama-wait.ts';

const generateRequest = z.looseObject({
  model: z.string(),
  prompt: z.string().default(''),
  suffix: z.string().optional(),
  raw: z.boolean().optional(),
  stream: z.boolean().optional(),
  keep_alive: z.union([z.string(), z.number()]).optional(),
  options: z.looseObject({ num_predict: z.int().optional(), temperature: z.number().optional(), stop: z.array(z.string()).optional() }).optional(),
});

/** Body of `POST /api/generate`, as far as the server reads it. */
export type GenerateRequest = z.output<typeof generateRequest>;

const named = z.looseObject({ model: z.string() });

/** What the server does with one `/api/generate`. */
export interface Reply {
  /** One token each. An async iterable can wait for whatever the test decides. */
  readonly chunks?: readonly string[] | AsyncIterable<string>;
  /** Pause before the first token, and so before the headers. */
  readonly firstTokenMs?: number;
  /** Pause before each further token. */
  readonly perTokenMs?: number;
  /** Sends the headers by themselves after this pause, as a proxy does, instead of with the first token. */
  readonly headersDelayMs?: number;
  /** Answers with this HTTP status and `{"error": error}` instead of a stream. */
  readonly status?: number;
  /** With `status`: its message. Without: an error line inside the stream, after `errorAfter` tokens. */
  readonly error?: string;
  /** Tokens before the error line; 0 when left out. */
  readonly errorAfter?: number;
  /** Destroys the connection after so many tokens, in the middle of the next line; 0: before the headers. */
  readonly cutAfter?: number;
  /** Sent byte for byte in place of the stream. */
  readonly rawBody?: string | Uint8Array;
  /** Ends the stream cleanly without its last line, `"done": true`. */
  readonly omitDone?: boolean;
  /** Splits every write into pieces of so many bytes, so that lines and characters are torn apart. */
  readonly splitBytes?: number;
}

/** A `/api/generate` that arrived. */
export interface SeenRequest {
  /** Index in `requests`, from 0. */
  readonly n: number;
  readonly path: string;
  readonly body: GenerateRequest;
  readonly prompt: string;
  /** Headers as they came, names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** Port at the client's end: requests with the same one shared a connection. */
  readonly clientPort: number | undefined;
  /** When its body had arrived. */
  readonly receivedAt: number;
  /** When the client went away before the end. */
  disconnectedAt?: number;
  /** When the last byte was handed over. */
  finishedAt?: number;
  /** Tokens sent so far. */
  sentChunks: number;
}

/** Any other request that arrived: `/api/tags`, `/api/show`, … */
export interface OtherRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export interface FakeModel {
  readonly name: string;
  /** As in `details.parameter_size`: `1.5B`, `494.03M`. */
  readonly parameterSize?: string;
  /** As `/api/show` lists them; `['completion', 'insert']` when left out. */
  readonly capabilities?: readonly string[];
}

export interface OllamaOptions {
  /** A free port when left out. */
  readonly port?: number;
  readonly models?: readonly (string | FakeModel)[];
  /** Names of the models that are in memory at the start. */
  readonly loaded?: readonly string[];
  readonly reply?: FakeOllama['reply'];
}

export interface FakeOllama {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Installed models; change it at will. */
  models: (string | FakeModel)[];
  /** Names of the models in memory; a model that answers joins them. */
  loaded: string[];
  /** Script for `/api/generate`; replace it at will. `n` counts from 0. */
  reply: (request: GenerateRequest, n: number) => Reply | Promise<Reply>;
  /** Every `/api/generate`, in order of arrival. */
  readonly requests: SeenRequest[];
  /** Every other request, in order of arrival. */
  readonly others: OtherRequest[];
  /** Resolves once `count` generate requests have arrived. Rejects after `timeoutMs` (4.5 s). */
  waitForRequests(count: number, timeoutMs?: number): Promise<readonly SeenRequest[]>;
  /** Resolves once the client of request `n` (from 0) has gone away before the end. */
  waitForDisconnect(n: number, timeoutMs?: number): Promise<SeenRequest>;
  /** Resolves once request `n` (from 0) has been answered to the end. */
  waitForFinish(n: number, timeoutMs?: number): Promise<SeenRequest>;
  /** Drops every connection and refuses new ones, until `restart`. */
  stop(): Promise<void>;
  /** Listens on the same port again. */
  restart(): Promise<void>;
  /** `stop` for good. */
  close(): Promise<void>;
}

/** Starts the server on loopback. With no options it has `qwen2.5-coder:1.5b-base` in memory and answers every prompt with nothing. */
export async function startOllama(options: OllamaOptions = {}): Promise<FakeOllama> {
  let server = await listen(options.port ?? 0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  const { port } = address;
  const models = [...(options.models ?? ['qwen2.5-coder:1.5b-base'])];

  const waiters = new Waiters();

  const fake: FakeOllama = {
    url: `http://127.0.0.1:${port}`,
    port,
    models,
    loaded: [...(options.loaded ?? models.map(nameOf))],
    reply: options.reply ?? (() => ({ chunks: [] })),
    requests: [],
    others: [],
    waitForRequests: (count, timeoutMs) =>
      waiters.until(
        () => (fake.requests.length >= count ? fake.requests : undefined),
        () => `${fake.requests.length} of ${count} requests arrived`,
        timeoutMs,
      ),
    waitForDisconnect: (n, timeoutMs) => waitFor(n, 'disconnectedAt', timeoutMs),
    waitForFinish: (n, timeoutMs) => waitFor(n, 'finishedAt', timeoutMs),
    async stop() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    async restart() {
      await fake.stop();
      server = await listen(port);
      server.on('request', onRequest);
    },
    close: () => fake.stop(),
  };

  function waitFor(n: number, field: 'disconnectedAt' | 'finishedAt', timeoutMs?: number): Promise<SeenRequest> {
    return waiters.until(
      () => (fake.requests[n]?.[field] === undefined ? undefined : fake.requests[n]),
      () => `request ${n} never got ${field}: ${JSON.stringify(fake.requests[n] ?? null)}`,
      timeoutMs,
    );
  }

  const onRequest = (req: IncomingMessage, res: ServerResponse): void => {
    answer({ fake, waiters }, req, res).catch((error: unknown) => {
      // A script that throws is the test's fault: say so loudly instead of hanging the client.
      if (!res.headersSent) sendJson(res, 500, { error: `test script failed: ${String(error)}` });
      else res.destroy();
    });
  };
  server.on('request', onRequest);
  return fake;
}

async function listen(port: number): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 60_000 });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** A server and those who wait for something to happen at it. */
interface Context {
  readonly fake: FakeOllama;
  readonly waiters: Waiters;
}

async function answer(context: Context, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { fake } = context;
  const path = new URL(req.url ?? '/', fake.url).pathname;
  const text = await readBody(req);
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  if (req.method === 'POST' && path === '/api/generate') {
    const parsed = generateRequest.safeParse(body);
    if (parsed.success) await generate(context, parsed.data, req, res);
    else sendJson(res, 400, { error: parsed.error.message });
    return;
  }
  fake.others.push({ method: req.method ?? '', path, body });
  if (path === '/') res.end('Ollama is running');
  else if (path === '/api/version') sendJson(res, 200, { version: '0.12.6' });
  else if (path === '/api/tags') sendJson(res, 200, { models: fake.models.map(listed) });
  else if (path === '/api/ps') sendJson(res, 200, { models: fake.loaded.map((name) => ({ ...listed(name), expires_at: FAR_AWAY, size_vram: 0 })) });
  else if (path === '/api/show') show(fake, named.safeParse(body).data?.model ?? '', res);
  else sendJson(res, 404, { error: 'page not found' });
}

async function generate({ fake, waiters }: Context, body: GenerateRequest, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const seen: SeenRequest = {
    n: fake.requests.length,
    path: '/api/generate',
    body,
    prompt: body.prompt,
    headers: req.headers,
    clientPort: req.socket.remotePort,
    receivedAt: performance.now(),
    sentChunks: 0,
  };
  fake.requests.push(seen);
  waiters.changed();
  const gone = new AbortController();
  res.on('close', () => {
    if (!res.writableFinished) {
      seen.disconnectedAt ??= performance.now();
      gone.abort();
      waiters.changed();
    }
  });
  res.on('finish', () => {
    seen.finishedAt = performance.now();
    waiters.changed();
  });
  if (findModel(fake, body.model) === undefined) {
    sendJson(res, 404, { error: `model '${body.model}' not found` });
    return;
  }
  const reply = await fake.reply(body, seen.n);
  if (!gone.signal.aborted) await play(fake, reply, seen, res, gone.signal);
}

/** Plays one reply, until its end or until the client goes away. */
async function play(fake: FakeOllama, reply: Reply, seen: SeenRequest, res: ServerResponse, gone: AbortSignal): Promise<void> {
  if (reply.headersDelayMs !== undefined && reply.status === undefined) {
    await pause(reply.headersDelayMs, gone);
    sendHeaders(res);
    res.flushHeaders();
  }
  await pause(reply.firstTokenMs ?? 0, gone);
  if (gone.aborted) return;
  if (reply.status !== undefined) {
    sendJson(res, reply.status, { error: reply.error ?? 'scripted error' });
  } else if (reply.rawBody !== undefined) {
    sendHeaders(res);
    await write(res, reply.rawBody, reply.splitBytes);
    res.end();
  } else if (seen.body.stream === false) {
    await answerAtOnce(reply, seen, res, gone);
  } else {
    await stream(fake, reply, seen, res, gone);
  }
}

/** The usual case: one line a token, with whatever goes wrong on the way. */
async function stream(fake: FakeOllama, reply: Reply, seen: SeenRequest, res: ServerResponse, gone: AbortSignal): Promise<void> {
  const { model } = seen.body;
  const send = async (line: unknown): Promise<void> => {
    sendHeaders(res);
    await write(res, `${JSON.stringify(line)}\n`, reply.splitBytes);
  };
  const tokens = scripted(reply, seen.body, gone);
  for (;;) {
    if (reply.error !== undefined && seen.sentChunks >= (reply.errorAfter ?? 0)) {
      await send({ error: reply.error });
      res.end();
      return;
    }
    const next = await tokens.next();
    if (gone.aborted) return;
    const line = next.done === true ? lastLine(model, seen.sentChunks, next.value) : tokenLine(model, next.value);
    if (reply.cutAfter !== undefined && (next.done === true || seen.sentChunks >= reply.cutAfter)) {
      await cut(res, reply.cutAfter === 0 ? '' : JSON.stringify(line).slice(0, 20));
      return;
    }
    if (next.done !== true) {
      if (!fake.loaded.includes(model)) fake.loaded.push(model);
      await send(line);
      seen.sentChunks++;
      continue;
    }
    if (reply.omitDone === true) sendHeaders(res);
    else await send(line);
    res.end();
    return;
  }
}

/** `"stream": false`: the whole text in one object. */
async function answerAtOnce(reply: Reply, seen: SeenRequest, res: ServerResponse, gone: AbortSignal): Promise<void> {
  const tokens = scripted(reply, seen.body, gone);
  let response = '';
  let next = await tokens.next();
  for (; next.done !== true; next = await tokens.next()) {
    response += next.value;
    seen.sentChunks++;
  }
  if (!gone.aborted) sendJson(res, 200, { ...lastLine(seen.body.model, seen.sentChunks, next.value), response });
}

/** The script's text as the request wants it: at most `num_predict` tokens, ended by its stop strings. Returns why it ended. */
function scripted(reply: Reply, body: GenerateRequest, gone: AbortSignal): AsyncGenerator<string, string> {
  const limit = body.options?.num_predict ?? 0;
  return cutAtStops(paced(reply, limit > 0 ? limit : Number.POSITIVE_INFINITY, gone), body.options?.stop ?? []);
}

/** At most `limit` tokens of the script, at its pace. */
async function* paced(reply: Reply, limit: number, gone: AbortSignal): AsyncGenerator<string, string> {
  let sent = 0;
  for await (const token of reply.chunks ?? []) {
    if (sent > 0) await pause(reply.perTokenMs ?? 0, gone);
    if (gone.aborted) return 'stop';
    if (sent >= limit) return 'length';
    yield token;
    sent++;
  }
  return 'stop';
}

/** Waits `ms`, or less when the client goes away first. */
function pause(ms: number, gone: AbortSignal): Promise<void> {
  if (ms <= 0 || gone.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      gone.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    gone.addEventListener('abort', finish);
  });
}

/** Writes `data`, whole or in pieces of `splitBytes` that each leave on their own. */
async function write(res: ServerResponse, data: string | Uint8Array, splitBytes?: number): Promise<void> {
  if (splitBytes === undefined) {
    res.write(data);
    return;
  }
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  for (let at = 0; at < bytes.length; at += splitBytes) {
    res.write(bytes.subarray(at, at + splitBytes));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Sends `text`, then breaks the connection the hard way once it has left. */
async function cut(res: ServerResponse, text: string): Promise<void> {
  if (text !== '') await new Promise((resolve) => res.write(text, resolve));
  res.destroy();
}

async function readBody(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  res.end(JSON.stringify(body));
}

/** The headers of a stream, once. */
function sendHeaders(res: ServerResponse): void {
  if (!res.headersSent && !res.destroyed) res.writeHead(200, { 'content-type': 'application/x-ndjson' });
}

const FAR_AWAY = '2030-01-01T00:00:00Z';

function tokenLine(model: string, response: string): Record<string, unknown> {
  return { model, created_at: FAR_AWAY, response, done: false };
}

function lastLine(model: string, tokens: number, reason: string): Record<string, unknown> {
  return {
    model, created_at: FAR_AWAY, response: '', done: true, done_reason: reason,
    total_duration: 1, load_duration: 1, prompt_eval_count: 1, prompt_eval_duration: 1, eval_count: tokens, eval_duration: 1,
  };
}

function nameOf(model: string | FakeModel): string {
  return typeof model === 'string' ? model : model.name;
}

/** Ollama reads a name without a tag as `:latest`. */
function findModel(fake: FakeOllama, name: string): string | FakeModel | undefined {
  return fake.models.find((model) => nameOf(model) === name || nameOf(model) === `${name}:latest`);
}

/** A model as `/api/tags` lists it. The size is read off the name when it is not given. */
function listed(model: string | FakeModel): Record<string, unknown> {
  const name = nameOf(model);
  const given = typeof model === 'string' ? undefined : model.parameterSize;
  const size = given ?? /[:-](\d+(?:\.\d+)?[bm])\b/i.exec(name)?.[1]?.toUpperCase() ?? '';
  return {
    name, model: name, modified_at: FAR_AWAY, size: 1, digest: '0'.repeat(64),
    details: { parent_model: '', format: 'gguf', family: 'test', families: ['test'], parameter_size: size, quantization_level: 'Q4_K_M' },
  };
}

function show(fake: FakeOllama, name: string, res: ServerResponse): void {
  const model = findModel(fake, name);
  if (model === undefined) {
    sendJson(res, 404, { error: `model '${name}' not found` });
    return;
  }
  const capabilities = (typeof model === 'string' ? undefined : model.capabilities) ?? ['completion', 'insert'];
  sendJson(res, 200, { modelfile: '', parameters: '', template: '{{ .Prompt }}', details: listed(model)['details'], model_info: {}, capabilities });
}
