import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ask, Backend } from '../../../src/model/backend.ts';
import { createLlamaCpp } from '../../../src/model/llamacpp/llamacpp.ts';
import { isAbort } from '../../../src/text/error.ts';
import { ASK, never, outcome } from '../../helpers/asks.ts';
import { type Answer, events, type ScriptedServer, startScripted, torn } from '../../helpers/scripted-server.ts';

let server: ScriptedServer;
let backend: Backend;

beforeEach(async () => {
  server = await startScripted();
  const { url } = server;
  backend = createLlamaCpp({ server: { place: url, url: async () => url }, maxPromptTokens: 256 });
});
afterEach(() => server.close());

const token = (content: string) => ({ index: 0, content, tokens: [1], stop: false });
const progress = { content: '', stop: false, prompt_progress: { total: 9, cache: 0, processed: 4, time_ms: 1 } };
const last = (timings?: object) => ({ content: '', stop: true, stop_type: 'eos', timings });
const TIMINGS = { cache_n: 20, prompt_n: 3, predicted_n: 8, draft_n: 6, draft_n_accepted: 4 };

const generate = (answer: Answer, ask: Partial<Ask> = {}) => {
  server.answer = () => answer;
  return outcome(backend.generate({ ...ASK, ...ask }, never()));
};

describe('generate', () => {
  it('sends our prompt byte for byte, and what lets the server be cancelled in the middle of it', async () => {
    expect(await generate({ pieces: [events(progress, token('a'), token('b'), last())] })).toEqual({
      text: 'ab',
      error: undefined,
    });
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/completion' });
    expect(server.seen[0]?.body).toEqual({
      prompt: '<|fim_prefix|>é<|fim_suffix|>🙂<|fim_middle|>',
      model: 'qwen2.5-coder-1.5b',
      n_predict: 64,
      temperature: 0,
      stop: ['<|endoftext|>', '\n\n\n'],
      stream: true,
      cache_prompt: true,
      return_progress: true,
      timings_per_token: true,
    });
  });

  it('asks for another text at the temperature that it is told', async () => {
    await generate({ pieces: [events(last())] }, { temperature: 0.51 });
    expect(server.seen[0]?.body).toMatchObject({ temperature: 0.51 });
  });

  it('lets the server make the prompt of a model whose family is unknown, from whole lines within its room', async () => {
    const line = `${'x'.repeat(99)}\n`;
    const situation = { ...ASK.situation, prefix: line.repeat(500), suffix: `\n${line.repeat(500)}` };
    await generate({ pieces: [events(token('a'), last())] }, { prompt: '', situation });
    expect(server.seen[0]?.path).toBe('/infill');
    const { input_prefix: before, input_suffix: after } = Object(server.seen[0]?.body);
    expect(before).toMatch(/^(x{99}\n){3,}$/u);
    expect(before.length).toBeLessThan(20_000);
    expect(after.length).toBeLessThan(before.length);
  });

  it('reads the same text however the network cuts it', async () => {
    const text = 'é漢🙂👩‍👩‍👧\n"\\\t';
    const body = events(progress, token(text), token(text), last(TIMINGS));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.boolean(), async (size, hasCrLf) => {
        const sent = hasCrLf ? body.replaceAll('\n\n', '\r\n\r\n') : body;
        expect(await generate({ pieces: torn(sent, size) })).toEqual({ text: text + text, error: undefined });
      }),
      { numRuns: 12 },
    );
  });

  it.each<[string, Answer, string]>([
    ['without its end', { pieces: [events(token('a'), token('b'))] }, 'ab'],
    ['without the blank line of its last event', { pieces: [events(token('a'), token('b')).trimEnd()] }, 'ab'],
    ['in the middle of an event', { pieces: [events(token('a'), token('b')).slice(0, -12)] }, 'a'],
  ])('keeps the text of a stream that ends %s', async (_, answer, text) => {
    expect(await generate(answer)).toEqual({ text, error: undefined });
  });

  it.each<[string, Answer, string, RegExp]>([
    [
      'an error inside the stream',
      { pieces: [events({ error: { code: 500, message: 'Out of memory.' } })] },
      'server-error',
      /llama-server failed: Out of memory\./,
    ],
    [
      'the error field of old versions',
      { pieces: ['error: {"code":500,"message":"Oops"}\n\n'] },
      'server-error',
      /Oops/,
    ],
    ['a cut stream', { pieces: [events(token('a'))], after: 'cut' }, 'connection-cut', /was cut/],
    [
      'a failure',
      { status: 500, json: { error: { code: 500, message: 'Compute error' } } },
      'server-error',
      /\(500\): Compute error/,
    ],
    [
      'a model that is being loaded',
      { status: 503, json: { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } } },
      'server-loading',
      /still loading its model/,
    ],
    ['another server', { status: 404, pieces: ['<html>nothing here</html>'] }, 'server-refused', /\(404\)/],
    [
      'no events',
      { pieces: ['<html>\n<p>Welcome!</p>\n'] },
      'bad-reply',
      /does not answer as llama-server does: <html>/,
    ],
    ['events of another protocol', { pieces: [events({ hello: 'world' })] }, 'bad-reply', /hello/],
    [
      'a prompt that is too long',
      {
        status: 400,
        json: {
          error: {
            code: 400,
            message: 'request (4001 tokens) exceeds the available context size (2048 tokens), try increasing it',
          },
        },
      },
      'server-refused',
      /Lower maxPromptTokens/,
    ],
  ])('words %s', async (_, answer, code, message) => {
    const { error } = await generate(answer);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('keeps what came before an error', async () => {
    const { text } = await generate({ pieces: [events(token('a'), token('b'))], after: 'cut' });
    expect(text).toBe('ab');
  });

  it('says that nothing answers', async () => {
    await server.close();
    const { error } = await outcome(backend.generate(ASK, never()));
    expect(error).toMatchObject({ code: 'server-unreachable', next: expect.stringContaining('model.path') });
  });

  it.each([
    ['before the headers', []],
    ['while it reads the prompt', [events(progress)]],
    ['while text flows', [events(progress, token('a'))]],
  ])('ends the request at the socket when it is cancelled %s', async (_, pieces) => {
    const aborter = new AbortController();
    server.answer = () => ({ pieces, after: 'hang' });
    const reading = outcome(backend.generate(ASK, aborter.signal));
    while (server.seen.length === 0) await new Promise(setImmediate);
    aborter.abort();
    expect(isAbort((await reading).error)).toBe(true);
    await server.gone(0);
  });

  it('ends the request when its reader leaves', async () => {
    server.answer = () => ({ pieces: [events(token('a'))], after: 'hang' });
    for await (const _ of backend.generate(ASK, never())) break;
    await server.gone(0);
  });

  it('does not close the connection of a finished answer', async () => {
    for (let i = 0; i < 3; i += 1) await generate({ pieces: [events(token('a'), last())] });
    expect(server.seen.map(({ isGone }) => isGone)).toEqual([false, false, false]);
  });
});

describe('figures', () => {
  it('counts drafts over all answers, and the prompt of the newest, also of one that was ended early', async () => {
    expect(backend.figures?.()).toBeUndefined();
    await generate({ pieces: [events({ ...token('a'), timings: { ...TIMINGS, draft_n: 1 } }, last(TIMINGS))] });
    expect(backend.figures?.()).toEqual({ promptTokens: 3, cachedTokens: 20, draftTokens: 6, acceptedTokens: 4 });
    const early = { cache_n: 22, prompt_n: 1, draft_n: 2, draft_n_accepted: 1 };
    server.answer = () => ({ pieces: [events({ ...token('a'), timings: early })], after: 'hang' });
    for await (const _ of backend.generate(ASK, never())) break;
    expect(backend.figures?.()).toEqual({ promptTokens: 1, cachedTokens: 22, draftTokens: 8, acceptedTokens: 5 });
  });
});

describe('models', () => {
  const serve = (routes: Readonly<Record<string, Answer>>) => {
    server.answer = ({ path }) => routes[path] ?? { status: 404, json: { error: { message: 'File Not Found' } } };
  };
  const health = { json: { status: 'ok' } };

  it.each([
    ['its file', { model_path: '/m/Qwen2.5-Coder-1.5B-Q8_0.gguf' }, 'Qwen2.5-Coder-1.5B-Q8_0'],
    ['its alias', { model_alias: 'coder', model_path: '/m/x.gguf' }, 'coder'],
    ['a path of Windows', { model_path: 'C:\\m\\starcoder2-3b.GGUF' }, 'starcoder2-3b'],
  ])('names the model by %s, with the room that it has', async (_, props, name) => {
    serve({ '/health': health, '/props': { json: { ...props, default_generation_settings: { n_ctx: 4096 } } } });
    expect(await backend.models(never())).toEqual([{ name, contextTokens: 4096 }]);
  });

  it('lists the models of a router', async () => {
    serve({
      '/health': health,
      '/props': { json: { role: 'router' } },
      '/v1/models': { json: { data: [{ id: 'a' }, { id: 'b' }] } },
    });
    expect(await backend.models(never())).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('waits for a model that is there in a moment', async () => {
    const loading = { status: 503, json: { error: { code: 503, message: 'Loading model' } } };
    server.answer = ({ path }, n) =>
      path === '/health' ? (n < 3 ? loading : health) : { json: { model_path: 'a.gguf' } };
    expect(await backend.models(never())).toEqual([{ name: 'a' }]);
    expect(await backend.isLoaded?.('a', never())).toBe(true);
    server.answer = () => loading;
    expect(await backend.isLoaded?.('a', never())).toBe(false);
  });

  it('says that something else answers there', async () => {
    serve({ '/health': health, '/props': { json: [] } });
    await expect(backend.models(never())).rejects.toMatchObject({ code: 'bad-reply' });
  });
});
