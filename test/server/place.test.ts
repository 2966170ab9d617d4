import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidParams, pathIn, placeIn } from '../../src/server/place.ts';

describe('a byte offset', () => {
  it.each<[string, string, number | undefined, { row: number; col: number }]>([
    ['in ASCII', 'ab\ncd', 4, { row: 1, col: 1 }],
    ['behind an emoji', '😀x\n', 4, { row: 0, col: 2 }],
    ['inside an emoji rounds down', '😀x\n', 2, { row: 0, col: 0 }],
    ['behind CJK', '漢字\n$a', 8, { row: 1, col: 1 }],
    ['at the end', 'ab', 2, { row: 0, col: 2 }],
    ['in a file with line ends of Windows', 'ab\r\ncd', 5, { row: 1, col: 1 }],
    ['that is not given is the middle', 'abcd\n', undefined, { row: 0, col: 2 }],
    ['in an empty file', '', 0, { row: 0, col: 0 }],
  ])('is a row and a UTF-16 column: %s', (_, content, offset, want) => {
    expect(placeIn(content, offset)).toMatchObject(want);
  });

  it('names the same place as the characters before it do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const { utf16Offset } = placeIn(before + after, Buffer.byteLength(before));
        expect(utf16Offset).toBe(before.length);
      }),
    );
  });

  it.each<[string, string, number]>([
    ['behind the end', 'ab', 3],
    ['in text with half a surrogate pair', 'a\ud83d', 0],
  ])('is refused %s', (_, content, offset) => {
    expect(() => placeIn(content, offset)).toThrow(InvalidParams);
  });
});

describe('a path', () => {
  it.each([
    ['src/a.php', '/p/src/a.php'],
    ['/p/src/a.php', '/p/src/a.php'],
    ['src/../b.php', '/p/b.php'],
    ['/lib/x.php', '/lib/x.php'],
    ['..a.php', '/p/..a.php'],
  ])('in the project is absolute: %s', (path, want) => {
    expect(pathIn('/p', ['/lib'], path)).toBe(want);
  });

  it.each([['../a.php'], ['/etc/passwd'], ['/p2/a.php'], ['.'], ['/p'], ['a\0b']])('outside is refused: %s', (path) => {
    expect(() => pathIn('/p', ['/lib'], path)).toThrow(InvalidParams);
  });
});
