import { describe, expect, it } from 'vitest';
import { filter, table, type Where } from './stream.ts';

const check = (_: string, said: string, want: string, where: Partial<Where>): void => {
  expect(filter(said, where).text).toBe(want);
};

describe('thoughts', () => {
  it.each(
    table([
      ['go', '<think>\nHm.\n</think>\n\nreturn a;', 'return a;'],
      ['go when the prompt has begun them', '</think>\nreturn a;', 'return a;'],
      ['leave nothing when they never end', '<think>\nHm.', ''],
      ['stay in code about them', "const END = '</think>';", "const END = '</think>';"],
    ]),
  )('%s', check);
});

describe('markers', () => {
  it.each(
    table([
      ['before the code go', '<COMPLETION>return a;', 'return a;'],
      ['on a line of their own go with it', '[CODE]\nreturn a;', 'return a;'],
      ['behind the code end it', 'return a;\n[/CODE]\nThis returns a.', 'return a;'],
      ['of both kinds', '<COMPLETION>a;</COMPLETION> b;', 'a;</COMPLETION> b;'],
      ['of the end of a file end it', 'return a\n# End of file.\nx', 'return a'],
      ['in strings stay', "if (line === '[/CODE]') stop();", "if (line === '[/CODE]') stop();"],
      ['that are part of a word stay', 'x[/CODE]y', 'x[/CODE]y'],
    ]),
  )('%s', check);
});

describe('fences', () => {
  it.each(
    table([
      ['around the code go', '```ts\nconst a = 1;\n```\nThis sets a.', 'const a = 1;'],
      ['behind the code end it', 'const a = 1;\n```', 'const a = 1;'],
      ['with blanks around go', '  ```python\na = 1\n  ```  ', 'a = 1'],
      ['in the middle of a line stay', 'const a = "```"; // ```', 'const a = "```"; // ```'],
      ['stay in Markdown', '```ts\na\n```\n\nb', '```ts\na\n```\n\nb', { filetype: 'markdown' }],
      [
        'stay in a docstring',
        '```\nf(1)\n```',
        '```\nf(1)\n```',
        { prefix: 'def f(a):\n    """Doubles.\n', path: 'a.py' },
      ],
      [
        'stay where one is open above',
        ' * f(2);\n * ```',
        ' * f(2);\n * ```',
        { prefix: '/**\n * ```ts\n * f();\n', path: 'a.ts' },
      ],
    ]),
  )('%s', check);
});

describe('the head of a file', () => {
  it.each(
    table([
      ['goes from the beginning', '// Path: src/a.ts\nconst a = 1;', 'const a = 1;'],
      ['goes with a comment of Python', '# Path: src/a.py\na = 1', 'a = 1', { path: 'b.py' }],
      ['goes where it is a path alone', '// src/model/user.ts\nconst a = 1;', 'const a = 1;'],
      ['goes twice', '// Path: a.ts\n// Path: b.ts\nconst a = 1;', 'const a = 1;'],
      ['ends the text where another file begins', 'const a = 1;\n// Path: src/b.ts\nconst b = 2;', 'const a = 1;'],
      ['is nothing by itself', '// Path: src/a.ts', ''],
      ['is no comment about a path', '// Path of the file.\nconst a = 1;', '// Path of the file.\nconst a = 1;'],
      ['is no indented comment further down', 'f() {\n  // src/a.ts\n}', 'f() {\n  // src/a.ts\n}'],
    ]),
  )('%s', check);
});

describe('empty comments', () => {
  it.each(
    table([
      ['go', 'a();\n//\nb();', 'a();\nb();'],
      ['go at the end', 'a();\n//', 'a();'],
      ['go in Python', 'a()\n#\nb()', 'a()\nb()', { path: 'a.py' }],
      ['stay between paragraphs', '// One.\n//\n// Two.\na();', '// One.\n//\n// Two.\na();'],
      ['stay behind a comment above', '//\n// Two.\na();', '//\n// Two.\na();', { prefix: '// One.\n' }],
      ['go behind a comment that ends', '// One.\n//\na();', '// One.\na();'],
      ['are none in Markdown', 'a\n#\nb', 'a\n#\nb', { path: 'a.md' }],
    ]),
  )('%s', check);
});

describe('habits of families', () => {
  it.each(
    table([
      [
        'CodeLlama: two blanks before the first line',
        '  return a;',
        'return a;',
        { family: 'codellama', prefix: '{\n  ' },
      ],
      ['CodeLlama: none that indent it', '  return a;', '  return a;', { family: 'codellama', prefix: 'f() {\n' }],
      ['Codestral: an empty line below an empty one', '\na = 1;', 'a = 1;', { family: 'codestral', prefix: 'x;\n\n' }],
      ['Codestral: a blank behind a blank', ' 1;', '1;', { family: 'codestral', prefix: 'a = ' }],
      ['Granite: the line before the cursor', '  return a;', 'a;', { family: 'granite-code', prefix: '{\n  return ' }],
      ['Granite: its last word', 'user.name;', '.name;', { family: 'granite4', prefix: 'return user' }],
      ['Granite: no single letter', 'and b;', 'and b;', { family: 'granite4', prefix: 'x = a' }],
      ['others have none of them', 'user.name;', 'user.name;', { family: 'nobody', prefix: 'return user' }],
    ]),
  )('%s', check);
});
