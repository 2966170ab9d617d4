import { describe, expect, it } from 'vitest';
import { GOES_ON, hasPairs } from '../../../src/context/extract/php-brackets.ts';

describe('brackets in a piece of PHP', () => {
  it.each([
    ['come in pairs', 'f($a[1], fn() => {});', 0, true],
    ['count in no string and no comment', 'f(\'}\', "("); // ]\n# {\n/* ( */', 0, true],
    ['stay open where a type goes on', 'namespace A { class B {', 2, true],
    ['have no other', 'f($a;', 0, false],
    ['are closed by another sort', 'f([1)];', 0, false],
    ['are closed too often', 'f());', 0, false],
    ['are closed too often by far', '} }', 0, false],
    ['are left open', 'if ($a) {', 0, false],
    ['end the block around, and begin another', '} class B {', 0, undefined],
    ['stand in code in a string', '"{$a["}"]}";', 0, undefined],
    ['stand in a text of lines', '$a = <<<X\n(\nX;', 0, undefined],
    ['stand before the end of all code', '( ?> )', 0, undefined],
    ['stand in a comment that nobody closes', '/* f();', 0, false],
    ['stand in a string that nobody closes', "$a = 'f();", 0, false],
  ] as const)('%s', (_, piece, depth, expected) => {
    expect(hasPairs(piece, { start: 0, end: piece.length }, [], depth)).toBe(expected);
  });

  it('are not known where a comment goes on behind the piece', () => {
    expect(hasPairs('f(); /* a */ g();', { start: 0, end: 8 }, [])).toBe(GOES_ON);
  });

  it('come in pairs in the bodies of functions', () => {
    const text = 'function f() { "{$a}"; }';
    expect(hasPairs(text, { start: 0, end: text.length }, [])).toBeUndefined();
    expect(hasPairs(text, { start: 0, end: text.length }, [{ start: 14, end: text.length - 1 }])).toBe(true);
  });
});
