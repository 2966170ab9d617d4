/** Streams for the filters' tests: texts cut in all ways, and what is shown on the way. */
import fc from 'fast-check';
import type { FilterContext, FilterResult } from '../../src/filter/filter.ts';
import { runFilters } from '../../src/filter/pipeline.ts';

export type Where = Omit<FilterContext, 'done'>;

/** An empty file, in which anything may stand. */
export const nowhere: Where = { prefix: '', suffix: '', stop: [], extent: 'block' };

/** What the filters make of the whole text. */
export function filter(said: string, where: Partial<Where> = {}): FilterResult {
  return runFilters(said, { ...nowhere, ...where, done: true });
}

/** Rows of a test: what was said, what is wanted of it, and where, if not nowhere. */
export function table(
  cases: readonly (readonly [name: string, said: string, want: string, where?: Partial<Where>])[],
): (readonly [name: string, said: string, want: string, where: Partial<Where>])[] {
  return cases.map(([name, said, want, where = {}]) => [name, said, want, where] as const);
}

/** What stands after each chunk, and at the end; the stream is left when a filter ends it, as an attempt does. */
export function stream(
  chunks: readonly string[],
  where: Where,
): { readonly shown: string[]; readonly final: FilterResult } {
  const shown: string[] = [];
  let raw = '';
  for (const chunk of chunks) {
    raw += chunk;
    const result = runFilters(raw, { ...where, done: false });
    shown.push(result.text);
    if (result.ended) return { shown, final: result };
  }
  return { shown, final: runFilters(raw, { ...where, done: true }) };
}

/** `text` cut at the places that `seeds` give. */
export function cut(text: string, seeds: readonly number[]): string[] {
  const places = [...new Set(seeds.map((seed) => seed % (text.length + 1)))].sort((a, b) => a - b);
  return [...places, text.length].map((end, i) => text.slice(places[i - 1] ?? 0, end));
}

/** Seeds for {@link cut}. */
export const seeds = fc.array(fc.nat(), { maxLength: 40 });

const code = fc.constantFrom(
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
  'case 1:',
  'return $a;',
  'def f():',
  'function f()',
  'func f() int {',
  'x = [1, 2',
  'x = `a',
  '"""',
);
const blanks = fc.constantFrom('\n', '\n', '\n', '\r\n', '    ', '        ', '\t', ' ', '\n    ', '\n\n', '\n\t');
const signs = fc.constantFrom("'", '"', '#', '?>', '//', '/', '*/', '`', '-', ',', ';', ':');
const tokens = fc.constantFrom(
  '<|end|>',
  '<|',
  'STOP',
  'ST',
  '<|fim_middle|>',
  '<think>',
  '</think>',
  '<fim_',
  'prefix>',
);
const escapes = fc.constantFrom(
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
);
const echoes = fc.constantFrom(
  '// Path: a.ts',
  '# Path: b.py',
  '```',
  '```php',
  '<COMPLETION>',
  '[/CODE]',
  '// src/a.ts',
);
const lines = fc.constantFrom(
  '\n$first = one();',
  '\nint one = 1;',
  '\n    call(one, two);',
  '\nstep(1);',
  '\nstep(2);',
);

/** A piece of what a model may say. */
export const piece = fc.oneof(code, blanks, signs, tokens, escapes, echoes, lines, fc.string({ maxLength: 3 }));

/** What a model may say; often it repeats itself. */
export const said = fc
  .tuple(fc.array(piece, { maxLength: 14 }), fc.array(piece, { maxLength: 4 }), fc.integer({ min: 0, max: 5 }))
  .map(([start, again, copies]) => start.join('') + again.join('').repeat(copies));

/** Any place, without a grammar. */
export const where = fc.record<Where>({
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
    'x = `',
    '$first = one();\n',
    'a {\n  b {\n    c;',
    'if x then\n\t',
    '// a',
  ),
  suffix: fc.constantFrom(
    '',
    '\n}',
    '\n    return $a;\n}',
    ');',
    '$b',
    '\n});',
    '\n        f;',
    ') {\n}',
    '\nstep(2);\n',
  ),
  stop: fc.constantFrom<readonly string[]>([], ['<|end|>'], ['STOP', 'TO', '<|end|>'], ['\n\n'], ['', 'ST']),
  extent: fc.constantFrom<FilterContext['extent']>('one', 'line', 'block'),
  path: fc.constantFrom('', 'a.ts', 'a.py', 'a.lua', 'a.md', 'a.clj'),
  indentUnit: fc.constantFrom(undefined, '  ', '\t'),
  family: fc.constantFrom(undefined, 'codellama', 'granite-code', 'codestral', 'qwen3-coder', 'nobody'),
});
