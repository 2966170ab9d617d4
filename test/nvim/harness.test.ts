import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeOnEachNvim, startNvim } from '../helpers/nvim.ts';
import { markedText, render } from '../helpers/screen.ts';

const DRAW = `
  local row, col, chunks, opts = ...
  local ns = vim.api.nvim_create_namespace('test')
  opts.virt_text, opts.virt_text_pos = chunks, 'inline'
  vim.api.nvim_buf_set_extmark(0, ns, row, col, opts)
`;

describeOnEachNvim('the harness', (start) => {
  it('shows what is typed, and the mode', async () => {
    const nvim = await start({ plugin: false, height: 4 });
    await nvim.input('ihello');
    expect(nvim.screen()).toMatchInlineSnapshot(`
      "hello
      -- INSERT --"
    `);
    expect(await nvim.lines()).toEqual(['hello']);
    expect(await nvim.cursor()).toEqual({ row: 0, col: 5 });
    expect(nvim.grid.cursor).toEqual({ row: 0, col: 5 });
  });

  it('marks ghost and draft cells, also where they mix with other looks', async () => {
    const nvim = await start({ plugin: false, height: 6, width: 40, before: ['set cursorline'] });
    await nvim.input('iab<CR>cd<Esc>');
    await nvim.lua(
      DRAW,
      1,
      1,
      [
        ['ghost ', 'FimGhost'],
        ['漢字', 'FimGhostDraft'],
      ],
      { hl_mode: 'combine' },
    );
    await nvim.lua(DRAW, 0, 2, [[' end', 'FimGhost']], { virt_lines: [[['  below  ', 'FimGhost']]] });
    await nvim.waitForScreen('below');
    expect(nvim.screen({ cursor: true })).toMatchInlineSnapshot(`
      "ab{ghost: end}
      {ghost:  below  }
      c{ghost:ghost }{draft:漢字}^d"
    `);
    expect(markedText(nvim.grid, 'ghost')).toEqual([' end', '  below  ', 'ghost ']);
    const ghost = nvim.grid.rows[2]?.[1];
    const groups = nvim.grid.highlights.get(ghost?.hl ?? 0)?.groups;
    expect(groups).toContain('CursorLine');
    expect(groups).toContain('FimGhost');
  });

  it('follows scrolling and clearing exactly', async () => {
    const content = Array.from({ length: 200 }, (_, i) => `line ${i} ${'x'.repeat(i % 30)}`);
    const nvim = await start({
      plugin: false,
      height: 12,
      width: 40,
      file: { path: 'a.txt', content: content.join('\n') },
    });
    const keys = [
      '<C-d>',
      '<C-e>',
      '<C-e>',
      '<C-y>',
      '3dd',
      'P',
      '<C-u>',
      'G',
      'gg',
      'O<Esc>',
      '<C-w>s',
      '<C-e>',
      '<C-w>v',
      '<C-d>',
      '<C-w>o',
    ];
    for (const key of keys) {
      await nvim.input(key);
      const followed = render(nvim.grid);
      await nvim.ex('redraw!');
      await nvim.request('nvim__redraw', [{ flush: true }]);
      expect(followed.slice(0, -1), key).toEqual(render(nvim.grid).slice(0, -1));
    }
  });

  it('has worked through all keys when input resolves, scheduled work included', async () => {
    const nvim = await start({ plugin: false });
    await nvim.lua(`
      vim.g.seen = 0
      vim.api.nvim_create_autocmd('TextChangedI', { callback = function()
        vim.schedule(function() vim.g.seen = vim.g.seen + 1 end)
      end })
    `);
    await nvim.input('i');
    const text = 'a<b\tc😀漢e\u0301\nnext';
    await nvim.type(text);
    expect((await nvim.lines()).join('\n')).toBe(text);
    expect(await nvim.lua('return vim.g.seen')).toBe([...text].length);
  });

  it('does not hang where Neovim waits for the rest of a command', async () => {
    const nvim = await start({ plugin: false });
    await nvim.input('iabc<Esc>0');
    await nvim.input('r');
    await nvim.input('X');
    await nvim.input(':echomsg getchar()<CR>');
    await nvim.input('Y');
    expect(await nvim.lines()).toEqual(['Xbc']);
    expect(await nvim.messages()).toContain('89');
  });

  it("records the plugin's events and messages, and hands over its options", async () => {
    const nvim = await start({ plugin: false, options: { enabled: false, keys: { accept: '<C-y>' }, stop: [] } });
    expect(await nvim.lua('return vim.g.fim.keys.accept')).toBe('<C-y>');
    await nvim.lua(`vim.api.nvim_exec_autocmds('User', { pattern = 'FimShown', data = { bytes = 3 } })`);
    expect(await nvim.waitForEvent('FimShown')).toMatchObject({ name: 'FimShown', data: { bytes: 3 } });
    await nvim.lua(`vim.notify('something is wrong')`);
    expect(await nvim.messages()).toEqual(['something is wrong']);
  });

  it('opens files as bytes, in a folder of its own', async () => {
    const content = Uint8Array.from([0xef, 0xbb, 0xbf, 0x61, 0xc3, 0xa9, 0x0d, 0x0a]);
    const nvim = await start({ plugin: false, file: { path: 'src/a b.php', content, filetype: 'php' } });
    expect(await nvim.lua('return vim.bo.fileformat .. vim.bo.filetype .. vim.fn.getline(1)')).toBe('dosphpaé');
    expect(await nvim.lua('return vim.fn.getcwd()')).toBe(nvim.cwd);
  });

  it('shows the last screen when a wait fails', async () => {
    const nvim = await start({ plugin: false });
    await nvim.input('isomething else');
    await expect(nvim.waitForScreen('never', 20)).rejects.toThrow(/to show never[\s\S]*something else\^/);
    await expect(nvim.waitFor('vim.g.never', { timeoutMs: 20 })).rejects.toThrow(/vim\.g\.never[\s\S]*something else/);
    await expect(nvim.waitFor('nonsense(')).rejects.toThrow('unexpected symbol');
  });

  it('says so when Neovim is gone', async () => {
    const nvim = await start({ plugin: false });
    await expect(nvim.ex('cquit 3')).rejects.toThrow('exit code 3');
    await expect(nvim.lines()).rejects.toThrow('exit code 3');
  });

  it('leaves nothing behind', async () => {
    const nvim = await start({ plugin: false });
    const { pid, home } = nvim;
    expect(() => process.kill(pid, 0)).not.toThrow();
    await nvim.input('r'); // waits for a key: must end all the same
    await nvim.close();
    await nvim.close();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(existsSync(home)).toBe(false);
  });

  it('leaves the console of the test process alone', async () => {
    const nvim = await start({ plugin: false });
    await nvim.request('nvim_get_current_buf'); // the first Buffer object is what makes node-client take the console
    const { info, log } = console;
    for (const method of [info, log]) expect(String(method)).not.toContain('logger');
  });
});

describe('startNvim', () => {
  it('fails with the reason when the program does not run', async () => {
    await expect(startNvim({ binary: { version: '0', path: '/nonexistent/nvim' }, plugin: false })).rejects.toThrow(
      'ENOENT',
    );
  });
});
