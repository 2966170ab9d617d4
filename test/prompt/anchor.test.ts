import { describe, expect, it } from 'vitest';
import { type Anchor, type AnchorMode, holeAt, newHole } from '../../src/prompt/anchor.ts';

/** `┃` is the anchor, `¦` ends the hole. */
function anchorIn(text: string, over: Partial<Anchor> = {}): Anchor {
  const [head = '', rest = ''] = text.split('┃');
  return { head, startsFile: true, startsLine: true, suffix: rest.split('¦').at(-1) ?? '', endsText: true, ...over };
}

/** `|` is the cursor. */
function holeIn(anchor: Anchor, text: string, mode: AnchorMode = 'block'): string | undefined {
  const [prefix = '', suffix = ''] = text.split('|');
  const hole = holeAt(anchor, prefix, suffix, mode);
  return hole && `${hole.typed}|${hole.behind}`;
}

describe('an anchor stands', () => {
  const anchor = anchorIn('a\n┃¦\nz');

  it.each([
    ['where nothing was typed', 'a\n|\nz', '|'],
    ['while its line grows', 'a\nfoo|\nz', 'foo|'],
    ['while lines are added', 'a\nfoo\n  bar|\nz', 'foo\n  bar|'],
    ['where brackets are paired', 'a\nfoo(|)\nz', 'foo(|)'],
    ['where they are typed over', 'a\nfoo()|\nz', 'foo()|'],
    ['where brackets are paired over a line break', 'a\nif (x) {\n    |\n}\nz', 'if (x) {\n    |\n}'],
    ['where the user goes back within what was typed', 'a\nfo|\nz', 'fo|'],
  ])('%s', (_, text, hole) => {
    expect(holeIn(anchor, text)).toBe(hole);
  });

  it.each([
    ['where text before it is taken back', 'a|\nz'],
    ['where text before it has changed', 'b\nfoo|\nz'],
    ['where text after the hole has changed', 'a\nfoo|\ny'],
    ['where a word was put behind the cursor', 'a\nfoo|bar\nz'],
    ['where the cursor has gone up past an empty line', 'a\nfoo|\n\nz'],
    ['where the cursor has gone up past lines', 'a\n|b\nc\nz'],
    ['where a block has more than 12 lines', `a\n${'x\n'.repeat(12)}|\nz`],
    ['where a block has more than 600 characters', `a\n${'x'.repeat(601)}|\nz`],
  ])('not %s', (_, text) => {
    expect(holeIn(anchor, text)).toBeUndefined();
  });

  it('for one line only, where it is the line’s', () => {
    expect(holeIn(anchor, 'a\nfoo|\nz', 'line')).toBe('foo|');
    expect(holeIn(anchor, 'a\nfoo\n|\nz', 'line')).toBeUndefined();
    expect(holeIn(anchor, 'a\n|\nz', 'cursor')).toBeUndefined();
  });

  it('where text changes that the prompt does not show', () => {
    const cut = anchorIn('b\n┃¦\nc\n', { startsFile: false, endsText: false });
    expect(holeIn(cut, 'new\nlines\nb\nfoo|\nc\nother text')).toBe('foo|');
    expect(holeIn(cut, 'new\nxb\nfoo|\nc\n')).toBeUndefined();
  });

  it('at the nearest of several places that look the same', () => {
    const cut = anchorIn('b\n┃¦\nc', { startsFile: false });
    expect(holeIn(cut, 'b\nb\nfoo|\nc')).toBe('foo|');
  });
});

describe('a new hole', () => {
  const hole = (text: string, mode: AnchorMode = 'block', before?: Anchor): string => {
    const [prefix = '', suffix = ''] = text.split('|');
    const { typed, behind } = newHole(prefix, suffix, mode, before);
    return `${typed}|${behind}`;
  };

  it.each([
    ['begins with the line', 'a\n  foo(|', 'block', '  foo(|'],
    ['begins at the cursor in a very long line', `a\n${'x'.repeat(601)}|`, 'block', '|'],
    ['is empty where there is no anchor', 'a\n  foo|', 'cursor', '|'],
    ['leaves what stands after the cursor to the suffix', 'foo(|);\nb', 'block', 'foo(|'],
  ] as const)('%s', (_, text, mode, want) => {
    expect(hole(text, mode)).toBe(want);
  });

  it('keeps what was paired since the anchor before', () => {
    const before = anchorIn('a\n┃¦\nz');
    expect(hole(`a\n${'x\n'.repeat(13)}foo(|)\nz`, 'block', before)).toBe('foo(|)');
    expect(hole(`a\n${'x\n'.repeat(13)}foo(|)\ny`, 'block', before)).toBe('foo(|');
  });
});
