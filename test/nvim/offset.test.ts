import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnEachNvim } from '../helpers/nvim.ts';

/** Pieces of lines: all widths, combining characters, joiners, NUL, and bytes that are no UTF-8 (alone, cut off, overlong, surrogate, too high). */
const piece = fc.constantFrom(
  ...['a', ' ', '\t', '\0', 'é', 'e\u0301', '漢', '\ufeff', '😀', '👩‍👩‍👧', '\u{10ffff}'].map((text) =>
    Buffer.from(text),
  ),
  ...[
    [0xff],
    [0x80],
    [0xc3],
    [0xe6, 0xbc],
    [0xf0, 0x9f, 0x98],
    [0xc0, 0xaf],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
  ].map((bytes) => Buffer.from(bytes)),
);
const line = fc.array(piece, { maxLength: 6 }).map((pieces) => Buffer.concat(pieces));
const validLine = line.filter((bytes) => isUtf8(bytes));

const text = (lineOf: fc.Arbitrary<Buffer>) =>
  fc.record({
    lines: fc.array(lineOf, { minLength: 1, maxLength: 6 }),
    fileformat: fc.constantFrom('unix', 'dos', 'mac'),
    endofline: fc.boolean(),
    fixendofline: fc.boolean(),
  });
type Text = typeof text extends (of: never) => fc.Arbitrary<infer T> ? T : never;

/** Many texts are checked in one round trip. */
const batch = (lineOf: fc.Arbitrary<Buffer>) => fc.array(text(lineOf), { minLength: 1, maxLength: 25 });
const RUNS = { numRuns: 20 };

/** Loads each text into a buffer and calls `of(buf, lines)` there; lines travel as hexadecimal digits, so that nothing decodes them. */
const FOR_EACH_TEXT = `
  local texts = ...
  local offset = require('fim.offset')
  local buf = vim.api.nvim_get_current_buf()
  local results = {}
  for _, text in ipairs(texts) do
    vim.api.nvim_buf_set_lines(buf, 0, -1, false, vim.tbl_map(vim.text.hexdecode, text.lines))
    vim.bo[buf].fileformat, vim.bo[buf].endofline, vim.bo[buf].fixendofline = text.fileformat, text.endofline, text.fixendofline
    results[#results + 1] = (function(lines) BODY end)(vim.api.nvim_buf_get_lines(buf, 0, -1, false))
  end
  return results
`;

const OFFSETS = `
  local result = { line2byte = {}, starts = {}, back = {}, total = offset.total_bytes(buf) }
  for row = 0, #lines do
    result.line2byte[row + 1] = vim.fn.line2byte(row + 1) - 1
    result.starts[row + 1] = row < #lines and offset.byte_offset(buf, row, 0) or offset.total_bytes(buf)
  end
  for at = 0, result.total do
    result.back[at + 1] = { offset.position(buf, at) }
  end
  return result
`;

const COLUMNS = `
  local function units_up_to(line, col)
    if vim.fn.has('nvim-0.11') == 1 then return vim.str_utfindex(line, 'utf-16', col, false) end
    return (select(2, vim.str_utfindex(line, col)))
  end
  return vim.tbl_map(function(line)
    local result = { ours = {}, theirs = {}, back = {} }
    for col = 0, #line do
      result.ours[col + 1] = offset.utf16_col(line, col)
      result.theirs[col + 1] = units_up_to(line, offset.character_start(line, col))
    end
    for units = 0, result.ours[#line + 1] do
      result.back[units + 1] = offset.byte_col(line, units)
    end
    return result
  end, lines)
`;

const HALVES = `
  local result = {}
  for row, line in ipairs(lines) do
    result[row] = {}
    for col = 0, #line do
      result[row][col + 1] = vim.tbl_map(vim.text.hexencode, { offset.halves(buf, row - 1, col) })
      table.insert(result[row][col + 1], 1, offset.character_start(line, col))
    end
  end
  return result
`;

const numbers = z.array(z.number());
const offsetsSchema = z.array(
  z.object({
    line2byte: numbers,
    starts: numbers,
    total: z.number(),
    back: z.array(z.tuple([z.number(), z.number()])),
  }),
);
const columnsSchema = z.array(z.array(z.object({ ours: numbers, theirs: numbers, back: numbers })));
const halvesSchema = z.array(z.array(z.array(z.tuple([z.number(), z.string(), z.string()]))));

const forEachText = (body: string, texts: readonly Text[]): [string, unknown] => [
  FOR_EACH_TEXT.replace('BODY', body),
  texts.map((of) => ({ ...of, lines: of.lines.map((bytes) => bytes.toString('hex')) })),
];

/** The slow way: the longest valid sequence of one code point at each byte, else U+FFFD. */
function replaceInvalid(bytes: Buffer): string {
  let out = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((n) => at + n <= bytes.length && isUtf8(bytes.subarray(at, at + n)));
    out += length === undefined ? '\ufffd' : bytes.toString('utf8', at, at + length);
    at += length ?? 1;
  }
  return out;
}

describeOnEachNvim('lua/fim/offset.lua', (start) => {
  it('counts the bytes before each row as line2byte() does, in each fileformat', async () => {
    const nvim = await start({ plugin: false });
    await fc.assert(
      fc.asyncProperty(batch(line), async (texts) => {
        const results = offsetsSchema.parse(await nvim.lua(...forEachText(OFFSETS, texts)));
        for (const { line2byte, starts } of results) {
          // line2byte() knows no size of a buffer with one empty line and answers −1; it is 0 bytes and a line end that may be written.
          if (line2byte[0] !== -2) expect(starts).toEqual(line2byte);
        }
      }),
      RUNS,
    );
  });

  it('finds row and column of each byte of the text as it would be written', async () => {
    const nvim = await start({ plugin: false });
    await fc.assert(
      fc.asyncProperty(batch(validLine), async (texts) => {
        const results = offsetsSchema.parse(await nvim.lua(...forEachText(OFFSETS, texts)));
        for (const [index, { back, total }] of results.entries()) {
          const { lines = [], fileformat } = texts[index] ?? {};
          const eol = fileformat === 'dos' ? 2 : 1;
          const want = lines.flatMap((bytes, row) => {
            const starts = Array.from(bytes, (byte, col) => ((byte & 0xc0) === 0x80 ? -1 : col));
            const floors = starts.map((_, col) => [row, Math.max(...starts.slice(0, col + 1))]);
            return [...floors, ...Array.from({ length: eol }, () => [row, bytes.length])];
          });
          const end = [lines.length - 1, lines.at(-1)?.length ?? 0];
          expect(back).toEqual([...want, end].slice(0, total + 1));
        }
      }),
      RUNS,
    );
  });

  it('converts columns as str_utfindex() does, invalid bytes included, and back', async () => {
    const nvim = await start({ plugin: false });
    await fc.assert(
      fc.asyncProperty(batch(line), async (texts) => {
        const results = columnsSchema.parse(await nvim.lua(...forEachText(COLUMNS, texts)));
        for (const { ours, theirs, back } of results.flat()) {
          expect(ours).toEqual(theirs);
          for (const [units, col] of back.entries()) {
            expect(ours[col]).toBe(Math.max(...ours.filter((n) => n <= units)));
          }
        }
      }),
      RUNS,
    );
  });

  it('converts columns of valid lines as JavaScript counts them', async () => {
    const nvim = await start({ plugin: false });
    await fc.assert(
      fc.asyncProperty(batch(validLine), async (texts) => {
        const results = columnsSchema.parse(await nvim.lua(...forEachText(COLUMNS, texts)));
        for (const [index, of] of results.entries()) {
          for (const [row, { ours, back }] of of.entries()) {
            const bytes = texts[index]?.lines[row] ?? Buffer.of();
            const prefixes = ours.map(
              (_, col) => replaceInvalid(bytes.subarray(0, col)).replace(/\ufffd+$/, '').length,
            );
            expect(ours).toEqual(prefixes);
            expect(back).toEqual(back.map((_, units) => ours.indexOf(Math.max(...ours.filter((n) => n <= units)))));
          }
        }
      }),
      RUNS,
    );
  });

  it('cuts lines into halves of valid UTF-8', async () => {
    const nvim = await start({ plugin: false });
    await fc.assert(
      fc.asyncProperty(batch(line), async (texts) => {
        const results = halvesSchema.parse(await nvim.lua(...forEachText(HALVES, texts)));
        for (const [index, rows] of results.entries()) {
          for (const [row, columns] of rows.entries()) {
            const bytes = texts[index]?.lines[row] ?? Buffer.of();
            for (const [col, [cut, before, after]] of columns.entries()) {
              expect(cut).toBeLessThanOrEqual(col);
              expect(Buffer.from(before, 'hex').toString()).toBe(replaceInvalid(bytes.subarray(0, cut)));
              expect(Buffer.from(after, 'hex').toString()).toBe(replaceInvalid(bytes.subarray(cut)));
            }
          }
        }
      }),
      RUNS,
    );
  });

  it.each([
    ['a byte column past the line', `offset.utf16_col('é', 3)`, 'byte column 3 in a line of 2 bytes'],
    ['a UTF-16 column past the line', `offset.byte_col('😀', 3)`, 'UTF-16 column 3 in a line of 2 units'],
    ['a byte offset past the text', 'offset.position(0, 2)', 'byte offset 2 in a text of 1 bytes'],
    ['a buffer that is not loaded', `offset.total_bytes(vim.fn.bufadd('other'))`, 'is not loaded'],
  ])('refuses %s', async (_, call, message) => {
    const nvim = await start({ plugin: false });
    await expect(nvim.lua(`local offset = require('fim.offset') return ${call}`)).rejects.toThrow(message);
  });

  it('uses nothing that this Neovim calls deprecated', async () => {
    const nvim = await start({ plugin: false });
    const deprecated = await nvim.lua(`
      local seen = {}
      vim.deprecate = function(name) seen[#seen + 1] = name end
      local offset = require('fim.offset')
      local _ = offset.utf16_col('é', 2), offset.byte_col('é', 1), offset.position(0, 0), offset.halves(0, 0, 0)
      return #seen
    `);
    expect(deprecated).toBe(0);
    expect(await nvim.messages()).toEqual([]);
  });
});
