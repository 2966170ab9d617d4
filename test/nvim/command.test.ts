import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';
import { waitUntil } from '../helpers/wait.ts';
import { stage } from './stage.ts';

const completions = (nvim: Nvim, line: string): Promise<unknown> =>
  nvim.request('nvim_call_function', ['getcompletion', [line, 'cmdline']]);

/** The screen while Neovim waits for a key behind a long message: it answers no requests then. */
const page = async (nvim: Nvim, keys: string, text: string): Promise<string> => {
  await nvim.press(keys);
  await waitUntil(() => nvim.screen().includes(text), { what: () => `${text} on\n${nvim.screen()}` });
  return nvim.screen();
};

const pid = (nvim: Nvim): Promise<unknown> => nvim.lua("return require('fim.host').info().pid");

describeOnEachNvim(':Fim', (start) => {
  it.each([
    ['Fim ', ['cancel', 'context', 'disable', 'enable', 'log', 'restart', 'status', 'toggle']],
    ['Fim e', ['enable']],
    ['silent Fim to', ['toggle']],
    ['Fim x', []],
    ['Fim enable ', []],
    ['Fim enable e', []],
  ])('completes `:%s`', async (line, words) => {
    const nvim = await start();
    expect(await completions(nvim, line)).toEqual(words);
    expect(await nvim.lua("return package.loaded['fim.host'] == nil")).toBe(true);
  });

  it.each(['nonsense', 'enable now', 'ENABLE', '1'])('says one clear error to `:Fim %s`', async (args) => {
    const nvim = await start({ width: 120 });
    await nvim.input(`:Fim ${args}<CR>`);
    expect(await nvim.messages()).toEqual([
      `fim: \`:Fim ${args}\` is not a command. Use one of: cancel, context, disable, enable, log, restart, status, toggle.`,
    ]);
  });

  it('disables: ghost text goes, the request is cancelled, nothing is asked; enables: all as before', async () => {
    const { nvim, server } = await stage(start, { says: 'said', width: 120 });
    await nvim.input('ia');
    await nvim.waitForScreen('a{ghost:said}');
    server.reply = () => ({ firstTokenMs: 60_000, chunks: ['late'] });
    const asked = server.requests.length;
    await nvim.input('b');
    await server.waitForRequests(asked + 1);
    await nvim.input('<Cmd>Fim disable<CR>');
    await server.waitForDisconnect(asked);
    expect(nvim.screen()).not.toContain('ghost');
    expect(await nvim.lua("return require('fim').status()")).toBe('off');
    await nvim.input('cd<Esc>oef<Esc>');
    await nvim.ex('FimComplete');
    expect((await nvim.messages()).join('\n')).toContain('the plugin is disabled (:Fim enable)');
    server.reply = () => ({ chunks: ['back'] });
    await nvim.ex('Fim enable');
    expect(server.requests).toHaveLength(asked + 1);
    await nvim.waitFor("require('fim').status() == 'idle'"); // the host says so a little after the server saw the end
    await nvim.input('Ag');
    await nvim.waitForScreen('efg{ghost:back}');
  });

  it('toggles, and says to what', async () => {
    const { nvim } = await stage(start, { says: 'said', fim: { enabled: false } });
    expect(await nvim.lua("return require('fim').status()")).toBe('off');
    await nvim.input('ia');
    await nvim.input('<Cmd>Fim toggle<CR>');
    await nvim.input('b');
    await nvim.waitForScreen('ab{ghost:said}');
    await nvim.input('<Cmd>Fim toggle<CR>');
    expect(nvim.screen()).not.toContain('ghost');
    expect(await nvim.messages()).toEqual(['fim: enabled', 'fim: disabled']);
  });

  it('enables in the middle of insert mode, with the keys', async () => {
    const { nvim } = await stage(start, { says: 'said', fim: { enabled: false } });
    await nvim.input('ia');
    await nvim.input('<Cmd>Fim enable<CR>b');
    await nvim.waitForScreen('ab{ghost:said}');
    await nvim.input('<Tab>');
    expect(await nvim.lines()).toEqual(['absaid']);
  });

  it('shows the status, and is what `:Fim` alone does', async () => {
    const { nvim, server } = await stage(start, { says: 'said', height: 24, width: 100 });
    await nvim.input('ia');
    await nvim.waitForScreen('{ghost:said}');
    const screen = await page(nvim, '<Esc>:Fim<CR>', 'Press ENTER');
    expect(screen).toMatch(/fim: (?:idle|streaming)\n/u);
    expect(screen).toContain('plugin   enabled');
    expect(screen).toContain('buffer   completes here');
    expect(screen).toMatch(/host +pid \d+, node v\d+/u);
    expect(screen).toContain('backend  ollama');
    expect(screen).toContain(`server   ${server.url}`);
    expect(screen).toContain('model    qwen2.5-coder:1.5b-base');
    await nvim.input('<CR>');
    await nvim.ex('let b:fim_enabled = v:false');
    await page(nvim, ':Fim status<CR>', 'buffer   off: b:fim_enabled is false');
    await nvim.press('<CR>');
  });

  it('status starts no host', async () => {
    const nvim = await start({ height: 24 });
    await page(nvim, ':Fim status<CR>', 'not started');
    await nvim.input('<CR>');
    expect(await pid(nvim)).toBeNull();
  });

  it('opens the log at its end, as it is now, and says when there is none', async () => {
    const { nvim } = await stage(start, { says: 'said', height: 24, width: 120 });
    await nvim.ex('Fim log');
    expect((await nvim.messages()).join('\n')).toContain('nothing has been logged yet');
    await nvim.input('ia');
    await nvim.waitForScreen('{ghost:said}');
    await nvim.input('<Esc>');
    await nvim.ex('Fim log');
    const path = String(await nvim.lua("return require('fim.host').log_file()"));
    expect(existsSync(path)).toBe(true);
    expect((await nvim.lines()).join('\n')).toContain('backend ollama');
    expect(
      await nvim.lua('return { vim.bo.modifiable, vim.bo.readonly, vim.fn.line(".") == vim.fn.line("$") }'),
    ).toEqual([false, true, true]);
    await nvim.ex('close');
    const before = readFileSync(path, 'utf8').length;
    await nvim.ex('Fim restart');
    await waitUntil(() => readFileSync(path, 'utf8').length > before, { what: 'the log to grow' });
    // It may grow while it is read.
    await waitUntil(async () => {
      await nvim.ex('Fim log');
      return (await nvim.lines()).length === readFileSync(path, 'utf8').trimEnd().split('\n').length;
    });
  });

  it('says why it cannot open the log, without a stack', async () => {
    const { nvim } = await stage(start, { says: 'said', height: 24, width: 120 });
    await nvim.input('ia');
    await nvim.waitForScreen('{ghost:said}');
    await nvim.input('<Esc>q:');
    await nvim.input(':Fim log<CR>');
    expect(await nvim.messages()).toEqual([expect.stringMatching(/^fim: E11: /u)]);
  });

  it('restarts the host, in the middle of a request too, and completes again', async () => {
    const { nvim, server } = await stage(start, { says: 'said', width: 100 });
    await nvim.input('ia');
    await nvim.waitForScreen('a{ghost:said}');
    const first = await pid(nvim);
    server.reply = () => ({ firstTokenMs: 60_000, chunks: ['late'] });
    const asked = server.requests.length;
    await nvim.input('b');
    await server.waitForRequests(asked + 1);
    await nvim.input('<Cmd>Fim restart<CR>');
    await server.waitForDisconnect(asked);
    expect(await pid(nvim)).not.toBe(first);
    expect((await nvim.messages()).join('\n')).toContain('fim: the host was started anew');
    server.reply = () => ({ chunks: ['anew'] });
    await nvim.input('c');
    await nvim.waitForScreen('abc{ghost:anew}');
    expect(nvim.events.filter(({ name }) => name === 'FimError')).toEqual([]);
  });
});
