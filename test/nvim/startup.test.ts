import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeOnEachNvim } from '../helpers/nvim.ts';
import { REPO_ROOT } from '../helpers/nvim-binaries.ts';

const LOADED =
  "vim.tbl_filter(function(name) return name == 'fim' or vim.startswith(name, 'fim.') end, vim.tbl_keys(package.loaded))";

/** Each in ms for one time, the least of many rounds. A plugin file of ours beside one that does nothing but define as many maps and commands. */
const MEASURE = `
  local function least(path)
    local best = math.huge
    for _ = 1, 50 do
      vim.g.loaded_fim = nil
      local from = vim.uv.hrtime()
      vim.cmd.source(path)
      best = math.min(best, vim.uv.hrtime() - from)
    end
    return best
  end
  local ours, plain = ...
  return { least(ours), least(plain) }
`;

describeOnEachNvim('start-up', (start, binary) => {
  it('loads nothing until insert mode is entered', async () => {
    const nvim = await start();
    expect(await nvim.lua(`return ${LOADED}`)).toEqual([]);
    await nvim.input('jjk:set list<CR>');
    expect(await nvim.lua(`return ${LOADED}`)).toEqual([]);
    await nvim.input('i');
    expect(await nvim.lua(`return vim.list_contains(${LOADED}, 'fim.trigger')`)).toBe(true);
  });

  it.each(['FimComplete', 'Fim status'])('loads at :%s', async (command) => {
    const nvim = await start();
    await nvim.ex(`silent ${command}`);
    expect(await nvim.lua(`return vim.list_contains(${LOADED}, 'fim.trigger')`)).toBe(true);
  });

  it('costs about what its commands and maps cost', async () => {
    const nvim = await start();
    const plain = join(nvim.home, 'plain.lua');
    const lines = [
      "for _, name in ipairs({ 'A', 'B' }) do vim.api.nvim_create_user_command('Plain' .. name, function() end, { nargs = '*', complete = function() end }) end",
      "for i = 1, 14 do vim.keymap.set('i', '<Plug>(plain-' .. i .. ')', function() end, { desc = 'plain' }) end",
      "vim.api.nvim_create_autocmd('InsertEnter', { group = vim.api.nvim_create_augroup('plain', { clear = true }), callback = function() end })",
    ];
    writeFileSync(plain, lines.join('\n'));
    const [ours, theirs] = (await nvim.lua(MEASURE, `${REPO_ROOT}/plugin/fim.lua`, plain)) as [number, number];
    expect(ours / theirs).toBeLessThan(4);
  });

  it('defines itself once', async () => {
    const nvim = await start();
    await nvim.input('i<Esc>');
    await nvim.ex(`source ${REPO_ROOT}/plugin/fim.lua`);
    expect(await nvim.lua("return #vim.api.nvim_get_autocmds({ group = 'fim.wake' })")).toBe(0);
  });

  it('names wrong options in one message, before any key is pressed', async () => {
    const nvim = await start({
      options: { debounceMs: 'soon', colour: 1 },
      before: ['lua _G.notes = {}; vim.notify = function(text) table.insert(_G.notes, text) end'],
    });
    await nvim.waitFor('#_G.notes > 0');
    await nvim.input('i<Esc>');
    expect(await nvim.lua('return _G.notes')).toEqual([expect.stringMatching(/colour.*\n.*debounceMs/u)]);
  });

  it('names wrong options when it is loaded while Neovim starts', () => {
    const wait = `vim.schedule(function()
      vim.wait(5000, function() return vim.fn.execute('messages') ~= '' end, 5)
      vim.cmd('qa!')
    end)`;
    const args = ['--clean', '--headless', '-i', 'NONE', '-n', '--cmd', `set rtp^=${REPO_ROOT}`];
    const options = ['--cmd', "let g:fim = {'debounceMs': 'soon'}"];
    const callback = `lua vim.api.nvim_create_autocmd('VimEnter', { callback = function() ${wait.replaceAll('\n', ' ')} end })`;
    const { stderr, status } = spawnSync(binary.path, [...args, ...options, '-c', callback], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stderr).toContain('debounceMs');
  });

  it('says nothing of right options', async () => {
    const nvim = await start({ options: { debounceMs: 100 } });
    await nvim.waitFor("package.loaded['fim.config'] ~= nil");
    await nvim.input('ll');
    expect(await nvim.messages()).toEqual([]);
  });
});
