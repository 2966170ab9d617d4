import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { Nvim } from '../helpers/nvim.ts';
import { describeOnEachNvim, type Start } from '../helpers/nvim.ts';
import { type FakeOllama, type Reply, startOllama } from '../helpers/ollama-server.ts';
import { waitUntil } from '../helpers/wait.ts';
import { type FimOptions, type Stage, serve, stage } from './stage.ts';

/** Keeps every message besides showing it, and every state that the host tells. */
const WATCH = [
  'lua _G.told = {}; local notify = vim.notify; vim.notify = function(...) table.insert(_G.told, (...)); return notify(...) end',
  'set laststatus=0',
];
const WATCH_STATES = `
  local host, status = require('fim.host'), require('fim.status')
  require('fim.trigger').wake()
  _G.states = {}
  host.handle('status', function(payload)
    if _G.states[#_G.states] ~= payload.state then table.insert(_G.states, payload.state) end
    status.set(payload)
  end)
`;

const strings = z.array(z.string());
const told = async (nvim: Nvim): Promise<string[]> => strings.parse(await nvim.lua('return _G.told'));
const states = async (nvim: Nvim): Promise<string[]> => strings.parse(await nvim.lua('return _G.states'));
const status = (nvim: Nvim): Promise<unknown> => nvim.lua("return require('fim').status()");
const errors = (nvim: Nvim): unknown[] =>
  nvim.events
    .filter(({ name }) => name === 'FimError')
    .map(({ data }) => z.object({ code: z.string() }).parse(data).code);

const gates: (() => void)[] = [];
afterEach(() => {
  for (const open of gates.splice(0)) open();
});

/** A promise that the test settles, at its end at the latest. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  gates.push(open);
  return { opened, open };
}

/** A stream that goes on when the test says so. */
async function* held(
  first: readonly string[],
  opened: Promise<void>,
  rest: readonly string[] = [],
): AsyncIterable<string> {
  yield* first;
  await opened;
  yield* rest;
}

async function watched(start: Start, fim: FimOptions = {}, server?: Parameters<typeof stage>[1]): Promise<Stage> {
  return stage(start, { before: WATCH, width: 80, fim, ...server });
}

/** Where nobody listens. */
async function deadUrl(): Promise<string> {
  const server = await startOllama();
  await server.close();
  return server.url;
}

/** Types on, a letter and back, until the server is asked again: back-off is over when it is. @returns what stands there more than before. */
async function typeUntilAsked(nvim: Nvim, server: FakeOllama, count: number): Promise<string> {
  let typed = '';
  await waitUntil(
    async () => {
      await nvim.input(typed === '' ? 'x' : '<BS>');
      typed = typed === '' ? 'x' : '';
      return server.requests.length >= count;
    },
    { timeoutMs: 15_000, what: () => `request ${count}, seen ${server.requests.length}\n${nvim.screen()}` },
  );
  return typed;
}

async function expectUndisturbed(nvim: Nvim, lines: readonly string[]): Promise<void> {
  expect(await nvim.request('nvim_get_mode')).toEqual({ mode: 'i', blocking: false });
  expect(await nvim.lines()).toEqual(lines);
}

const MODEL = 'qwen2.5-coder:1.5b-base';

describeOnEachNvim('trouble with the server', (start) => {
  it('names a server that is not there once, and goes on typing', async () => {
    const url = await deadUrl();
    const nvim = await start({ before: WATCH, options: { backend: 'ollama', debounceMs: 0, ollama: { url } } });
    await nvim.input('i');
    await nvim.waitForEvent('FimError');
    await nvim.type('hello world');
    await expectUndisturbed(nvim, ['hello world']);
    expect(await told(nvim)).toEqual([`fim: Nothing answers at ${url}. Start Ollama (\`ollama serve\`).`]);
    expect(errors(nvim)).toEqual(['server-unreachable']);
    expect(await status(nvim)).toBe('error');
  });

  it('finds a server that has come back, without a restart, and its next failure is news', async () => {
    const { nvim, server } = await watched(start, {}, { says: 'OK' });
    await nvim.input('ia');
    await nvim.waitForScreen('OK');
    await server.stop();
    await nvim.type('bcd');
    await nvim.waitForEvent('FimError');
    await nvim.type('ef');
    await expectUndisturbed(nvim, ['abcdef']);
    expect(await told(nvim)).toHaveLength(1);
    await server.restart();
    const seen = server.requests.length;
    await typeUntilAsked(nvim, server, seen + 1);
    await nvim.waitForScreen('OK');
    await nvim.waitFor("require('fim').status() == 'idle'");
    await server.stop();
    await nvim.input('y');
    await nvim.waitFor('#_G.told == 2');
    expect(errors(nvim)).toEqual(['server-unreachable', 'server-unreachable']);
  });

  it('asks at once by hand, whatever the back-off says, and says again that nothing is there', async () => {
    const { nvim, server } = await watched(start, {}, { says: 'OK' });
    await server.stop();
    await nvim.input('ia');
    await nvim.waitFor('#_G.told == 1');
    await nvim.ex('FimComplete');
    await nvim.waitFor('#_G.told == 2');
    await server.restart();
    await nvim.ex('FimComplete');
    await nvim.waitForScreen('OK');
    await nvim.waitFor("require('fim').status() == 'idle'");
    expect(server.requests).toHaveLength(1);
    await expectUndisturbed(nvim, ['a']);
  });

  it('completes from the project while there is no server, and switches over when there is one', async () => {
    const server = await serve();
    server.reply = () => ({ chunks: ['FROM_SERVER'] });
    await server.stop();
    const nvim = await start({
      before: WATCH,
      options: { backend: 'auto', debounceMs: 0, ollama: { url: server.url } },
      file: {
        path: 'a.lua',
        content: 'local remarkable_name = 1\nlocal other = remarkable_name + 1\n\n',
        filetype: 'lua',
      },
    });
    await nvim.input('Gi');
    await nvim.waitFor('#_G.told == 1');
    await nvim.type('return remarkab');
    await nvim.waitForScreen('{ghost:le_name');
    expect(await told(nvim)).toHaveLength(1);
    await nvim.input('<C-u>');
    await server.restart();
    await typeUntilAsked(nvim, server, 1);
    await nvim.waitForScreen('FROM_SERVER');
    expect(await told(nvim)).toHaveLength(1);
    await nvim.waitFor("require('fim').status() == 'idle'");
    expect(await nvim.lua("return require('fim.status').host().backend")).toBe('ollama');
  });

  it('does not wait for a server to complete from the project when it fails in between', async () => {
    const { nvim, server } = await watched(
      start,
      { backend: 'auto' },
      { file: { path: 'a.lua', content: 'local remarkable_name = 1\nlocal o = remarkable_name\n\n', filetype: 'lua' } },
    );
    server.reply = () => ({ status: 500, error: 'out of memory' });
    await nvim.input('Gi');
    await nvim.type('return remarkab');
    await nvim.waitForScreen('{ghost:le_name');
    await nvim.waitFor('#_G.told == 1');
    expect(errors(nvim)).toEqual(['server-error']);
  });

  it.each([
    ['a failure', { status: 500, error: 'out of memory' }, /^fim: Ollama failed \(500\): out of memory/u],
    ['a refusal', { status: 404, error: 'no such page' }, /^fim: http:\S+ refused the request \(404\)/u],
    ['a cut connection', { chunks: ['a', 'b'], cutAfter: 1 }, /^fim: The connection to http:\S+ was cut/u],
    ['an answer of something else', { rawBody: '<html>' }, /^fim: http:\S+ does not answer as Ollama does/u],
  ])('says in 80 columns what is wrong with %s, and in :Fim status what to do', async (_, reply, wording) => {
    const { nvim, server } = await watched(start);
    server.reply = () => reply;
    await nvim.input('ia');
    await nvim.waitFor('#_G.told == 1');
    expect(await told(nvim)).toEqual([expect.stringMatching(wording)]);
    await nvim.waitFor("require('fim').status() == 'error'");
    const next = nvim.events.find(({ name }) => name === 'FimError')?.data;
    const { next: advice } = z.object({ next: z.string() }).parse(next);
    expect(await nvim.lua("return require('fim.status').lines()")).toContainEqual(`  do       ${advice}`);
    await expectUndisturbed(nvim, ['a']);
  });

  it('says how to get a model that is not installed', async () => {
    const { nvim } = await watched(start, { model: { target: 'qwen2.5-coder:7b' } });
    await nvim.input('i');
    await nvim.waitForEvent('FimError');
    await nvim.type('abc');
    expect(await told(nvim)).toEqual(['fim: Run `ollama pull qwen2.5-coder:7b`. (:Fim status)']);
    expect(errors(nvim)).toEqual(['model-missing']);
    await expectUndisturbed(nvim, ['abc']);
  });

  it('says it again, for another model, when the options name another', async () => {
    const { nvim, server } = await watched(start, { model: { target: 'a:1' } });
    await nvim.input('ia');
    await nvim.waitFor('#_G.told == 1');
    await nvim.lua(
      "require('fim').setup({ backend = 'ollama', model = { target = 'b:2' }, ollama = { url = ... } })",
      server.url,
    );
    await nvim.waitFor('#_G.told == 2');
    expect((await told(nvim))[1]).toContain('ollama pull b:2');
  });

  it('says that no installed model can fill in the middle', async () => {
    const { nvim } = await watched(start, {}, { server: { models: ['llama3:8b'] } });
    await nvim.input('i');
    await nvim.waitForEvent('FimError');
    await nvim.type('abc');
    expect(errors(nvim)).toEqual(['model-without-fim']);
    expect(await told(nvim)).toEqual([expect.stringContaining('ollama pull')]);
    await expectUndisturbed(nvim, ['abc']);
  });

  it('finds a model that was pulled meanwhile', async () => {
    const { nvim, server } = await watched(start, {}, { server: { models: [] }, says: 'PULLED' });
    await nvim.input('ia');
    await nvim.waitFor('#_G.told == 1');
    server.models = [MODEL];
    await typeUntilAsked(nvim, server, 1);
    await nvim.waitForScreen('PULLED');
    expect(await told(nvim)).toHaveLength(1);
  });

  it.each([
    ['a server error', { status: 500, error: 'out of memory' }, 'server-error'],
    ['a refused request', { status: 400, error: 'invalid options' }, 'server-refused'],
    ['an error object in the stream', { error: 'the runner has died' }, 'server-error'],
    ['a line that is no JSON', { rawBody: '<html>proxy</html>\n' }, 'bad-reply'],
    ['JSON that is not of the protocol', { rawBody: '{"choices":[]}\n' }, 'bad-reply'],
    ['a connection that is cut at once', { cutAfter: 0 }, 'connection-cut'],
  ] as const)('tells of %s once, also when each request ends so', async (_, reply: Reply, code) => {
    const { nvim, server } = await watched(start, {}, {});
    server.reply = () => reply;
    await nvim.input('ia');
    await nvim.waitForEvent('FimError');
    // Over the first pause: another failure, which is not told.
    const typed = await typeUntilAsked(nvim, server, 2);
    expect(errors(nvim)).toEqual([code]);
    expect(await told(nvim)).toHaveLength(1);
    await nvim.waitFor("require('fim').status() == 'error'");
    await expectUndisturbed(nvim, [`a${typed}`]);
    server.reply = () => ({ chunks: ['WELL'] });
    await nvim.ex('FimComplete');
    await nvim.waitForScreen('WELL');
    await nvim.waitFor("require('fim').status() == 'idle'");
  });

  it.each([
    ['cut', { cutAfter: 1, chunks: ['KEPT', 'LOST'] }, 'connection-cut'],
    ['ended by an error', { error: 'out of memory', errorAfter: 1, chunks: ['KEPT'] }, 'server-error'],
    ['followed by garbage', { rawBody: '{"response":"KEPT","done":false}\nhello\n' }, 'bad-reply'],
  ] as const)('keeps the text of a stream that is %s', async (_, reply: Reply, code) => {
    const { nvim, server } = await watched(start, {}, {});
    server.reply = () => reply;
    await nvim.input('ia');
    await nvim.waitForEvent('FimError');
    await nvim.waitForScreen('KEPT');
    expect(errors(nvim)).toEqual([code]);
    await nvim.input('<Tab>');
    await nvim.waitFor("vim.api.nvim_get_current_line() == 'aKEPT'");
    expect(await told(nvim)).toHaveLength(1);
  });

  it('names a server that was killed in the middle of a stream in one message', async () => {
    const { nvim, server } = await watched(start);
    const { opened } = gate();
    server.reply = () => ({ chunks: held(['KEPT'], opened) });
    await nvim.input('ia');
    await nvim.waitForScreen('KEPT');
    await server.stop();
    await nvim.waitForEvent('FimError');
    expect(nvim.screen()).toContain('KEPT');
    await nvim.type('bcd');
    expect(errors(nvim)).toEqual(['server-unreachable']);
    expect(await told(nvim)).toHaveLength(1);
    await expectUndisturbed(nvim, ['abcd']);
  });

  it('refuses to send code to another machine unless it may', async () => {
    const nvim = await start({
      before: WATCH,
      options: { backend: 'ollama', debounceMs: 0, ollama: { url: 'http://192.0.2.1:11434' } },
    });
    await nvim.input('i');
    await nvim.waitForEvent('FimError');
    await nvim.type('abc');
    expect(await told(nvim)).toEqual(['fim: Set ollama.allowRemote = true to allow it. (:Fim status)']);
    expect(errors(nvim)).toEqual(['remote-forbidden']);
    await expectUndisturbed(nvim, ['abc']);
  });

  it('asks the server that OLLAMA_HOST names', async () => {
    const server = await serve();
    server.reply = () => ({ chunks: ['FROM_ENV'] });
    const nvim = await start({
      env: { OLLAMA_HOST: `127.0.0.1:${server.port}` },
      options: { backend: 'ollama', debounceMs: 0 },
    });
    await nvim.input('ia');
    await nvim.waitForScreen('FROM_ENV');
  });

  it('shows a message in one line on a narrow screen too', async () => {
    const nvim = await start({
      before: WATCH,
      width: 30,
      options: { backend: 'ollama', debounceMs: 0, ollama: { url: await deadUrl() } },
    });
    await nvim.input('i');
    await nvim.waitForEvent('FimError');
    await nvim.type('abc');
    await expectUndisturbed(nvim, ['abc']);
  });

  it.each([
    ['-- INSERT --', 'set showmode'],
    ['the status line', 'set cmdheight=0'],
  ])('shows what was said in insert mode when the user leaves it, because %s is written over it', async (_, looks) => {
    const options = { backend: 'ollama', debounceMs: 0, ollama: { url: await deadUrl() } };
    const nvim = await start({ before: [looks], options });
    await nvim.input('i');
    await nvim.waitForEvent('FimError');
    await nvim.type('abc');
    // Not `input`, which asks for a redraw.
    const shown = nvim.waitForScreen('fim: Nothing answers at');
    await nvim.press('<Esc>');
    await shown;
    expect(await nvim.messages()).toHaveLength(1);
    await nvim.input(':<C-u><Esc>ix<Esc>');
    expect(nvim.screen()).not.toContain('fim:');
  });

  it('does not disturb somebody who writes a command', async () => {
    const nvim = await start({
      before: WATCH,
      options: { backend: 'ollama', debounceMs: 0, ollama: { url: await deadUrl() } },
    });
    await nvim.input(':echo 1');
    await nvim.lua("require('fim.trigger').wake() require('fim.host').ensure()");
    await nvim.waitFor("require('fim.host').info().ready");
    await nvim.waitFor("require('fim.status').host().state == 'error'");
    expect(nvim.screen()).toContain(':echo 1');
    await nvim.input('<C-u>let g:done = 1<CR>');
    expect(await nvim.lua('return vim.g.done')).toBe(1);
    await nvim.waitFor('#_G.told == 1');
    expect(await nvim.request('nvim_get_mode')).toEqual({ mode: 'n', blocking: false });
  });
});

describeOnEachNvim('what the plugin says it does', (start) => {
  it('goes from idle to waiting to streaming and back', async () => {
    const { nvim, server } = await watched(start);
    const { opened, open } = gate();
    server.reply = () => ({ chunks: held(['ONE'], opened, ['TWO']) });
    await nvim.lua(WATCH_STATES);
    await nvim.input('ia');
    await nvim.waitForScreen('ONE');
    expect(await status(nvim)).toBe('streaming');
    open();
    await nvim.waitFor("require('fim').status() == 'idle'");
    expect(await states(nvim)).toEqual(['idle', 'waiting', 'streaming', 'idle']);
  });

  it('says that a model is being loaded when its first text takes long', async () => {
    const { nvim, server } = await watched(start, {}, { server: { loaded: [] } });
    const { opened, open } = gate();
    server.reply = async () => {
      await opened;
      return { chunks: ['LOADED'] };
    };
    await nvim.lua(WATCH_STATES);
    await nvim.input('ia');
    await nvim.waitFor("require('fim').status() == 'loading'");
    open();
    await nvim.waitForScreen('LOADED');
    await nvim.waitFor("require('fim').status() == 'idle'");
    expect(await states(nvim)).toEqual(['idle', 'waiting', 'loading', 'streaming', 'idle']);
    expect(await told(nvim)).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('is waiting, not loading, when the model stands in memory', async () => {
    const { nvim, server } = await watched(start);
    const { opened, open } = gate();
    server.reply = async () => {
      await opened;
      return { chunks: ['SLOW'] };
    };
    await nvim.lua(WATCH_STATES);
    await nvim.input('ia');
    await waitUntil(() => server.others.some(({ path }) => path === '/api/ps'));
    open();
    await nvim.waitForScreen('SLOW');
    expect(await states(nvim)).not.toContain('loading');
  });

  it('is off where the plugin is switched off', async () => {
    const { nvim } = await watched(start);
    expect(await status(nvim)).toBe('idle');
    await nvim.ex('Fim disable');
    expect(await status(nvim)).toBe('off');
    await nvim.ex('Fim enable');
    await nvim.ex('let b:fim_enabled = 0');
    expect(await status(nvim)).toBe('off');
  });
});

describeOnEachNvim('requests', (start) => {
  it.each([
    ['another key', 'b'],
    ['Esc', '<Esc>'],
    ['another buffer', '<Cmd>enew!<CR>'],
    ['another window', '<Cmd>new<CR>'],
    ['the cursor', '<Left>'],
    ['switching off', '<Cmd>Fim disable<CR>'],
  ])('are disconnected within 50 ms by %s', async (_, key) => {
    const { nvim, server } = await watched(start, {}, {});
    const { opened } = gate();
    server.reply = () => ({ chunks: held(['TEXT'], opened) });
    await nvim.input('ia');
    await nvim.waitForScreen('TEXT');
    const pressedAt = performance.now();
    await nvim.press(key);
    const { disconnectedAt = Number.POSITIVE_INFINITY } = await server.waitForDisconnect(0);
    expect(disconnectedAt - pressedAt).toBeLessThan(50);
  });

  it('are disconnected before the first token too, and by dismissing', async () => {
    const { nvim, server } = await watched(start);
    const { opened } = gate();
    server.reply = async () => {
      await opened;
      return {};
    };
    await nvim.input('ia');
    await server.waitForRequests(1);
    const pressedAt = performance.now();
    await nvim.lua("require('fim').dismiss()");
    const { disconnectedAt = Number.POSITIVE_INFINITY } = await server.waitForDisconnect(0);
    expect(disconnectedAt - pressedAt).toBeLessThan(50);
  });

  it('are cancelled alone: the one that takes over is answered', async () => {
    const { nvim, server } = await watched(start);
    const { opened } = gate();
    server.reply = (_, n) =>
      n === 0 ? { chunks: held(['FIRST'], opened) } : { chunks: ['SECOND', ' ', 'PART'], perTokenMs: 20 };
    await nvim.input('ia');
    await nvim.waitForScreen('FIRST');
    await nvim.input('b');
    await nvim.waitForScreen('SECOND PART');
    await server.waitForFinish(1);
    expect(server.requests[0]?.disconnectedAt).toBeDefined();
    expect(server.requests[1]?.disconnectedAt).toBeUndefined();
    expect(server.requests).toHaveLength(2);
  });

  it('wait for the pause after the last key, counted from the key press', async () => {
    const { nvim, server } = await watched(start, { debounceMs: 120 }, { says: 'OK' });
    await nvim.input('i');
    // The first request of a host also chooses the model; that is done here.
    await nvim.type('ab');
    await server.waitForRequests(1);
    const seen = server.requests.length;
    await nvim.type('cd');
    const pressedAt = performance.now();
    await nvim.press('e');
    await nvim.waitForScreen('OK');
    const request = server.requests.at(-1);
    expect(server.requests).toHaveLength(seen + 1);
    expect(request?.prompt).toContain('abcde');
    expect((request?.receivedAt ?? 0) - pressedAt).toBeGreaterThanOrEqual(115);
  });

  it('do not wait when they are asked for by hand', async () => {
    const { nvim, server } = await watched(start, { debounceMs: 2000 }, { says: 'OK' });
    await nvim.input('ia');
    const askedAt = performance.now();
    await nvim.ex('FimComplete');
    const [request] = await server.waitForRequests(1);
    expect((request?.receivedAt ?? 0) - askedAt).toBeLessThan(1000);
    await nvim.waitForScreen('OK');
    expect(server.requests).toHaveLength(1);
  });

  it('draw at most once a frame, however fast the text comes', async () => {
    const { nvim, server } = await watched(start);
    await nvim.lua(`
      local host = require('fim.host')
      require('fim.trigger').wake()
      local ghost = require('fim.ghost')
      local show = ghost.show
      _G.draws = {}
      ghost.show = function(...)
        table.insert(_G.draws, vim.uv.hrtime() / 1e6)
        return show(...)
      end
    `);
    const words = Array.from({ length: 300 }, (_, n) => `w${n}`);
    server.reply = () => ({ chunks: words, perTokenMs: 1 });
    await nvim.input('ia');
    await server.waitForFinish(0, 10_000);
    await nvim.waitFor("require('fim').status() == 'idle'");
    const draws = z.array(z.number()).parse(await nvim.lua('return _G.draws'));
    const took = (draws.at(-1) ?? 0) - (draws[0] ?? 0);
    expect(draws.length).toBeGreaterThan(3);
    // The first and the last may come between two frames.
    expect(draws.length).toBeLessThanOrEqual(Math.ceil(took / 16) + 2);
  });

  it.each([
    ['wiped out', 'bwipeout!'],
    ['unloaded', 'new | bunload! #'],
    ['reloaded', 'edit!'],
  ])('end quietly when their buffer is %s', async (_, command) => {
    const { nvim, server } = await watched(start, {}, { file: { path: 'a.txt', content: 'one\n' } });
    const { opened } = gate();
    server.reply = (_request, n) => (n === 0 ? { chunks: held(['TEXT'], opened) } : { chunks: ['AGAIN'] });
    await nvim.input('A a');
    await nvim.waitForScreen('TEXT');
    await nvim.ex(command);
    await server.waitForDisconnect(0);
    await nvim.input('<Esc>:silent edit! a.txt<CR>Ab');
    await nvim.waitForScreen('AGAIN');
    expect(server.requests.at(-1)?.prompt).toContain('oneb');
    expect(await told(nvim)).toEqual([]);
  });

  it('go on when their buffer gets another name', async () => {
    const { nvim, server } = await watched(start, {}, { file: { path: 'a.txt', content: 'one\n' } });
    const { opened, open } = gate();
    server.reply = () => ({ chunks: held(['TEXT'], opened, ['MORE']) });
    await nvim.input('A a');
    await nvim.waitForScreen('TEXT');
    await nvim.ex('silent file b.txt');
    open();
    await nvim.waitForScreen('TEXTMORE');
    await nvim.input('<Esc>');
    await nvim.ex('silent file .env');
    await nvim.input('ox');
    expect(await status(nvim)).toBe('off');
    expect(server.requests).toHaveLength(1);
  });
});
