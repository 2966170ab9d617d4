import { expect, it } from 'vitest';
import { describeOnEachNvim } from '../helpers/nvim.ts';
import { buffer, knows, suggest } from './play.ts';
import { stage } from './stage.ts';

describeOnEachNvim('macros', (start) => {
  it.each<[name: string, typed: string, says: string, accept: string[], first: string]>([
    ['all', 're', 'turn $a;', ['<Tab>'], 'return $a;'],
    ['a word', 're', 'turn $a;', ['<M-Right>'], 'return'],
    ['several words', 're', 'turn $a + 1;', ['<M-Right>', '<M-Right>', '<M-Right>'], 'return $a +'],
    ['several lines', 'f {', '\n  a("\\t|<CR>");\n}', ['<M-Down>', '<Tab>'], 'f {\n  a("\\t|<CR>");\n}'],
    ['a tab', 'f {', '\n\ta();\n}', ['<Tab>'], 'f {\n\ta();\n}'],
    ['text of other scripts', 'à ', '« 名前 … 🎉 ÀÀ »', ['<Tab>'], 'à « 名前 … 🎉 ÀÀ »'],
  ])('replay what was accepted: %s', async (_, typed, says, accept, first) => {
    const { nvim } = await stage(start, { says: knows({ [typed]: says }) });
    await suggest(nvim, `qqA${typed.replace('<', '<lt>')}`, says.trim().slice(0, 2));
    for (const key of accept) await nvim.input(key);
    await nvim.input('!<Esc>jq');
    expect((await nvim.lines()).join('\n')).toBe(`${first}!`);
    await nvim.input('Go<Esc>@q');
    expect((await nvim.lines()).join('\n')).toBe(`${first}!\n${first}!`);
    await nvim.input('Go<Esc>@@');
    expect((await nvim.lines()).join('\n')).toBe(`${first}!\n${first}!\n${first}!`);
    expect(await nvim.messages()).toEqual([]);
  });

  it('stay as typed where nothing was accepted, and around an accept', async () => {
    const { nvim } = await stage(start, { says: knows({ re: 'turn;' }) });
    await suggest(nvim, 'qqia<Tab><CR>re', 'turn');
    await nvim.input('<Tab><Tab>b<Esc>q');
    const text = String(await nvim.lua("return vim.fn.keytrans(vim.fn.getreg('q'))"));
    expect(text).toBe('ia<Tab><CR>re<Cmd>lua<Space>require(\'fim.macro\').replay("turn;",<Space>"")<CR><Tab>b<Esc>');
    await nvim.input('qwix<Tab>y<Esc>q');
    expect(await nvim.lua("return vim.fn.keytrans(vim.fn.getreg('w'))")).toBe('ix<Tab>y<Esc>');
  });

  it('replay an accept over text that it contains, and where that text is another', async () => {
    const { nvim } = await stage(start, {
      says: knows({ 'f(': '$a);' }),
      before: ["call setline(1, ['f]', 'f)', 'f)']) | normal! G"],
    });
    await suggest(nvim, 'qqa(', '$a');
    await nvim.input('<Tab><Esc>q');
    expect((await nvim.lines())[2]).toBe('f($a);');
    await nvim.input('k0@qk0@q');
    expect(await nvim.lines()).toEqual(['f($a);]', 'f($a);', 'f($a);']);
  });

  it('replay an accept by another key of the user', async () => {
    const { nvim } = await stage(start, {
      says: knows({ re: 'turn;' }),
      before: ['imap <buffer> <C-f> <Plug>(fim-accept)', 'imap <M-x> <Plug>(fim-accept-word)'],
    });
    await suggest(nvim, 'qqire', 'turn');
    await nvim.input('<M-x><C-f>!<Esc>q');
    await nvim.input('o<Esc>@q');
    expect(await nvim.lines()).toEqual(['return;!', 'return;!']);
  });

  it('replay an accept in normal mode', async () => {
    const { nvim } = await stage(start, { says: knows({ re: 'turn;' }), before: ["call setline(1, ['re', 're'])"] });
    await suggest(nvim, '$qq:FimComplete<CR>', 'turn');
    await nvim.input('<Tab>q');
    expect(await nvim.lines()).toEqual(['return;', 're']);
    await nvim.input('j$@q');
    expect(await nvim.lines()).toEqual(['return;', 'return;']);
    expect(await nvim.mode()).toBe('n');
  });

  it('are right when keys come in one go', async () => {
    const { nvim } = await stage(start, { says: knows({ re: 'turn $a;' }) });
    await suggest(nvim, 'qqire', 'turn');
    await nvim.input('<M-Right><Tab>!<Esc>qo<Esc>@q');
    expect(await nvim.lines()).toEqual(['return $a;!', 'return $a;!']);
  });

  it('take accepts that are appended to them', async () => {
    const { nvim } = await stage(start, { says: knows({ re: 'turn;', fo: 'r' }) });
    await suggest(nvim, 'qqAre', 'turn');
    await nvim.input('<Tab><Esc>q');
    await suggest(nvim, 'qQofo', 'r');
    await nvim.input('<Tab><Esc>q');
    await nvim.input('@q');
    expect(await nvim.lines()).toEqual(['return;', 'forreturn;', 'for']);
    expect(await nvim.lua("return vim.fn.getreg('\"')")).toBe('');
    expect(await buffer(nvim)).toBe('return;\nforreturn;\nfo|r');
  });
});
