import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FilterContext } from '../../src/filter/filter.ts';
import { runFilters } from '../../src/filter/pipeline.ts';

const place: FilterContext = { prefix: '', suffix: '', stop: [], extent: 'block', done: true };

/** What stands after each chunk, and at the end; the stream is left when a filter ends it, as an attempt does. */
function stream(chunks: readonly string[], context: Omit<FilterContext, 'done'>): { shown: string[]; final: string } {
  const shown: string[] = [];
  let raw = '';
  for (const chunk of chunks) {
    raw += chunk;
    const { text, ended } = runFilters(raw, { ...context, done: false });
    shown.push(text);
    if (ended) return { shown, final: text };
  }
  return { shown, final: runFilters(raw, { ...context, done: true }).text };
}

/** `text` cut at the places that `seeds` give. */
function cut(text: string, seeds: readonly number[]): string[] {
  const places = [...new Set(seeds.map((seed) => seed % (text.length + 1)))].sort((a, b) => a - b);
  return [...places, text.length].map((end, i) => text.slice(places[i - 1] ?? 0, end));
}

const piece = fc.oneof(
  fc.constantFrom(
    'if ($a) {',
    '}',
    '} else {',
    '});',
    'end',
    'endif;',
    'else:',
    'elsewhere()',
    'end = 1',
    'done',
    '{',
    '</b>',
    'f(',
    ')',
  ),
  fc.constantFrom(
    '\n',
    '\n',
    '\n',
    '\r\n',
    '    ',
    '        ',
    '\t',
    ' ',
    '\n    ',
    '\n\n',
    'case 1:',
    'return $a;',
    "'",
    '"',
    '#',
    '?>',
  ),
  fc.constantFrom(
    '<|end|>',
    '<|',
    'STOP',
    'ST',
    '\u001b[31m',
    '\u001b',
    '[0m',
    '\u001b]0;t',
    '\u0007',
    '\u009b1',
    '\u0000',
    '\u202e',
    '\ud83d',
    '\ude00',
    '漢',
  ),
  fc.string({ maxLength: 3 }),
);
const text = fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join(''));
const seeds = fc.array(fc.nat(), { maxLength: 40 });
const context = fc.record({
  prefix: fc.constantFrom(
    '',
    '    ',
    '{\n    ',
    'class A\n{\n    ',
    'if ($a) {',
    'f(',
    'def f():',
    'def f():\n    ',
    '$a = ',
    'function f()',
    '  a;\n  ',
  ),
  suffix: fc.constantFrom('', '\n}', '\n    return $a;\n}', ');', '$b', '\n});', '\n        f;'),
  stop: fc.constantFrom<readonly string[]>([], ['<|end|>'], ['STOP', 'TO', '<|end|>'], ['\n\n'], ['', 'ST']),
  extent: fc.constantFrom<FilterContext['extent']>('one', 'line', 'block'),
});

describe('all filters', () => {
  it('give the same text however the stream is cut', () => {
    fc.assert(
      fc.property(text, seeds, context, (said, where, at) => {
        const whole = runFilters(said, { ...at, done: true }).text;
        expect(stream(cut(said, where), at).final).toBe(whole);
        expect(stream(said.split(''), at).final).toBe(whole);
      }),
      { numRuns: 3000 },
    );
  });

  it('never take back what they have shown', () => {
    fc.assert(
      fc.property(text, context, (said, at) => {
        const { shown, final } = stream(said.split(''), at);
        for (const [i, now] of shown.entries()) expect((shown[i + 1] ?? final).startsWith(now)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('let no control character, escape or half character through', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            piece,
            fc.integer({ min: 0, max: 0x9f }).map((code) => String.fromCharCode(code)),
          ),
        ),
        context,
        (pieces, at) => {
          const { text: shown } = runFilters(pieces.join(''), { ...at, done: true });
          expect(shown).not.toMatch(/[^\P{Cc}\t\n]|\p{Cs}/u);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('let nothing behind a stop string through', () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom('<|end|>', 'STOP', '\n\n'), context, (before, after, stop, at) => {
        const inContext = { ...at, stop: [stop], done: true };
        const { text: shown } = runFilters(before + stop + after, inContext);
        // An empty line may also be one whose blanks were removed.
        if (stop.trim() !== '') expect(shown).not.toContain(stop);
        expect(shown).toBe(runFilters(before + stop, inContext).text);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('stop strings', () => {
  const cases = [
    ['cuts at the first', 'a<E>b<E>', ['<E>'], 'a'],
    ['cuts at the one that is complete first', 'abcd', ['abcd', 'b'], 'a'],
    ['cuts at the longest of those that end together', 'xabc', ['abc', 'c'], 'x'],
    ['keeps the beginning of one when the model ends there', 'a<E', ['<E>'], 'a<E'],
    ['knows one that cleaning puts together', 'a<\u0000E>b', ['<E>'], 'a'],
    ['knows one with a carriage return between', 'a\r\n\r\nb', ['\n\n'], 'a'],
    ['ignores an empty one', 'a', [''], 'a'],
  ] as const;
  it.each(cases)('%s', (_, said, stop, want) => expect(runFilters(said, { ...place, stop }).text).toBe(want));

  it('holds back what may become one', () => {
    expect(runFilters('a<E', { ...place, stop: ['<E>'], done: false })).toEqual({ text: 'a', ended: false });
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
  it.each(cases)('removes %s', (_, said, want) => expect(runFilters(said, place).text).toBe(want));

  it('keeps tabs, joined emoji and variation selectors', () => {
    const said = 'a\tb 👩‍👧 ❤️ e\u0301';
    expect(runFilters(said, place).text).toBe(said);
  });
});
