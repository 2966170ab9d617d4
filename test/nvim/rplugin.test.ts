import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnEachNvim, type Nvim, type Start } from '../helpers/nvim.ts';
import { REPO_ROOT } from '../helpers/nvim-binaries.ts';
import { waitUntil } from '../helpers/wait.ts';
import { type FimOptions, type Stage, stage } from './stage.ts';

/** Neovim's own host for Node, from our own dependencies. */
const CLI = join(REPO_ROOT, 'node_modules/neovim/bin/cli.js');

/** What a user does once: `:UpdateRemotePlugins`, and a restart, which here is the manifest being read as Neovim reads it at its start. */
async function register(nvim: Nvim): Promise<string> {
  await nvim.ex(`let g:node_host_prog = '${CLI}'`);
  // `--clean` leaves the manifest's place open.
  const path = join(nvim.home, 'rplugin.vim');
  await nvim.ex(`let g:loaded_remote_plugins = '${path}'`);
  await nvim.ex('silent UpdateRemotePlugins');
  await nvim.ex(`source ${path}`);
  return readFileSync(path, 'utf8');
}

async function classic(start: Start, fim: FimOptions = {}, rest: Parameters<typeof stage>[1] = {}): Promise<Stage> {
  const staged = await stage(start, { says: 'OK', width: 80, fim: { host: { start: 'rplugin' }, ...fim }, ...rest });
  await register(staged.nvim);
  return staged;
}

/** The process behind the host's channel: the youngest, as `:UpdateRemotePlugins` has one of its own, which may not have ended yet. */
async function hostPid(nvim: Nvim): Promise<number> {
  const pid = await nvim.lua(
    `
    local newest = 0
    for _, chan in ipairs(vim.api.nvim_list_chans()) do
      if chan.argv and chan.argv[2] == ... then newest = math.max(newest, chan.id) end
    end
    return vim.fn.jobpid(newest)
  `,
    CLI,
  );
  return z.number().parse(pid);
}

describeOnEachNvim('the classic remote plugin', (start) => {
  it('is found by :UpdateRemotePlugins', async () => {
    const { nvim } = await stage(start);
    const manifest = await register(nvim);
    expect(manifest).toContain('rplugin/node/fim');
    expect(manifest).toContain("'name': 'FimHostChannel'");
  });

  it('completes, streams and accepts like our own job', async () => {
    const { nvim, server } = await classic(start);
    await nvim.input('ia');
    await nvim.waitForScreen('OK');
    expect(await nvim.lua("return require('fim.host').info().pid")).toBeNull();
    expect(server.requests.at(-1)?.prompt).toBe('<|fim_prefix|>a<|fim_suffix|><|fim_middle|>');
    await nvim.input('<Tab>');
    await nvim.waitFor("vim.api.nvim_get_current_line() == 'aOK'");
    await nvim.input('b');
    await nvim.waitFor("require('fim').visible()");
    expect(server.requests.at(-1)?.prompt).toContain('aOKb');
  });

  it.each([
    ['a Latin-1 letter', 'caf\\xe9ab = ', 'caf\ufffdab = b'],
    ['a letter that swallows its neighbours', '\\xe9ab', '\ufffdabb'],
    ['wide characters', '漢字😀', '漢字😀b'],
  ])('gives the right prefix behind %s', async (_, lua, prefix) => {
    const { nvim, server } = await classic(start);
    await nvim.lua(`vim.api.nvim_buf_set_lines(0, 0, -1, false, { "${lua}" })`);
    await nvim.input('Ab');
    await nvim.waitForScreen('OK');
    expect(server.requests.at(-1)?.prompt).toBe(`<|fim_prefix|>${prefix}<|fim_suffix|><|fim_middle|>`);
  });

  it('is set up anew by :Fim restart', async () => {
    const { nvim } = await classic(start);
    await nvim.input('ia');
    await nvim.waitForScreen('OK');
    await nvim.ex('Fim restart');
    await nvim.input('b');
    await nvim.waitFor("require('fim').visible()");
    expect(await nvim.messages()).toContain('fim: the host was started anew');
  });

  it('completes from the project after :Fim restart too', async () => {
    const { nvim } = await classic(
      start,
      { backend: 'embedded' },
      { file: { path: 'a.lua', content: 'local remarkable_name = 1\nlocal o = remarkable_name\n\n', filetype: 'lua' } },
    );
    await nvim.input('Gi');
    await nvim.ex('Fim restart');
    await nvim.type('return remarkab');
    await nvim.waitForScreen('{ghost:le_name');
  });

  it('says once that it is not registered, and starts no job instead', async () => {
    const { nvim } = await stage(start, { width: 80, fim: { host: { start: 'rplugin' } } });
    await nvim.input('i');
    await nvim.waitForEvent('FimError');
    await nvim.type('abc');
    expect((await nvim.messages()).filter((line) => line.startsWith('fim:'))).toEqual([
      expect.stringContaining(':UpdateRemotePlugins'),
    ]);
    expect(await nvim.lua("return require('fim.host').info().running")).toBe(false);
    expect(await nvim.lines()).toEqual(['abc']);
  });

  it('says once what to do when the host has died, which Neovim does not start again', async () => {
    const { nvim } = await classic(start);
    await nvim.input('ia');
    await nvim.waitForScreen('OK');
    const pid = await hostPid(nvim);
    process.kill(pid, 'SIGKILL');
    await waitUntil(async () => (await nvim.lua("return require('fim.host').info().running")) === false);
    await nvim.type('bcd');
    await nvim.waitForEvent('FimError');
    await nvim.type('ef');
    expect(await nvim.lines()).toEqual(['abcdef']);
    expect(await nvim.request('nvim_get_mode')).toEqual({ mode: 'i', blocking: false });
    expect((await nvim.messages()).filter((line) => line.startsWith('fim:'))).toEqual([
      expect.stringContaining('Restart Neovim'),
    ]);
    expect(await nvim.lua("return require('fim').status()")).toBe('error');
    await nvim.lua("require('fim').setup({ host = { start = 'job' }, backend = 'embedded' })");
    await nvim.ex('Fim restart');
    await nvim.waitFor("require('fim.host').info().ready");
  });
});
