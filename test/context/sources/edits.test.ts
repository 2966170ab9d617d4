import { describe, expect, it } from 'vitest';
import type { Hunk } from '../../../src/context/edits/hunk.ts';
import type { Moment } from '../../../src/context/source.ts';
import { createEditsSource } from '../../../src/context/sources/edits.ts';
import type { Snippet } from '../../../src/text/snippet.ts';
import { momentAt, NO_PROJECT, ROOT } from '../edits/moment.ts';

const hunk = (path: string, row: number, lines: readonly string[], oldLines: readonly string[] = []): Hunk => ({
  path: `${ROOT}/${path}`,
  row,
  lines,
  oldLines,
});
const shown = (hunks: readonly Hunk[], moment: Moment, room = 300): readonly Snippet[] =>
  createEditsSource({ hunks: () => hunks }).collect(moment, NO_PROJECT, room);
const texts = (hunks: readonly Hunk[], moment: Moment, room?: number): readonly string[] =>
  shown(hunks, moment, room).map(({ text }) => text);

const HERE = momentAt('<?php\nfunction invoiceTotal(Invoice $invoice) {\n    $invoice->|\n}\n');

describe('what was edited lately', () => {
  it('comes with what has most in common with the lines around the cursor first, all of it while there is room', () => {
    const hunks = [
      hunk('src/a.php', 0, ['$colour = $palette->pick();']),
      hunk('src/b.php', 0, ['$sum = $invoice->positions();']),
      hunk('src/c.php', 0, ['$height = $box->measure();']),
    ];
    expect(texts(hunks, HERE)).toEqual([
      '$sum = $invoice->positions();',
      '$colour = $palette->pick();',
      '$height = $box->measure();',
    ]);
    const [best, newest] = shown(hunks, HERE);
    expect(best).toMatchObject({ path: 'src/b.php', kind: 'code', stability: 'session', rows: [0, 0] });
    expect(best?.reason).toBe('edited lately, 1 word in common with lines 1–7');
    expect(newest?.reason).toBe('edited lately');
  });

  it('compares the parts of names', () => {
    const hunks = [hunk('src/a.php', 0, ['$x = colour();']), hunk('src/b.php', 0, ['$y = total_of_year();'])];
    expect(texts(hunks, HERE)[0]).toBe('$y = total_of_year();');
  });

  it('leaves out what has less in common than is asked for', () => {
    const hunks = [hunk('src/a.php', 0, ['colour();']), hunk('src/b.php', 0, ['invoice_total();'])];
    expect(texts(hunks, { ...HERE, editsThreshold: 0.2 })).toEqual(['invoice_total();']);
  });

  const long = momentAt(`${'above();\n'.repeat(50)}here();|\n${'below();\n'.repeat(50)}`, 10);
  it.each<[string, Hunk, readonly string[]]>([
    ['at the cursor', hunk('src/own.php', 50, ['here();']), []],
    ['next to it', hunk('src/own.php', 51, ['other();']), []],
    ['in the window', hunk('src/own.php', 55, ['other();']), []],
    ['above the window', hunk('src/own.php', 3, ['other();']), ['other();']],
    ['half in the window', hunk('src/own.php', 58, ['a1();', 'b1();', 'c1();', 'd1();']), ['d1();']],
    ['the same row of another file', hunk('src/b.php', 50, ['other();']), ['other();']],
    ['a copy of what the window shows', hunk('src/b.php', 3, ['    below();']), []],
    ['only taken out', hunk('src/b.php', 3, ['a();', 'c();'], ['a();', 'b();', 'c();']), []],
    ['only brackets', hunk('src/b.php', 3, ['    }', '}']), []],
    ['nothing', hunk('src/b.php', 3, []), []],
  ])('shows of a hunk that is %s: %j', (_, one, want) => {
    expect(texts([one], long)).toEqual(want);
  });

  it('tells the same edit in many files once', () => {
    const hunks = ['a', 'b', 'c'].map((name, at) => hunk(`src/${name}.php`, at, ['    renamed($this);']));
    expect(texts(hunks, HERE)).toEqual(['renamed($this);']);
  });

  it('shows forty lines at most: those that have most in common', () => {
    const lines = Array.from({ length: 200 }, (_, at) => (at === 150 ? 'invoiceTotal();' : `line${at}();`));
    const [only] = shown([hunk('src/a.php', 7, lines)], HERE, 10_000);
    expect(only?.text.split('\n')).toHaveLength(40);
    expect(only?.text).toContain('invoiceTotal');
    expect(only?.text.split('\n')[0]).toBe(lines[(only?.rows?.[0] ?? 0) - 7]);
  });

  it('is indented as little as it can be, without blank lines around', () => {
    const [only] = shown([hunk('src/a.php', 7, ['', '    if ($a) {', '        b();', '    }', '', ''])], HERE);
    expect(only).toMatchObject({ text: 'if ($a) {\n    b();\n}', rows: [8, 10] });
  });

  it.each([0, 7, 20, 50, 120, 400])('never takes more than its room: %i tokens', (room) => {
    const hunks = Array.from({ length: 30 }, (_, at) =>
      hunk(`src/${at}.php`, at, [`$a${at} = f${at}($b, $c);`, 'g();', `h${at}();`]),
    );
    const tokens = shown(hunks, HERE, room).reduce((sum, snippet) => sum + snippet.tokens, 0);
    expect(tokens).toBeLessThanOrEqual(room);
    expect(tokens).toBeGreaterThanOrEqual(room < 50 ? 0 : room / 2);
  });

  it('keeps the id of a place while it is typed there', () => {
    const ids = [['a();'], ['a();', 'b();']].map((lines) => shown([hunk('src/a.php', 7, lines)], HERE)[0]?.id);
    expect(ids[0]).toBe(ids[1]);
  });
});
