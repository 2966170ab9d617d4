/** What a proposed repair looks like, and what its keys do: without a host. */
import { expect, it } from 'vitest';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';
import { bare } from './offer.ts';

interface Hunk {
  readonly row: number;
  readonly old: readonly string[];
  readonly new: readonly string[];
  readonly oldMarks?: readonly (readonly [number, number, number])[];
  readonly newMarks?: readonly (readonly [number, number, number])[];
}

const TEXT = ['<?php', 'function f(int $a) {', '\tretrun $a;', '}', '', 'echo f(1);'];
const TYPO: Hunk = {
  row: 2,
  old: ['\tretrun $a;'],
  new: ['\treturn $a;'],
  oldMarks: [[0, 1, 7]],
  newMarks: [[0, 1, 7]],
};
const MARKS = {
  FimFixDelete: 'old',
  FimFixDeleteWord: 'oldword',
  FimFixAdd: 'new',
  FimFixAddWord: 'newword',
  FimFixHeader: 'header',
};

async function open(nvim: Nvim, lines: readonly string[] = TEXT): Promise<void> {
  await nvim.lua(
    `
    _G.told = {}
    require('fim.host').notify = function(kind, payload) table.insert(_G.told, { kind, payload }) end
    _G.events = {}
    vim.api.nvim_create_autocmd('User', { pattern = 'FimFix*', callback = function(event)
      table.insert(_G.events, event.match .. (event.data.reason and ' ' .. event.data.reason or ''))
    end })
    for i, name in ipairs({ 'Delete', 'DeleteWord', 'Add', 'AddWord', 'Header' }) do
      vim.api.nvim_set_hl(0, 'FimFix' .. name, { bg = 100 + i, fg = 200 + i })
    end
    vim.bo.tabstop = 4
    vim.api.nvim_buf_set_lines(0, 0, -1, false, ...)
    vim.bo.undolevels = vim.bo.undolevels
  `,
    lines,
  );
}

function show(nvim: Nvim, hunks: readonly Hunk[], more: object = {}): Promise<unknown> {
  const fix = { id: 1, title: 'P1013 gone ✓ 14 ms', explanation: '', index: 1, count: 1, hunks, ...more };
  return nvim.lua(
    `local fix = ...; fix.buf = vim.api.nvim_get_current_buf(); return require('fim.fix').show(fix)`,
    fix,
  );
}

const events = (nvim: Nvim): Promise<unknown> => nvim.lua('return _G.events');

describeOnEachNvim('the preview of a repair', (start) => {
  const ready = async (lines?: readonly string[], width = 70): Promise<Nvim> => {
    const nvim = await bare(start, { height: 14, width });
    await open(nvim, lines);
    return nvim;
  };

  it('shows a header, the lines that go and those that come, and changes nothing', async () => {
    const nvim = await ready();
    const tick = await nvim.lua('return vim.b.changedtick');
    expect(await show(nvim, [TYPO], { explanation: 'A typo.', count: 2 })).toBe(true);
    await nvim.input('<Ignore>');
    expect(await nvim.screen({ marks: MARKS })).toMatchInlineSnapshot(`
      "<?php
      function f(int $a) {
      {header:fim: P1013 gone ✓ 14 ms}
      {header:<Tab> take · <C-n> other (1/2) · K why · <Esc> drop}
      {old:    retrun $a;                                                        }
      {new:    }{newword:return}{new: $a;}
      }

      echo f(1);"
    `);
    expect(await nvim.lines()).toEqual(TEXT);
    expect(await nvim.lua('return vim.b.changedtick')).toBe(tick);
    expect(await events(nvim)).toEqual(['FimFixShown']);
  });

  it('shows it at the top and at the end of a text, and lines that only come or only go', async () => {
    const nvim = await ready(['one', 'two', 'three']);
    await show(nvim, [
      { row: 0, old: ['one'], new: ['ONE', ''] },
      { row: 2, old: ['three'], new: [] },
      { row: 3, old: [], new: ['four'] },
    ]);
    await nvim.input('<Ignore>');
    expect(await nvim.screen({ marks: MARKS })).toMatchInlineSnapshot(`
      "{old:one                                                                   }
      {header:fim: P1013 gone ✓ 14 ms · <Tab> take · <Esc> drop}
      {new:ONE}
      {new: }
      two
      {old:three                                                                 }
      {new:four}"
    `);
    await nvim.input('<Tab>');
    expect(await nvim.lines()).toEqual(['ONE', '', 'two', 'four']);
    await nvim.input('u');
    expect(await nvim.lines()).toEqual(['one', 'two', 'three']);
  });

  it('shows lines that come before the first one', async () => {
    const nvim = await ready(['one', 'two', 'three']);
    await nvim.input('G');
    await show(nvim, [{ row: 0, old: [], new: ['zero', ''] }]);
    await nvim.input('<Ignore>');
    expect(await nvim.screen({ marks: MARKS })).toMatchInlineSnapshot(`
      "{header:fim: P1013 gone ✓ 14 ms · <Tab> take · <Esc> drop}
      {new:zero}
      {new: }
      one
      two
      three"
    `);
    await nvim.input('<Tab>');
    expect(await nvim.lines()).toEqual(['zero', '', 'one', 'two', 'three']);
  });

  it('tells at the cursor what is too far away to be seen', async () => {
    const nvim = await ready(Array.from({ length: 60 }, (_, i) => `line ${i + 1}`));
    await nvim.input('40G');
    await show(nvim, [
      { row: 2, old: [], new: ['use App;'] },
      { row: 55, old: ['line 56'], new: ['line'] },
    ]);
    await nvim.input('<Ignore>');
    expect(await nvim.screen({ marks: MARKS })).toMatchInlineSnapshot(`
      "line 34
      line 35
      line 36
      line 37
      line 38
      line 39
      line 40
      {header:fim: P1013 gone ✓ 14 ms · <Tab> take · <Esc> drop}
      {new:line 3: + use App;}
      {old:line 56: - line 56}
      {new:line 56: + line}
      line 41
      line 42"
    `);
    await nvim.input('<Tab>');
    expect((await nvim.lines()).slice(1, 4)).toEqual(['line 2', 'use App;', 'line 3']);
    expect(await nvim.cursor()).toEqual({ row: 40, col: 0 });
  });

  it('scrolls to what fits beside the cursor', async () => {
    const nvim = await ready(Array.from({ length: 60 }, (_, i) => `line ${i + 1}`));
    await nvim.input('40Gzt');
    await show(nvim, [{ row: 35, old: ['line 36'], new: ['LINE 36'] }]);
    await nvim.waitForScreen('LINE 36');
    await nvim.waitForScreen('<Tab> take');
    await nvim.input('<Esc>40Gzb');
    await show(nvim, [{ row: 44, old: ['line 45'], new: ['LINE 45'] }]);
    await nvim.waitForScreen('LINE 45');
    await nvim.waitForScreen('<Tab> take');
  });

  it('takes it as one undo step that leaves cursor, marks and the rest of the line alone', async () => {
    const nvim = await ready(['a', 'héllo wörld = 1', 'b', 'c', 'd']);
    await nvim.input('jfw');
    await nvim.lua(`
      vim.api.nvim_buf_set_mark(0, 'a', 5, 0, {})
      _G.mark = vim.api.nvim_buf_set_extmark(0, vim.api.nvim_create_namespace('other'), 1, 0, { end_col = 6 })
    `);
    await show(nvim, [
      { row: 1, old: ['héllo wörld = 1'], new: ['héllo wörld = 2'] },
      { row: 3, old: ['c'], new: ['c1', 'c2', 'c3'] },
    ]);
    const before = await nvim.cursor();
    await nvim.input('<Tab>');
    expect(await nvim.lines()).toEqual(['a', 'héllo wörld = 2', 'b', 'c1', 'c2', 'c3', 'd']);
    expect(await nvim.cursor()).toEqual(before);
    expect(await nvim.lua(`return vim.api.nvim_buf_get_mark(0, 'a')`)).toEqual([7, 0]);
    expect(
      await nvim.lua(
        `return vim.api.nvim_buf_get_extmark_by_id(0, vim.api.nvim_create_namespace('other'), _G.mark, { details = true })[3].end_col`,
      ),
    ).toBe(6);
    expect(await events(nvim)).toEqual(['FimFixShown', 'FimFixTaken']);
    await nvim.input('u');
    expect(await nvim.lines()).toEqual(['a', 'héllo wörld = 1', 'b', 'c', 'd']);
  });

  it('leaves `.` what it was', async () => {
    const nvim = await ready(['a', 'b', 'c']);
    await nvim.input('Ax<Esc>');
    await show(nvim, [{ row: 1, old: ['b'], new: ['B'] }]);
    await nvim.input('<Tab>jj.');
    expect(await nvim.lines()).toEqual(['ax', 'B', 'cx']);
  });

  it('has its keys only while it is shown, and gives those of the buffer back', async () => {
    const nvim = await ready();
    await nvim.lua(`
      vim.keymap.set('n', 'K', function() _G.pressed = 'K' end, { buffer = true, desc = 'mine' })
      vim.keymap.set('n', '<Esc>', function() _G.pressed = 'global' end)
    `);
    await show(nvim, [TYPO], { explanation: 'It says **retrun**.' });
    await nvim.input('K');
    await nvim.waitForScreen('says retrun.');
    expect(await nvim.lua('return _G.pressed')).toBe(null);
    await nvim.input('<Esc>');
    expect(await nvim.lua(`return require('fim.fix').current()`)).toBe(null);
    await nvim.input('<Esc>');
    expect(await nvim.lua('return _G.pressed')).toBe('global');
    await nvim.input('K');
    expect(await nvim.lua('return _G.pressed')).toBe('K');
    expect(
      await nvim.lua(
        `return #vim.tbl_filter(function(m) return m.desc ~= 'mine' end, vim.api.nvim_buf_get_keymap(0, 'n'))`,
      ),
    ).toBe(0);
    expect(await nvim.lines()).toEqual(TEXT);
    expect(await events(nvim)).toEqual(['FimFixShown', 'FimFixDropped key']);
  });

  it('moves with text that is edited elsewhere, and goes when its own text is edited', async () => {
    const nvim = await ready();
    await show(nvim, [TYPO]);
    await nvim.input('ggO// new<Esc>');
    // <Esc> in normal mode would drop it: in insert mode it ends the insertion.
    expect(await nvim.lua(`return require('fim.fix_canvas').row_of(0, 1)`)).toBe(3);
    await nvim.input('3jx');
    expect(await events(nvim)).toEqual(['FimFixShown', 'FimFixDropped edited']);
    await nvim.input('u');
    await show(nvim, [{ ...TYPO, row: 3 }]);
    await nvim.input('<Tab>');
    expect(await nvim.lines()).toEqual(['// new', ...TEXT.slice(0, 2), '\treturn $a;', ...TEXT.slice(3)]);
  });

  it('is not shown for text that is no longer there', async () => {
    const nvim = await ready();
    expect(await show(nvim, [{ ...TYPO, row: 1 }])).toBe(false);
    expect(await events(nvim)).toEqual([]);
    expect(await nvim.lua('return _G.told')).toEqual([['fix_dropped', { id: 1, reason: 'edited' }]]);
  });

  it('asks for another one, and shows that in its place', async () => {
    const nvim = await ready();
    await show(nvim, [TYPO], { count: 2 });
    await nvim.input('<C-n>');
    expect(await nvim.lua('return _G.told')).toEqual([['fix_other', { id: 1, delta: 1 }]]);
    await show(nvim, [{ ...TYPO, new: ['\treturns $a;'] }], { count: 2, index: 2 });
    await nvim.waitForScreen('(2/2)');
    expect(await events(nvim)).toEqual(['FimFixShown', 'FimFixShown']);
    await nvim.input('<Tab>');
    expect((await nvim.lines())[2]).toBe('\treturns $a;');
  });

  it('compares a large change in a window beside the text, and closes it again', async () => {
    const old = Array.from({ length: 45 }, (_, i) => `line ${i}`);
    const nvim = await ready(old, 90);
    const options = `return { vim.wo.diff, vim.wo.foldmethod, #vim.api.nvim_list_wins() }`;
    const before = await nvim.lua(options);
    const hunk = { row: 0, old, new: old.map((line) => line.replace('line', 'row')) };
    await show(nvim, [hunk]);
    expect(await nvim.lua(options)).toEqual([true, 'diff', 2]);
    await nvim.waitForScreen('row 3');
    await nvim.input('<Esc>');
    expect(await nvim.lua(options)).toEqual(before);
    await show(nvim, [hunk]);
    await nvim.input('<Tab>');
    expect(await nvim.lua(options)).toEqual(before);
    expect(await nvim.lines()).toEqual(hunk.new);
  });
});
