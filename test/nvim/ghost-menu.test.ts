import { expect, it } from 'vitest';
import { describeOnEachNvim, type Nvim, type Start } from '../helpers/nvim.ts';
import { type Stage, type StageOptions, stage } from './stage.ts';

const NOSELECT = 'set completeopt=menuone,noselect,noinsert';
/** A menu that nobody pressed a key for, as an LSP client opens it. */
const OPEN = "<Cmd>lua vim.schedule(function() vim.fn.complete(vim.fn.col('.') - 1, { 'foobar', 'foobaz' }) end)<CR>";

async function suggested(start: Start, options: StageOptions = {}): Promise<Stage> {
  const both = await stage(start, {
    says: (prompt) => (prompt.includes('= f<') ? 'oo;' : ''),
    before: [NOSELECT, 'set shortmess+=c'],
    file: { path: 'a.txt', content: 'foobar foobaz\n' },
    ...options,
  });
  await both.nvim.input('oa = f');
  await both.nvim.waitForScreen('{ghost:oo;}');
  return both;
}

const isOpen = (nvim: Nvim) => nvim.waitFor('vim.fn.pumvisible() == 1');
const isClosed = (nvim: Nvim) => nvim.waitFor('vim.fn.pumvisible() == 0');
const HIDDEN = 'foobar foobaz\na = f\n';
const SHOWN = 'foobar foobaz\na = f{ghost:oo;}\n';

describeOnEachNvim('ghost text and the completion menu', (start) => {
  it('hides while the menu is open, and comes back without asking', async () => {
    const { nvim, server } = await suggested(start);
    await nvim.input('<C-x><C-n>');
    await isOpen(nvim);
    await nvim.waitForScreen((screen) => screen.startsWith(HIDDEN));
    await nvim.input('<C-e>');
    await isClosed(nvim);
    await nvim.waitForScreen((screen) => screen.startsWith(SHOWN));
    expect(server.requests).toHaveLength(1);
  });

  it('hides from a menu that opens without a key', async () => {
    const { nvim, server } = await suggested(start);
    await nvim.input(OPEN);
    await isOpen(nvim);
    await nvim.waitForScreen((screen) => screen.startsWith(HIDDEN));
    await nvim.input('<C-e>');
    await nvim.waitForScreen((screen) => screen.startsWith(SHOWN));
    expect(server.requests).toHaveLength(1);
  });

  it('asks where the menu has left the cursor', async () => {
    const { nvim, server } = await suggested(start, {
      says: (prompt) => (prompt.includes('= foobar<') ? '();' : prompt.includes('= f<') ? 'oo;' : ''),
    });
    await nvim.input('<C-x><C-n>');
    await isOpen(nvim);
    await nvim.input('<C-n><C-y>');
    await nvim.waitForScreen('a = foobar{ghost:();}');
    expect(server.requests).toHaveLength(2);
  });

  it('asks for nothing while the menu is open', async () => {
    const { nvim, server } = await suggested(start);
    await nvim.input('<C-x><C-n>');
    await isOpen(nvim);
    await nvim.input('<C-n>');
    await nvim.input('<C-n>');
    expect(nvim.screen()).toContain('a = foobaz\n');
    expect(nvim.screen()).not.toContain('{ghost:');
    expect(server.requests).toHaveLength(1);
  });

  it('leaves the keys to the menu while hidden', async () => {
    const { nvim } = await suggested(start);
    await nvim.input(OPEN);
    await isOpen(nvim);
    await nvim.waitForScreen((screen) => screen.startsWith(HIDDEN));
    await nvim.input('<Tab>');
    expect(await nvim.lines()).toEqual(['foobar foobaz', 'a = f\t']);
  });

  it('stays behind the menu when told so, and its keys work until something is selected', async () => {
    const { nvim, server } = await suggested(start, { fim: { popup: 'behind' } });
    await nvim.input(OPEN);
    await isOpen(nvim);
    await nvim.waitForScreen(
      (screen) => screen.startsWith('foobar foobaz\na = f{ghost:oo;}\n') && screen.includes(' foobaz\n'),
    );
    expect(server.requests).toHaveLength(1);
    await nvim.input('<Tab>');
    expect(await nvim.lines()).toEqual(['foobar foobaz', 'a = foo;']);
  });

  it('leaves the keys to the menu once something is selected', async () => {
    const { nvim } = await suggested(start, {
      fim: { popup: 'behind' },
      before: [NOSELECT, "inoremap <expr> <Tab> pumvisible() ? '<C-y>' : 'tab'"],
    });
    await nvim.input(OPEN);
    await isOpen(nvim);
    await nvim.input('<C-n>');
    await nvim.input('<Tab>');
    expect((await nvim.lines())[1]).toMatch(/foobar$/);
    expect((await nvim.lines())[1]).not.toContain('oo;');
  });

  const CMP = `
    local listeners = {}
    local menu = { open = false, selected = nil }
    package.loaded['cmp'] = {
      visible = function() return menu.open end,
      get_selected_entry = function() return menu.selected end,
      event = { on = function(_, name, callback) listeners[name] = callback end },
    }
    function _G.set_menu(open, selected)
      menu.open, menu.selected = open, selected
      listeners[open and 'menu_opened' or 'menu_closed']({})
    end
  `;
  const BLINK = `
    local menu = { open = false, selected = nil }
    package.loaded['blink.cmp'] = {
      is_menu_visible = function() return menu.open end,
      get_selected_item = function() return menu.selected end,
    }
    function _G.set_menu(open, selected)
      menu.open, menu.selected = open, selected
      vim.api.nvim_exec_autocmds('User', { pattern = open and 'BlinkCmpMenuOpen' or 'BlinkCmpMenuClose' })
    end
  `;

  it.each([
    ['nvim-cmp', CMP],
    ['blink.cmp', BLINK],
  ])('gives way to the menu of %s', async (_, code) => {
    const { nvim } = await suggested(start, { before: [NOSELECT, `lua ${code.replace(/\s*\n\s*/gu, ' ')}`] });
    await nvim.lua('set_menu(true)');
    await nvim.waitForScreen((screen) => screen.startsWith(HIDDEN));
    await nvim.lua('set_menu(false)');
    await nvim.waitForScreen((screen) => screen.startsWith(SHOWN));
  });

  it.each([
    ['nvim-cmp', CMP],
    ['blink.cmp', BLINK],
  ])('leaves the keys to the menu of %s once something is selected', async (_, code) => {
    const { nvim } = await suggested(start, {
      fim: { popup: 'behind' },
      before: [NOSELECT, `lua ${code.replace(/\s*\n\s*/gu, ' ')}`],
    });
    await nvim.lua('set_menu(true)');
    expect(await nvim.lua(`return require('fim').visible()`)).toBe(true);
    await nvim.lua('set_menu(true, {})');
    expect(await nvim.lua(`return require('fim').visible()`)).toBe(false);
  });
});
