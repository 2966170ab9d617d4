import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesIn, patternsWith, standsBehind } from '../../../src/context/resolve/patterns.ts';
import { placesIn } from '../../../src/context/resolve/places.ts';
import { rowsOf } from '../../../src/context/resolve/rows.ts';

const code = fc
  .array(fc.constantFrom('$a', '$ab', 'fn', 'foreach', '(', ')', '{', '}', ' as ', ' ', '\n', '*', 'é'), {
    maxLength: 40,
  })
  .map((pieces) => pieces.join(''));

function placesOf(word: string, text: string): readonly number[] {
  return [...text.matchAll(new RegExp(word.replace('$', '\\$'), 'gu'))].map(({ index }) => index);
}

describe('words of a code that is looked through again and again', () => {
  it('stand where they stand in each piece of it, whatever was asked before', () => {
    fc.assert(
      fc.property(
        code,
        fc.array(fc.nat(80), { maxLength: 8 }),
        fc.constantFrom('$a', 'foreach'),
        (text, ends, word) => {
          for (const end of ends) {
            const piece = text.slice(0, end);
            expect(placesIn(piece, word)).toEqual(placesOf(word, piece));
          }
        },
      ),
    );
  });

  it.each([
    ['foreach', '{}', String.raw`foreach[^{}]*?\$a`],
    ['fn', '{}', String.raw`fn[^{}]*?\$a`],
    ['fn', '', String.raw`fn[\s\S]*?\$a`],
    ['foreach', '*', String.raw`foreach[^*]*?\$a`],
  ])('stand in front of a name where a pattern says so: %s without %s', (word, notBetween, pattern) => {
    fc.assert(
      fc.property(code, (text) => {
        expect(standsBehind('$a', word, text, notBetween)).toBe(new RegExp(pattern, 'u').test(text));
      }),
    );
  });

  it('are looked for by patterns that are kept', () => {
    const whole = patternsWith((name) => String.raw`${name}\b`);
    expect(whole('$a')).toBe(whole('$a'));
    for (const text of ['$a $ab $a', '$a(', '$ab']) {
      const copied = [...text.matchAll(/\$a\b/gu)];
      expect(matchesIn(text, whole('$a')).map(({ index }) => index)).toEqual(copied.map(({ index }) => index));
    }
  });
});

it('rows of a text are those that it has when it is taken apart', () => {
  fc.assert(
    fc.property(code, fc.nat(8), fc.integer({ min: -1, max: 9 }), (text, first, last) => {
      const whole = text
        .split('\n')
        .slice(first, last + 1)
        .join('\n');
      expect(rowsOf(text, first, last)).toBe(whole);
    }),
  );
});
