import { afterEach, describe, expect, it } from 'vitest';
import { optionsSchema } from '../../src/config/schema.ts';
import { Backends } from '../../src/host/backends.ts';
import type { Backend } from '../../src/model/backend.ts';
import { FimError } from '../../src/text/error.ts';
import { ASK, never, outcome } from '../helpers/asks.ts';
import { type FakeOllama, startOllama } from '../helpers/ollama-server.ts';
import { startScripted } from '../helpers/scripted-server.ts';
import { waitUntil } from '../helpers/wait.ts';

const servers: FakeOllama[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const embedded: Backend = {
  name: 'embedded',
  modelFree: true,
  place: '',
  generate: async function* () {},
  models: () => Promise.resolve([]),
};

/** Backends with a clock that the test moves, and what they told. */
async function backendsOf(
  backend: 'ollama' | 'auto' | readonly string[],
  options: { readonly maxPromptTokens?: number; readonly llamacpp?: { readonly url: string } } = {},
) {
  const server = await startOllama();
  servers.push(server);
  const told: string[] = [];
  const clock = { now: 0 };
  const backends = new Backends(optionsSchema.parse({ backend, ollama: { url: server.url }, ...options }), {
    embedded,
    env: {},
    now: () => clock.now,
    trouble: ({ code }) => told.push(code),
    byHand: () => told.push('by hand'),
    works: ({ model }) => told.push(model),
  });
  return { server, backends, told, clock };
}

const MODEL = 'qwen2.5-coder:1.5b-base';
const failed = (): FimError => new FimError('server-error', { what: 'It failed.', next: 'Look.' });

describe('backends', () => {
  it('leave a failing server in peace twice as long each time, although it lists its models', async () => {
    const { backends, clock, told } = await backendsOf('ollama');
    const pauses: number[] = [];
    for (let failures = 0; failures < 7; failures += 1) {
      expect((await backends.answerer('auto'))?.model).toBe(MODEL);
      backends.failed(failed());
      const from = clock.now;
      while ((await backends.answerer('auto')) === undefined) clock.now += 500;
      pauses.push(clock.now - from);
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(told.filter((word) => word === MODEL)).toHaveLength(1);
  });

  it.each([
    [1024, undefined],
    [8192, 11_264],
  ])('have room made in the model for prompts of %d tokens: %s', async (maxPromptTokens, contextTokens) => {
    const { server, backends } = await backendsOf('ollama', { maxPromptTokens });
    const answerer = await backends.answerer('auto');
    const situation = { path: '', filetype: '', prefix: 'a', suffix: '', indentUnit: '\t' };
    const ask = {
      situation,
      model: MODEL,
      prompt: 'a',
      stop: [],
      maxTokens: 1,
      temperature: 0,
      attempt: 0,
      multiline: false,
    };
    for await (const _ of answerer?.backend.generate(ask, new AbortController().signal) ?? []);
    expect(server.requests[0]?.body.options?.['num_ctx']).toBe(contextTokens);
  });

  it('forget trouble when a whole answer has come', async () => {
    const { backends, clock, told } = await backendsOf('ollama');
    const answerer = await backends.answerer('auto');
    backends.failed(failed());
    expect(backends.trouble?.code).toBe('server-error');
    clock.now += 1000;
    await backends.answerer('auto');
    expect(backends.trouble?.code).toBe('server-error');
    if (answerer !== undefined) backends.worked(answerer);
    expect(backends.trouble).toBeUndefined();
    expect(told).toEqual([MODEL, 'server-error', MODEL]);
  });

  it('ask at once by hand', async () => {
    const { backends, told } = await backendsOf('ollama');
    backends.failed(failed());
    expect(await backends.answerer('auto')).toBeUndefined();
    expect((await backends.answerer('manual'))?.model).toBe(MODEL);
    expect(told).toEqual(['server-error', 'by hand']);
  });

  it('complete from the project while a server is not there, and look for it in the background', async () => {
    const { server, backends, clock, told } = await backendsOf('auto');
    await server.stop();
    expect((await backends.answerer('auto'))?.backend.name).toBe('embedded');
    await server.restart();
    expect((await backends.answerer('auto'))?.backend.name).toBe('embedded');
    clock.now += 1000;
    expect((await backends.answerer('auto'))?.backend.name).toBe('embedded');
    await waitUntil(() => backends.trouble === undefined);
    expect((await backends.answerer('auto'))?.backend.name).toBe('ollama');
    expect(told).toEqual(['server-unreachable', MODEL]);
  });

  it('name the server that is gone, not the connection that it cut', async () => {
    const { server, backends, told } = await backendsOf('ollama');
    await backends.answerer('auto');
    await server.stop();
    backends.failed(new FimError('connection-cut', { what: 'Cut.', next: 'Wait.' }));
    await waitUntil(() => told.length === 2);
    expect(told).toEqual([MODEL, 'server-unreachable']);
    expect(backends.trouble?.code).toBe('server-unreachable');
  });

  it('name a connection that was cut by a server that is there', async () => {
    const { backends, told } = await backendsOf('ollama');
    await backends.answerer('auto');
    backends.failed(new FimError('connection-cut', { what: 'Cut.', next: 'Wait.' }));
    await waitUntil(() => told.length === 2);
    expect(told).toEqual([MODEL, 'connection-cut']);
  });

  it('forget a search that other options have overtaken', async () => {
    const { server, backends, told } = await backendsOf('ollama');
    const old = backends.answerer('auto');
    const other = await startOllama({ models: ['starcoder2:3b'] });
    servers.push(other);
    backends.configure(optionsSchema.parse({ backend: 'ollama', ollama: { url: other.url } }));
    await old;
    expect(told).toEqual([]);
    expect((await backends.answerer('auto'))?.model).toBe('starcoder2:3b');
    expect(server.others.filter(({ path }) => path === '/api/tags')).toHaveLength(1);
  });

  it('have a model read into memory that is not there yet, and no other', async () => {
    const { server, backends } = await backendsOf('ollama');
    const loads = () => server.others.filter(({ path }) => path === '/api/generate');
    backends.warmUp();
    await waitUntil(() => server.others.some(({ path }) => path === '/api/ps'));
    await backends.answerer('auto');
    expect(loads()).toEqual([]);
    server.loaded.length = 0;
    backends.warmUp();
    await waitUntil(() => loads().length === 1);
    expect(loads()[0]?.body).toMatchObject({ model: MODEL, prompt: '' });
  });
});

describe('a list of backends', () => {
  const llama = async () => {
    const scripted = await startScripted();
    scripted.answer = ({ path }) =>
      path === '/props' ? { json: { model_path: '/m/starcoder2-3b.gguf' } } : { json: { status: 'ok' } };
    return scripted;
  };

  it('is asked in its order', async () => {
    const second = await llama();
    const { backends, told } = await backendsOf(['ollama', 'llamacpp', 'embedded'], { llamacpp: { url: second.url } });
    expect((await backends.answerer('auto'))?.backend.name).toBe('ollama');
    expect(second.seen).toEqual([]);
    expect(told).toEqual([MODEL]);
    await second.close();
  });

  it('goes on to the next one that works, and back to the first when it works again', async () => {
    const second = await llama();
    const { server, backends, told, clock } = await backendsOf(['ollama', 'llamacpp', 'embedded'], {
      llamacpp: { url: second.url },
    });
    await server.stop();
    const answerer = await backends.answerer('auto');
    expect(answerer?.model).toBe('starcoder2-3b');
    expect(backends.standIn).toBe('llamacpp');
    await second.close();
    if (answerer === undefined) throw new Error('nobody answers');
    const { error } = await outcome(answerer.backend.generate(ASK, never()));
    if (!(error instanceof FimError)) throw new Error('it still answers');
    expect(backends.failed(error)).toBe(true);
    expect(backends.standIn).toBe('the open project');
    expect((await backends.answerer('auto'))?.backend.name).toBe('embedded');
    await server.restart();
    clock.now += 1000;
    await backends.answerer('auto');
    await waitUntil(() => backends.trouble === undefined);
    expect((await backends.answerer('auto'))?.backend.name).toBe('ollama');
    expect([told[0], told[1], told[2], told.at(-1)]).toEqual([
      'server-unreachable',
      'starcoder2-3b',
      'server-unreachable',
      MODEL,
    ]);
  });

  it('asks the next one, and not the same again, when a request by hand has failed', async () => {
    const { backends } = await backendsOf('auto');
    expect((await backends.answerer('manual'))?.backend.name).toBe('ollama');
    expect(backends.failed(failed())).toBe(true);
    expect((await backends.answerer('manual'))?.backend.name).toBe('embedded');
  });

  it('says the first one’s trouble where none of them works', async () => {
    const { server, backends } = await backendsOf(['ollama', 'llamacpp'], { llamacpp: { url: 'http://127.0.0.1:1' } });
    await server.stop();
    await expect(backends.answerer('auto')).rejects.toMatchObject({ message: expect.stringContaining(server.url) });
    expect(backends.standIn).toBe('');
    expect(await backends.answerer('auto')).toBeUndefined();
  });

  it.each([
    ['a model whose family is unknown is left to the server', 'tiny-php.gguf', undefined, undefined],
    ['a known one is not', 'Qwen2.5-Coder-1.5B.gguf', undefined, 1024],
    ['prompts keep to the room that the server has', 'Qwen2.5-Coder-1.5B.gguf', 1024, 614],
  ])('%s', async (_, file, room, maxPromptTokens) => {
    const server = await llama();
    server.answer = () => ({ json: { model_path: file, default_generation_settings: { n_ctx: room } } });
    const { backends } = await backendsOf(['llamacpp'], { llamacpp: { url: server.url } });
    expect((await backends.answerer('auto'))?.prompts?.maxPromptTokens).toBe(maxPromptTokens);
    await server.close();
  });

  it('tells health of the one that works', async () => {
    const second = await llama();
    const { server, backends } = await backendsOf(['ollama', 'llamacpp', 'embedded'], {
      llamacpp: { url: second.url },
    });
    await server.stop();
    expect(await backends.probe()).toMatchObject({
      backend: 'ollama, llamacpp, embedded',
      name: 'llamacpp',
      server: 'llama-server',
      hasStandIn: true,
      reachable: true,
      family: 'starcoder2',
    });
    await second.close();
  });
});
