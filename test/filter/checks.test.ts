import { describe, expect, it } from 'vitest';
import { runFilters } from '../../src/filter/pipeline.ts';
import { filter, nowhere, table, type Where } from './stream.ts';

/** Cases without an expectation. */
const kept = (cases: readonly (readonly [name: string, said: string, where?: Partial<Where>])[]) =>
  cases.map(([name, said, where = {}]) => [name, said, where] as const);

describe('a text is dropped', () => {
  it.each(
    table([
      ['when it is blank', ' \n\t\n', 'blank'],
      ['when it has signs only', ' ;', 'only-punctuation', { prefix: 'a = 1' }],
      ['when it opens only', ' = {', 'only-punctuation', { prefix: 'a' }],
      ['when it is the line above', 'const a = load(1);', 'rewrites-above', { prefix: 'const a = load(1);\n' }],
      [
        'when it begins with the line above',
        'const a = load(1);\nb();',
        'rewrites-above',
        { prefix: '{\n  const a = load(1);\n  ' },
      ],
      [
        'when it is the line above but for a slip',
        'const a = load(1)',
        'rewrites-above',
        { prefix: 'const a = load(1);\n' },
      ],
      ['when it is the line below', 'x;', 'equals-below', { suffix: '\nx;\ny;' }],
      ['when it is the lines below', 'x;\ny;', 'repeats-below', { suffix: '\n\nx;\n\ny;\nz;' }],
      ['when the first filter leaves nothing', '<|endoftext|>', 'stop-strings', { stop: ['<|endoftext|>'] }],
    ]),
  )('%s', (_, said, dropped, where) => expect(filter(said, where)).toMatchObject({ text: '', dropped }));
});

describe('a text is kept', () => {
  it.each(
    kept([
      ['when it has letters of another script', '名前;'],
      ['when it is a number', '8', { prefix: 'a: ', suffix: 'px;', extent: 'one' }],
      ['when it closes', '))', { prefix: '(f (g a' }],
      ['when it is the operator between two words', '*', { prefix: 'n ', suffix: ' factorial (n - 1)', extent: 'one' }],
      ['when the line above has another number', 'const b2 = load(2);', { prefix: 'const b1 = load(1);\n' }],
      ['when the line above has other words', 'private $lastName;', { prefix: 'private $firstName;\n' }],
      ['when the line above is a closer', '}', { prefix: 'a {\n b {\n  c;\n }\n' }],
      ['when the line is begun', 'next();', { prefix: 'it.next();\nit.' }],
    ]),
  )('%s', (_, said, where) => expect(filter(said, where)).toMatchObject({ text: said }));
});

describe('nothing is shown', () => {
  it.each(
    kept([
      ['of signs that no word follows yet', ' = {', { prefix: 'a' }],
      ['of what may become the line above', 'const a = lo', { prefix: 'const a = load(1);\n' }],
      ['of what may be the line below', 'x', { suffix: '\nx;' }],
    ]),
  )('%s', (_, said, where) => {
    expect(runFilters(said, { ...nowhere, ...where, done: false })).toEqual({ text: '', ended: false });
  });
});

it('says nothing about a model that has said nothing', () => expect(filter('')).toEqual({ text: '', ended: true }));
