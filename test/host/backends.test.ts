import { afterEach, describe, expect, it } from 'vitest';
import { optionsSchema } from '../../src/config/schema.ts';
import { Backends } from '../../src/host/backends.ts';
import type { Backend } from '../../src/model/backend.ts';
import { FimError } from '../../src/text/error.ts';
import { type FakeOllama, startOllama } from '../helpers/ollama-server.ts';
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
async function backendsOf(backend: 'ollama' | 'auto', options: { readonly maxPromptTokens?: number } = {}) {
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
});
