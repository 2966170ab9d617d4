import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';
import type { FakeOllama } from '../helpers/ollama-server.ts';
import { stage } from './stage.ts';

/** So large that a prompt holds the whole buffer. */
const EVERYTHING = { maxPromptTokens: 131_072, prefixPercentage: 1, maxSuffixPercentage: 0.95, debounceMs: 2000 };

/** Invalid sequences as one mark: how many U+FFFD stand for one is up to the decoder. */
const marked = (text: string): string => text.replace(/\ufffd+/gu, '\ufffd');

/** Where a change has left the cursor inside a composed character, Neovim moves it to its beginning, but only some time later. */
const ON_A_CHARACTER = 'local at = vim.fn.getcursorcharpos(); vim.fn.setcursorcharpos(at[2], at[3])';

/** The text on both sides of the cursor, from Neovim's own bytes. */
async function expected(nvim: Nvim): Promise<{ prefix: string; suffix: string }> {
  const hex = z.tuple([z.string(), z.string()]).parse(
    await nvim.lua(`
      local row, col = require('fim.ghost').cursor('n')
      local lines = vim.api.nvim_buf_get_lines(0, 0, -1, true)
      local before = table.concat(vim.list_slice(lines, 1, row), '\\n') .. (row > 0 and '\\n' or '') .. lines[row + 1]:sub(1, col)
      local after = lines[row + 1]:sub(col + 1) .. (row + 1 < #lines and '\\n' or '') .. table.concat(vim.list_slice(lines, row + 2), '\\n')
      local hex = function(text) return (text:gsub('.', function(c) return ('%02x'):format(c:byte()) end)) end
      return { hex(before), hex(after) }
    `),
  );
  const [prefix, suffix] = hex.map((text) => marked(Buffer.from(text, 'hex').toString('utf8')));
  return { prefix: prefix ?? '', suffix: suffix ?? '' };
}

/** What the host believes: it is asked for a completion at the cursor, and its prompt is looked at. */
async function mirrored(nvim: Nvim, server: FakeOllama): Promise<{ prefix: string; suffix: string }> {
  const seen = server.requests.length;
  await nvim.ex('FimComplete');
  const prompt = (await server.waitForRequests(seen + 1)).at(-1)?.prompt ?? '';
  const [, prefix = '', suffix = ''] =
    /^<\|fim_prefix\|>(.*)<\|fim_suffix\|>(.*)<\|fim_middle\|>$/su.exec(prompt) ?? [];
  return { prefix: marked(prefix), suffix: marked(suffix) };
}

/** Pieces of lines, as Lua strings: plain, wide, combining, a tab, NUL, and bytes that are no UTF-8. */
const PIECES = [
  'plain',
  ' ',
  'x = 1;',
  '\\t',
  '漢字',
  '😀',
  'e\\u{301}',
  '\\0',
  '\\xe9ab',
  '\\xff',
  '\\xf0\\x9f\\x98',
  '\\xc0x',
  '\\xed\\xa0\\x80',
  '\\r',
];
const line = fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }).map((pieces) => `"${pieces.join('')}"`);

/** Changes, as Lua. `R(n)` is a number below n that the test gives. */
const change = fc.oneof(
  fc
    .tuple(fc.nat(), fc.nat(), fc.array(line, { maxLength: 4 }))
    .map(
      ([first, count, lines]) =>
        `local n = vim.api.nvim_buf_line_count(0); local a = ${first} % (n + 1); local b = math.min(n, a + ${count} % 4); vim.api.nvim_buf_set_lines(0, a, b, true, { ${lines.join(', ')} })`,
    ),
  fc
    .tuple(fc.nat({ max: 400 }), line)
    .map(
      ([count, text]) =>
        `local many = {}; for i = 1, ${count} do many[i] = i .. ${text} end; vim.api.nvim_put(many, 'l', true, true)`,
    ),
  fc
    .constantFrom(
      ...[
        'dd',
        '2dd',
        'p',
        'P',
        'yyp',
        'J',
        '3J',
        'x',
        'D',
        '~',
        '>>',
        'gUU',
        'onew',
        'Oabove',
        'A end',
        'Istart',
        'ggdG',
        'ggVGJ',
        'yiwP',
        'vjd',
        'rX',
      ],
    )
    .map((keys) => `vim.cmd('silent! normal! ${keys}')`),
  fc
    .constantFrom(
      ...[
        'undo',
        'redo',
        'undo 0',
        'earlier 3',
        'later 2',
        'sort',
        'sort!',
        'global/a/delete',
        'global/./move 0',
        '%s/a/bb/ge',
        '%s/ /\\r/ge',
        '1copy $',
        'edit!',
        'write',
        'write! | edit',
        '$put =\\"put\\"',
        'join!',
        'left 3',
        'retab! 3',
      ],
    )
    .map((command) => `vim.cmd("silent! ${command}")`),
  fc
    .tuple(fc.nat(), fc.nat())
    .map(
      ([row, col]) =>
        `local n = vim.api.nvim_buf_line_count(0); local row = ${row} % n; vim.api.nvim_win_set_cursor(0, { row + 1, ${col} % (#vim.fn.getline(row + 1) + 1) })`,
    ),
);

const FILES: readonly (readonly [string, string | Uint8Array])[] = [
  ['a plain file', 'one\ntwo\nthree\n'],
  ['an empty file', ''],
  ['a file without an end of line', 'one\ntwo'],
  ['a file with DOS line ends', 'one\r\ntwo\r\nthree\r\n'],
  ['a file with mixed line ends', 'one\r\ntwo\nthree\r\n'],
  ['a file with a byte order mark', '\ufeffone\ntwo\n'],
  ['a file with NUL bytes', 'one\0two\n\0\nthree\n'],
  ['a file in Latin-1, read as UTF-8', Buffer.from('caf\xe9 = 1\nna\xefve\n', 'latin1')],
];

describeOnEachNvim('the mirror', (start) => {
  it.each(FILES)('is equal to the buffer after any edits of %s', async (_, content) => {
    const { nvim, server } = await stage(start, {
      fim: EVERYTHING,
      before: ['set hidden fileencodings=utf-8'],
      file: { path: 'a.txt', content },
    });
    await nvim.lua('vim.bo.fixeol = false');
    expect(await mirrored(nvim, server)).toEqual(await expected(nvim));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        for (const code of changes) await nvim.lua(code);
        await nvim.lua(ON_A_CHARACTER);
        const want = await expected(nvim);
        expect(await mirrored(nvim, server)).toEqual(want);
      }),
      { numRuns: 15, seed: 3, endOnFailure: true },
    );
  });

  it('is equal after keys in insert mode, one by one', async () => {
    const { nvim, server } = await stage(start, { fim: EVERYTHING, file: { path: 'a.txt', content: 'one\ntwo\n' } });
    await nvim.input('A');
    await nvim.type('x漢😀\n\ty<');
    await nvim.input('<BS><C-w><CR><Esc>');
    expect(await mirrored(nvim, server)).toEqual(await expected(nvim));
    await nvim.input('u<C-r>kdd');
    expect(await mirrored(nvim, server)).toEqual(await expected(nvim));
  });

  it('is equal while and after a substitution is previewed', async () => {
    const { nvim, server } = await stage(start, {
      fim: EVERYTHING,
      before: ['set inccommand=nosplit'],
      file: { path: 'a.txt', content: 'one\ntwo\n' },
    });
    expect(await mirrored(nvim, server)).toEqual(await expected(nvim));
    await nvim.input(':%s/o/0000');
    await nvim.input('<C-c>');
    expect(await mirrored(nvim, server)).toEqual(await expected(nvim));
    await nvim.input(':%s/o/0000<CR>');
    expect(await mirrored(nvim, server)).toEqual(await expected(nvim));
    expect(await nvim.lines()).toEqual(['0000ne', 'tw0000']);
  });

  it('is equal after the file was changed by another program and read again', async () => {
    const { nvim, server } = await stage(start, {
      fim: EVERYTHING,
      before: ['set autoread'],
      file: { path: 'a.txt', content: 'one\ntwo\n' },
    });
    await nvim.input('x');
    expect(await mirrored(nvim, server)).toEqual(await expected(nvim));
    await nvim.ex('silent write');
    // Of another size, so that it is noticed within the same second.
    await nvim.lua("vim.fn.writefile({ 'somebody', 'else', 'was', 'here' }, 'a.txt')");
    await nvim.ex('checktime');
    await nvim.waitFor("vim.fn.getline(1) == 'somebody'");
    expect(await mirrored(nvim, server)).toEqual(await expected(nvim));
    await nvim.input('Gofurther<Esc>');
    expect(await mirrored(nvim, server)).toEqual(await expected(nvim));
  });

  it.each([
    ['a Latin-1 letter', 'caf\\xe9ab = ', 'caf\ufffdab = '],
    ['half a character', '\\xe6\\xbcx ', '\ufffdx '],
    ['a sequence as long as its replacement', '\\xf0\\x9f\\x98x ', '\ufffdx '],
    ['an encoded surrogate', '\\xed\\xa0\\x80x ', '\ufffdx '],
    ['invalid and wide characters', '漢\\xff字😀 ', '漢\ufffd字😀 '],
  ])('gives the right prefix behind %s', async (_, lua, prefix) => {
    const { nvim, server } = await stage(start, { says: 'OK' });
    await nvim.lua(`vim.api.nvim_buf_set_lines(0, 0, -1, false, { "${lua}" })`);
    await nvim.input('Ab');
    await nvim.waitForScreen('OK');
    expect(marked(server.requests.at(-1)?.prompt ?? '')).toBe(`<|fim_prefix|>${prefix}b<|fim_suffix|><|fim_middle|>`);
  });
});
