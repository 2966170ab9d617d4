import { describe, expect, it } from 'vitest';
import { toSvg } from './picture.ts';
import { Screen } from './screen.ts';

function screenOf(width: number, rows: readonly unknown[][], mode = 'insert'): Screen {
  const screen = new Screen();
  screen.apply([
    ['grid_resize', [1, width, rows.length]],
    ['default_colors_set', [0xeeeeee, 0x0a0b0c, -1, 0, 0]],
    [
      'hl_attr_define',
      [1, { foreground: 0x8a8a8a, italic: true }, {}, []],
      [2, { reverse: true }, {}, []],
      [3, { foreground: 0xff0000, bold: true, undercurl: true, strikethrough: true }, {}, []],
    ],
    ...rows.map((cells, row) => ['grid_line', [1, row, 0, cells, false]]),
    ['mode_change', [mode, 0]],
    ['flush', []],
  ]);
  return screen;
}

const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map((match) => match[1] ?? '');

describe('toSvg', () => {
  it('draws runs of one look as one text, blanks not at all', () => {
    const svg = toSvg(screenOf(8, [[['a', 0], ['b'], ['c', 1], [' ', 0, 5]], [[' ', 0, 8]]]));
    expect(texts(svg)).toEqual(['ab', 'c']);
    expect(svg).toContain('fill="#8a8a8a" font-style="italic"');
    expect(svg).toContain('fill="#0a0b0c"');
  });

  it('places what is not ASCII by its cell', () => {
    const svg = toSvg(screenOf(6, [[['a', 0], ['漢'], [''], ['b'], ['c']]]), { fontSize: 10 });
    expect(texts(svg)).toEqual(['a', '漢', 'bc']);
    expect(svg).toMatch(/x="6" [^>]*textLength="12"[^>]*>漢/);
    expect(svg).toMatch(/x="18" [^>]*textLength="12"[^>]*>bc/);
  });

  it('escapes what XML reads as its own, and what it cannot hold', () => {
    expect(texts(toSvg(screenOf(5, [[...'<&>\u0001x'].map((character) => [character, 0])]))).join('')).toBe(
      '&lt;&amp;&gt;\ufffdx',
    );
    expect(toSvg(screenOf(1, [[]]), { title: 'a < b' })).toContain('<title>a &lt; b</title>');
  });

  it('turns colours round for reverse, and draws weights and lines', () => {
    const svg = toSvg(
      screenOf(3, [
        [
          ['a', 2],
          ['b', 3],
        ],
      ]),
    );
    expect(svg).toMatch(/<rect [^>]*fill="#eeeeee"\/>[\s\S]*fill="#0a0b0c"[^>]*>a</);
    expect(svg).toContain('fill="#ff0000" font-weight="bold" text-decoration="underline line-through"');
  });

  it.each([
    ['a bar in insert mode', 'insert', /width="0\.84" height="13\.5" fill="#eeeeee"\/>\n<\/g>/],
    ['a line in replace mode', 'replace', /y="11\.48" width="6" height="2\.03" fill="#eeeeee"/],
    [
      'a block with its letter in normal mode',
      'normal',
      /width="6" height="13\.5" fill="#eeeeee"\/>\n<text [^>]*fill="#0a0b0c"[^>]*>a/,
    ],
  ])('draws the cursor as %s', (_, mode, want) => {
    expect(toSvg(screenOf(2, [[['a', 0]]], mode), { fontSize: 10 })).toMatch(want);
  });

  it('draws only the rows that are asked for', () => {
    const screen = screenOf(2, [[['a', 0]], [['b', 0]]]);
    expect(texts(toSvg(screen, { rows: 1 }))).toEqual(['a']);
  });
});
