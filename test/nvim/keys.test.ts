import { expect, it } from 'vitest';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';
import { buffer, knows, suggest } from './play.ts';
import { stage } from './stage.ts';

const SAYS = knows({ re: 'turn $a;' });

/** Lua of which `vim.keymap.set` is too long to repeat. */
function inLua(code: string): string {
  return `lua ${code}`;
}

/** Enters insert mode for a moment, so that the plugin's maps are there. */
async function wake(nvim: Nvim): Promise<void> {
  await nvim.input('i<Esc>');
}

describeOnEachNvim('keys without a suggestion', (start) => {
  it.each<[name: string, before: string[], keys: string, want?: string]>([
    ['a tab', [], 'ia<Tab>b', 'a\tb|'],
    ['blanks with expandtab', ['set expandtab shiftwidth=3 softtabstop=3'], 'ia<Tab>b', 'a  b|'],
    ['an abbreviation', ['iabbrev adn and'], 'iadn<Tab>x'],
    ['a map', ['inoremap <Tab> ->'], 'ia<Tab>b', 'a->b|'],
    ['a remapped map', ['inoremap <F5> five', 'imap <Tab> <F5>!'], 'ia<Tab>b', 'afive!b|'],
    ['an expr map', ["inoremap <expr> <Tab> col('.') == 1 ? 'first' : '<Tab>'"], 'i<Tab><Tab>', 'first\t|'],
    [
      'an expr map that gives its own key',
      ["imap <expr> <Tab> col('.') == 1 ? 'first' : \"\\<lt>Tab>\""],
      'i<Tab><Tab>x',
      'first\tx|',
    ],
    ['a map that begins with its own key', ['imap <Tab> <Tab>!'], 'ia<Tab>b', 'a\t!b|'],
    ['an unmapped key', ['inoremap <Tab> <Nop>'], 'ia<Tab>b', 'ab|'],
    [
      'a Lua function',
      [inLua("vim.keymap.set('i', '<Tab>', function() vim.api.nvim_put({'lua'}, 'c', false, true) end)")],
      'ia<Tab>b',
      'aluab|',
    ],
    [
      'a Lua function that gives keys',
      [inLua("vim.keymap.set('i', '<Tab>', function() return '<Left>é' end, { expr = true })")],
      'iab<Tab>',
      'aé|b',
    ],
    [
      'a remapped Lua function that gives its own key',
      [inLua("vim.keymap.set('i', '<Tab>', function() return '<Tab>é' end, { expr = true, remap = true })")],
      'ia<Tab>b',
      'a\té' + 'b|',
    ],
    ['a map of several modes', ['noremap! <Tab> both'], 'ia<Tab>b', 'abothb|'],
    ['a map by its other name', ['inoremap <C-]> bracket'], 'ia<C-]>b', 'abracketb|'],
    ['an abbreviation by <C-]>', ['iabbrev adn and'], 'iadn<C-]>x', 'andx|'],
    ['Alt as Escape', [], 'ia b<M-p>x', 'a| '],
    ['Alt as a remapped Escape', ['nnoremap p ix'], 'ia b<M-p>y', 'a xy|b'],
    ['Alt as Escape, with a special key', [], 'ia b<M-Right>x'],
    ['Alt, mapped', ['inoremap <M-p> alt'], 'ia b<M-p>x', 'a baltx|'],
    ['a tab after <C-x>', [], 'ia<C-x><Tab>b'],
  ])('do what they did: %s', async (_, before, keys, want) => {
    const typed = keys.match(/<[^>]+>|./gu) ?? [];
    const plain = await start({ before, plugin: false });
    for (const key of typed) await plain.input(key);
    const { nvim } = await stage(start, { before });
    await wake(nvim);
    for (const key of typed) await nvim.input(key);
    expect(await buffer(nvim)).toBe(await buffer(plain));
    expect(await nvim.mode()).toBe(await plain.mode());
    if (want !== undefined) expect(await buffer(nvim)).toBe(want);
    expect(await nvim.messages()).toEqual(await plain.messages());
  });

  it('run script-local maps in their script', async () => {
    const { nvim } = await stage(start);
    await nvim.lua(`
      local path = vim.fn.tempname() .. '.vim'
      vim.fn.writefile({
        'function! s:word() abort', 'return "local"', 'endfunction',
        'inoremap <expr> <Tab> <SID>word()',
        'inoremap <SID>(there) there', 'imap <script> <M-Down> <SID>(there)',
        'imap <expr> <M-Right> <SID>word()',
      }, path)
      vim.cmd.source(path)
    `);
    await wake(nvim);
    await nvim.input('i<Tab>,<M-Down>,<M-Right>');
    expect(await buffer(nvim)).toBe('local,there,local|');
  });

  it('jump in a snippet where Neovim maps them to that', async () => {
    const { nvim } = await stage(start);
    if (!(await nvim.lua("return vim.fn.has('nvim-0.11') == 1"))) return;
    await wake(nvim);
    await nvim.lua("vim.cmd.startinsert(); vim.snippet.expand('f($1, $2)')");
    await nvim.input('a<Tab>b');
    expect(await nvim.lines()).toEqual(['f(a, b)']);
  });

  it('are typed by <Plug> maps that one key leads to', async () => {
    const { nvim } = await stage(start, {
      fim: { keys: { accept: false, dismiss: false } },
      before: ['imap <Tab> <Plug>(fim-accept)', 'imap <C-l> <Plug>(fim-dismiss)', 'iabbrev adn and'],
    });
    await nvim.input('iadn<Tab>b');
    expect(await buffer(nvim)).toBe('and\tb|');
  });
});

describeOnEachNvim('keys', (start) => {
  it('act through <Plug> maps of the user', async () => {
    const { nvim } = await stage(start, {
      says: SAYS,
      fim: { keys: { accept: false, acceptWord: false, dismiss: false } },
      before: ['imap <C-f> <Plug>(fim-accept)', 'imap <C-l> <Plug>(fim-accept-word)', 'imap <C-g> <Plug>(fim-dismiss)'],
    });
    await suggest(nvim, 'ire', 'turn');
    await nvim.input('<Tab>');
    expect(await buffer(nvim)).toBe('re\t|');
    await suggest(nvim, '<BS>', 'turn');
    await nvim.input('<C-g>');
    expect(nvim.screen()).not.toContain('turn');
    await suggest(nvim, '<BS><BS>re', 'turn');
    await nvim.input('<C-l>');
    expect(await buffer(nvim)).toBe('return|');
    await nvim.input('<C-f>');
    expect(await buffer(nvim)).toBe('return $a;|');
  });

  it('do both: accept over a global and a buffer-local map, and what these do when nothing is shown', async () => {
    const { nvim } = await stage(start, {
      says: SAYS,
      before: [
        'inoremap <Tab> global',
        'inoremap <C-]> bracket',
        'inoremap <buffer> <Tab> local',
        'inoremap <buffer> <C-]> [',
      ],
    });
    await nvim.input('i<Tab><C-]><CR>');
    await suggest(nvim, 're', 'turn');
    await nvim.input('<Tab>');
    expect(await nvim.lines()).toEqual(['local[', 'return $a;']);
    await nvim.input('<Esc>:new<CR>i<Tab><C-]><CR>');
    await suggest(nvim, 're', 'turn');
    await nvim.input('<C-]>');
    expect(await nvim.lines()).toEqual(['globalbracket', 're']);
  });

  it('are taken over by maps that the user makes later', async () => {
    const { nvim } = await stage(start, { says: SAYS });
    await wake(nvim);
    await nvim.ex('inoremap <Tab> mine');
    await suggest(nvim, 'ire', 'turn');
    await nvim.input('<Tab>');
    expect(await buffer(nvim)).toBe('remine|');
    await nvim.input('<Esc>i');
    await nvim.input('<Tab>');
    expect(await buffer(nvim)).toBe('reminminee'.replace('minminee', 'minmine|e'));
  });

  it('stand before a buffer-local map once, so that two who do so do not call each other for ever', async () => {
    const { nvim } = await stage(start, { says: SAYS });
    await nvim.input('i<Esc>');
    await nvim.ex('inoremap <buffer> <Tab> local');
    await nvim.input('i<Esc>');
    await nvim.lua(`
      local theirs = vim.fn.maparg('<Tab>', 'i', false, true)
      vim.keymap.set('i', '<Tab>', function()
        vim.api.nvim_feedkeys('+', 'in', false)
        theirs.callback()
      end, { buffer = true })
    `);
    await nvim.input('i<Esc>i<Tab>');
    expect(await buffer(nvim)).toBe('local+|');
  });

  it('are left alone when they are false', async () => {
    const keys = {
      accept: false,
      acceptWord: false,
      acceptLine: false,
      next: false,
      prev: false,
      dismiss: false,
      trigger: false,
    };
    const { nvim } = await stage(start, { says: SAYS, fim: { keys } });
    await suggest(nvim, 'ire', 'turn');
    const ours =
      "vim.tbl_filter(function(map) return not map.lhs:match('^<Plug>') and (map.desc or ''):match('^fim: ') end, vim.api.nvim_get_keymap('i'))";
    expect(await nvim.lua(`return #${ours}`)).toBe(0);
    await nvim.input('<Tab>');
    expect(await buffer(nvim)).toBe('re\t|');
  });

  it('move when the options say so later', async () => {
    const { nvim } = await stage(start, { says: SAYS });
    await wake(nvim);
    await nvim.lua("require('fim').setup({ keys = { accept = '<C-f>' } })");
    await suggest(nvim, 'ire', 'turn');
    await nvim.input('<Tab>');
    expect(await buffer(nvim)).toBe('re\t|');
    await suggest(nvim, '<BS>', 'turn');
    await nvim.input('<C-f>');
    expect(await buffer(nvim)).toBe('return $a;|');
  });

  it('dismiss and trigger again without a pause', async () => {
    const { nvim, server } = await stage(start, { says: SAYS, fim: { autoTrigger: false, debounceMs: 2000 } });
    await nvim.input('ire');
    expect(server.requests).toHaveLength(0);
    await suggest(nvim, '<M-Space>', 'turn');
    await nvim.input('<C-]>');
    expect(nvim.screen()).not.toContain('turn');
    expect(nvim.events.map(({ name }) => name)).toEqual(['FimShown', 'FimDismissed']);
    await suggest(nvim, '<C-o>:FimComplete<CR>', 'turn');
    expect(await nvim.mode()).toBe('i');
    await nvim.input('<C-]>');
    await nvim.ex('inoremap <F5> <Cmd>FimComplete<CR>');
    await suggest(nvim, '<F5>', 'turn');
    await nvim.input('<Tab>');
    expect(await buffer(nvim)).toBe('return $a;|');
  });

  it.each([
    ['the menu’s while something in it is selected', '<C-n><C-n>', 'result|'],
    ['the suggestion’s while nothing in the menu before it is', '<C-n>', 'return $a;|'],
  ])('are %s', async (_, menu, want) => {
    const { nvim } = await stage(start, {
      says: SAYS,
      fim: { popup: 'behind' },
      before: [
        'set completeopt=menuone,noselect',
        "call setline(1, ['result', 'reason', ''])",
        "inoremap <expr> <Tab> pumvisible() ? '<C-y>' : 'no menu'",
      ],
    });
    await suggest(nvim, 'Gire', 'turn');
    await nvim.input(menu);
    await nvim.waitFor('vim.fn.pumvisible() == 1');
    await nvim.input('<Tab>');
    expect((await buffer(nvim)).split('\n')[2]).toBe(want);
    expect(await nvim.lua('return vim.fn.pumvisible()')).toBe(0);
    await nvim.input('!');
    expect((await buffer(nvim)).split('\n')[2]).toBe(want.replace('|', '!|'));
  });

  it('accept for a function of the user, also in front of the rest of its map', async () => {
    const { nvim } = await stage(start, { says: SAYS });
    await nvim.lua(`
      vim.keymap.set('i', '<C-f>', function() return require('fim').accept('word') and '!' or '-' end, { expr = true })
      vim.keymap.set('i', '<C-b>', "<Cmd>lua require('fim').accept()<CR>!")
    `);
    await suggest(nvim, 'ire', 'turn');
    await nvim.input('<C-b>');
    expect(await buffer(nvim)).toBe('return $a;!|');
    await nvim.input('<C-f>');
    expect(await buffer(nvim)).toBe('return $a;!-|');
  });
});
