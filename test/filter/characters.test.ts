import { describe, expect, it } from 'vitest';
import { runFilters } from '../../src/filter/pipeline.ts';
import { filter, nowhere } from './stream.ts';

describe('stop strings', () => {
  const cases = [
    ['cut at the first', 'a<E>b<E>', ['<E>'], 'a'],
    ['cut at the one that is complete first', 'abcd', ['abcd', 'b'], 'a'],
    ['cut at the longest of those that end together', 'xabc', ['abc', 'c'], 'x'],
    ['cut at the very end', 'ab<E>', ['<E>'], 'ab'],
    ['leave the beginning of one when the model ends there', 'a<E', ['<E>'], 'a<E'],
    ['are known when cleaning puts them together', 'a<\u0000E>b', ['<E>'], 'a'],
    ['are known with a carriage return between', 'a\r\n\r\nb', ['\n\n'], 'a'],
    ['do nothing when they are empty', 'a', [''], 'a'],
  ] as const;
  it.each(cases)('%s', (_, said, stop, want) => expect(filter(said, { stop }).text).toBe(want));

  it('are held back while they may become one', () => {
    const result = runFilters('a<E', { ...nowhere, stop: ['<E>'], done: false });
    expect(result).toEqual({ text: 'a', ended: false });
  });

  it('say that they have ended the text', () => {
    expect(runFilters('a<E>', { ...nowhere, stop: ['<E>'], done: false })).toEqual({
      text: 'a',
      ended: true,
      endedBy: 'stop-strings',
    });
  });

  it.each([
    ['an import', "import { a } from '/src/a';"],
    ['an address', "fetch('https://example.com/a');"],
    ['a comment for documentation', '/**\n * ```ts\n * f();\n * ```\n */'],
    ['a diff in a string', "run('diff --git a b');"],
  ])('are none of those that honest code contains: %s', (_, said) => {
    expect(filter(said, { path: 'a.ts' }).text).toBe(said);
  });
});

describe('characters', () => {
  const cases = [
    ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
    ['8-bit colours', '\u009b31mred\u009b0m', 'red'],
    ['a window title', 'a\u001b]0;title\u0007b', 'ab'],
    ['a hyperlink', '\u001b]8;;file:///x\u001b\\a\u001b]8;;\u001b\\', 'a'],
    ['a title that never ends, up to the end of the line', 'a\u001b]0;title\nb', 'a\nb'],
    ['a colour that never ends', 'a\u001b[31', 'a'],
    ['a character set', '\u001b(Ba', 'a'],
    ['a reset', '\u001bca', 'a'],
    ['carriage returns', 'a\r\nb\rc', 'a\nbc'],
    ['what reorders text', '\u202eadmin\u202c', 'admin'],
    ['a byte order mark', '\ufeffa', 'a'],
    ['half a character', 'a\ud83d', 'a'],
  ] as const;
  it.each(cases)('remove %s', (_, said, want) => expect(filter(said).text).toBe(want));

  it('keep tabs, joined emoji and variation selectors', () => {
    const said = 'a\tb 👩‍👧 ❤️ e\u0301';
    expect(filter(said).text).toBe(said);
  });
});

describe('special tokens', () => {
  it.each([
    ['with bars', 'a;<|fim_middle|>b;', 'a;'],
    ['with wide bars', 'a;<｜fim▁end｜>b;', 'a;'],
    ['in brackets', 'a;<[fim-suffix]>b;', 'a;'],
    ['of StarCoder', 'a;<file_sep>b;', 'a;'],
    ['of Gemma, at the very end', 'a;<|file_separator|>', 'a;'],
    ['broken off', 'a;<|fim_mid', 'a;'],
  ])('end the text: %s', (_, said, want) => {
    expect(filter(said)).toMatchObject({ text: want });
  });

  it.each([
    ['in a string', "stop: ['<|endoftext|>', '<file_sep>'],", ''],
    ['that stand above', 'if (text === <|im_end|>) x();', '// <|im_end|>\n'],
    ['that only look like one', 'a <| b |> c; a<b>c; x <file>y', ''],
  ])('stay in code about tokens: %s', (_, said, prefix) => expect(filter(said, { prefix }).text).toBe(said));

  it('are the reason when nothing stands before them', () => {
    expect(filter('<|fim_middle|>a')).toMatchObject({ text: '', dropped: 'leaked-tokens' });
  });
});
