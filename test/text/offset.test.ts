import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byteCol,
  byteColumn,
  byteLength,
  byteOffset,
  byteOffsetAt,
  bytePositionAt,
  countCharacters,
  type EolBytes,
  row,
  utf16Col,
  utf16Column,
  utf16Offset,
  utf16OffsetAt,
} from '../../src/text/offset.ts';

/** Lines with all widths of UTF-8 and UTF-16, combining characters, joiners; no line ends. */
const line = fc.string({
  unit: fc.constantFrom('a', ' ', '\t', 'é', 'ß', 'e\u0301', '漢', '\ufffd', '\ufeff', '😀', '👩‍👩‍👧', '\u{10ffff}'),
  maxLength: 12,
});
const lines = fc.array(line, { minLength: 1, maxLength: 8 });
const eol = fc.constantFrom<EolBytes>(1, 2);

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');
/** Whether a character begins at this byte, or the text ends there. */
const isBoundary = (bytes: Buffer, at: number): boolean => at === bytes.length || ((bytes[at] ?? 0) & 0xc0) !== 0x80;
/** The slow way down to a character's start. */
function floor(bytes: Buffer, at: number): number {
  let start = at;
  while (!isBoundary(bytes, start)) start -= 1;
  return start;
}

describe('utf16Column', () => {
  it.each([
    ['the start', 'héllo', 0, 0],
    ['after a two-byte character', 'héllo', 3, 2],
    ['inside a two-byte character', 'héllo', 2, 1],
    ['after an emoji', '😀x', 4, 2],
    ['inside an emoji', '😀x', 3, 0],
    ['the end', '漢字', 6, 2],
    ['an empty line', '', 0, 0],
  ])('converts %s', (_, text, bytes, units) => {
    expect(utf16Column(text, byteCol(bytes))).toBe(units);
  });

  it('agrees with encoding the prefix, at each byte of each line', () => {
    fc.assert(
      fc.property(line, (text) => {
        const bytes = bytesOf(text);
        for (let at = 0; at <= bytes.length; at += 1) {
          expect(utf16Column(text, byteCol(at))).toBe(bytes.toString('utf8', 0, floor(bytes, at)).length);
        }
      }),
    );
  });

  it('refuses a column past the end: the line is not the one that Neovim has', () => {
    expect(() => utf16Column('é', byteCol(3))).toThrow(RangeError);
  });
});

describe('byteColumn', () => {
  it('agrees with encoding the prefix, at each unit of each line', () => {
    fc.assert(
      fc.property(line, (text) => {
        for (let at = 0; at <= text.length; at += 1) {
          const inPair = /[\ud800-\udbff]$/.test(text.slice(0, at)) && /^[\udc00-\udfff]/.test(text.slice(at));
          expect(byteColumn(text, utf16Col(at))).toBe(bytesOf(text.slice(0, inPair ? at - 1 : at)).length);
        }
      }),
    );
  });

  it('is undone by utf16Column where a character begins', () => {
    fc.assert(
      fc.property(line, (text) => {
        let at = 0;
        for (const character of text) {
          expect(utf16Column(text, byteColumn(text, utf16Col(at)))).toBe(at);
          at += character.length;
        }
      }),
    );
  });

  it('counts a lone surrogate as the replacement character that it is sent as', () => {
    expect(byteColumn('a\ud800b', utf16Col(2))).toBe(4);
    expect(utf16Column('a\ud800b', byteCol(4))).toBe(2);
    expect(byteLength('a\ud800b')).toBe(5);
  });

  it('refuses a column past the end', () => {
    expect(() => byteColumn('é', utf16Col(2))).toThrow(RangeError);
  });
});

describe('offsets in a document', () => {
  const join = (of: readonly string[], eolBytes: EolBytes): string => of.join(eolBytes === 1 ? '\n' : '\r\n');

  it('byteOffsetAt counts all bytes before the place', () => {
    fc.assert(
      fc.property(lines, eol, fc.nat(), fc.nat(), (of, eolBytes, anyRow, anyCol) => {
        const r = anyRow % of.length;
        const c = anyCol % (byteLength(of[r] ?? '') + 1);
        const before = bytesOf(join([...of.slice(0, r), ''], eolBytes)).length + c;
        expect(byteOffsetAt(of, { row: row(r), byteCol: byteCol(c) }, eolBytes)).toBe(before);
      }),
    );
  });

  it('bytePositionAt finds the place back, at each byte of each document', () => {
    fc.assert(
      fc.property(lines, eol, (of, eolBytes) => {
        const bytes = bytesOf(join(of, eolBytes));
        for (let at = 0; at <= bytes.length; at += 1) {
          let start = floor(bytes, at);
          if (bytes[start] === 0x0a && bytes[start - 1] === 0x0d) start -= 1;
          const before = bytes.toString('utf8', 0, start).split(/\r?\n/);
          const want = { row: before.length - 1, byteCol: byteLength(before.at(-1) ?? '') };
          expect(bytePositionAt(of, byteOffset(at), eolBytes)).toEqual(want);
        }
      }),
    );
  });

  it('utf16OffsetAt counts units of the text joined by line feeds', () => {
    fc.assert(
      fc.property(lines, fc.nat(), fc.nat(), (of, anyRow, anyCol) => {
        const r = anyRow % of.length;
        const c = anyCol % ((of[r] ?? '').length + 1);
        expect(utf16OffsetAt(of, { row: row(r), utf16Col: utf16Col(c) })).toBe(
          [...of.slice(0, r), ''].join('\n').length + c,
        );
      }),
    );
  });

  it.each<[string, () => unknown]>([
    ['an offset past the end', () => bytePositionAt(['ab', 'c'], byteOffset(5))],
    ['a row past the end', () => byteOffsetAt(['ab'], { row: row(1), byteCol: byteCol(0) })],
    ['a byte column past the line', () => byteOffsetAt(['ab', 'c'], { row: row(0), byteCol: byteCol(3) })],
    ['a UTF-16 column past the line', () => utf16OffsetAt(['ab', 'c'], { row: row(0), utf16Col: utf16Col(3) })],
    ['a UTF-16 row past the end', () => utf16OffsetAt([], { row: row(0), utf16Col: utf16Col(0) })],
    ['a negative row', () => row(-1)],
    ['a fraction', () => byteCol(0.5)],
    ['not a number', () => utf16Offset(Number.NaN)],
  ])('refuses %s', (_, run) => {
    expect(run).toThrow(RangeError);
  });
});

describe('countCharacters', () => {
  it('counts what a copy of each character would, with halves of characters as well', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '😀', '\ud83d', '\ude00', '\n'), maxLength: 30 });
    fc.assert(fc.property(text, (each) => countCharacters(each) === [...each].length));
  });
});
