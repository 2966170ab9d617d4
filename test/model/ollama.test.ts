import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Ask } from '../../src/model/backend.ts';
import { createOllama, type OllamaBackend, type OllamaSettings } from '../../src/model/ollama.ts';
import { FimError, isAbort } from '../../src/text/error.ts';
import { type FakeOllama, type Reply, startOllama } from '../helpers/ollama-server.ts';

const MODEL = 'qwen2.5-coder:1.5b-base';
/** What a request says of drafts. */
const DRAFTS = z.object({ options: z.object({ draft_num_predict: z.number().optional() }).default({}) });
const ASK: Ask = {
  situation: { path: '/p/a.php', filetype: 'php', prefix: '', suffix: '', indentUnit: '    ' },
  model: MODEL,
  prompt: '<|fim_prefix|>é<|fim_suffix|>🙂<|fim_middle|>',
  stop: ['<|endoftext|>'],
  maxTokens: 64,
  temperature: 0.01,
  attempt: 0,
  multiline: true,
};

let server: FakeOllama;
let printed: unknown[][];

beforeEach(async () => {
  server = await startOllama({ models: [MODEL] });
  printed = [];
  for (const method of ['log', 'warn', 'error', 'info', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...args) => void printed.push(args));
  }
});

afterEach(async () => {
  await server.close();
  vi.restoreAllMocks();
  // What a library prints would corrupt the channel to Neovim.
  expect(printed).toEqual([]);
});

const ollama = (settings: Partial<OllamaSettings> = {}): OllamaBackend =>
  createOllama({ url: server.url, keepAlive: '', ...settings });
const never = (): AbortSignal => new AbortController().signal;

async function collect(chunks: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

/** The text that came, and how it ended. */
async function outcome(chunks: AsyncIterable<string>): Promise<{ text: string; error: unknown }> {
  let text = '';
  try {
    for await (const chunk of chunks) text += chunk;
    return { text, error: undefined };
  } catch (error) {
    return { text, error };
  }
}

const generate = (reply: Reply, ask: Partial<Ask> = {}) => {
  server.reply = () => reply;
  return outcome(ollama().generate({ ...ASK, ...ask }, never()));
};

/** Text of a stream, as the server would write it. */
const lines = (...objects: unknown[]): string => objects.map((object) => `${JSON.stringify(object)}\n`).join('');

describe('generate', () => {
  it('sends the prompt raw, without a suffix, and nothing that it was not told to send', async () => {
    server.reply = () => ({ chunks: ['a', 'b'] });
    expect(await collect(ollama({ keepAlive: '30m' }).generate(ASK, never()))).toEqual(['a', 'b']);
    expect(server.requests[0]?.body).toEqual({
      model: MODEL,
      prompt: '<|fim_prefix|>é<|fim_suffix|>🙂<|fim_middle|>',
      raw: true,
      stream: true,
      keep_alive: '30m',
      options: { num_predict: 64, temperature: 0.01, stop: ['<|endoftext|>'] },
    });
  });

  it.each([
    ['', undefined],
    ['30m', '30m'],
    ['1h', '1h'],
    ['-1', -1],
    ['0', 0],
    ['90', 90],
    [' 5m ', '5m'],
  ])('keepAlive %j is sent as %j', async (keepAlive, want) => {
    await collect(ollama({ keepAlive }).generate(ASK, never()));
    expect(server.requests[0]?.body.keep_alive).toBe(want);
  });

  it.each([[8192], [undefined]])(
    'leaves the size of the context to the server unless it is told: %s',
    async (contextTokens) => {
      await collect(ollama({ contextTokens }).generate(ASK, never()));
      expect(server.requests[0]?.body.options?.['num_ctx']).toBe(contextTokens);
    },
  );

  it('reads a model into memory by an empty prompt, with what every other request says', async () => {
    server.loaded.length = 0;
    const backend = ollama({ keepAlive: '30m', contextTokens: 8192 });
    await backend.load(MODEL, never());
    expect(server.others[0]?.body).toEqual({
      model: MODEL,
      prompt: '',
      raw: true,
      stream: false,
      keep_alive: '30m',
      options: { num_ctx: 8192 },
    });
    await collect(backend.generate(ASK, never()));
    expect(server.requests[0]?.body).toMatchObject({ keep_alive: '30m', options: { num_ctx: 8192 } });
  });

  it.each([
    ['its own settings name', { parameters: 'stop    "<|endoftext|>"\ndraft_num_predict    2' }, 4],
    ['its layers tell of', { modelInfo: { 'qwen35.nextn_predict_layers': 1 } }, 4],
    ['it does not have', { modelInfo: { 'qwen35.nextn_predict_layers': 0 } }, undefined],
    ['nothing is told of', {}, undefined],
  ])('tells a model how much to draft by itself with heads that %s', async (_, told, want) => {
    server.models = [{ name: MODEL, ...told }];
    const backend = ollama({ draftNumPredict: 4 });
    await backend.load(MODEL, never());
    for (let i = 0; i < 2; i++) await collect(backend.generate(ASK, never()));
    const load = server.others.find(({ path }) => path === '/api/generate');
    const bodies = [load?.body, ...server.requests.map(({ body }) => body)];
    expect(bodies.map((body) => DRAFTS.parse(body).options.draft_num_predict)).toEqual([want, want, want]);
    expect(server.others.filter(({ path }) => path === '/api/show')).toHaveLength(1);
  });

  it('shows no model where nothing is to be told', async () => {
    server.models = [{ name: MODEL, parameters: 'draft_num_predict 2' }];
    await collect(ollama().generate(ASK, never()));
    expect(server.others).toEqual([]);
    expect(server.requests[0]?.body.options).not.toHaveProperty('draft_num_predict');
  });

  it('sends user and password as a header, and shows them nowhere', async () => {
    const backend = ollama({ url: server.url.replace('://', '://me:p%40ss@') });
    expect(backend.place).toBe(server.url);
    await collect(backend.generate(ASK, never()));
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });

  it('puts characters together that the network tore apart', async () => {
    const text = 'é漢🙂👩‍👩‍👧\n"\\\t';
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), async (splitBytes) => {
        expect(await generate({ chunks: [text, text], splitBytes })).toEqual({ text: text + text, error: undefined });
      }),
      { numRuns: 9 },
    );
  });

  it.each<[string, string | Uint8Array, string]>([
    [
      'blank lines and carriage returns',
      '\n{"response":"a","done":false}\r\n\r\n\n{"response":"b","done":true}\r\n',
      'ab',
    ],
    ['a last line without a line break', '{"response":"a","done":false}\n{"response":"b","done":true}', 'ab'],
    ['a last line without text', lines({ response: 'a', done: false }, { done: true }), 'a'],
    ['no last line', lines({ response: 'a', done: false }, { response: 'b', done: false }), 'ab'],
    ['lines without done', lines({ response: 'a' }), 'a'],
    [
      'thoughts, which are not text',
      lines({ response: '', thinking: 'hm', done: false }, { response: 'a', done: true }),
      'a',
    ],
    ['text after the end', lines({ response: 'a', done: true }, { response: 'b', done: false }), 'a'],
    ['nothing at all', '', ''],
    ['bytes that are not UTF-8', Buffer.from('{"response":"a\xff","done":true}\n', 'latin1'), 'a\ufffd'],
  ])('reads %s', async (_, rawBody, text) => {
    expect(await generate({ rawBody })).toEqual({ text, error: undefined });
  });

  it('keeps the text of a stream that ends cleanly without its last line', async () => {
    expect(await generate({ chunks: ['a', 'b'], omitDone: true })).toEqual({ text: 'ab', error: undefined });
  });

  it.each<[string, Reply, string, string]>([
    ['a line that is no JSON', { rawBody: '{"response":"a","done":false}\nnonsense\n' }, 'a', 'bad-reply'],
    ['half a line at the end', { rawBody: '{"response":"a","done":false}\n{"response":' }, 'a', 'bad-reply'],
    ['a line that is no object', { rawBody: '{"response":"a","done":false}\n5\n' }, 'a', 'bad-reply'],
    ['a line of another protocol', { rawBody: '{"choices":[]}\n' }, '', 'bad-reply'],
    ['text that is no string', { rawBody: '{"response":5,"done":false}\n' }, '', 'bad-reply'],
    ['a web page', { rawBody: '<!doctype html>\n<title>Hello</title>\n' }, '', 'bad-reply'],
    [
      'an error in the stream',
      { chunks: ['a', 'b', 'c'], error: 'out of memory', errorAfter: 2 },
      'ab',
      'server-error',
    ],
    ['an error before any text', { error: 'llama runner process has terminated' }, '', 'server-error'],
    ['an error object of another dialect', { rawBody: '{"error":{"message":"boom","code":1}}\n' }, '', 'server-error'],
    ['a connection that is cut within a line', { chunks: ['a', 'b'], cutAfter: 1 }, 'a', 'connection-cut'],
    ['a connection that is cut before the headers', { chunks: ['a', 'b'], cutAfter: 0 }, '', 'connection-cut'],
    ['HTTP 500', { status: 500, error: 'boom' }, '', 'server-error'],
    ['HTTP 503', { status: 503, error: 'server busy, please try again' }, '', 'server-error'],
    ['HTTP 400', { status: 400, error: 'invalid options' }, '', 'server-refused'],
    ['HTTP 401', { status: 401, error: 'unauthorized' }, '', 'server-refused'],
    ['HTTP 404 without a word about the model', { status: 404, error: 'page not found' }, '', 'server-refused'],
    [
      'HTTP 404 in the words of older servers',
      { status: 404, error: `model "${MODEL}" not found, try pulling it first` },
      '',
      'model-missing',
    ],
    [
      'a model that only makes vectors',
      { status: 400, error: '"x" does not support generate' },
      '',
      'model-without-fim',
    ],
  ])('%s is one clear error, after the text that came', async (_, reply, text, code) => {
    const got = await generate(reply);
    expect(got.text).toBe(text);
    expect(got.error).toBeInstanceOf(FimError);
    expect(got.error).toMatchObject({ code });
  });

  it('names the line that installs a missing model', async () => {
    const { error } = await generate({}, { model: 'starcoder2:3b' });
    expect(error).toMatchObject({
      code: 'model-missing',
      what: 'Ollama has no model "starcoder2:3b".',
      next: 'Run `ollama pull starcoder2:3b`.',
    });
  });

  it('says that nobody answers', async () => {
    await server.stop();
    const { error } = await outcome(ollama().generate(ASK, never()));
    expect(error).toMatchObject({
      code: 'server-unreachable',
      what: `Nothing answers at ${server.url}.`,
      next: 'Start Ollama (`ollama serve`).',
    });
  });

  it('says so for a name that does not exist, too', async () => {
    const { error } = await outcome(ollama({ url: 'http://does-not-exist.invalid:1' }).generate(ASK, never()));
    expect(error).toMatchObject({ code: 'server-unreachable' });
  });

  it('recognises a server that does not speak HTTP', async () => {
    const other = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { error } = await outcome(ollama({ url: `http://127.0.0.1:${port}` }).generate(ASK, never()));
    other.close();
    expect(error).toMatchObject({ code: 'bad-reply' });
  });

  it('follows no redirect: it could lead the prompt to another machine', async () => {
    const seen: string[] = [];
    const elsewhere = createHttpServer((request, response) => {
      seen.push(request.url ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    const redirecting = createHttpServer((_request, response) => {
      const { port } = elsewhere.address() as AddressInfo;
      response.writeHead(307, { Location: `http://127.0.0.1:${port}/api/generate` }).end();
    }).listen(0, '127.0.0.1');
    await Promise.all([once(elsewhere, 'listening'), once(redirecting, 'listening')]);
    const { port } = redirecting.address() as AddressInfo;
    const { error } = await outcome(ollama({ url: `http://127.0.0.1:${port}` }).generate(ASK, never()));
    expect(error).toMatchObject({ code: 'server-refused' });
    expect(seen).toEqual([]);
    redirecting.close();
    elsewhere.close();
  });

  it('asks once more when the server has closed the connection that was kept open', async () => {
    const seen: number[] = [];
    const closing = createServer((socket) => {
      let requests = 0;
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        if (!data.toString().startsWith('POST')) return;
        requests += 1;
        seen.push(requests);
        if (requests > 1) socket.destroy();
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n{"response":"a","done":true }\n');
      });
    }).listen(0, '127.0.0.1');
    await once(closing, 'listening');
    const { port } = closing.address() as AddressInfo;
    const backend = ollama({ url: `http://127.0.0.1:${port}` });
    // Not every request finds the connection free again.
    for (let n = 0; n < 50 && !seen.includes(2); n += 1) {
      expect(await collect(backend.generate(ASK, never()))).toEqual(['a']);
      await new Promise(setImmediate);
    }
    expect(seen).toContain(2);
    closing.close();
  });

  it('works again after a restart of the server', async () => {
    const backend = ollama();
    server.reply = () => ({ chunks: ['a'] });
    expect(await collect(backend.generate(ASK, never()))).toEqual(['a']);
    await server.stop();
    expect((await outcome(backend.generate(ASK, never()))).error).toBeInstanceOf(FimError);
    await server.restart();
    expect(await collect(backend.generate(ASK, never()))).toEqual(['a']);
  });

  it('keeps messages short and on one line', async () => {
    const { error } = await generate({ status: 500, error: `first\nsecond\u0007 ${'x'.repeat(5000)}` });
    if (!(error instanceof FimError)) throw new Error('not a FimError');
    expect(error.what).toMatch(/^Ollama failed \(500\): first second x+…\.$/u);
    expect(error.what.length).toBeLessThan(200);
    expect(error.next.length).toBeLessThanOrEqual(60);
  });

  it('keeps connections open for the requests that follow', async () => {
    server.reply = () => ({ chunks: ['a'] });
    const backend = ollama();
    for (let i = 0; i < 8; i++) {
      await collect(backend.generate(ASK, never()));
      await server.waitForFinish(i);
    }
    // A request that starts before the end of the last answer has been read opens a second one.
    expect(new Set(server.requests.map(({ clientPort }) => clientPort)).size).toBeLessThanOrEqual(2);
  });
});

describe('cancelling', () => {
  it('ends one request and leaves another alone', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    server.reply = (_, n) => ({
      chunks: (async function* () {
        yield `${n}a`;
        await gate;
        yield `${n}b`;
      })(),
    });
    const backend = ollama();
    const first = new AbortController();
    const one = backend.generate(ASK, first.signal)[Symbol.asyncIterator]();
    expect(await one.next()).toEqual({ done: false, value: '0a' });
    const two = backend.generate(ASK, never())[Symbol.asyncIterator]();
    expect(await two.next()).toEqual({ done: false, value: '1a' });

    const cancelledAt = performance.now();
    first.abort();
    await expect(one.next()).rejects.toSatisfy(isAbort);
    const seen = await server.waitForDisconnect(0);
    expect((seen.disconnectedAt ?? Number.NaN) - cancelledAt).toBeLessThan(50);

    open();
    expect(await two.next()).toEqual({ done: false, value: '1b' });
    expect(await two.next()).toEqual({ done: true, value: undefined });
    expect(server.requests[1]?.disconnectedAt).toBeUndefined();
  });

  it('reaches the server before it has sent its headers', async () => {
    server.reply = () => ({ chunks: ['a'], firstTokenMs: 60_000 });
    const controller = new AbortController();
    const pending = outcome(ollama().generate(ASK, controller.signal));
    await server.waitForRequests(1);
    const cancelledAt = performance.now();
    controller.abort();
    expect((await pending).error).toSatisfy(isAbort);
    const seen = await server.waitForDisconnect(0);
    expect((seen.disconnectedAt ?? Number.NaN) - cancelledAt).toBeLessThan(50);
    expect(seen.sentChunks).toBe(0);
  });

  it('reaches the server while nobody reads', async () => {
    server.reply = () => ({ chunks: ['a', 'b', 'c'], perTokenMs: 60_000 });
    const controller = new AbortController();
    const chunks = ollama().generate(ASK, controller.signal)[Symbol.asyncIterator]();
    expect((await chunks.next()).value).toBe('a');
    controller.abort();
    await server.waitForDisconnect(0);
    await expect(chunks.next()).rejects.toSatisfy(isAbort);
  });

  it('reaches the server when the reader just stops reading', async () => {
    server.reply = () => ({ chunks: ['a', 'b', 'c'], perTokenMs: 60_000 });
    for await (const chunk of ollama().generate(ASK, never())) {
      expect(chunk).toBe('a');
      break;
    }
    expect((await server.waitForDisconnect(0)).sentChunks).toBe(1);
  });

  it('asks nothing when it is cancelled already', async () => {
    const { error } = await outcome(ollama().generate(ASK, AbortSignal.abort()));
    expect(error).toSatisfy(isAbort);
    await expect(ollama().models(AbortSignal.abort())).rejects.toSatisfy(isAbort);
    expect(server.requests).toEqual([]);
    expect(server.others).toEqual([]);
  });

  it('ends as an abort whatever the reason of the signal is', async () => {
    server.reply = () => ({ chunks: ['a'], firstTokenMs: 60_000 });
    const controller = new AbortController();
    const pending = outcome(ollama().generate(ASK, controller.signal));
    await server.waitForRequests(1);
    controller.abort(new Error('typed on'));
    expect((await pending).error).toSatisfy(isAbort);
  });
});

describe('what the server tells of itself', () => {
  it.each([
    ['7.6B', 7.6],
    ['494.03M', 0.49403],
    ['1.5b', 1.5],
    ['8x7B', undefined],
    ['unknown', undefined],
  ])('reads the size %s', async (parameterSize, billions) => {
    server.models = [{ name: 'a', parameterSize }];
    const [model] = await ollama().models(never());
    if (billions === undefined) expect(model).toEqual({ name: 'a' });
    else expect(model?.billions).toBeCloseTo(billions, 9);
  });

  it('lists what is installed, and what is in memory', async () => {
    server.models = ['a:1b', 'b:latest'];
    server.loaded = ['b:latest'];
    expect((await ollama().models(never())).map(({ name }) => name)).toEqual(['a:1b', 'b:latest']);
    expect(await ollama().isLoaded('a:1b', never())).toBe(false);
    expect(await ollama().isLoaded('b', never())).toBe(true);
    expect(await ollama().isLoaded('b:latest', never())).toBe(true);
  });

  it('lists nothing for an empty server', async () => {
    server.models = [];
    expect(await ollama().models(never())).toEqual([]);
  });

  it('words failures of these as well', async () => {
    await expect(ollama({ url: `${server.url}/elsewhere` }).models(never())).rejects.toMatchObject({
      code: 'server-refused',
    });
    await server.stop();
    await expect(ollama().models(never())).rejects.toMatchObject({ code: 'server-unreachable' });
  });

  it.each([
    ['a web page', '<html></html>'],
    ['other JSON', '{"models":[{"id":"x"}]}'],
    ['no object', '[]'],
  ])('recognises %s as no reply of Ollama', async (_, body) => {
    const other = await answering(body);
    await expect(ollama({ url: other.url }).models(never())).rejects.toMatchObject({ code: 'bad-reply' });
    other.close();
  });
});

/** A server that answers every request with `body`. */
async function answering(body: string): Promise<{ url: string; close: () => void }> {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const other = createServer((socket) => {
    socket.once('data', () => socket.end(head + body));
    socket.on('error', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, close: () => other.close() };
}
