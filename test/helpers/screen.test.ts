import { describe, expect, it } from 'vitest';
import { markedText, render, renderText, Screen } from './screen.ts';

/** A screen of the given size with looks 1 (FimGhost), 2 (FimGhostDraft), 3 (cursor line below ghost), 4 (Comment). */
function screenOf(width: number, height: number): Screen {
  const screen = new Screen();
  const named = (...names: string[]) => names.map((hi_name, id) => ({ kind: 'syntax', hi_name, id }));
  screen.apply([
    ['grid_resize', [1, width, height]],
    ['default_colors_set', [0x111111, 0xeeeeee, -1, 0, 0]],
    [
      'hl_attr_define',
      [1, { foreground: 0x888888 }, {}, named('FimGhost')],
      [2, { italic: true }, {}, named('FimGhostDraft')],
      [3, { background: 0x222222, bold: true }, {}, named('CursorLine', 'FimGhost')],
      [4, { reverse: true }, {}, named('Comment')],
    ],
  ]);
  return screen;
}

const line = (row: number, col: number, cells: unknown) => ['grid_line', [1, row, col, cells, false]];

describe('Screen', () => {
  it('repeats cells, and carries the look on within one call only', () => {
    const screen = screenOf(8, 2);
    screen.apply([['grid_line', [1, 0, 0, [['a', 1], ['b'], ['-', 0, 3]], false], [1, 1, 2, [['x']], false]]]);
    expect(render(screen)).toEqual(['{ghost:ab}---', '  x']);
  });

  it('keeps double-width and combined characters whole', () => {
    const screen = screenOf(6, 1);
    screen.apply([line(0, 0, [['漢', 0], [''], ['e\u0301', 1], ['😀'], ['']])]);
    expect(render(screen)).toEqual(['漢{ghost:e\u0301😀}']);
  });

  it.each([
    ['up', 1, ['head', 'b', 'c', 'c', 'foot']],
    ['down', -1, ['head', 'a', 'a', 'b', 'foot']],
    ['up by two', 2, ['head', 'c', 'b', 'c', 'foot']],
  ])('scrolls a region %s and nothing else', (_, rows, want) => {
    const screen = screenOf(4, 5);
    screen.apply(
      ['head', 'a', 'b', 'c', 'foot'].map((text, row) =>
        line(
          row,
          0,
          [...text].map((character) => [character, 0]),
        ),
      ),
    );
    screen.apply([['grid_scroll', [1, 1, 4, 0, 4, rows, 0]]]);
    expect(render(screen)).toEqual(want);
  });

  it('scrolls only the columns of the region', () => {
    const screen = screenOf(4, 2);
    screen.apply([
      line(
        0,
        0,
        [...'abcd'].map((c) => [c, 0]),
      ),
      line(
        1,
        0,
        [...'efgh'].map((c) => [c, 0]),
      ),
    ]);
    screen.apply([['grid_scroll', [1, 0, 2, 1, 3, 1, 0]]]);
    expect(render(screen)).toEqual(['afgd', 'efgh']);
  });

  it('clears, and keeps what fits when it is resized', () => {
    const screen = screenOf(3, 2);
    screen.apply([line(0, 0, [['a', 0, 3]]), line(1, 0, [['b', 0, 3]]), ['grid_resize', [1, 2, 3]]]);
    expect(render(screen)).toEqual(['aa', 'bb', '']);
    screen.apply([['grid_clear', [1]]]);
    expect(render(screen)).toEqual(['', '', '']);
  });

  it('tells a flush, and ignores what changes no cell', () => {
    const screen = screenOf(1, 1);
    expect(
      screen.apply([
        ['set_title', ['x']],
        ['win_viewport', [1, {}, 0, 1, 0, 0, 1, 0]],
      ]),
    ).toBe(false);
    expect(
      screen.apply([
        ['mode_change', ['insert', 1]],
        ['flush', []],
      ]),
    ).toBe(true);
    expect(screen.mode).toBe('insert');
  });

  it('keeps attributes and colours', () => {
    const screen = screenOf(1, 1);
    expect(screen.defaults).toEqual({ fg: 0x111111, bg: 0xeeeeee });
    expect(screen.highlights.get(3)).toMatchObject({
      bg: 0x222222,
      bold: true,
      italic: false,
      groups: ['CursorLine', 'FimGhost'],
    });
    expect(screen.highlights.get(3)).not.toHaveProperty('fg');
  });

  it.each([
    ['a line outside the grid', line(2, 0, [['a', 0]]), RangeError],
    ['a line that is too long', line(0, 0, [['a', 0, 4]]), RangeError],
    ['a scroll outside the grid', ['grid_scroll', [1, 0, 3, 0, 3, 1, 0]], RangeError],
    ['cells that are no list', line(0, 0, 'ab'), TypeError],
    ['an event that is no list', 'flush', TypeError],
  ])('refuses %s', (_, event, error) => {
    expect(() => screenOf(3, 2).apply([event])).toThrow(error);
  });
});

describe('render', () => {
  it('marks ghost cells whatever they are mixed with, and nothing else', () => {
    const screen = screenOf(12, 1);
    screen.apply([line(0, 0, [['a', 0], ['b', 3], ['c', 1], ['d', 2], [' '], ['e', 4]])]);
    expect(render(screen)).toEqual(['a{ghost:bc}{draft:d }e']);
    expect(markedText(screen, 'ghost')).toEqual(['bc']);
    expect(markedText(screen, 'draft')).toEqual(['d ']);
  });

  it('drops plain blanks at the end, keeps those inside a mark', () => {
    const screen = screenOf(6, 2);
    screen.apply([
      line(0, 0, [
        ['a', 0],
        [' ', 1, 2],
        [' ', 0, 3],
      ]),
      line(1, 0, [['b', 0]]),
    ]);
    expect(render(screen)).toEqual(['a{ghost:  }', 'b']);
  });

  it('shows the cursor on request', () => {
    const screen = screenOf(4, 2);
    screen.apply([line(1, 0, [['a', 0], ['b', 1], ['c']]), ['grid_cursor_goto', [1, 1, 1]]]);
    expect(render(screen, { cursor: true })).toEqual(['', 'a{ghost:^bc}']);
  });

  it('marks other groups on request', () => {
    const screen = screenOf(2, 1);
    screen.apply([
      line(0, 0, [
        ['a', 4],
        ['b', 1],
      ]),
    ]);
    expect(render(screen, { marks: { Comment: 'comment' } })).toEqual(['{comment:a}b']);
  });
});

describe('renderText', () => {
  it.each([
    [
      'keeps blank rows between lines, drops those before the message row',
      ['a', '', 'b', '', '', '-- INSERT --'],
      'a\n\nb\n-- INSERT --',
    ],
    ['drops an empty message row', ['a', '', ''], 'a'],
    ['gives nothing for an empty screen', ['', ''], ''],
  ])('%s', (_, rows, want) => {
    const screen = screenOf(12, rows.length);
    screen.apply(
      rows.map((text, row) =>
        line(
          row,
          0,
          [...text].map((character) => [character, 0]),
        ),
      ),
    );
    expect(renderText(screen)).toBe(want);
  });
});
