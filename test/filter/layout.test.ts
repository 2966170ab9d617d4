import { describe, expect, it } from 'vitest';
import { filter, table, type Where } from './stream.ts';

const check = (_: string, said: string, want: string, where: Partial<Where>): void => {
  expect(filter(said, where).text).toBe(want);
};

describe('leading blanks', () => {
  it.each(
    table([
      ['go where one stands', ' 1;', '1;', { prefix: 'a = ' }],
      ['go where the indentation stands', '    a();', 'a();', { prefix: '{\n    ' }],
      ['stay where the indentation is missing', '    a();', '    a();', { prefix: '{\n' }],
      ['go when there is one too many', ' a();', 'a();', { prefix: '{\n    ' }],
      ['go with their line where the indentation stands', '\n    a();', 'a();', { prefix: '{\n    ' }],
      ['stay as an empty line where nothing stands', '\n    a();', '\n    a();', { prefix: '{\n    b();\n' }],
      ['stay no second empty line', '\n    a();', '    a();', { prefix: '{\n    b();\n\n' }],
    ]),
  )('%s', check);
});

/** Above the cursor: a file that is indented with tabs. */
const tabbed = { indentUnit: '\t', prefix: 'x {\n\ty()\n}\n' };

describe('indentation', () => {
  it.each(
    table([
      ['becomes tabs', 'if a {\n    b()\n}', 'if a {\n\tb()\n}', tabbed],
      ['of two blanks becomes tabs', 'if a {\n  if b {\n    c()\n  }\n}', 'if a {\n\tif b {\n\t\tc()\n\t}\n}', tabbed],
      ['of a file that has none stays', 'if a {\n    b()\n}', 'if a {\n    b()\n}', { indentUnit: '\t' }],
      ['becomes blanks', 'if a {\n\tb()\n}', 'if a {\n  b()\n}', { indentUnit: '  ' }],
      [
        'follows the file, not the option',
        'if a {\n\tb()\n}',
        'if a {\n\tb()\n}',
        { indentUnit: '  ', prefix: 'x {\n\ty()\n}\n' },
      ],
      ['stays without the option', 'if a {\n\tb()\n}', 'if a {\n\tb()\n}'],
      ['keeps what aligns', 'a = b\n     + c', 'a = b\n\t + c', { indentUnit: '\t', prefix: 'x {\n\ty()\n}\n' }],
      ['leaves blanks inside of a line', 'a =\t1', 'a =\t1', { indentUnit: '  ', prefix: 'b; ' }],
    ]),
  )('%s', check);
});

describe('trailing blanks', () => {
  it.each(
    table([
      ['go at the end', 'a();  \n\n', 'a();'],
      ['go inside', 'a();  \n  \nb();', 'a();\n\nb();'],
      ['stay inside of Markdown', 'a  \nb', 'a  \nb', { path: 'a.md' }],
      ['stay before text behind the cursor', 'a && ', 'a && ', { suffix: '$b) {', extent: 'one' }],
    ]),
  )('%s', check);
});
