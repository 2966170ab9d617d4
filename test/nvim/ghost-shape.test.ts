import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';
import { render } from '../helpers/screen.ts';
import { accept, bare, type Scene, show } from './offer.ts';

/** What stands on the screen, whether ghost or not. */
function cells(nvim: Nvim): string[] {
  return render(nvim.grid, { marks: {} }).map((row) => row.trimEnd());
}

interface Case extends Scene {
  readonly name: string;
  /** Ex commands: the user's options. */
  readonly set?: readonly string[];
  readonly screen: string;
  /** The buffer once accepted, when it isn't the doc with the text at the cursor in place of what it replaces. */
  readonly after?: string;
  /** Accepting scrolls, wraps at words or shows blanks, which ghost text cannot. */
  readonly redraws?: boolean;
}

const X = (n: number): string => 'x'.repeat(n);

const cases: Case[] = [
  {
    name: 'the first line stands at the cursor, further ones below',
    doc: 'if (a) |\nnext',
    text: '{\n  b;\n\n}',
    screen: 'if (a) {ghost:{}\n{ghost:  b;}\n\n{ghost:}}\nnext\n-- INSERT --',
  },
  { name: 'an empty buffer', doc: '|', text: 'one\ntwo', screen: '{ghost:one}\n{ghost:two}\n-- INSERT --' },
  {
    name: 'the end of the buffer',
    doc: 'a\nb|',
    text: 'c\nd\ne',
    screen: 'a\nb{ghost:c}\n{ghost:d}\n{ghost:e}\n-- INSERT --',
  },
  {
    name: 'only further lines',
    doc: 'a {|\nb',
    text: '\n  c\n}',
    screen: 'a {\n{ghost:  c}\n{ghost:}}\nb\n-- INSERT --',
  },
  // Text after the cursor.
  {
    name: 'closers right of the cursor are shown around, not twice',
    doc: 'foo(|);',
    text: '$x, fn($y) => $y);',
    replace: 2,
    screen: 'foo({ghost:$x, fn($y) => $y});\n-- INSERT --',
  },
  {
    name: 'a quote and a bracket inside the suggestion',
    doc: 'foo("|");',
    text: 'a", g("b"));',
    replace: 3,
    screen: 'foo("{ghost:a", g("b}"{ghost:)});\n-- INSERT --',
  },
  {
    name: 'text after the cursor that the suggestion does not contain stays behind it',
    doc: 'return | + $b;',
    text: '$a',
    screen: 'return {ghost:$a} + $b;\n-- INSERT --',
  },
  {
    name: 'what follows moves to the end of the last line',
    doc: 'map(|);\nnext',
    text: 'fn {\n\treturn $x;\n}, $list);',
    replace: 2,
    screen: 'map({ghost:fn {}\n{ghost:        return $x;}\n{ghost:}, $list);}\nnext\n-- INSERT --',
  },
  {
    name: 'what the suggestion does not contain moves there too',
    doc: 'map(|) ?? [];',
    text: 'fn {\n  x\n})',
    replace: 1,
    screen: 'map({ghost:fn {}\n{ghost:  x}\n{ghost:})} ?? [];\n-- INSERT --',
  },
  {
    name: 'nothing of it stays at the edge of the window',
    doc: `${X(34)}(|);`,
    text: 'ab, [\n  c,\n]);',
    replace: 2,
    // The row that `);` was pushed to stays, empty.
    screen: `${X(34)}({ghost:ab, [}\n\n{ghost:  c,}\n{ghost:]);}\n-- INSERT --`,
    redraws: true,
  },
  {
    name: 'nor of tabs and wide characters',
    doc: 'foo(|\t漢)',
    text: 'a,\n  b\t漢)',
    replace: 5,
    screen: 'foo({ghost:a,}\n{ghost:  b     漢)}\n-- INSERT --',
  },
  {
    name: "nor of what 'list' shows",
    doc: 'foo(|\t );',
    set: ['set list listchars=tab:>-,space:.'],
    text: 'a,\nb\t );',
    replace: 4,
    screen: 'foo({ghost:a,}\n{ghost:b        );}\n-- INSERT --',
    redraws: true,
  },
  {
    name: 'tabs between the closers keep their stops',
    doc: 'a(|\t)\t;',
    text: 'x,\ty\t);',
    replace: 2,
    screen: 'a({ghost:x,    y}       ){ghost:;}      ;\n-- INSERT --',
  },
  // Tabs.
  {
    name: 'tabs go to the next stop, from where the cursor is',
    doc: '\tab漢 =|',
    set: ['set noexpandtab tabstop=8'],
    text: '\tx\t漢\ty\n\t\tz\tq',
    screen: '        ab漢 ={ghost:  x       漢      y}\n{ghost:                z       q}\n-- INSERT --',
  },
  {
    name: 'tabs of 4',
    doc: '\tabc =|',
    set: ['set tabstop=4'],
    text: '\tx\ty\n\t\tz\tq',
    screen: '    abc ={ghost:   x   y}\n{ghost:        z   q}\n-- INSERT --',
  },
  {
    name: 'tabs with a stop of its own for each column',
    doc: 'abc =|',
    set: ['set vartabstop=6,3,10'],
    text: '\tx\ty\n\tz\tq',
    screen: 'abc ={ghost: x  y}\n{ghost:      z  q}\n-- INSERT --',
  },
  {
    name: "'expandtab' changes nothing of the text",
    doc: '  abc =|',
    set: ['set expandtab shiftwidth=2'],
    text: ' x\n  \ty',
    screen: '  abc ={ghost: x}\n{ghost:        y}\n-- INSERT --',
  },
  // Characters.
  {
    name: 'wide and combining characters',
    doc: '漢字 e\u0301 |',
    text: '= 漢e\u0301字\n  ñ漢',
    screen: '漢字 e\u0301 {ghost:= 漢e\u0301字}\n{ghost:  ñ漢}\n-- INSERT --',
  },
  {
    name: 'emoji',
    doc: '😀 |',
    text: '👍 🎉\n🚀 x',
    screen: '😀 {ghost:👍 🎉}\n{ghost:🚀 x}\n-- INSERT --',
  },
  {
    name: 'control characters before the cursor',
    doc: 'a\u0001\u0002 |',
    text: '\tb',
    screen: 'a^A^B {ghost:  b}\n-- INSERT --',
  },
  // Wrapped lines and the window's edge.
  {
    name: 'a long first line is wrapped',
    doc: 'abc =|',
    text: ` ${'x1234567'.repeat(7)}`,
    screen: `abc ={ghost: ${'x1234567'.repeat(4)}x1}\n{ghost:234567${'x1234567'.repeat(2)}}\n-- INSERT --`,
  },
  {
    name: 'a long further line is wrapped beside number and sign columns',
    doc: 'abc =|',
    set: ['set number signcolumn=yes foldcolumn=1'],
    text: ` a\n${'y1234567'.repeat(6)}\nend`,
    screen: `     1 abc ={ghost: a}\n       {ghost:${'y1234567'.repeat(4)}y}\n       {ghost:1234567y1234567}\n       {ghost:end}\n-- INSERT --`,
    redraws: true, // each line gets its number
  },
  {
    name: 'a wide character that does not fit goes to the next row',
    doc: 'a|',
    text: `b\n${X(39)}漢字`,
    screen: `a{ghost:b}\n{ghost:${X(39)}}\n{ghost:漢字}\n-- INSERT --`,
    redraws: true, // Neovim writes > into the cell left over
  },
  {
    name: 'the cursor behind a full row',
    doc: `${X(40)}|`,
    text: 'abc\ndef',
    screen: `${X(40)}\n{ghost:abc}\n{ghost:def}\n-- INSERT --`,
  },
  {
    name: 'the right-most column',
    doc: `${X(39)}|`,
    text: 'abc\ndef',
    screen: `${X(39)}{ghost:a}\n{ghost:bc}\n{ghost:def}\n-- INSERT --`,
  },
  {
    name: "'linebreak' and 'breakindent' lose nothing",
    doc: '    abc =|',
    set: ['set linebreak breakindent showbreak=+'],
    text: ' hello world this is longer text',
    screen: '    abc ={ghost: hello world this is longer tex}\n    +{ghost:t}\n-- INSERT --',
    redraws: true, // inline virtual text is broken at the window's edge, not at a word
  },
  {
    name: 'a line that is scrolled to the side: further lines stand at its left edge',
    doc: `${X(60)} =|`,
    set: ['set nowrap sidescroll=1 sidescrolloff=0'],
    text: ' ab\nsecond',
    screen: expect.stringMatching(/^x+ =\{ghost: ab\}\n\{ghost:second\}\n-- INSERT --$/),
    redraws: true,
  },
  // What else stands in a window.
  {
    name: 'a closed fold above',
    doc: 'a {{{\nb\nc }}}\nd|',
    set: ['set foldmethod=marker'],
    text: 'e\nf',
    screen: `+--  3 lines: a${'·'.repeat(25)}\nd{ghost:e}\n{ghost:f}\n-- INSERT --`,
  },
  {
    name: 'a closed fold below',
    doc: 'a|\nb {{{\nc\nd }}}',
    set: ['set foldmethod=marker'],
    text: 'e\nf',
    screen: `a{ghost:e}\n{ghost:f}\n+--  3 lines: b${'·'.repeat(25)}\n-- INSERT --`,
  },
  {
    name: 'concealed text before the cursor',
    doc: 'a |hidden| b |'.replace('|hidden|', '<hidden>'),
    set: ['set conceallevel=2 concealcursor=nvic', "call matchadd('Conceal', '<hidden>')"],
    text: '= c\nd',
    screen: 'a  b {ghost:= c}\n{ghost:d}\n-- INSERT --',
  },
  {
    name: "'list'",
    doc: 'ab c|',
    set: ['set list listchars=eol:$,space:.,tab:>-'],
    text: ' d\ne',
    screen: 'ab.c{ghost: d}$\n{ghost:e}\n-- INSERT --',
    redraws: true,
  },
  {
    name: "'rightleft'",
    doc: 'ab|',
    set: ['set rightleft'],
    text: 'cd\nef',
    screen: `${' '.repeat(36)}{ghost:dc}ba\n${' '.repeat(38)}{ghost:fe}\n-- INSERT --`,
  },
];

const character = fc.constantFrom('a', ' ', '(', ')', ']', ';', '"', '\t', '漢', '😀', 'ñ');
const text = (maxLength: number) => fc.array(character, { maxLength }).map((all) => all.join(''));
const lines = fc.array(text(8), { minLength: 1, maxLength: 4 }).map((all) => all.join('\n'));

/** Suggestions that contain some of what stands right of the cursor, at random places. */
const scenes: fc.Arbitrary<Scene> = fc
  .tuple(lines, lines, text(6), lines)
  .chain(([before, suggestion, kept, below]) =>
    fc.subarray([...suggestion].filter((one) => one !== '\n')).map((tail) => ({
      doc: `${before}|${tail.join('')}${kept}\n${below}`,
      text: suggestion,
      replace: Buffer.byteLength(tail.join('')),
    })),
  )
  .filter((scene) => scene.text !== '' && Buffer.byteLength(scene.text) > scene.replace);

describeOnEachNvim('ghost text looks like what accepting gives', (start, { version }) => {
  it.each(cases.map((one) => [one.name, one] as const))(
    '%s',
    async (_, { doc, set = [], text, replace = 0, screen, after, redraws, ...rest }) => {
      const nvim = await bare(start, { before: set });
      expect(await show(nvim, { doc, text, replace, ...rest })).toEqual(screen);
      const shown = cells(nvim);
      await accept(nvim);
      const [head = '', ...tail] = doc.split('|');
      const kept = Buffer.from(tail.join('|')).subarray(replace).toString();
      expect((await nvim.lines()).join('\n')).toBe(after ?? head + text + kept);
      if (redraws !== true) expect(cells(nvim)).toEqual(shown);
      expect(nvim.screen()).not.toContain('{ghost:');
      expect(await nvim.messages()).toEqual([]);
    },
  );

  it('joined emoji are one character where Neovim knows them, and come out whole', async () => {
    const nvim = await bare(start);
    const family = '👨‍👩‍👧';
    const screen = await show(nvim, { doc: `${family} |`, text: `👩🏽‍🚀 e\n  ${family} x` });
    const spelled = version.startsWith('0.10') ? (s: string) => s.replaceAll('\u200d', '<200d>') : (s: string) => s;
    expect(screen).toBe(spelled(`${family} {ghost:👩🏽‍🚀 e}\n{ghost:  ${family} x}\n-- INSERT --`));
    const shown = cells(nvim);
    await accept(nvim);
    expect(await nvim.lines()).toEqual([`${family} 👩🏽‍🚀 e`, `  ${family} x`]);
    expect(cells(nvim)).toEqual(shown);
  });

  it('cell for cell, whatever stands around the cursor', async () => {
    const nvim = await bare(start, { width: 150, height: 24, before: ['set tabstop=4'] });
    await fc.assert(
      fc.asyncProperty(scenes, async (scene) => {
        await show(nvim, scene);
        const shown = cells(nvim);
        await accept(nvim);
        expect(cells(nvim), JSON.stringify(scene)).toEqual(shown);
      }),
      { numRuns: 80, interruptAfterTimeLimit: 10_000 },
    );
  });
});
