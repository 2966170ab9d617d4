import { describe, expect, it } from 'vitest';
import type { Anchor } from '../../src/prompt/anchor.ts';
import { shownAround } from '../../src/prompt/shown.ts';

/** A file of functions, each four lines and an empty one. */
const LINES = Array.from({ length: 500 }, (_, row) =>
  row % 5 === 4 ? '' : row % 5 === 0 ? `def f${row}():` : `    compute(${row}) # ${'x'.repeat(20)}`,
);

function shownAt(
  row: number,
  before?: Anchor,
  over: { readonly isPlain?: boolean; readonly room?: number } = {},
): Anchor {
  const around = {
    prefix: LINES.slice(0, row)
      .map((line) => `${line}\n`)
      .join(''),
    suffix: LINES.slice(row).join('\n'),
    startsFile: true,
    hole: { typed: '', behind: '' },
    room: over.room ?? 400,
    prefixPercentage: 0.85,
    maxSuffixPercentage: 0.25,
    estimate: (text: string): number => text.length / 4,
  };
  return shownAround(around, before, over.isPlain === true);
}

const cost = ({ head, suffix }: Anchor): number => (head.length + suffix.length) / 4;
const firstLine = ({ head }: Anchor): string => head.slice(0, head.indexOf('\n'));

describe('a window', () => {
  it('begins at a declaration, and leaves some room for what comes', () => {
    const shown = shownAt(302);
    expect(firstLine(shown)).toMatch(/^def /u);
    expect(cost(shown)).toBeLessThan(400 * 0.95);
    expect(shown).toMatchObject({ startsFile: false, startsLine: true, endsText: false });
  });

  it('keeps its start while the cursor goes down, and moves it by many lines then', () => {
    let shown = shownAt(300);
    const starts = [firstLine(shown)];
    for (let row = 301; row < 340; row++) {
      shown = shownAt(row, shown);
      expect(cost(shown)).toBeLessThanOrEqual(400);
      if (starts.at(-1) !== firstLine(shown)) starts.push(firstLine(shown));
    }
    expect(starts.length).toBeGreaterThan(2);
    expect(starts.length).toBeLessThan(8);
  });

  it('keeps its start while the cursor goes up, and gives it up where too little would be left', () => {
    const first = shownAt(300);
    expect(firstLine(shownAt(296, first))).toBe(firstLine(first));
    expect(shownAt(100, first)).toEqual(shownAt(100));
    expect(cost(shownAt(279, first))).toBeGreaterThan(200);
  });

  it('takes as much as fits where it is to be plain', () => {
    expect(cost(shownAt(302, shownAt(300), { isPlain: true }))).toBeGreaterThan(400 * 0.95);
  });

  it('shows all of a short text', () => {
    const shown = shownAt(10, undefined, { room: 100_000 });
    expect(shown.head + shown.suffix).toBe(LINES.join('\n'));
    expect(shown).toMatchObject({ startsFile: true, endsText: true });
  });

  it('shows nothing where there is no room', () => {
    expect(shownAt(10, undefined, { room: -5 })).toMatchObject({ head: '', suffix: '', startsFile: false });
  });
});
