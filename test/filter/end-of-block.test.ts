import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFilters } from '../../src/filter/pipeline.ts';
import { type BlockReader, createSyntax, grammarsFolder } from '../../src/syntax/block-reader.ts';
import { languageOf } from '../../src/syntax/registry.ts';
import { filter, nowhere, type Where } from './stream.ts';

type Case = readonly [name: string, path: string, doc: string, said: string, want: string];

/** The place of the `|` in `doc`. */
function placeIn(doc: string, path: string): Where {
  const at = doc.indexOf('|');
  return { ...nowhere, path, prefix: doc.slice(0, at), suffix: doc.slice(at + 1) };
}

/** Blocks that end alike with a grammar and without. */
const BLOCKS: readonly Case[] = [
  ['with the closer that is missing below', 'a.ts', 'f() {\n  |', 'a();\n}\n\ng() {\n}', 'a();\n}'],
  ['before the closer that stands below', 'a.ts', 'f() {\n  |\n}', 'a();\n}\n\ng() {\n}', 'a();'],
  [
    'behind the closers of what it opens itself',
    'a.ts',
    'f() {\n  |\n}',
    'if (a) {\n    b();\n  }\n  c();\n}',
    'if (a) {\n    b();\n  }\n  c();',
  ],
  ['over empty lines', 'a.ts', 'f() {\n  |\n}', 'a();\n\n\n  b();\n}', 'a();\n\n\n  b();'],
  ['over else', 'a.ts', 'if (a) {\n  |\n}', 'b();\n} else {\n  c();\n}\nd();', 'b();\n} else {\n  c();'],
  ['over catch', 'a.ts', 'try {\n  |', 'b();\n} catch (e) {\n  c();\n}\nd();', 'b();\n} catch (e) {\n  c();\n}'],
  ['with all closers of its line', 'a.ts', 'it("a", () => {|', '\n  a();\n});\n\nit("b");', '\n  a();\n});'],
  ['before them where they stand below', 'a.ts', 'it("a", () => {|\n});', '\n  a();\n});\n\nit("b");', '\n  a();'],
  [
    'where its indentation does not fit',
    'a.ts',
    'class A {\n    f() {\n        |\n    }\n}',
    'if (a) {\n  b();\n}\nreturn c;\n    }',
    'if (a) {\n  b();\n}\nreturn c;',
  ],
  ['in spite of brackets in strings', 'a.ts', 'f() {\n  |\n}', "a('}');\n  b(`)`);\n}\n", "a('}');\n  b(`)`);"],
  [
    'in spite of brackets in comments',
    'a.ts',
    'f() {\n  |\n}',
    'a(); // }\n  b(); /* ) */\n}\n',
    'a(); // }\n  b(); /* ) */',
  ],
  ['of a template over lines', 'a.ts', 'f() {\n  |\n}', 'a(`\n}\n{b\n`);\n  c();\n}\n', 'a(`\n}\n{b\n`);\n  c();'],
  [
    'of a body with its braces below',
    'a.php',
    '<?php\nclass A\n{\n    function f(): int|\n}',
    '\n    {\n        return 1;\n    }\n\n    function g()',
    '\n    {\n        return 1;\n    }',
  ],
  [
    'of a list',
    'a.php',
    '<?php\n$a = [\n    |\n];',
    '1,\n    [\n        2,\n    ],\n];\nf();',
    '1,\n    [\n        2,\n    ],',
  ],
  [
    'of Python by its indentation',
    'a.py',
    'def f(a):\n    |',
    'if a:\n        return 1\n    return 2\n\nb = 3',
    'if a:\n        return 1\n    return 2',
  ],
  [
    'of Python over elif and else',
    'a.py',
    'if a:\n    |',
    'b()\nelif c:\n    d()\nelse:\n    e()\nf()',
    'b()\nelif c:\n    d()\nelse:\n    e()',
  ],
  [
    'of Python with a docstring',
    'a.py',
    'def f(a):|',
    '\n    """Doubles.\n\nNo more.\n    """\n    return a\n\ndef g():',
    '\n    """Doubles.\n\nNo more.\n    """\n    return a',
  ],
  ['of Lua with its word', 'a.lua', 'local function f(a)|', '\n  return a\nend\n\nlocal b', '\n  return a\nend'],
  [
    'of Lua before the word that stands below',
    'a.lua',
    'local function f(a)\n  |\nend',
    'return a\nend\n\nlocal b',
    'return a',
  ],
  [
    'of Go',
    'a.go',
    'package a\n\nfunc f() error {\n\t|',
    'if err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}\n\nfunc g()',
    'if err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}',
  ],
  [
    'of Rust',
    'a.rs',
    "fn f<'a>(x: &'a str) -> &'a str {\n    |",
    "let y = 'z';\n    x\n}\n\nfn g() {}",
    "let y = 'z';\n    x\n}",
  ],
];

const syntax = createSyntax(grammarsFolder());
const readerOf = (path: string): BlockReader | undefined => {
  const language = languageOf({ filetype: '', path });
  return language && syntax.reader(language);
};
beforeAll(async () => {
  for (const [, path] of BLOCKS) {
    const language = languageOf({ filetype: '', path });
    if (language) await syntax.load(language);
  }
});
afterAll(() => syntax.dispose());

describe('a block ends', () => {
  const isOpened = (doc: string): boolean => /\S\|/u.test(doc);
  describe.each([
    ['by its brackets and indentation', (): undefined => undefined],
    ['by grammar', readerOf],
  ])('%s', (_, reader) => {
    it.each(BLOCKS)('%s (%s)', (_name, path, doc, said, want) => {
      const at: Where = { ...placeIn(doc, path), extent: isOpened(doc) ? 'line' : 'block', syntax: reader(path) };
      expect(filter(said, at).text).toBe(want);
    });
  });

  it('at the line that says so, and the stream with it', () => {
    const at = { ...placeIn('f() {\n  |\n}', 'a.ts'), done: false };
    expect(runFilters('a();\n}', at)).toEqual({ text: 'a();', ended: false });
    expect(runFilters('a();\n}\n', at)).toMatchObject({ text: 'a();', ended: true });
  });
});

it.each<readonly [string, string, string, string]>([
  ['of Python', 'def f():\n    |', 'return 1\n\ndef g', 'return 1'],
  ['that the line opens', 'if a:|', '\n    b()\nc(', '\n    b()'],
])('a block %s ends with the first word of the line behind it', (_, doc, said, want) => {
  const extent = doc.includes(':|') ? 'line' : 'block';
  const result = runFilters(said, { ...placeIn(doc, 'a.py'), extent, done: false });
  expect(result).toEqual({ text: want, ended: true, endedBy: 'end-of-block' });
});

describe('a line ends', () => {
  it.each<readonly [string, string, string, string]>([
    ['the text where it opens nothing', 'a = |', '1;\nb = 2;', '1;'],
    ['the text no sooner than what it opens', 'a = |', 'f(() => {\n  g();\n});\nb = 2;', 'f(() => {\n  g();\n});'],
    [
      'the text behind a body with its brace below',
      'class A {\n  A(int |\n}',
      'a)\n  {\n    b = a;\n  }\n\n  c',
      'a)\n  {\n    b = a;\n  }',
    ],
    ['nothing when it was complete: the block goes on', '{\n  a();|\n}', '\n  b();\n  c();\n}', '\n  b();\n  c();'],
    ['the next line when it was complete, at the top level', 'a();|', '\nb();\nc();', '\nb();'],
    ['the text no sooner than a string that it begins', 'a = |', '`b\n  c {\n`;\nd();', '`b\n  c {\n`;'],
    [
      'the text no sooner than the comment that it stands in',
      '  /**|',
      '\n   * B.\n   */\n  b() {',
      '\n   * B.\n   */',
    ],
    ['the text where signs behind the cursor are no part of it', 'f(|) {', 'a, b\n  c', 'a, b'],
  ])('%s', (_, doc, said, want) => {
    expect(filter(said, { ...placeIn(doc, 'a.ts'), extent: 'line' }).text).toBe(want);
  });

  it('says which of the two has ended the text', () => {
    expect(filter('1;\nb', { prefix: 'a = ', extent: 'line' }).endedBy).toBe('end-of-line');
    expect(filter('{\n  1;\n}\nb', { prefix: 'a = ', extent: 'line' }).endedBy).toBe('end-of-block');
  });
});

describe('closers that the suffix has', () => {
  it.each<readonly [string, string, string, string]>([
    ['end the text', 'f(\n  a|\n)', ', b)', ', b'],
    ['end it in a line of their own', 'x = {\n  a: {\n    |\n  },\n};', 'b: 1\n  },\n  c: 2', 'b: 1'],
    ['end it though it says nothing else', '{\n  {\n    a();\n    |\n  }\n}', '}', ''],
    ["are another's where one is missing", '{\n  {\n    a();\n  |\n}', '}', '}'],
    [
      'are known by their indentation in a broken file',
      '{\n  "a": {\n    "b": {\n      |\n    }\n  },\n  "c": [',
      '"d": 1\n    }\n  }',
      '"d": 1',
    ],
    ['do not count in strings', "f(')',\n  |\n)", "a(')')", "a(')')"],
    ['do not count where nothing is open', 'x > |', '8.5)', '8.5)'],
  ])('%s', (_, doc, said, want) => expect(filter(said, placeIn(doc, 'a.ts')).text).toBe(want));
});
