/** The server that the other tests lean on must itself keep Ollama's protocol. */
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeOllama, type OllamaOptions, startOllama } from '../helpers/ollama-server.ts';

let server: FakeOllama;
const start = async (options?: OllamaOptions): Promise<FakeOllama> => (server = await startOllama(options));
afterEach(() => server.close());

const MODEL = 'qwen2.5-coder:1.5b-base';
const post = (path: string, body: object, init: RequestInit = {}): Promise<Response> =>
  fetch(`${server.url}${path}`, { method: 'POST', body: JSON.stringify(body), ...init });
const lines = (body: string): { response?: string; done?: boolean; done_reason?: string; error?: string }[] =>
  body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('the fake Ollama', () => {
  it('streams one line a token and a last one', async () => {
    await start({ reply: () => ({ chunks: ['a', 'é', '🙂'] }) });
    const response = await post('/api/generate', { model: MODEL, prompt: 'x', raw: true });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const got = lines(await response.text());
    expect(got.map((line) => line.response)).toEqual(['a', 'é', '🙂', '']);
    expect(got.map((line) => line.done)).toEqual([false, false, false, true]);
    const seen = await server.waitForFinish(0);
    expect(seen).toMatchObject({ n: 0, path: '/api/generate', prompt: 'x', sentChunks: 3 });
  });

  it.each([
    ['that is a token', ['a', '<end>', 'b'], 'a'],
    ['torn over tokens', ['a<', 'en', 'd>b'], 'a'],
    ['but not at the beginning of one', ['a<', 'en', 'x'], 'a<enx'],
    ['and passes on what was held back at the end', ['a', '<en'], 'a<en'],
  ])('ends at a stop string %s', async (_, chunks, want) => {
    await start({ reply: () => ({ chunks }) });
    const got = lines(
      await (await post('/api/generate', { model: MODEL, prompt: '', options: { stop: ['<end>'] } })).text(),
    );
    expect(got.map((line) => line.response).join('')).toBe(want);
    expect(got.at(-1)?.done_reason).toBe('stop');
  });

  it('ends at num_predict', async () => {
    await start({ reply: () => ({ chunks: ['a', 'b', 'c'] }) });
    const got = lines(
      await (await post('/api/generate', { model: MODEL, prompt: '', options: { num_predict: 2 } })).text(),
    );
    expect(got.map((line) => line.response).join('')).toBe('ab');
    expect(got.at(-1)?.done_reason).toBe('length');
  });

  it('tears bytes apart where it is told to', async () => {
    await start({ reply: () => ({ chunks: ['é🙂'], splitBytes: 1 }) });
    const sizes: number[] = [];
    const text = await new Promise<string>((resolve) => {
      const req = request(`${server.url}/api/generate`, { method: 'POST' }, (res) => {
        const parts: Buffer[] = [];
        res.on('data', (part: Buffer) => {
          sizes.push(part.length);
          parts.push(part);
        });
        res.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
      });
      req.end(JSON.stringify({ model: MODEL, prompt: '' }));
    });
    expect(new Set(sizes)).toEqual(new Set([1]));
    expect(lines(text)[0]?.response).toBe('é🙂');
  });

  it('answers 404 for a model that it lacks, and finds :latest', async () => {
    await start({ models: ['starcoder2:latest'] });
    expect((await post('/api/generate', { model: 'nope', prompt: '' })).status).toBe(404);
    expect((await post('/api/generate', { model: 'starcoder2', prompt: '' })).status).toBe(200);
    expect((await post('/api/show', { model: 'nope' })).status).toBe(404);
  });

  it('lists, shows and says what is in memory', async () => {
    await start({
      models: [
        { name: 'a:7b', capabilities: ['completion'] },
        { name: 'b', parameterSize: '494.03M' },
      ],
      loaded: [],
    });
    expect(await (await fetch(`${server.url}/`)).text()).toBe('Ollama is running');
    expect(await (await fetch(`${server.url}/api/tags`)).json()).toMatchObject({
      models: [
        { name: 'a:7b', details: { parameter_size: '7B' } },
        { name: 'b', details: { parameter_size: '494.03M' } },
      ],
    });
    expect(await (await post('/api/show', { model: 'a:7b' })).json()).toMatchObject({ capabilities: ['completion'] });
    expect(await (await fetch(`${server.url}/api/ps`)).json()).toEqual({ models: [] });
    server.reply = () => ({ chunks: ['x'] });
    await (await post('/api/generate', { model: 'b', prompt: '' })).text();
    expect(await (await fetch(`${server.url}/api/ps`)).json()).toMatchObject({ models: [{ name: 'b' }] });
    expect(server.others.map((other) => other.path)).toEqual(['/', '/api/tags', '/api/show', '/api/ps', '/api/ps']);
  });

  it('stops generating when the client goes away before the headers', async () => {
    await start({ reply: () => ({ chunks: ['a'], firstTokenMs: 60_000 }) });
    const gone = new AbortController();
    const pending = post('/api/generate', { model: MODEL, prompt: '' }, { signal: gone.signal }).catch(
      (error: Error) => error.name,
    );
    await server.waitForRequests(1);
    gone.abort();
    expect(await pending).toBe('AbortError');
    expect(await server.waitForDisconnect(0)).toMatchObject({ sentChunks: 0 });
  });

  it('errs and cuts as scripted', async () => {
    await start();
    server.reply = () => ({ chunks: ['a', 'b'], error: 'out of memory', errorAfter: 1 });
    const got = lines(await (await post('/api/generate', { model: MODEL, prompt: '' })).text());
    expect(got.map((line) => line.response ?? line.error)).toEqual(['a', 'out of memory']);
    server.reply = () => ({ status: 500, error: 'boom' });
    expect((await post('/api/generate', { model: MODEL, prompt: '' })).status).toBe(500);
    server.reply = () => ({ chunks: ['a', 'b'], cutAfter: 1 });
    await expect((await post('/api/generate', { model: MODEL, prompt: '' })).text()).rejects.toThrow('terminated');
    server.reply = () => ({ chunks: ['a', 'b'], cutAfter: 0 });
    await expect(post('/api/generate', { model: MODEL, prompt: '' })).rejects.toThrow('fetch failed');
  });

  it('comes back on the same port', async () => {
    await start();
    await server.stop();
    await expect(fetch(server.url)).rejects.toThrow();
    await server.restart();
    expect((await fetch(server.url)).status).toBe(200);
  });
});
