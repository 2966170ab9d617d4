import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';
import { waitUntil } from '../helpers/wait.ts';
import { type Stage, type StageOptions, stage } from './stage.ts';

const named = (nvim: Nvim, name: string): unknown[] =>
  nvim.events.filter((event) => event.name === name).map(({ data }) => data);

const hasNoGhost = (screen: string): boolean => !screen.includes('ghost');

describeOnEachNvim('events', (start) => {
  /** Ghost text `said` behind `a` in insert mode. */
  const shown = async (options: StageOptions = {}): Promise<Stage> => {
    const set = await stage(start, { says: 'said()', before: ['set hidden'], ...options });
    await set.nvim.input('ia');
    await set.nvim.waitForScreen('a{ghost:said()}');
    return set;
  };

  it('tells once that a suggestion is shown, however it streams, shrinks and grows', async () => {
    const { nvim } = await stage(start, {
      server: { reply: () => ({ chunks: ['sa', 'id', '(', ')'], perTokenMs: 25 }) },
    });
    await nvim.input('ia');
    await nvim.waitForScreen('a{ghost:said()}');
    await nvim.type('sa');
    await nvim.input('<BS>');
    await nvim.waitForScreen('as{ghost:aid()}');
    const events = named(nvim, 'FimShown');
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ row: 0, col: 1, draft: false });
    expect('said()'.startsWith(String(Object(events[0]).text))).toBe(true);
  });

  it.each<[string, string, string]>([
    ['another key is typed', 'x', 'typed'],
    ['the last of it is typed', 'said()', 'typed'],
    ['the cursor moves', '<Left>', 'moved'],
    ['insert mode ends', '<Esc>', 'left'],
    ['insert mode is interrupted', '<C-c>', 'left'],
    ['insert mode is left for one command', '<C-o>h', 'left'],
    ['Replace mode begins', '<Insert>', 'left'],
    ['it is dismissed', '<C-]>', 'key'],
    ['the plugin is disabled', '<Cmd>Fim disable<CR>', 'off'],
    ['another window is entered', '<Cmd>new<CR>', 'moved'],
    ['another buffer is entered', '<Cmd>edit other.php<CR>', 'moved'],
    ['the host ends', '<Cmd>Fim restart<CR>', 'gone'],
  ])('tells that it went away: %s', async (_, keys, reason) => {
    const { nvim, server } = await shown();
    server.reply = () => ({ chunks: [] });
    await nvim.input(keys);
    await nvim.waitForScreen(hasNoGhost);
    expect(named(nvim, 'FimDismissed')).toEqual([{ id: expect.any(Number), buf: 1, reason }]);
  });

  it('tells what was accepted, and nothing of a dismissal', async () => {
    const { nvim } = await shown();
    const { id } = Object(named(nvim, 'FimShown')[0]);
    await nvim.input('<M-Right>');
    await nvim.input('<Tab>');
    expect(await nvim.lines()).toEqual(['asaid()']);
    expect(named(nvim, 'FimAccepted')).toEqual([
      { id, buf: 1, text: 'said', all: false, draft: false },
      { id, buf: 1, text: '()', all: true, draft: false },
    ]);
    await nvim.input('<Esc>');
    expect(named(nvim, 'FimDismissed')).toEqual([]);
  });

  it('tells of trouble once', async () => {
    const { nvim, server } = await stage(start, { width: 120 });
    server.reply = () => ({ status: 500, error: 'broken' });
    await nvim.input('ia');
    await nvim.waitForEvent('FimError');
    await nvim.type('bcd');
    await nvim.waitFor("require('fim').status() == 'error'");
    expect(server.requests).toHaveLength(1);
    expect(named(nvim, 'FimError')).toEqual([
      { code: 'server-error', what: expect.stringContaining('broken'), next: expect.any(String) },
    ]);
  });
});

describeOnEachNvim('when to ask', (start) => {
  const BARRIER = 'BARRIER';

  const open = (options: StageOptions = {}): Promise<Stage> =>
    stage(start, { says: 'said', before: ['set hidden'], ...options });

  /** The prompts' texts so far, after a last one that is certain to come. */
  const asked = async ({ nvim, server }: Stage): Promise<string[]> => {
    await nvim.input('<C-\\><C-n>');
    await nvim.ex('edit! barrier');
    await nvim.input(`i${BARRIER}`);
    await waitUntil(() => server.requests.some(({ prompt }) => prompt.includes(BARRIER)), { what: 'the barrier' });
    return server.requests
      .map(({ prompt }) => prompt.replaceAll(/<\|fim_\w+\|>/gu, '|'))
      .filter((text) => !BARRIER.startsWith(text.replaceAll('|', '')));
  };

  it.each<[string, string]>([
    ['a macro that ends in normal mode', '@q'],
    ['a macro that opens lines', '@o'],
    ['a macro that ends in insert mode', '@i'],
    ['a macro that asks by hand', '@f'],
    ['a repeated command', 'iword<Esc>5.'],
    [':normal', ':normal oword<CR>'],
    [':normal on each line', ':g/./normal oword<CR>'],
    ['Replace mode', 'Rword'],
    ['virtual Replace mode', 'gRword'],
    ['Replace mode within insert mode', '<Insert>'],
    ['visual mode', 'viwword'],
    ['select mode', 'viw<C-g>'],
    ['the command line', ':echo "word"'],
    ['a search', '/word'],
    ['an expression', ':let x = 1<CR>'],
    ['operators', 'cwword<Esc>wd'],
  ])('does not ask during %s', async (name, keys) => {
    const set = await open();
    const { nvim } = set;
    await nvim.lua(`
      vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'one two', 'three four' })
      vim.fn.setreg('q', 'Aword' .. vim.keycode('<Esc>'))
      vim.fn.setreg('o', 'oword' .. vim.keycode('<CR>') .. 'more' .. vim.keycode('<Esc>'))
      vim.fn.setreg('i', 'oword')
      vim.fn.setreg('f', 'Aword' .. vim.keycode('<Cmd>FimComplete<CR><Esc>:FimComplete<CR>'))
      require('fim.trigger').wake()
    `);
    if (name.startsWith('Replace mode within')) {
      await nvim.input('A');
      await nvim.input(`${keys}word`);
    } else await nvim.input(keys);
    const texts = await asked(set);
    // Keys that arrive one by one in insert mode may ask: only what the case is about must not.
    const isAllowed = name === 'operators' || name === 'a repeated command';
    expect(isAllowed ? texts.filter((text) => text.includes('wordword')) : texts).toEqual([]);
  });

  it.each([
    ['o', 'one two\n|'],
    ['O', '|\none two'],
    ['cc', '|'],
    ['S', '|'],
  ])('asks on the fresh line of `%s`, before anything is typed', async (key, text) => {
    const { nvim, server } = await open();
    await nvim.lua("vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'one two' })");
    await nvim.input(key);
    await nvim.waitForScreen('{ghost:said}');
    expect(server.requests.map(({ prompt }) => prompt)).toEqual([
      `<|fim_prefix|>${text.replace('|', '<|fim_suffix|>')}<|fim_middle|>`,
    ]);
  });

  it('does not ask when insert mode begins within a line, nor when the cursor moves', async () => {
    const set = await open();
    await set.nvim.lua("vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'one two' })");
    await set.nvim.input('A');
    await set.nvim.input('<Left><Right><Home><End>');
    expect(await asked(set)).toEqual([]);
  });

  it('goes on in a buffer that was read anew from disk', async () => {
    const { nvim } = await open({ file: { path: 'a.php', content: 'one\n' } });
    await nvim.input('Aa');
    await nvim.waitForScreen('onea{ghost:said}');
    await nvim.input('<Esc>');
    await nvim.ex('edit!');
    await nvim.input('Ab');
    await nvim.waitForScreen('oneb{ghost:said}');
    await nvim.input('<Esc>');
    await nvim.ex('set autoread | silent write!');
    writeFileSync(join(nvim.cwd, 'a.php'), 'another content\n');
    await nvim.ex('silent checktime');
    await nvim.waitForScreen('another content');
    await nvim.input('Ac');
    await nvim.waitForScreen('another contentc{ghost:said}');
  });

  it('asks only by hand where autoTrigger is off, also in normal mode', async () => {
    const set = await open({ fim: { autoTrigger: false } });
    await set.nvim.input('iword');
    await set.nvim.input('<M-Space>');
    await set.nvim.waitForScreen('word{ghost:said}');
    expect(set.server.requests).toHaveLength(1);
    await set.nvim.input('<Esc>');
    await set.nvim.ex('FimComplete');
    await set.nvim.waitForScreen('word{ghost:said}');
    // The model has said it before.
    expect(set.server.requests).toHaveLength(1);
  });
});
