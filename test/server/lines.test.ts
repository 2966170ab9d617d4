import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, linesOf } from '../../src/server/lines.ts';

const MOST = 1000;

async function read(chunks: readonly Uint8Array[], most = MOST): Promise<Line[]> {
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  const lines: Line[] = [];
  for await (const line of linesOf(all(), most)) lines.push(line);
  return lines;
}

describe('lines of a stream', () => {
  it.each<[string, string, readonly string[]]>([
    ['one line', 'a\n', ['a']],
    ['a last line without an end', 'a\nb', ['a', 'b']],
    ['empty lines', '\n\na\n', ['', '', 'a']],
    ['line ends of Windows', 'a\r\nb\r\n', ['a', 'b']],
    ['nothing', '', []],
  ])('are cut at line feeds: %s', async (_, text, want) => {
    expect(await read([Buffer.from(text)])).toEqual(want.map((line) => ({ text: line })));
  });

  it('are the same however the bytes come', async () => {
    const text = fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }).filter((line) => !/[\r\n]/u.test(line)));
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), async (lines, sizes) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const chunks: Buffer[] = [];
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(await read(chunks)).toEqual(lines.map((line) => ({ text: line })));
      }),
    );
  });

  it('that are too long are dropped, and the next one is read', async () => {
    const long = Buffer.alloc(MOST + 1, 'x');
    const lines = await read([Buffer.from('a\n'), long.subarray(0, 600), long.subarray(600), Buffer.from('\nb\n')]);
    expect(lines).toEqual([{ text: 'a' }, { tooLong: true, bytes: MOST + 1 }, { text: 'b' }]);
  });
});
