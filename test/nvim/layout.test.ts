import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnEachNvim, type Nvim, type Start } from '../helpers/nvim.ts';

const segments = z.array(z.object({ at: z.number(), text: z.string() }));
const rows = z.array(z.object({ text: z.string(), rest: z.string() }));
/** An empty Lua table arrives as a list, whatever it was. */
const layout = z.object({ inline: segments, below: rows, covers: z.boolean() });

const call = (nvim: Nvim, name: string, ...args: unknown[]): Promise<unknown> =>
  nvim.lua(`return require('fim.layout').${name}(...)`, ...args);
const layOut = async (nvim: Nvim, text: string, place: object) => layout.parse(await call(nvim, 'of', text, place));
const bare = (start: Start) => start({ plugin: false });
const PLACE = { column: 0, stops: [8], width: 40, after: '', tail: 0, confirmed: 0 };

/** Segments around a tail, in the notation of the screen: `⟦…⟧` is the ghost text. */
function draw(tail: string, found: z.infer<typeof segments>): string {
  const bytes = Buffer.from(tail);
  let out = '';
  let seen = 0;
  for (const { at, text } of found) {
    out += `${bytes.subarray(seen, at).toString()}⟦${text}⟧`;
    seen = at;
  }
  return out + bytes.subarray(seen).toString();
}

const plain = (drawn: string): string => drawn.replace(/[⟦⟧]/gu, '');

/** Bracketing that a suggestion brings, some of which may stand right of the cursor already. */
const piece = fc.constantFrom(')', ']', '}', ';', ',', '"', ' ', 'a', 'λ', '»', '漢', '👩🏽‍🚀', 'e\u0301');
const line = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

describeOnEachNvim('the layout', (start) => {
  it('lays a line around what stands right of the cursor', async () => {
    const nvim = await bare(start);
    const cases: [line: string, tail: string, drawn: string | null][] = [
      ['fn($x), $b);', ');', '⟦fn($x), $b⟧);'],
      ['$b);', ')', '⟦$b⟧)⟦;⟧'],
      ['a', '', '⟦a⟧'],
      ['', '', ''],
      [')', ')', ')'],
      ['a[1]))', '])', '⟦a[1⟧]⟦)⟧)'],
      ['"x", g("y"));', '")', '⟦"x", g("y⟧"⟦)⟧)⟦;⟧'],
      // The last byte of λ is the last byte of »: characters are compared, not bytes.
      ['»λ', '»', '»⟦λ⟧'],
      ['λ', '»', null],
      ['a)', '))', null],
      ['', ')', null],
    ];
    for (const [text, tail, drawn] of cases) {
      const found = await call(nvim, 'around', text, tail);
      expect(found === null ? null : draw(tail, segments.parse(found)), `${text} around ${tail}`).toBe(drawn);
    }
  });

  it('shows exactly the line, whatever it is laid around', async () => {
    const nvim = await bare(start);
    const lineAndTail = line.chain((text) =>
      fc.tuple(
        fc.constant(text),
        fc.subarray([...text]).map((kept) => kept.join('')),
      ),
    );
    await fc.assert(
      fc.asyncProperty(lineAndTail, async ([text, tail]) => {
        const drawn = draw(tail, segments.parse(await call(nvim, 'around', text, tail)));
        expect(plain(drawn)).toBe(text);
        expect(drawn.replace(/⟦[^⟧]*⟧/gu, '')).toBe(tail);
      }),
      { numRuns: 150 },
    );
  });

  it('knows how much of the tail a beginning of the line contains', async () => {
    const nvim = await bare(start);
    const cases: [line: string, tail: string, bytes: number, within: number][] = [
      ['a), b);', ');', 1, 0],
      ['a), b);', ');', 5, 0],
      ['a), b);', ');', 6, 1],
      ['a), b);', ');', 7, 2],
      ['»)', '»)', 2, 2],
      ['»)', '»)', 3, 3],
      ['»)', '»)', 0, 0],
      ['abc', ')', 3, 0],
    ];
    for (const [text, tail, bytes, within] of cases)
      expect(await call(nvim, 'tail_within', text, tail, bytes), `${text} ${tail} ${bytes}`).toBe(within);
  });

  it('expands tabs to where Neovim has its tab stops', async () => {
    const nvim = await bare(start);
    const cases: [text: string, column: number, stops: number[], expanded: string][] = [
      ['\tx\ty', 0, [8], '        x       y'],
      ['\tx', 5, [8], '   x'],
      ['\t', 8, [8], '        '],
      ['漢\tx', 1, [4], '漢 x'],
      ['\tx\ty\tz\t', 0, [6, 3, 10], '      x  y         z         '],
      ['\t\t', 7, [6, 3, 10], '            '],
      ['no tab', 3, [8], 'no tab'],
    ];
    for (const [text, column, stops, expanded] of cases)
      expect(await call(nvim, 'expand_tabs', text, column, stops), JSON.stringify([text, column, stops])).toBe(
        expanded,
      );
  });

  it('wraps a line without losing a character or breaking one', async () => {
    const nvim = await bare(start);
    await fc.assert(
      fc.asyncProperty(line, fc.integer({ min: 2, max: 9 }), async (text, width) => {
        const wrapped = z.array(z.string()).parse(await call(nvim, 'wrap', text, width));
        expect(wrapped.join('')).toBe(text);
        for (const row of wrapped.slice(0, -1)) {
          const cells = z.number().parse(await nvim.request('nvim_strwidth', [row]));
          // The joined emoji of 0.12 is one character; where each of its parts is one, 0.10 writes <200d>, wider than the window.
          if (!row.includes('\u200d')) expect(cells).toBeLessThanOrEqual(width);
          expect(cells).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('covers what stands right of the cursor where it will stand behind the last line', async () => {
    const nvim = await bare(start);
    expect(await layOut(nvim, 'fn {\n  x\n}, $l);', { ...PLACE, after: ');', tail: 2 })).toEqual({
      inline: [{ at: 0, text: 'fn {' }],
      below: [
        { text: '  x', rest: '' },
        { text: '}, $l);', rest: '' },
      ],
      covers: true,
    });
    expect(await layOut(nvim, 'a,\n  b)', { ...PLACE, after: ') + c;', tail: 1 })).toEqual({
      inline: [{ at: 0, text: 'a,' }],
      below: [{ text: '  b)', rest: ' + c;' }],
      covers: true,
    });
    expect(await layOut(nvim, 'a);\nb', { ...PLACE, after: ')', tail: 1 })).toEqual({
      inline: [
        { at: 0, text: 'a' },
        { at: 1, text: ';' },
      ],
      below: [{ text: 'b', rest: '' }],
      covers: false,
    });
    expect(await layOut(nvim, 'a', { ...PLACE, after: ' b', tail: 0 })).toEqual({
      inline: [{ at: 0, text: 'a' }],
      below: [],
      covers: false,
    });
  });

  it('wraps what follows the last line with it', async () => {
    const nvim = await bare(start);
    const { below } = await layOut(nvim, 'a\n1234567)', { ...PLACE, width: 6, after: ')\tcd', tail: 1, stops: [4] });
    expect(below).toEqual([
      { text: '123456', rest: '' },
      { text: '7)', rest: '    ' },
      { text: '', rest: 'cd' },
    ]);
  });
});
