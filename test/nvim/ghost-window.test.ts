import { expect, it } from 'vitest';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';
import { accept, bare, offer, place, show } from './offer.ts';

/** Another plugin's inline text, such as an inlay hint. */
function hint(nvim: Nvim, col: number, text: string, options: object = {}): Promise<unknown> {
  return nvim.lua(
    `
    local col, text, options = ...
    options.virt_text, options.virt_text_pos = { { text, 'Comment' } }, 'inline'
    vim.api.nvim_buf_set_extmark(0, vim.api.nvim_create_namespace('other'), 0, col, options)
  `,
    col,
    text,
    options,
  );
}

const numbered = (count: number): string => Array.from({ length: count }, (_, i) => `l${i + 1}`).join('\n');

describeOnEachNvim('ghost text in its window', (start) => {
  it('stands in the window with the cursor, not in another one on the buffer', async () => {
    const nvim = await bare(start, { width: 60, height: 5 });
    await nvim.ex('25vsplit | wincmd l');
    const text = ` ${'x1234567'.repeat(4)}\n${'y1234567'.repeat(4)}`;
    expect(await show(nvim, { doc: 'a =|\nb', text })).toBe(
      [
        `a =                      │a ={ghost: ${'x1234567'.repeat(3)}x12345}`,
        'b                        │{ghost:67}',
        `                         │{ghost:${'y1234567'.repeat(4)}}`,
        '                         │b',
        '-- INSERT --',
      ].join('\n'),
    );
  });

  it('follows the cursor to a narrower window on the same buffer', async () => {
    const nvim = await bare(start, { width: 60, height: 4 });
    await nvim.ex('25vsplit | wincmd l');
    const scene = { doc: 'a =|', text: ' b\nsomething that is longer than 25' };
    await show(nvim, scene);
    await nvim.lua(`require('fim.ghost').clear() vim.cmd.wincmd('h')`);
    expect(await show(nvim, scene)).toBe(
      'a ={ghost: b}                    │a =\n{ghost:something that is longer }│\n{ghost:than 25}                  │\n-- INSERT --',
    );
  });

  it('is wrapped anew when the window changes its width', async () => {
    const nvim = await bare(start, { width: 60, height: 6 });
    await show(nvim, { doc: 'a =|', text: ' b\nsomething that is longer than 25' });
    await nvim.lua(`vim.api.nvim_create_autocmd('VimResized', { callback = require('fim.ghost').refresh })`);
    await nvim.request('nvim_ui_try_resize', [25, 6]);
    await nvim.waitForScreen('a ={ghost: b}\n{ghost:something that is longer }\n{ghost:than 25}\n-- INSERT --');
  });

  it('scrolls as far as further lines would stand below the window', async () => {
    const nvim = await bare(start, { height: 9 });
    expect(await show(nvim, { doc: `${numbered(30)} =|`, text: ' a\nb\nc' })).toBe(
      'l25\nl26\nl27\nl28\nl29\nl30 ={ghost: a}\n{ghost:b}\n{ghost:c}\n-- INSERT --',
    );
  });

  it('scrolls in the middle of the buffer, over folds, and where lines are wrapped', async () => {
    const nvim = await bare(start, { height: 9, width: 20, before: ['set foldmethod=marker'] });
    const doc = `1 {{{\n2\n3 }}}\n${'4'.repeat(45)}\n5\n6\n7\n|\n9\n10`;
    expect(await show(nvim, { doc, text: `a\n${'b'.repeat(25)}\nc` })).toBe(
      `5\n6\n7\n{ghost:a}\n{ghost:${'b'.repeat(20)}}\n{ghost:bbbbb}\n{ghost:c}\n9\n-- INSERT --`,
    );
  });

  it('leaves text above the cursor in sight, however long the suggestion is', async () => {
    const nvim = await bare(start, { height: 9 });
    const many = 'b\n'.repeat(30);
    expect(await show(nvim, { doc: `${numbered(30)} =|`, text: `a\n${many}c` })).toMatch(
      /^l28\nl29\nl30 =\{ghost:a\}\n/,
    );
  });

  it("respects 'scrolloff'", async () => {
    const nvim = await bare(start, { height: 9, before: ['set scrolloff=4'] });
    const screen = await show(nvim, { doc: `${numbered(30)} =|`, text: `a\n${'b\n'.repeat(30)}c` });
    expect(screen).toMatch(/^l26\nl27\nl28\nl29\nl30 =\{ghost:a\}\n/);
  });

  it('does not scroll when everything fits', async () => {
    const nvim = await bare(start, { height: 9 });
    const screen = await show(nvim, { doc: '1\n2\n3\n4\n5|\n6\n7\n8\n9\n10', text: 'a\nb\nc' });
    expect(screen).toBe('1\n2\n3\n4\n5{ghost:a}\n{ghost:b}\n{ghost:c}\n6\n-- INSERT --');
  });

  it("stands in front of other plugins' inline text at the cursor, and behind what stands before it", async () => {
    const nvim = await bare(start);
    await place(nvim, 'f(abc|)');
    await hint(nvim, 5, ':int');
    await hint(nvim, 2, 'name: ');
    await offer(nvim, { text: ', d)', replace: 1 });
    await nvim.input('<Ignore>');
    expect(nvim.screen({ cursor: true })).toBe('f(name: abc{ghost:^, d}:int)\n-- INSERT --');
    await accept(nvim);
    expect(nvim.screen()).toBe('f(name: abc, d):int\n-- INSERT --');
  });

  it('counts inline text before the cursor when it expands tabs', async () => {
    const nvim = await bare(start);
    await place(nvim, 'f(abc|');
    await hint(nvim, 2, 'hint: ');
    await offer(nvim, { text: '\tx' });
    await nvim.input('<Ignore>');
    expect(nvim.screen()).toBe('f(hint: abc{ghost:     x}\n-- INSERT --');
    await accept(nvim);
    expect(nvim.screen()).toBe('f(hint: abc     x\n-- INSERT --');
  });

  it("fills the cells between the text and a cursor that 'virtualedit' put beyond it", async () => {
    const nvim = await bare(start, { before: ['set virtualedit=all'] });
    await nvim.input('iab<Esc>0');
    await nvim.input('5li');
    await offer(nvim, { text: 'x\ty\nz' });
    await nvim.input('<Ignore>');
    expect(nvim.screen({ cursor: true })).toBe('ab{ghost:   ^x  y}\n{ghost:z}\n-- INSERT --');
    await accept(nvim);
    expect(await nvim.lines()).toEqual(['ab   x\ty', 'z']);
  });

  it("stands behind the last character with 'virtualedit' onemore", async () => {
    const nvim = await bare(start, { before: ['set virtualedit=onemore'] });
    await nvim.input('iab<Esc>$l');
    await nvim.input('i');
    await offer(nvim, { text: 'x\ny' });
    await nvim.input('<Ignore>');
    expect(nvim.screen({ cursor: true })).toBe('ab{ghost:^x}\n{ghost:y}\n-- INSERT --');
  });

  it('shows which suggestion of how many it is', async () => {
    const nvim = await bare(start);
    const screen = await show(nvim, { doc: 'a|)\nb', text: 'b)\nc', replace: 1, index: 2, count: 3 });
    expect(screen).toBe('a{ghost:b}) 2/3\n{ghost:c}\nb\n-- INSERT --');
  });
});
