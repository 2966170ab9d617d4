/**
 * A real HTTP server that speaks Ollama's protocol with scripted text, for tests and benches. It runs no model, and knows nothing of our code.
 *
 * Like Ollama it sends its headers with the first token, obeys `stop` and `num_predict`, answers 404 for a model that is not in `models`,
 * and stops generating when the client goes away (it notes when). Times are `performance.now()` of this process.
 */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { FAR_AWAY, play, remember, sendJson } from './ollama-play.ts';
import {
  type FakeModel,
  type FakeOllama,
  type GenerateRequest,
  generateRequest,
  type OllamaOptions,
  type SeenRequest,
} from './ollama-types.ts';
import { Waiters } from './ollama-wait.ts';

export type {
  FakeModel,
  FakeOllama,
  GenerateRequest,
  OllamaOptions,
  OtherRequest,
  Reply,
  SeenRequest,
} from './ollama-types.ts';

const named = z.looseObject({ model: z.string() });

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
    room: options.room,
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
    if (parsed.success && parsed.data.prompt === '' && parsed.data.stream === false) load(context, parsed.data, res);
    else if (parsed.success) await generate(context, parsed.data, req, res);
    else sendJson(res, 400, { error: parsed.error.message });
    return;
  }
  fake.others.push({ method: req.method ?? '', path, body });
  if (path === '/') res.end('Ollama is running');
  else if (path === '/api/version') sendJson(res, 200, { version: '0.12.6' });
  else if (path === '/api/tags') sendJson(res, 200, { models: fake.models.map(listed) });
  else if (path === '/api/ps')
    sendJson(res, 200, {
      models: fake.loaded.map((name) => ({ ...listed(name), expires_at: FAR_AWAY, size_vram: 0 })),
    });
  else if (path === '/api/show') show(fake, named.safeParse(body).data?.model ?? '', res);
  else sendJson(res, 404, { error: 'page not found' });
}

/** An empty prompt only loads the model. It is noted as an other request. */
function load({ fake, waiters }: Context, body: GenerateRequest, res: ServerResponse): void {
  fake.others.push({ method: 'POST', path: '/api/generate', body });
  if (findModel(fake, body.model) === undefined) sendJson(res, 404, { error: `model '${body.model}' not found` });
  else {
    if (fake.room !== undefined) remember(fake, body.model);
    sendJson(res, 200, { model: body.model, response: '', done: true, done_reason: 'load' });
  }
  waiters.changed();
}

async function generate(
  { fake, waiters }: Context,
  body: GenerateRequest,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const seen: SeenRequest = {
    n: fake.requests.length,
    path: '/api/generate',
    body,
    prompt: withHoleAtCursor(body.prompt),
    sent: body.prompt,
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
  const reply = await fake.reply({ ...body, prompt: seen.prompt }, seen.n);
  if (!gone.signal.aborted) await play({ fake, reply, seen, res, gone: gone.signal });
}

async function readBody(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
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
    name,
    model: name,
    modified_at: FAR_AWAY,
    size: 1,
    digest: '0'.repeat(64),
    details: {
      parent_model: '',
      format: 'gguf',
      family: 'test',
      families: ['test'],
      parameter_size: size,
      quantization_level: 'Q4_K_M',
    },
  };
}

function show(fake: FakeOllama, name: string, res: ServerResponse): void {
  const model = findModel(fake, name);
  if (model === undefined) {
    sendJson(res, 404, { error: `model '${name}' not found` });
    return;
  }
  const { parameters = '', modelInfo = {} } = typeof model === 'string' ? {} : model;
  const capabilities = (typeof model === 'string' ? undefined : model.capabilities) ?? ['completion', 'insert'];
  sendJson(res, 200, {
    modelfile: '',
    parameters,
    template: '{{ .Prompt }}',
    details: listed(model)['details'],
    model_info: modelInfo,
    capabilities,
  });
}

/** Qwen's tokens: what stands behind the middle token belongs to the text before the cursor. */
const ANCHORED = /^([\s\S]*<\|fim_prefix\|>)([\s\S]*)(<\|fim_suffix\|>[\s\S]*<\|fim_middle\|>)([\s\S]*)$/u;

function withHoleAtCursor(prompt: string): string {
  return prompt.replace(ANCHORED, '$1$2$4$3');
}
