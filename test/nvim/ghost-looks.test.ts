import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';
import type { Highlight } from '../helpers/screen.ts';
import { bare, offer, place, show } from './offer.ts';
import { stage } from './stage.ts';

const RED = 0xff0000;
const GREY = 0x222222;

/** Look of the cell that a character stands in, the first one of its row. */
function lookOf(nvim: Nvim, row: number, character: string): Highlight | undefined {
  const cell = nvim.grid.rows[row]?.find(({ text }) => text === character);
  return nvim.grid.highlights.get(cell?.hl ?? -1);
}

const linkOf = (nvim: Nvim, group: string) => nvim.lua(`return vim.api.nvim_get_hl(0, { name = ... })`, group);

describeOnEachNvim('the look of ghost text', (start) => {
  it('is that of a comment, of a draft and of a count by default', async () => {
    const { nvim } = await stage(start, { says: 'x = 1;', highlights: 'plugin' });
    await nvim.input('ia');
    await nvim.waitForScreen('x = 1;');
    expect(await linkOf(nvim, 'FimGhost')).toMatchObject({ link: 'Comment' });
    expect(await linkOf(nvim, 'FimGhostDraft')).toMatchObject({ link: 'NonText' });
    expect(await linkOf(nvim, 'FimCount')).toMatchObject({ link: 'NonText' });
    expect(lookOf(nvim, 0, 'x')?.groups).toEqual(['Comment']);
  });

  it('is what the user has chosen, before or after', async () => {
    const { nvim } = await stage(start, {
      says: 'x = 1;',
      highlights: 'plugin',
      before: ['highlight FimGhost guifg=#ff0000', 'highlight link FimCount Title'],
    });
    await nvim.input('ia');
    await nvim.waitForScreen('x = 1;');
    expect(lookOf(nvim, 0, 'x')?.fg).toBe(RED);
    expect(await linkOf(nvim, 'FimCount')).toMatchObject({ link: 'Title' });
    await nvim.ex('highlight FimGhost guifg=#222222');
    await nvim.waitForScreen(() => lookOf(nvim, 0, 'x')?.fg === GREY);
  });

  it('is still there after a change of colours', async () => {
    const { nvim } = await stage(start, { says: 'x = 1;', highlights: 'plugin' });
    await nvim.input('ia');
    await nvim.waitForScreen('x = 1;');
    await nvim.ex('colorscheme desert');
    expect(await linkOf(nvim, 'FimGhost')).toMatchObject({ link: 'Comment' });
    const { fg } = z.object({ fg: z.number() }).parse(await linkOf(nvim, 'Comment'));
    await nvim.waitForScreen(() => lookOf(nvim, 0, 'x')?.fg === fg);
  });

  it("keeps the colour scheme's own look of the groups", async () => {
    const { nvim } = await stage(start, { says: 'x = 1;', highlights: 'plugin' });
    await nvim.ex('autocmd ColorScheme * highlight FimGhost guifg=#ff0000');
    await nvim.input('ia');
    await nvim.waitForScreen('x = 1;');
    await nvim.ex('colorscheme desert');
    await nvim.waitForScreen(() => lookOf(nvim, 0, 'x')?.fg === RED);
  });

  it('tells drafts from what is confirmed', async () => {
    const nvim = await bare(start);
    expect(await show(nvim, { doc: 'a|', text: 'b\nc', confirmed: 0 })).toBe('a{draft:b}\n{draft:c}\n-- INSERT --');
    await nvim.lua(`require('fim.ghost').clear()`);
    await offer(nvim, { text: 'b\nc' });
    await nvim.input('<Ignore>');
    expect(nvim.screen()).toBe('a{ghost:b}\n{ghost:c}\n-- INSERT --');
  });

  it("keeps the cursor line's background, also where it covers text", async () => {
    const nvim = await bare(start, { before: ['set cursorline', 'highlight CursorLine guibg=#222222 guifg=NONE'] });
    await show(nvim, { doc: 'foo(|);', text: 'x,\ny);', replace: 2 });
    expect(lookOf(nvim, 0, 'f')?.bg).toBe(GREY);
    expect(lookOf(nvim, 0, 'x')).toMatchObject({ bg: GREY, groups: ['CursorLine', 'FimGhost'] });
    // Where `);` stood: nothing to be seen but the line.
    for (const column of [6, 7]) {
      const cell = nvim.grid.rows[0]?.[column];
      expect(cell?.text).toBe(' ');
      expect(nvim.grid.highlights.get(cell?.hl ?? -1)?.bg).toBe(GREY);
    }
  });

  it('is not that of the character behind it', async () => {
    const nvim = await bare(start, { before: ['runtime plugin/matchparen.vim', 'highlight MatchParen guibg=#ff0000'] });
    await place(nvim, 'foo(|)');
    await nvim.lua(
      `vim.api.nvim_buf_set_extmark(0, vim.api.nvim_create_namespace('other'), 0, 0, { end_col = 5, hl_group = 'Error' })`,
    );
    await offer(nvim, { text: 'x,\ny)', replace: 1 });
    await nvim.input('<Ignore>');
    expect(lookOf(nvim, 0, '(')?.bg).toBe(RED);
    expect(lookOf(nvim, 0, 'x')?.groups).toEqual(['FimGhost']);
    expect(lookOf(nvim, 1, 'y')?.groups).toEqual(['FimGhost']);
  });
});
