import { expect, it } from 'vitest';
import { describeOnEachNvim } from '../helpers/nvim.ts';
import { buffer, knows, suggest } from './play.ts';
import { stage } from './stage.ts';

const ALL = '<Tab>';
const WORD = '<M-Right>';
const LINE = '<M-Down>';

describeOnEachNvim('accept', (start) => {
  it.each([
    ['all', 're', 'turn $a;', [ALL], 'return $a;|'],
    ['nothing twice', 're', 'turn $a;', [ALL, ALL], 'return $a;\t|'],
    ['a word', 're', 'turn $a + $b;', [WORD], 'return| $a + $b;'],
    ['word after word', 're', 'turn $a + $b;', [WORD, WORD, WORD], 'return $a +|'],
    ['all words', 're', 'turn $a;', [WORD, WORD, WORD], 'return $a;|'],
    ['a line', 'if (1) {', '\n  a();\n  b();\n}', [LINE], 'if (1) {\n  a();|'],
    ['line after line', 'if (1) {', '\n  a();\n  b();\n}', [LINE, LINE], 'if (1) {\n  a();\n  b();|'],
    ['all lines', 'if (1) {', '\n  a();\n  b();\n}', [ALL], 'if (1) {\n  a();\n  b();\n}|'],
    ['a word, then the rest', 'if (1) {', '\n  a();\n  b();\n}', [WORD, ALL], 'if (1) {\n  a();\n  b();\n}|'],
    ['a word that is only punctuation', '$this', '->name();', [WORD], '$this->|'],
    ['emoji', "$x = '", "🎉 fête 👩‍👩‍👧';", [ALL], "$x = '🎉 fête 👩‍👩‍👧';|"],
    ['a word of emoji', "$x = '", "🎉🎊 fête';", [WORD], "$x = '🎉🎊|"],
    ['behind CJK', '名前 = ', '株式会社;', [ALL], '名前 = 株式会社;|'],
    ['behind combining characters', 'e\u0301 = ', 'o\u0308;', [ALL], 'e\u0301 = o\u0308;|'],
    ['a word that ends with a combining character', 'x = ', 'cafe\u0301 noir', [WORD], 'x = cafe\u0301|'],
  ])('inserts %s', async (_, typed, says, keys, want) => {
    const { nvim } = await stage(start, { says: knows({ [typed]: says }) });
    await suggest(nvim, `i${typed.replaceAll('<', '<lt>')}`, says.trim().slice(0, 2).trim());
    for (const key of keys) await nvim.input(key);
    const got = await buffer(nvim);
    // The ghost text that is left is not in the buffer.
    expect(got).toBe(want.includes('|') && !want.endsWith('|') ? want.slice(0, want.indexOf('|') + 1) : want);
    expect(await nvim.mode()).toBe('i');
    expect(await nvim.messages()).toEqual([]);
  });

  it.each(['paste', 'text'])('is an undo step of its own (method %s)', async (method) => {
    const { nvim } = await stage(start, {
      says: knows({ re: 'turn $a;', ' // ': 'why\nnot' }),
      fim: { accept: { method } },
    });
    await suggest(nvim, 'ire', 'turn');
    await nvim.input(ALL);
    await nvim.input(' /');
    await suggest(nvim, '/ ', 'why');
    await nvim.input(ALL);
    await nvim.input('!<Esc>');
    const steps = ['return $a; // why!', 'return $a; // why', 'return $a; // ', 'return $a;', 're', ''];
    for (const [index, want] of steps.entries()) {
      expect(await nvim.lines()).toEqual([want]);
      if (index < steps.length - 1) await nvim.input('u');
    }
    for (const want of steps.slice(0, -1).toReversed()) {
      await nvim.input('<C-r>');
      expect(await nvim.lines()).toEqual([want]);
    }
  });

  it('goes by what is on screen when keys come faster than the screen', async () => {
    const { nvim } = await stage(start, { says: knows({ re: 'turn $a + $b;' }) });
    await suggest(nvim, 'ire', 'turn $a');
    await nvim.input(`tu${WORD}${WORD}${WORD}`);
    expect(await buffer(nvim)).toBe('return $a +|');
    await nvim.input(` ${ALL}!`);
    expect(await buffer(nvim)).toBe('return $a + $b;!|');
  });

  it('inserts nothing that does not fit any more when keys come faster than the screen', async () => {
    const { nvim } = await stage(start, { says: knows({ re: 'turn $a + $b;' }) });
    await suggest(nvim, 'ire', 'turn $a');
    await nvim.input(`x${ALL}`);
    expect(await buffer(nvim)).toBe('rex\t|');
  });

  it.each([
    ['a line', 're', 'turn $a;', ALL, 'other', 'return $a;', ['return $a;', 'oreturn $a;ther']],
    ['a word', 're', 'turn $a;', WORD, 'other', 'return', ['return', 'oreturnther']],
  ])('is repeated by `.` after %s', async (_, typed, says, key, other, first, want) => {
    const { nvim } = await stage(start, {
      says: knows({ [typed]: says }),
      before: [`call setline(1, ['', '${other}'])`],
    });
    await suggest(nvim, `i${typed}`, says.slice(0, 3));
    await nvim.input(`${key}<Esc>`);
    expect((await nvim.lines())[0]).toBe(first);
    await nvim.input('j0l.');
    expect(await nvim.lines()).toEqual(want);
  });

  it('is repeated by `.` over several lines, on 0.10 with autoindent indented once more', async () => {
    const { nvim } = await stage(start, {
      says: knows({ 'f {': '\n  a();\n  b();\n}' }),
      before: ['set autoindent', "call setline(1, ['', ''])"],
    });
    await suggest(nvim, 'if {', 'a();');
    await nvim.input(`${ALL}<Esc>`);
    const block = ['f {', '  a();', '  b();', '}'];
    expect(await nvim.lines()).toEqual([...block, '']);
    await nvim.input('G.');
    const indentsAgain = (await nvim.lua("return vim.fn.has('nvim-0.11')")) === 0;
    const again = indentsAgain ? ['f {', '  a();', '    b();', '    }'] : block;
    expect(await nvim.lines()).toEqual([...block, ...again]);
    await nvim.input('u');
    expect(await nvim.lines()).toEqual([...block, '']);
  });

  it('is repeated by `.` with what was typed after it', async () => {
    const { nvim } = await stage(start, { says: knows({ re: 'turn $a;' }) });
    await suggest(nvim, 'ire', 'turn');
    await nvim.input(`${ALL} // x<Esc>0.`);
    expect(await nvim.lines()).toEqual(['return $a; // xreturn $a; // x']);
  });

  it.each(['paste', 'text'])(
    'leaves registers, marks, jumps, changes and options as they are (method %s)',
    async (method) => {
      const { nvim } = await stage(start, {
        says: knows({ re: 'turn [\n  1,\n];' }),
        fim: { accept: { method } },
        before: [
          "call setline(1, ['one', 'two', 'three', '', 'five'])",
          'setglobal undolevels=77',
          'set foldmethod=marker',
        ],
      });
      await nvim.input('yiwjma2lmbGgg"ayyjdiwu3Gcc');
      await suggest(nvim, 're', 'turn');
      const snapshot = `return vim.inspect({
      regs = vim.tbl_map(vim.fn.getreginfo, vim.split('"-0123456789abqz.:/%#', '')),
      marks = { vim.fn.getpos("'a"), vim.fn.getpos("'b"), vim.fn.getpos("'^") },
      jumps = vim.tbl_map(function(jump) return jump.lnum < 3 and jump.lnum or 'below' end, vim.fn.getjumplist()[1]),
      changes = #vim.fn.getchangelist()[1],
      undolevels = { vim.go.undolevels, vim.bo.undolevels, vim.api.nvim_get_option_value('undolevels', { scope = 'local' }) },
      search = { vim.fn.getreg('/'), vim.v.hlsearch },
      shortmess = vim.o.shortmess, paste = vim.o.paste,
    })`;
      const before = await nvim.lua(snapshot);
      await nvim.input(ALL);
      expect(await nvim.lines()).toEqual(['one', 'two', 'return [', '  1,', '];', '', 'five']);
      expect(await nvim.lua(snapshot)).toBe(before);
      expect(await nvim.lua("return {vim.api.nvim_buf_get_mark(0, '['), vim.api.nvim_buf_get_mark(0, ']')}")).toEqual([
        [3, 2],
        [5, 1],
      ]);
    },
  );

  it.each(['paste', 'text'])('fires each event once (method %s)', async (method) => {
    const { nvim } = await stage(start, { says: knows({ re: 'turn [\n  1,\n];' }), fim: { accept: { method } } });
    await suggest(nvim, 'ire', 'turn');
    await nvim.lua(`
      _G.seen = {}
      for _, event in ipairs(vim.fn.getcompletion('', 'event')) do
        local quiet = event:match('Cmd$') or event == 'SafeState' or event == 'BufModifiedSet' or event == 'UIEnter' or event == 'User'
        if not quiet then
          vim.api.nvim_create_autocmd(event, { callback = function() table.insert(_G.seen, event) end })
        end
      end
    `);
    await nvim.input(ALL);
    expect(await nvim.lines()).toEqual(['return [', '  1,', '];']);
    expect(await nvim.lua('return _G.seen')).toEqual(expect.arrayContaining(['TextChangedI', 'CursorMovedI']));
  });

  it.each([
    ['replaces what the text contains', 'before', 'f($a);'],
    ['leaves the rest of the line when the text is not inserted', 'refused', 'f)'],
    ['leaves the rest of the line when vim.paste() fails', 'broken', 'f)'],
  ])('%s', async (_, paste, want) => {
    const { nvim } = await stage(start, { says: knows({ 'f(': '$a);' }), before: ["call setline(1, 'f)')"] });
    await nvim.lua(
      `local how, paste = ..., vim.paste
      vim.notify = function(text) _G.told = text end
      vim.paste = function(...)
        if how == 'refused' then return true elseif how == 'broken' then error('no paste') end
        return paste(...)
      end`,
      paste,
    );
    await suggest(nvim, 'a(', '$a');
    await nvim.input(ALL);
    const [line] = await nvim.lines();
    expect(line).toBe(want.replace('f)', 'f()'));
    const told = await nvim.lua("return _G.told or ''");
    if (paste === 'before') expect(told).toBe('');
    else expect(told).toMatch(/^fim: could not insert the suggestion: .*paste/u);
  });

  it('inserts by itself where the user has changed vim.paste() and says so', async () => {
    const { nvim } = await stage(start, {
      says: knows({ re: 'turn [\n  1,\n];' }),
      fim: { accept: { method: 'text' } },
      before: ['lua vim.paste = function() error("mine") end'],
    });
    await suggest(nvim, 'ire', 'turn');
    await nvim.input(ALL);
    expect(await buffer(nvim)).toBe('return [\n  1,\n];|');
  });

  it('leaves folds, indentation and abbreviations alone', async () => {
    const { nvim } = await stage(start, {
      says: knows({ 'if (1) {': '\n  adn();\n}' }),
      before: [
        'set autoindent cindent textwidth=20 formatoptions+=t foldmethod=indent foldlevel=0 shiftwidth=2',
        'iabbrev adn and',
        "call setline(1, ['a', '  b', '  c', '', 'z'])",
        'normal! zM4G',
      ],
    });
    await suggest(nvim, 'Aif (1) {', 'adn()');
    await nvim.input(`${ALL}<Esc>`);
    expect(await nvim.lines()).toEqual(['a', '  b', '  c', 'if (1) {', '  adn();', '}', 'z']);
    expect(await nvim.lua('return { vim.fn.foldclosed(2), vim.fn.foldclosedend(2) }')).toEqual([2, 3]);
  });

  it('tells the host and the user’s autocommands once what was accepted', async () => {
    const { nvim } = await stage(start, { says: knows({ re: 'turn $a;' }) });
    await suggest(nvim, 'ire', 'turn');
    await nvim.input(WORD);
    await nvim.input(ALL);
    const accepted = nvim.events.filter(({ name }) => name === 'FimAccepted').map(({ data }) => data);
    expect(accepted).toMatchObject([
      { text: 'turn', all: false },
      { text: ' $a;', all: true },
    ]);
    expect(nvim.events.map(({ name }) => name)).not.toContain('FimDismissed');
  });

  it('keeps a local value of undolevels, and one that switches undo off', async () => {
    const { nvim } = await stage(start, { says: knows({ re: 'turn;' }), before: ['setlocal undolevels=-1'] });
    const levels = 'return { vim.go.undolevels, vim.bo.undolevels }';
    const before = await nvim.lua(levels);
    await suggest(nvim, 'ire', 'turn');
    await nvim.input(`${ALL}<Esc>`);
    expect(await nvim.lua(levels)).toEqual(before);
    expect(await nvim.lines()).toEqual(['return;']);
    expect(await nvim.messages()).toEqual([]);
  });
});
