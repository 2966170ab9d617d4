import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assigned, takenApart } from '../../../src/context/resolve/languages/php-assigned.ts';

describe('the places that give a variable of PHP a value', () => {
  it.each([
    ['$a = 1;', [0, 5]],
    ['$b = $a ??= 2;', [5, 12]],
    ['$a\n  = 3;', [0, 7]],
    ['$ab = 1; $a == 2; [$a => 3];', undefined],
  ])('are found: %s', (code, want) => {
    const [first] = assigned('$a', code);
    expect(first && [first.at, first.end]).toEqual(want);
  });

  it('are those that a pattern with the name in it finds', () => {
    const piece = fc.constantFrom(
      '$a',
      '$ab',
      '$é',
      '[',
      ']',
      ';',
      ',',
      ' ',
      '=',
      '==',
      '=>',
      '??=',
      "'k'",
      '\n',
      '(',
      'é',
    );
    const code = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.constantFrom('$a', '$é'), code, (name, text) => {
        const word = name.replace('$', '\\$');
        const plain = [...text.matchAll(new RegExp(`${word}\\s*(?:\\?\\?)?=(?![=>])\\s*`, 'gu'))];
        expect([...assigned(name, text)]).toEqual(
          plain.map(({ index, 0: whole }) => ({ at: index, end: index + whole.length })),
        );
        const lists = text.matchAll(new RegExp(`\\[([^[\\];]*${word}\\b[^[\\];]*)\\]\\s*=(?![=>])\\s*`, 'gu'));
        expect([...takenApart(name, text)]).toEqual(
          [...lists].map(({ index, 0: whole, 1: list }) => ({ at: index, list, end: index + whole.length })),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
