import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralise } from '../../src/text/neutralise.ts';

const QWEN = ['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|file_sep|>'];

/** Tokens as vocabularies have them, and nastier ones: they overlap, nest, and are made of regular-expression characters. */
const NASTY = ['ab', 'ba', 'aab', '$&', '[x]', '((', '🙂a', '<s>', '</s>', '|||'];

describe('neutralise', () => {
  it.each([
    ['one token', 'a<|fim_suffix|>b', 'a< |fim_suffix|>b'],
    ['a nested token', '<|fim_<|fim_prefix|>suffix|>', '<|fim_< |fim_prefix|>suffix|>'],
    ['two in a row', '<|file_sep|><|file_sep|>', '< |file_sep|>< |file_sep|>'],
    ['half a token', '<|fim_suffix|', '<|fim_suffix|'],
    ['a token in other case', '<|FIM_SUFFIX|>', '<|FIM_SUFFIX|>'],
    ['nothing', '', ''],
  ])('breaks %s', (_, text, want) => {
    expect(neutralise(text, QWEN)).toBe(want);
  });

  it('breaks a token that the breaking of another leaves over', () => {
    expect(neutralise('aba', ['ab', 'ba'])).toBe('a b a');
  });

  it('never splits a surrogate pair', () => {
    expect(neutralise('🙂a', ['🙂a'])).toBe('🙂 a');
  });

  it('leaves tokens alone that a blank cannot break', () => {
    expect(neutralise(' <EOT>x', [' <EOT>', 'x', ''])).toBe(' <EOT>x');
  });

  const text = (tokens: readonly string[]) =>
    fc
      .array(fc.oneof(fc.constantFrom(...tokens), fc.constantFrom(...tokens.join('')), fc.string({ maxLength: 3 })), {
        maxLength: 20,
      })
      .map((parts) => parts.join(''));

  it.each([
    ['a family', QWEN],
    ['nasty ones', NASTY],
  ])(
    'holds for every text over the tokens of %s: none survives, a second pass changes nothing, only blanks are added',
    (_, tokens) => {
      fc.assert(
        fc.property(text(tokens), (given) => {
          const broken = neutralise(given, tokens);
          for (const token of tokens) expect(broken).not.toContain(token);
          expect(neutralise(broken, tokens)).toBe(broken);
          expect(broken.replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
        }),
      );
    },
  );

  it('changes nothing in text without tokens', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        fc.pre(!QWEN.some((token) => given.includes(token)));
        expect(neutralise(given, QWEN)).toBe(given);
      }),
    );
  });
});
