import { expect, it } from 'vitest';
import { describeOnEachNvim, type Nvim, type Start } from '../helpers/nvim.ts';
import { type Stage, type StageOptions, stage } from './stage.ts';

/** What auto-pairs plugins do to a key. */
const PAIRS = [
  "inoremap <expr> ( '()<Left>'",
  "inoremap <expr> ) getline('.')[col('.') - 1] == ')' ? '<Right>' : ')'",
  "inoremap <expr> <BS> getline('.')[col('.') - 2 : col('.') - 1] == '()' ? '<Del><BS>' : '<BS>'",
];

/** A model that says something once, and then nothing more. */
const once = (text: string) => (_: string, n: number) => (n === 0 ? text : '');

/** Presses keys and waits for ghost text. */
async function suggested(start: Start, keys: string, text: string, options: StageOptions = {}): Promise<Stage> {
  const both = await stage(start, { says: once(text), fim: { multilineCompletions: 'always' }, ...options });
  await both.nvim.input(keys);
  await both.nvim.waitForScreen('{ghost:');
  await both.server.waitForFinish(0);
  return both;
}

/** Presses a key. @returns the different screens that were flushed meanwhile, the last one being what stands there now. */
async function flushes(nvim: Nvim, key: string): Promise<string[]> {
  const seen = [nvim.screen()];
  const stop = nvim.onFlush(() => seen.push(nvim.screen()));
  await nvim.input(key);
  stop();
  return seen.filter((screen, index) => screen !== seen[index - 1]).slice(1);
}

const top = (screen: string): string => screen.split('\n')[0] ?? '';

describeOnEachNvim('typing with ghost text on screen', (start) => {
  it('shrinks it in place in the flush that shows the key, and asks nobody', async () => {
    const { nvim, server } = await suggested(start, 'ire', 'turn $a;');
    for (const [key, screen] of [
      ['t', 'ret{ghost:urn $a;}'],
      ['u', 'retu{ghost:rn $a;}'],
      ['r', 'retur{ghost:n $a;}'],
      ['n', 'return{ghost: $a;}'],
      [' ', 'return {ghost:$a;}'],
    ] as const)
      expect(await flushes(nvim, key), key).toEqual([`${screen}\n-- INSERT --`]);
    expect(server.requests).toHaveLength(1);
  });

  it('shrinks it by all keys that were typed ahead', async () => {
    const { nvim, server } = await suggested(start, 'ire', 'turn $a;');
    const screens = await flushes(nvim, 'turn ');
    for (const screen of screens) expect(top(screen).replace(/\{ghost:|\}/gu, '')).toBe('return $a;');
    expect(screens.at(-1)).toBe('return {ghost:$a;}\n-- INSERT --');
    expect(server.requests).toHaveLength(1);
  });

  it('grows it back by backspace, by word and by line', async () => {
    const { nvim, server } = await suggested(start, 'ire', 'turn $a;', { before: ['set backspace=indent,eol,start'] });
    await nvim.type('turn $');
    for (const [key, screen] of [
      ['<BS>', 'return {ghost:$a;}'],
      ['<BS>', 'return{ghost: $a;}'],
      ['<BS>', 'retur{ghost:n $a;}'],
    ] as const)
      expect(await flushes(nvim, key)).toEqual([`${screen}\n-- INSERT --`]);
    expect(server.requests).toHaveLength(1);
  });

  it('takes it away in the flush that shows a key which it does not say', async () => {
    const { nvim } = await suggested(start, 'ire', 'turn $a;\nnext');
    expect(await flushes(nvim, 'x')).toEqual(['rex\n-- INSERT --']);
  });

  it('asks anew when backspace goes to before its beginning', async () => {
    const { nvim, server } = await suggested(start, 'ire', 'turn $a;');
    expect(await flushes(nvim, '<BS>')).toEqual(['r\n-- INSERT --']);
    await server.waitForRequests(2);
    expect(server.requests[1]?.prompt).toBe('<|fim_prefix|>r<|fim_suffix|><|fim_middle|>');
  });

  it('shrinks multi-byte text by whole characters', async () => {
    const { nvim, server } = await suggested(start, 'i漢 =', ' é字😀e\u0301;');
    for (const [key, screen] of [
      [' ', '漢 = {ghost:é字😀e\u0301;}'],
      ['é', '漢 = é{ghost:字😀e\u0301;}'],
      ['字', '漢 = é字{ghost:😀e\u0301;}'],
      ['😀', '漢 = é字😀{ghost:e\u0301;}'],
      ['<BS>', '漢 = é字{ghost:😀e\u0301;}'],
    ] as const)
      expect(await flushes(nvim, key), key).toEqual([`${screen}\n-- INSERT --`]);
    expect(server.requests).toHaveLength(1);
  });

  it('follows Enter and the indentation that comes with it', async () => {
    const says = '\n    one();\n    two();\n  }';
    const { nvim, server } = await suggested(start, 'A {', says, {
      file: { path: 'a.txt', content: '  if (a)' },
      before: ['set autoindent expandtab shiftwidth=2 softtabstop=2'],
      says: once(says),
    });
    const below = '{ghost:    two();}\n{ghost:  }}\n-- INSERT --';
    expect(await flushes(nvim, '<CR>')).toEqual([`  if (a) {\n  {ghost:  one();}\n${below}`]);
    expect(await flushes(nvim, '<Space>')).toEqual([`  if (a) {\n   {ghost: one();}\n${below}`]);
    await nvim.type(' one();');
    expect(await flushes(nvim, '<CR>')).toEqual([
      '  if (a) {\n    one();\n    {ghost:two();}\n{ghost:  }}\n-- INSERT --',
    ]);
    await nvim.input('<BS><BS><BS>');
    expect(nvim.screen()).toBe(`  if (a) {\n    one();\n${below}`);
    expect(server.requests).toHaveLength(1);
  });

  it('keeps the text right of the cursor in its place while the user types', async () => {
    const { nvim } = await suggested(start, 'A = f()<Left>', 'x(1), [\n  y,\n]);', {
      file: { path: 'a.txt', content: 'a' },
    });
    const rest = '\n{ghost:  y,}\n{ghost:]);}\n-- INSERT --';
    expect(nvim.screen()).toBe(`a = f({ghost:x(1}){ghost:, [}${rest}`);
    expect(await flushes(nvim, 'x')).toEqual([`a = f(x{ghost:(1}){ghost:, [}${rest}`]);
    await nvim.input('(1)');
    expect(nvim.screen()).toBe(`a = f(x(1){ghost:, [}${rest}`);
  });

  it('goes along with a plugin that pairs brackets', async () => {
    const { nvim, server } = await suggested(start, 'ifoo =', ' bar(1, baz(2));', { before: PAIRS });
    for (const [keys, screen] of [
      [' bar', 'foo = bar{ghost:(1, baz(2));}'],
      ['(', 'foo = bar({ghost:1, baz(2)}){ghost:;}'],
      ['<BS>', 'foo = bar{ghost:(1, baz(2));}'],
      ['(', 'foo = bar({ghost:1, baz(2)}){ghost:;}'],
      ['1, baz', 'foo = bar(1, baz{ghost:(2)}){ghost:;}'],
      ['(', 'foo = bar(1, baz({ghost:2})){ghost:;}'],
      ['2', 'foo = bar(1, baz(2)){ghost:;}'],
      [')', 'foo = bar(1, baz(2)){ghost:;}'],
      [')', 'foo = bar(1, baz(2)){ghost:;}'],
    ] as const) {
      await nvim.input(keys);
      expect(nvim.screen(), keys).toBe(`${screen}\n-- INSERT --`);
    }
    expect(server.requests).toHaveLength(1);
    await nvim.input('<Tab>');
    expect(await nvim.lines()).toEqual(['foo = bar(1, baz(2));']);
  });

  it('goes along with pairs through several lines', async () => {
    const { nvim, server } = await suggested(start, 'ia =', ' map(fn ($x) {\n  $x;\n}, $l);', { before: PAIRS });
    const below = '{ghost:  $x;}\n{ghost:}, $l);}\n-- INSERT --';
    for (const [keys, first] of [
      [' map(', 'a = map({ghost:fn ($x}){ghost: {}'],
      ['fn (', 'a = map(fn ({ghost:$x) {}'],
      ['$x', 'a = map(fn ($x{ghost:) {}'],
      [')', 'a = map(fn ($x){ghost: {}'],
      [' {', 'a = map(fn ($x) {'],
    ] as const) {
      await nvim.input(keys);
      expect(nvim.screen(), keys).toBe(`${first}\n${below}`);
    }
    expect(server.requests).toHaveLength(1);
    await nvim.input('<Tab>');
    expect(await nvim.lines()).toEqual(['a = map(fn ($x) {', '  $x;', '}, $l);']);
  });

  it('is gone when the user has typed it to its end', async () => {
    const { nvim } = await suggested(start, 'if(', 'a)', { before: PAIRS.slice(0, 1), says: once('a)') });
    expect(nvim.screen()).toBe('f({ghost:a})\n-- INSERT --');
    expect(await flushes(nvim, 'a')).toEqual(['f(a)\n-- INSERT --']);
    // Tab is Tab again, though `)` was part of the suggestion.
    await nvim.input('<Tab>');
    expect(await nvim.lines()).toEqual(['f(a\t)']);
  });
});

describeOnEachNvim('ghost text goes away', (start) => {
  const ways: [name: string, keys: string, screen: string | RegExp, mode: string][] = [
    ['with Escape', '<Esc>', 'a\nb =', 'n'],
    ['with CTRL-C', '<C-c>', 'a\nb =', 'n'],
    ['when the cursor moves in the line', '<Left>', 'a\nb =\n-- INSERT --', 'i'],
    ['when the cursor moves to another line', '<Up>', 'a\nb =\n-- INSERT --', 'i'],
    ['when the cursor jumps', '<C-o>0', 'a\nb =\n-- INSERT --', 'i'],
    ['when the text is undone', '<Cmd>undo<CR>', /^a\nb\n/, 'i'],
    ['when the file is read anew', '<Cmd>edit!<CR>', /^a\nb\n/, 'i'],
    ['when the buffer is deleted', '<Cmd>bdelete!<CR>', '-- INSERT --', 'i'],
    ['when the buffer is wiped out', '<Cmd>bwipeout!<CR>', '-- INSERT --', 'i'],
    ['when another buffer comes into the window', '<Cmd>enew!<CR>', '-- INSERT --', 'i'],
    ['when another window is entered', '<Cmd>new<CR>', /^\n+\[No Name\]\na\nb =\n/, 'i'],
    ['when the same buffer is entered in another window', '<Cmd>split<CR>', /^a\nb =\n+.*a\.txt \[\+\]\na\nb =\n/, 'i'],
    ['when another tab page is entered', '<Cmd>tabnew<CR>', /\[No Name\]/, 'i'],
    ['when lines are put above it by a plugin', "<Cmd>call append(0, 'new')<CR>", /^new\na\nb =\n/, 'i'],
    ['when its line changes before the cursor', "<Cmd>call setline(2, 'c =')<CR>", /^a\nc =\n/, 'i'],
    ['when the text behind the cursor changes', "<Cmd>call setline(2, 'b = x')<CR>", /^a\nb = x\n/, 'i'],
    ['with the command line', '<Esc>:', /^a\nb =\n/, 'c'],
    ['with a visual selection', '<C-o>v', /^a\nb =\n/, 'v'],
  ];

  it.each(ways)('%s', async (_, keys, screen, mode) => {
    const { nvim } = await suggested(start, 'GA =', ' c;\nd', {
      file: { path: 'a.txt', content: 'a\nb\n' },
      fim: { multilineCompletions: 'always' },
    });
    await nvim.input(keys);
    const shown = nvim.screen();
    expect(shown).not.toContain('{ghost:');
    if (typeof screen === 'string') expect(shown).toBe(screen);
    else expect(shown).toMatch(screen);
    expect((await nvim.mode())[0]).toBe(mode);
    expect(await nvim.lua(`return require('fim').visible()`)).toBe(false);
    expect((await nvim.messages()).join('\n')).not.toMatch(/E\d+:|rror/u);
  });

  it('and nothing of it is left in the buffer that it stood in', async () => {
    const { nvim } = await suggested(start, 'GA =', ' c;\nd', { file: { path: 'a.txt', content: 'a\nb\n' } });
    await nvim.input('<Cmd>tabnew<CR>');
    await nvim.input('<Cmd>tabprevious<CR>');
    expect(nvim.screen()).not.toContain('{ghost:');
    await nvim.input('<Esc>');
    expect(await nvim.lua(`return vim.api.nvim_buf_get_extmarks(0, -1, 0, -1, {})`)).toEqual([]);
  });
});

describeOnEachNvim('a stale suggestion', (start) => {
  /** Hands the plugin what a host would say, with the newest request's place unless told otherwise. */
  const late = (nvim: Nvim, change: object) =>
    nvim.lua(
      `
      local change = ...
      local row, col = unpack(vim.api.nvim_win_get_cursor(0))
      local p = {
        id = vim.g.asked, buf = vim.api.nvim_get_current_buf(), tick = vim.b.changedtick, row = row - 1, col = col,
        text = 'LATE', replace = 0, index = 1, count = 1, confirmed = 4, final = true,
      }
      require('fim.host').on('show', vim.tbl_extend('force', p, change))
    `,
      change,
    );

  it('is never drawn', async () => {
    const { nvim } = await stage(start, { says: once('turn') });
    await nvim.lua(`
      local host = require('fim.host')
      local notify = host.notify
      host.notify = function(kind, payload)
        if kind == 'complete' then vim.g.asked = payload.id end
        return notify(kind, payload)
      end
    `);
    await nvim.input('ire');
    await nvim.waitForScreen('{ghost:');
    await nvim.input('x');
    const id = await nvim.lua('return vim.g.asked');
    const tick = Number(await nvim.lua('return vim.b.changedtick'));
    const other = await nvim.lua(`return vim.api.nvim_create_buf(true, false)`);
    for (const change of [
      { id: Number(id) - 1 },
      { id: Number(id) + 1 },
      { tick: tick - 1 },
      { row: 1 },
      { col: 2 },
      { buf: other },
      { buf: 9999 },
    ]) {
      await late(nvim, change);
      await nvim.input('<Ignore>');
      expect(nvim.screen(), JSON.stringify(change)).toBe('rex\n-- INSERT --');
    }
    await late(nvim, {});
    await nvim.input('<Ignore>');
    expect(nvim.screen()).toBe('rex{ghost:LATE}\n-- INSERT --');
    await nvim.input('<Esc>');
    await late(nvim, {});
    await nvim.input('<Ignore>');
    expect(nvim.screen()).toBe('rex');
  });
});
