import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signsIn } from '../../../src/context/extract/signs.ts';
import { lua } from '../../../src/syntax/languages/lua.ts';
import { php } from '../../../src/syntax/languages/php.ts';
import { python } from '../../../src/syntax/languages/python.ts';

const shown = (text: string): string => {
  const { at } = signsIn(text, php);
  return at.map((offset) => text[offset]).join('');
};

describe('the signs of a text', () => {
  it.each([
    ['brackets and semicolons', 'f($a[1]); {}', '([]);{}'],
    ['none of a string', 'f(\'(\', "[");', '();'],
    ['none of a comment', 'f(); // {\n/* ( */ g;', '();;'],
    ['those behind an apostrophe that is no string', "it's {\n}", '}'],
  ])('are %s', (_, text, signs) => {
    expect(shown(text)).toBe(signs);
  });

  it('are the same where they are known from a text that is much the same', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '(',
      ')',
      '{',
      '}',
      ';',
      "'",
      '"',
      '`',
      '\\',
      '//',
      '/*',
      '*/',
      '--',
      '[[',
      '#',
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, text, fc.constantFrom(php, lua, python), (front, old, now, rest, language) => {
        const like = signsIn(front + old + rest, language);
        const { at, skipped } = signsIn(front + now + rest, language, like);
        const anew = signsIn(front + now + rest, language);
        expect({ at, skipped }).toEqual({ at: anew.at, skipped: anew.skipped });
      }),
      { numRuns: 2000 },
    );
  });
});
