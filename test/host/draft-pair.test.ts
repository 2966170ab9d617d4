import { afterEach, describe, expect, it } from 'vitest';
import { serverAnswerer } from '../../src/complete/answerer.ts';
import { createServer } from '../../src/complete/servers.ts';
import { optionsSchema } from '../../src/config/schema.ts';
import { DraftPair } from '../../src/host/draft-pair.ts';
import { ASK, never, outcome } from '../helpers/asks.ts';
import { type FakeOllama, type OllamaOptions, startOllama } from '../helpers/ollama-server.ts';
import { waitUntil } from '../helpers/wait.ts';

const TARGET = 'qwen2.5-coder:7b-base';
const DRAFT = 'qwen2.5-coder:0.5b-base';
const LOOK_MS = 30_000;

const servers: FakeOllama[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A pair with a target that is in memory, and what the user was told. */
async function pairOf(draft: string, server: OllamaOptions = {}) {
  const fake = await startOllama({
    models: [TARGET, DRAFT, 'codellama:7b-code'],
    loaded: [TARGET],
    room: 2,
    ...server,
  });
  servers.push(fake);
  const options = optionsSchema.parse({ ollama: { url: fake.url }, model: { target: TARGET, draft } });
  const target = await serverAnswerer(createServer('ollama', options, {}), options, never());
  const told: string[] = [];
  const clock = { now: 0 };
  const pair = new DraftPair({ tell: ({ what }) => told.push(what), now: () => clock.now });
  pair.configure(options);
  return { fake, target, told, clock, pair, options, next: () => pair.drafter(target)?.model };
}

const loads = ({ others }: FakeOllama): number => others.filter(({ path }) => path === '/api/generate').length;
const looks = ({ others }: FakeOllama): number => others.filter(({ path }) => path === '/api/ps').length;

describe('a draft model', () => {
  it('is ready once it stands in memory beside the target, with whose prompts it is asked', async () => {
    const { fake, target, told, pair, next } = await pairOf(DRAFT);
    expect(next()).toBeUndefined();
    await waitUntil(() => next());
    expect(pair.drafter(target)).toEqual({ ...target, model: DRAFT });
    expect(fake.loaded).toEqual([TARGET, DRAFT]);
    expect(loads(fake)).toBe(1);
    expect(told).toEqual([]);
  });

  it('is not looked for where none is named, nor beside a target that is not in memory', async () => {
    const none = await pairOf('');
    const before = none.fake.others.length;
    expect(none.next()).toBeUndefined();
    expect(none.fake.others).toHaveLength(before);
    const cold = await pairOf(DRAFT, { loaded: [] });
    expect(cold.next()).toBeUndefined();
    await waitUntil(() => looks(cold.fake) > 0);
    expect(loads(cold.fake)).toBe(0);
    expect(cold.told).toEqual([]);
  });

  it('that pushes the target out is given up, with one message', async () => {
    const { fake, told, clock, next } = await pairOf(DRAFT, { room: 1 });
    next();
    await waitUntil(() => told.length > 0);
    expect(told).toEqual([`${TARGET} and ${DRAFT} do not fit into memory together: no drafts by a model.`]);
    fake.loaded = [TARGET];
    clock.now += 10 * LOOK_MS;
    expect(next()).toBeUndefined();
    expect(loads(fake)).toBe(1);
  });

  it('that the target pushes out later is given up, too', async () => {
    const { fake, told, target, clock, next } = await pairOf(DRAFT);
    await waitUntil(() => next());
    fake.room = 1;
    fake.loaded = [DRAFT];
    fake.reply = () => ({ chunks: ['a'] });
    await outcome(target.backend.generate({ ...ASK, model: TARGET }, never()));
    expect(fake.loaded).toEqual([TARGET]);
    clock.now += LOOK_MS;
    next();
    await waitUntil(() => told.length > 0);
    expect(told).toHaveLength(1);
    expect(next()).toBeUndefined();
  });

  it('that was idle for so long that it left is read again', async () => {
    const { fake, told, clock, next } = await pairOf(DRAFT);
    await waitUntil(() => next());
    fake.loaded = [TARGET];
    clock.now += LOOK_MS;
    next();
    await waitUntil(() => loads(fake) === 2 && fake.loaded.length === 2);
    await waitUntil(() => next());
    expect(told).toEqual([]);
  });

  it.each([
    ['is not installed', 'qwen2.5-coder:3b-base', /qwen2\.5-coder:3b-base/u],
    ['is the target', TARGET, /is the model itself/u],
    ['is of another family', 'codellama:7b-code', /another family/u],
    ['is no name', 'auto', /fill in the middle/u],
  ])('that %s is told of once, and not looked for again', async (_, name, what) => {
    const { fake, told, clock, next } = await pairOf(name);
    next();
    await waitUntil(() => told.length > 0);
    expect(told).toEqual([expect.stringMatching(what)]);
    const before = fake.others.length;
    clock.now += 10 * LOOK_MS;
    expect(next()).toBeUndefined();
    expect(fake.others).toHaveLength(before);
  });

  it('is nothing to worry about while the server is away', async () => {
    const { fake, told, clock, next } = await pairOf(DRAFT);
    await fake.stop();
    next();
    clock.now += LOOK_MS;
    await fake.restart();
    await waitUntil(() => {
      clock.now += LOOK_MS;
      return next();
    });
    expect(told).toEqual([]);
  });
});
