import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { applyLines } from '../../src/text/lines.ts';
import { describeOnEachNvim } from '../helpers/nvim.ts';

/** Edits of all kinds, each from wherever the one before left the cursor. */
const edit = fc.constantFrom(
  ...[
    'dd',
    'yyp',
    'P',
    'u',
    '<C-r>',
    'J',
    'oé漢😀<Esc>',
    'Ox<CR>y<CR>z<Esc>',
    '>>',
    'x',
    'ia<BS><BS><BS><Esc>',
    'jj',
    'k',
    'gg',
    'G',
  ],
  ...[
    ':%s/a/b\\rc/e<CR>',
    ':m0<CR>',
    ':t.<CR>',
    ':g/x/d<CR>',
    ':%d<CR>',
    ':sort!<CR>',
    'ggdG',
    '<C-v>jd',
    ':1,2!cat<CR>',
    '.',
    'qqoq<Esc>q@q',
  ],
);

const changesSchema = z.array(z.object({ first: z.number(), last: z.number(), lines: z.array(z.string()) }));

/** What `nvim_buf_lines_event` carries, as its Lua twin. Cleared each time it is read. */
const WATCH = `
  changes = {}
  vim.api.nvim_buf_attach(0, false, { on_lines = function(_, buf, _, first, last, new_last)
    changes[#changes + 1] = { first = first, last = last, lines = vim.api.nvim_buf_get_lines(buf, first, new_last, false) }
  end })
`;

describeOnEachNvim('applyLines', (start) => {
  it('follows a buffer through any edits, undo and an emptied buffer included', async () => {
    const nvim = await start({ plugin: false });
    await nvim.lua(WATCH);
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 25 }), async (edits) => {
        await nvim.request('nvim_buf_set_lines', [0, 0, -1, false, ['alpha', 'x beta', '', 'last']]);
        await nvim.lua('changes = {}');
        const mirror = await nvim.lines();
        for (const keys of edits) await nvim.input(keys);
        const changes = changesSchema.parse(await nvim.lua('return changes'));
        for (const { first, last, lines } of changes) applyLines(mirror, first, last, lines);
        expect(mirror).toEqual(await nvim.lines());
      }),
      { numRuns: 40 },
    );
  });
});
