import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ask } from '../../../src/model/backend.ts';
import { type OpenAiAddress, resolveOpenAi } from '../../../src/model/openai/address.ts';
import { createOpenAi } from '../../../src/model/openai/openai.ts';
import { pauseOf } from '../../../src/model/openai/retry.ts';
import { isAbort } from '../../../src/text/error.ts';
import { ASK, never, outcome } from '../../helpers/asks.ts';
import { type Answer, events, type ScriptedServer, startScripted, torn } from '../../helpers/scripted-server.ts';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScripted();
});
afterEach(() => server.close());

const openai = (address: Partial<OpenAiAddress> = {}) =>
  createOpenAi({ base: `${server.url}/v1`, key: '', ...address });
const token = (text: string, finish: string | null = null) => ({
  id: 'c',
  object: 'text_completion',
  choices: [{ text, index: 0, logprobs: null, finish_reason: finish }],
});
const generate = (answer: Answer, ask: Partial<Ask> = {}) => {
  server.answer = () => answer;
  return outcome(openai().generate({ ...ASK, ...ask }, never()));
};

describe('generate', () => {
  it('sends the raw prompt, and the key as a bearer token', async () => {
    server.answer = () => ({ pieces: [events(token('a'), token('b', 'stop'), '[DONE]')] });
    const backend = openai({ key: 'sk-123' });
    expect(await outcome(backend.generate(ASK, never()))).toEqual({ text: 'ab', error: undefined });
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      path: '/v1/completions',
      headers: { authorization: 'Bearer sk-123' },
    });
    expect(server.seen[0]?.body).toEqual({
      model: 'qwen2.5-coder-1.5b',
      prompt: '<|fim_prefix|>é<|fim_suffix|>🙂<|fim_middle|>',
      max_tokens: 64,
      temperature: 0.01,
      stop: ['<|endoftext|>', '\n\n\n'],
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(JSON.stringify([backend.place, backend.name])).not.toContain('sk-');
  });

  it('sends no more stops than every server takes, and none where there is none', async () => {
    await generate({ pieces: [events('[DONE]')] }, { stop: ['1', '2', '3', '4', '5'] });
    await generate({ pieces: [events('[DONE]')] }, { stop: [] });
    expect(server.seen.map(({ body }) => Object(body).stop)).toEqual([['1', '2', '3', '4'], undefined]);
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('reads the same text however the network cuts it', async () => {
    const text = 'é漢🙂👩‍👩‍👧\n"\\\t';
    const body = `: ping\n\n${events(token(text), token(text, 'stop'), '[DONE]')}`;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
        expect(await generate({ pieces: torn(body, size) })).toEqual({ text: text + text, error: undefined });
      }),
      { numRuns: 12 },
    );
  });

  it.each<[string, Answer, string]>([
    ['without [DONE]', { pieces: [events(token('a'), token('b', 'length'))] }, 'ab'],
    ['in the middle of an event', { pieces: [events(token('a'), token('b')).slice(0, -20)] }, 'a'],
    ['with nothing at all', { pieces: [] }, ''],
  ])('keeps the text of a stream that ends %s', async (_, answer, text) => {
    expect(await generate(answer)).toEqual({ text, error: undefined });
  });

  it.each<[string, Answer, string, RegExp]>([
    [
      'a wrong key',
      { status: 401, json: { error: { message: 'Incorrect API key provided' } } },
      'server-refused',
      /Set openai\.keyVariable/,
    ],
    [
      'a model that is not there',
      { status: 404, json: { object: 'error', message: 'The model `x` does not exist.' } },
      'model-missing',
      /has no model "qwen/,
    ],
    ['a wrong path', { status: 404, json: { detail: 'Not Found' } }, 'server-refused', /\(404\): Not Found/],
    ['a failure', { status: 500, pieces: ['Internal Server Error'] }, 'server-error', /Internal Server Error/],
    [
      'an error inside the stream',
      { pieces: [events({ error: { message: 'Engine dead', code: 500 } })] },
      'server-error',
      /Engine dead/,
    ],
    ['an answer that is not streamed', { json: token('a') }, 'bad-reply', /does not answer as/],
    ['a cut stream', { pieces: [events(token('a'))], after: 'cut' }, 'connection-cut', /was cut/],
    [
      'a redirect, which is not followed',
      { status: 307, headers: { location: 'http://127.0.0.1:9/' }, pieces: [] },
      'server-refused',
      /\(307\)/,
    ],
  ])('words %s', async (_, answer, code, message) => {
    const { error } = await generate(answer);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(server.seen).toHaveLength(1);
  });

  it('ends the request at the socket when it is cancelled', async () => {
    const aborter = new AbortController();
    server.answer = () => ({ pieces: [events(token('a'))], after: 'hang' });
    let error: unknown;
    try {
      for await (const _ of openai().generate(ASK, aborter.signal)) aborter.abort();
    } catch (reason) {
      error = reason;
    }
    expect(isAbort(error)).toBe(true);
    await server.gone(0);
  });
});

describe('a busy server', () => {
  const busy = (status: number, pause?: string): Answer => ({
    status,
    json: { error: { message: 'Too many requests' } },
    ...(pause === undefined ? {} : { headers: { 'retry-after': pause } }),
  });

  it.each([
    [429, '0'],
    [503, '0'],
    [429, new Date(0).toUTCString()],
  ])('is asked again after a %d with Retry-After %s', async (status, after) => {
    server.answer = (_, n) => (n < 2 ? busy(status, after) : { pieces: [events(token('a'), '[DONE]')] });
    expect(await outcome(openai().generate(ASK, never()))).toEqual({ text: 'a', error: undefined });
    expect(server.seen).toHaveLength(3);
  });

  it('is asked three times at most', async () => {
    expect((await generate(busy(429, '0'))).error).toMatchObject({ code: 'server-error', message: /is busy \(429\)/u });
    expect(server.seen).toHaveLength(3);
  });

  it('is not waited for when it asks for a long pause', async () => {
    expect((await generate(busy(503, '600'))).error).toMatchObject({ code: 'server-error' });
    expect(server.seen).toHaveLength(1);
  });

  it('is left when the request is cancelled in a pause', async () => {
    const aborter = new AbortController();
    server.answer = () => busy(429, '4');
    const reading = outcome(openai().generate(ASK, aborter.signal));
    while (server.seen.length === 0) await new Promise(setImmediate);
    aborter.abort();
    expect(isAbort((await reading).error)).toBe(true);
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ['3', 3000],
    [' 0.5 ', 500],
    ['Thu, 01 Jan 1970 00:00:07 GMT', 5000],
    ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('asks with %j for a pause of %s ms', (header, ms) => {
    expect(pauseOf(header, 2000)).toBe(ms);
  });
});

describe('what the server tells', () => {
  it('is how much of the prompt it knew', async () => {
    const backend = openai();
    const usage = { prompt_tokens: 90, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 80 } };
    server.answer = () => ({ pieces: [events(token('a', 'stop'), { choices: [], usage }, '[DONE]')] });
    await outcome(backend.generate(ASK, never()));
    expect(backend.figures?.()).toEqual({ promptTokens: 10, cachedTokens: 80, draftTokens: 0, acceptedTokens: 0 });
  });

  it('is its models, and the room that they have', async () => {
    server.answer = () => ({ json: { object: 'list', data: [{ id: 'a', max_model_len: 8192 }, { id: 'b' }] } });
    expect(await openai({ key: 'k' }).models(never())).toEqual([{ name: 'a', contextTokens: 8192 }, { name: 'b' }]);
    expect(server.seen[0]).toMatchObject({ method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer k' } });
  });
});

describe('resolveOpenAi', () => {
  const resolve = (url: string, more: { keyVariable?: string; allowRemote?: boolean } = {}) =>
    resolveOpenAi({ url, keyVariable: '', allowRemote: false, ...more }, { KEY: ' sk-1 ', BAD: 'sk\n2', EMPTY: '' });

  it.each([
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000/v1'],
    ['http://localhost:1234/v1/', 'http://localhost:1234/v1'],
    ['localhost', 'http://localhost:8000/v1'],
    ['http://[::1]:80/openai/v1', 'http://[::1]/openai/v1'],
    ['http://127.0.0.1/api/', 'http://127.0.0.1/api/v1'],
  ])('reads %s as %s', (url, base) => {
    expect(resolve(url)).toEqual({ base, key: '' });
  });

  it('takes the key from the variable that is named', () => {
    expect(resolve('https://llm.example.org', { allowRemote: true, keyVariable: 'KEY' })).toEqual({
      base: 'https://llm.example.org/v1',
      key: 'sk-1',
    });
  });

  it.each([
    ['no address', '', {}, 'config'],
    ['another machine without consent', 'https://llm.example.org', {}, 'remote-forbidden'],
    ['a key in the clear', 'http://llm.example.org', { allowRemote: true, keyVariable: 'KEY' }, 'remote-forbidden'],
    ['a password in the address', 'http://me:secret@127.0.0.1', {}, 'config'],
    ['a variable that is not set', 'http://127.0.0.1', { keyVariable: 'OTHER' }, 'config'],
    ['a variable that is empty', 'http://127.0.0.1', { keyVariable: 'EMPTY' }, 'config'],
    ['a key that is none', 'http://127.0.0.1', { keyVariable: 'BAD' }, 'config'],
    ['another protocol', 'ftp://127.0.0.1', {}, 'config'],
  ])('refuses %s, and repeats no secret', (_, url, more, code) => {
    let error: unknown;
    try {
      resolve(url, more);
    } catch (reason) {
      error = reason;
    }
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toMatch(/sk|secret/u);
  });
});
