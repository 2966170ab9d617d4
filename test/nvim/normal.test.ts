import { expect, it } from 'vitest';
import { describeOnEachNvim } from '../helpers/nvim.ts';
import { buffer, knows, suggest } from './play.ts';
import { stage } from './stage.ts';

const ASK = ':FimComplete<CR>';

describeOnEachNvim('normal mode', (start) => {
  it.each<
    [name: string, lines: string[], to: string, says: Record<string, string>, ghost: string, keys: string, want: string]
  >([
    ['after the last character of a line', ['re'], '$', { re: 'turn;' }, 'turn', '<Tab>', 'return|;'],
    ['in an empty line', [''], '', { '': 'return;' }, 'return', '<Tab>', 'return|;'],
    ['after a bracket under the cursor', ['f()'], '$', { 'f()': '->g();' }, '->g', '<Tab>', 'f()->g()|;'],
    ['before a closing bracket', ['f();'], '0fl0f)', { 'f(': '$a' }, '$a', '<Tab>', 'f($|a);'],
    ['a word of it', ['re'], '$', { re: 'turn $a;' }, 'turn', '<M-Right>', 'retur|n'],
    ['two words of it', ['re'], '$', { re: 'turn $a;' }, 'turn', '<M-Right><M-Right>', 'return $|a'],
    ['words in the middle of a line', ['f();'], '0f)', { 'f(': '$a + $b' }, '$a', '<M-Right><M-Right>', 'f($a +|);'],
    ['several lines', ['f {'], '$', { 'f {': '\n  a();\n}' }, 'a()', '<Tab>', 'f {\n  a();\n|}'],
    ['after a wide character', ['名前'], '$', { 名前: '名簿' }, '名簿', '<Tab>', '名前名|簿'],
  ])('previews and accepts %s', async (_, lines, to, says, ghost, keys, want) => {
    const { nvim } = await stage(start, { says: knows(says), before: [`call setline(1, ${JSON.stringify(lines)})`] });
    await suggest(nvim, to + ASK, ghost);
    expect(await nvim.lines()).toEqual(lines);
    for (const key of keys.match(/<[^>]+>/gu) ?? []) await nvim.input(key);
    expect(await buffer(nvim)).toBe(want);
    expect(await nvim.mode()).toBe('n');
    await nvim.input('u');
    if (!keys.includes('><')) expect(await nvim.lines()).toEqual(lines);
    expect(await nvim.messages()).not.toContain('E');
  });

  it('accepts in one undo step, which `.` repeats', async () => {
    const { nvim } = await stage(start, { says: knows({ re: 'turn;' }), before: ["call setline(1, ['re', 're'])"] });
    await suggest(nvim, `$${ASK}`, 'turn');
    await nvim.input('<Tab>j$.');
    expect(await nvim.lines()).toEqual(['return;', 'return;']);
    await nvim.input('u');
    expect(await nvim.lines()).toEqual(['return;', 're']);
    await nvim.input('u');
    expect(await nvim.lines()).toEqual(['re', 're']);
    await nvim.input('<C-r>');
    expect(await nvim.lines()).toEqual(['return;', 're']);
  });

  it('accepts whatever `i`, `a` and <Esc> are mapped to', async () => {
    const { nvim } = await stage(start, {
      says: knows({ re: 'turn;' }),
      before: ["call setline(1, 're')", 'nnoremap i k', 'nnoremap a j', 'inoremap <Esc> no'],
    });
    await suggest(nvim, `$${ASK}`, 'turn');
    await nvim.input('<Tab>');
    expect(await buffer(nvim)).toBe('return|;');
    expect(await nvim.mode()).toBe('n');
  });

  it('follows the keys to dismiss, and moving away', async () => {
    const { nvim, server } = await stage(start, {
      says: (_prompt, n) => ['turn;', 'verse;'][n] ?? 'turn;',
      before: ["call setline(1, ['re', 'x'])"],
    });
    await suggest(nvim, `$${ASK}`, 'turn');
    await suggest(nvim, '<M-n>', 'verse');
    await nvim.waitForScreen('2/2');
    await suggest(nvim, '<M-p>', 'turn');
    await nvim.input('<C-]>');
    expect(nvim.screen()).not.toContain('turn');
    expect(server.requests).toHaveLength(2);
    await suggest(nvim, ASK, 'turn');
    await nvim.input('0');
    expect(nvim.screen()).not.toContain('turn');
    expect(await nvim.lines()).toEqual(['re', 'x']);
    await suggest(nvim, `$${ASK}`, 'turn');
    await nvim.input('j');
    expect(nvim.screen()).not.toContain('turn');
    await suggest(nvim, `k$${ASK}`, 'turn');
    await nvim.input('x');
    expect(nvim.screen()).not.toContain('turn');
  });

  it('leaves the keys to what they do without a preview', async () => {
    const { nvim } = await stage(start, {
      says: knows({ re: 'turn;' }),
      before: ["call setline(1, ['re', 'b', 'c', 'd'])", 'nnoremap <M-n> x', 'nnoremap <buffer> <M-p> dd'],
    });
    await suggest(nvim, `$${ASK}`, 'turn');
    await nvim.input('<C-]>');
    await nvim.input('gg3GG<C-o><C-o>');
    expect((await nvim.cursor()).row).toBe(0);
    await nvim.input('<Tab>');
    expect((await nvim.cursor()).row).toBe(2);
    await nvim.input('<C-o>2<Tab>');
    expect((await nvim.cursor()).row).toBe(3);
    await nvim.input('<M-n>');
    expect((await nvim.lines())[3]).toBe('');
    await nvim.input('2gg2<M-p>');
    expect(await nvim.lines()).toEqual(['re', '']);
    await nvim.input('<C-]>');
    expect((await nvim.messages()).join()).toMatch(/E(349|426|433)/u);
  });

  it('asks nothing by itself', async () => {
    const { nvim, server } = await stage(start, { says: 'x', before: ["call setline(1, ['re', 'x'])"] });
    await nvim.input('x.$jk~');
    expect(server.requests).toHaveLength(0);
  });
});
