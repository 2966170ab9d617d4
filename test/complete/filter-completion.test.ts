import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FilteredCompletion,
  type FilterOptions,
  type FilterSituation,
  filterCompletion,
} from '../../src/complete/filter-completion.ts';
import { cut, said, seeds } from '../filter/stream.ts';

/** What is made of `chunks` at the `|` of `doc`, in a TypeScript file unless `more` says otherwise. */
function complete(
  doc: string,
  chunks: Iterable<string> | AsyncIterable<string>,
  more: Partial<FilterSituation> = {},
  options?: FilterOptions,
): Promise<FilteredCompletion> {
  const at = doc.indexOf('|');
  const [prefix, suffix] = [doc.slice(0, at), doc.slice(at + 1)];
  const situation = { prefix, suffix, language: 'typescript', filename: 'a.ts', multiline: 'auto' as const, ...more };
  return filterCompletion(chunks, situation, options);
}

/** A source that notes how much of it was read, and whether it was left. */
class Source implements AsyncIterable<string> {
  read = 0;
  isLeft = false;
  readonly #chunks: readonly string[];
  readonly #hangs: boolean;

  constructor(chunks: readonly string[], hangs = false) {
    this.#chunks = chunks;
    this.#hangs = hangs;
  }

  [Symbol.asyncIterator](): AsyncIterator<string> {
    return {
      next: async () => {
        const value = this.#chunks[this.read];
        if (value === undefined) return this.#hangs ? new Promise(() => undefined) : { done: true, value };
        this.read++;
        return { done: false, value };
      },
      return: async () => {
        this.isLeft = true;
        return { done: true, value: undefined };
      },
    };
  }
}

describe('filterCompletion', () => {
  const cases: readonly (readonly [string, string, string, FilteredCompletion, Partial<FilterSituation>?])[] = [
    ['gives the rest of a line', 'const a = |', '1;\nconst b = 2;', { text: '1;', replaceAfterCursor: 0 }],
    ['replaces the closers that the text brings', 'f(|);', 'a, b);', { text: 'a, b);', replaceAfterCursor: 2 }],
    [
      'replaces signs that the text contains',
      'f(|) {\n}',
      'a): number {\n  b();\n}',
      { text: 'a): number {\n  b();', replaceAfterCursor: 3 },
    ],
    ['replaces the end of a tag', '<App |/>', 'a={b} />', { text: 'a={b} />', replaceAfterCursor: 2 }],
    ['fills a hole before words', 'f(|, "b");', '"a", "b");', { text: '"a"', replaceAfterCursor: 0 }],
    ['gives a block', 'f() {\n  |\n}', 'a();\n  b();\n}\n', { text: 'a();\n  b();', replaceAfterCursor: 0 }],
    [
      'gives one line when told so',
      'f() {\n  |\n}',
      'a();\n  b();',
      { text: 'a();', replaceAfterCursor: 0 },
      { multiline: false },
    ],
    [
      'gives all lines when told so',
      'f() {\n  a = |\n}',
      '1;\n  b();\n}',
      { text: '1;\n  b();', replaceAfterCursor: 0 },
      { multiline: true },
    ],
    [
      'reads files with CRLF',
      'f() {\r\n  |\r\n  return a;\r\n}',
      'a();\r\n  return a;',
      { text: 'a();', replaceAfterCursor: 0 },
    ],
    ['ends at a stop string', 'a = |', '1;<E>', { text: '1;', replaceAfterCursor: 0 }, { stop: ['<E>'] }],
    [
      'ends at a stop of the family',
      'a = |',
      '1;<｜fim▁begin｜>',
      { text: '1;', replaceAfterCursor: 0 },
      { family: 'deepseek-coder' },
    ],
    [
      'knows a family by the name of a model',
      'a = |',
      '1;[PREFIX]2',
      { text: '1;', replaceAfterCursor: 0 },
      { family: 'codestral:22b' },
    ],
    [
      'takes a family that it does not know',
      'a = |',
      '1;',
      { text: '1;', replaceAfterCursor: 0 },
      { family: 'nobody' },
    ],
    ['says why there is nothing', 'a = 1|', ' ;', { text: '', replaceAfterCursor: 0, dropped: 'only-punctuation' }],
    ['says that it stands there', 'f(|);', ');', { text: '', replaceAfterCursor: 0, dropped: 'repeats-rest-of-line' }],
    ['says nothing of a model that says nothing', 'a = |', '', { text: '', replaceAfterCursor: 0 }],
  ];
  it.each(cases.map(([name, doc, raw, want, more = {}]) => [name, doc, raw, want, more] as const))(
    '%s',
    async (_, doc, raw, want, more) => expect(await complete(doc, [raw], more)).toEqual(want),
  );

  it.each([
    ['python', 'a.txt'],
    ['Python', 'a'],
    ['py', ''],
    ['', 'a.py'],
    ['nonsense', 'b/a.py'],
  ])('knows the language %j of %j', async (language, filename) => {
    const docstring = '"""Doubles.\n\nNo more.\n    """\n    return a\n\nb = 1';
    const { text } = await complete('def f(a):\n    |', [docstring], { language, filename });
    expect(text).toBe('"""Doubles.\n\nNo more.\n    """\n    return a');
  });

  it.each(['c_sharp', 'c#', 'tsx', 'typescriptreact', 'golang', 'fortran', ''])(
    'takes the language %j',
    async (language) => {
      expect((await complete('x(|', ['1, 2);\n'], { language, filename: '' })).text).toBe('1, 2);');
    },
  );

  it('goes without a grammar that does not load', async () => {
    expect(await complete('f() {\n  |\n}', ['a();\n}'], {}, { grammars: '/nowhere' })).toMatchObject({ text: 'a();' });
  });

  it('gives the text the indentation of the file', async () => {
    const { text } = await complete(
      'f() {\n\ta();\n\t|\n}',
      ['if (b) {\n        c();\n    }'],
      {},
      { indentUnit: '\t' },
    );
    expect(text).toBe('if (b) {\n\t\tc();\n\t}');
  });

  it('stops reading as soon as the text is final, and says so', async () => {
    const source = new Source(['a();', '\n}', '\n', 'never();']);
    expect((await complete('f() {\n  |', source)).text).toBe('a();\n}');
    expect(source).toMatchObject({ read: 3, isLeft: true });
  });

  it('leaves a source that hangs when it is aborted', async () => {
    const source = new Source(['a('], true);
    const abort = new AbortController();
    const result = complete('b = |', source, {}, { signal: abort.signal });
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('enough'));
    await expect(result).rejects.toThrow('enough');
    expect(source.isLeft).toBe(true);
  });

  it('reads nothing when it was aborted before', async () => {
    const source = new Source(['a']);
    await expect(complete('b = |', source, {}, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
    expect(source.read).toBe(0);
  });

  it('passes on the failure of a source', async () => {
    // biome-ignore lint/correctness/useYield: it fails before
    async function* failing(): AsyncGenerator<string> {
      throw new Error('no model');
    }
    const { signal } = new AbortController();
    await expect(complete('b = |', failing(), {}, { signal })).rejects.toThrow('no model');
  });

  it('gives the same however the stream is cut', async () => {
    const docs = [
      '|',
      'f(|);',
      'f(|) {\n}',
      'if (a) {\n  |\n}',
      'def f():\n    |\n',
      'x = "|";',
      'a = |\nb();',
      'f() {\n  a();|\n  b();\n}',
    ];
    const more = fc.record({
      language: fc.constantFrom('typescript', 'python', 'php', 'lua', 'markdown'),
      multiline: fc.constantFrom<boolean | 'auto'>(true, false, 'auto'),
      family: fc.constantFrom('qwen3-coder', 'codellama', 'granite-code', 'nobody'),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...docs), said, seeds, more, async (doc, text, places, how) => {
        const whole = await complete(doc, [text], how);
        for (const chunks of [text.split(''), cut(text, places)]) {
          const { text: now, replaceAfterCursor } = await complete(doc, chunks, how);
          expect({ text: now, replaceAfterCursor }).toEqual({
            text: whole.text,
            replaceAfterCursor: whole.replaceAfterCursor,
          });
        }
      }),
      { numRuns: 300 },
    );
  });
});
