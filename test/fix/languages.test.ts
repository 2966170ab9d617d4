/** What comes of replies in other languages than PHP: ways to silence a report, stubs, indentation that means something, code that looks like an answer's own marks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../src/fix/refusal.ts';
import { contentOf } from '../../src/fix/source-text.ts';
import { repair, scripted, staged } from './stage.ts';

const TS = `import { load } from './load.ts';

export class Cart {
  readonly rows: Row[] = [];

  /** In cents. */
  total(user: User): number {
    const rate = load(user.⟦contry⟧);
    let sum = 0;
    for (const row of this.rows) {
      sum += row.price * rate;
    }
    return sum;
  }
}
`;
const TS_REGION = TS.split('\n')
  .slice(6, 14)
  .map((line) => line.slice(2))
  .join('\n')
  .replace('⟦contry⟧', 'country');

const PYTHON = `from shop import load


class Cart:
    def total(self, user: "User") -> int:
        rate = load(user.⟦contry⟧)
        total = 0
        for row in self.rows:
            total += row.price * rate
        return total

    def clear(self) -> None:
        self.rows = []
`;
const PYTHON_REGION = PYTHON.split('\n')
  .slice(4, 10)
  .map((line) => line.slice(4))
  .join('\n')
  .replace('⟦contry⟧', 'country');

const fence = (code: string, word: string): string => `Fixed.\n\n\`\`\`${word}\n${code}\n\`\`\`\n`;

async function verdictOf(path: string, marked: string, reply: string): Promise<string> {
  const scene = await staged(path, marked, { message: 'Unknown name contry.', code: 'x', source: 'nobody' });
  const { tries, candidates } = await repair(scene, scripted([reply]));
  const [first] = tries;
  if (first === undefined) return 'not asked';
  if (isRefusal(first.result)) return first.result.verdict;
  return contentOf(candidates[0]?.after ?? scene.source);
}

describe('a reply in TypeScript', () => {
  const answer = (from: string | RegExp, to: string, word = 'typescript'): string =>
    fence(TS_REGION.replace(from, to), word);
  it.each<[string, string, string]>([
    ['suppression', 'ts-ignore', answer('const rate', '// @ts-ignore\n  const rate')],
    ['suppression', 'ts-expect-error', answer('const rate', '// @ts-expect-error: later\n  const rate')],
    [
      'suppression',
      'ts-nocheck',
      `// @ts-nocheck\n${answer('', '')}`.replace('```typescript\n', '```typescript\n// @ts-nocheck\n'),
    ],
    ['suppression', 'a disabled rule', answer('country);', 'country); // eslint-disable-line')],
    ['suppression', 'of biome', answer('const rate', '// biome-ignore lint: x\n  const rate')],
    ['suppression', 'as any', answer('user.country', '(user as any).contry')],
    ['suppression', 'as unknown as', answer('user.country', '(user as unknown as Other).contry')],
    ['suppression', 'as never', answer('user.country', 'user.country as never')],
    ['suppression', 'a cast in angles', answer('user.country', '(<any>user).contry')],
    ['suppression', 'a parameter of any', answer('user: User', 'user: any')],
    ['suppression', 'a list of any', answer('rate = load(user.country)', 'rates = new Map<string, any>()')],
    ['suppression', 'of oxlint', answer('country);', 'country); // oxlint-disable-line')],
    ['suppression', 'a result of any', answer('): number', '): any')],
    ['stub', 'an error', answer(/const rate[\s\S]*sum;/u, "throw new Error('Not implemented');")],
    ['stub', 'an error of that name', answer('return sum', 'throw new NotImplementedError()')],
    ['lazy', 'existing code', answer('let sum = 0;', '// ...existing code...')],
    ['lazy', 'JSX', answer('let sum = 0;', '{/* ... */}')],
    ['no-op', 'the region', answer('country', 'contry')],
    ['json', 'an object', fence('{"total": "x"}', 'json')],
    ['wrong-language', 'PHP', answer('', '', 'php')],
  ])('is refused as %s: %s', async (verdict, _, reply) =>
    expect(await verdictOf('/p/cart.ts', TS, reply)).toBe(verdict),
  );

  const expected = TS.replace('⟦contry⟧', 'country');
  it.each<[string, string]>([
    ['as asked for', answer('', '')],
    ['marked as JavaScript', answer('', '', 'js')],
    ['with the class and the import', fence(expected, 'ts')],
    ['with a new import above the class', fence(expected.replace('\n\n', "\nimport { z } from './z.ts';\n\n"), 'ts')],
    ['in tabs', fence(TS_REGION.replace(/ {2}/gu, '\t'), 'ts')],
    ['in four blanks', fence(TS_REGION.replace(/^(?: {2})+/gmu, '$&$&'), 'ts')],
  ])('is taken %s', async (what, reply) => {
    const made = await verdictOf('/p/cart.ts', TS, reply);
    const imported = what.includes('import above');
    expect(made).toBe(imported ? expected.replace('\n\n', "\nimport { z } from './z.ts';\n\n") : expected);
  });

  it('is read where the code itself holds fences, or words of thoughts', async () => {
    const marked = 'function help(): string {\n  return `\n```ts\n⟦a⟧;\n```\n<think>\n</think>\n`;\n}\n';
    const scene = await staged('/p/help.ts', marked, { message: 'Wrong.', code: 'x', source: 'nobody' });
    const right = marked.replace('⟦a⟧', 'b').trimEnd();
    const { candidates } = await repair(scene, scripted([fence(right, 'ts')]));
    expect(candidates.map(({ after }) => contentOf(after))).toEqual([`${right}\n`]);
  });
});

describe('a reply in Python', () => {
  const answer = (from: string | RegExp, to: string): string => fence(PYTHON_REGION.replace(from, to), 'python');
  it.each<[string, string, string]>([
    ['suppression', 'type: ignore', answer('country)', 'country)  # type: ignore')],
    ['suppression', 'type: ignore with a code', answer('country)', 'contry)  # type: ignore[attr-defined]')],
    ['suppression', 'pyright: ignore', answer('country)', 'contry)  # pyright: ignore')],
    ['suppression', 'noqa', answer('country)', 'country)  # noqa: E501')],
    ['suppression', 'noqa of ruff', answer('country)', 'country)  # ruff: noqa')],
    ['suppression', 'a decorator', answer('def total', '@no_type_check\ndef total')],
    ['suppression', 'pylint', answer('country)', 'country)  # pylint: disable=no-member')],
    ['suppression', 'a cast', answer('user.country', 'cast(Any, user).contry')],
    ['suppression', 'a parameter of Any', answer('"User"', 'Any')],
    ['stub', 'an error', answer('return total', 'raise NotImplementedError')],
    ['stub', 'a comment', answer('return total', 'return 0  # TODO: implement')],
    ['lazy', 'an ellipsis', answer('total = 0', '...')],
    ['lazy', 'the rest', answer('total = 0', '# rest of the function')],
    ['deleted-body', 'pass', fence('def total(self, user: "User") -> int:\n    pass', 'python')],
    ['syntax', 'a missing colon', answer('-> int:', '-> int')],
  ])('is refused as %s: %s', async (verdict, _, reply) =>
    expect(await verdictOf('/p/cart.py', PYTHON, reply)).toBe(verdict),
  );

  const expected = PYTHON.replace('⟦contry⟧', 'country');
  it.each<[string, string]>([
    ['as asked for', answer('', '')],
    ['with the indentation of the file', fence(PYTHON_REGION.replace(/^(?=.)/gmu, '    '), 'py')],
    ['with the first line at the left', fence(PYTHON_REGION.replace(/\n(?=.)/gu, '\n    '), 'py')],
    ['in two blanks', fence(PYTHON_REGION.replace(/ {4}/gu, '  '), 'py')],
    ['with the class', fence(expected, 'python3')],
  ])('is taken %s', async (_, reply) => expect(await verdictOf('/p/cart.py', PYTHON, reply)).toBe(expected));

  it('may be another indentation alone, as that means something', async () => {
    const marked = 'def f(rows):\n    total = 0\n    for row in rows:\n        total += row\n    ⟦    return total⟧\n';
    const scene = await staged('/p/a.py', marked, { message: 'Not all rows.', code: 'x', source: 'nobody' });
    const right = 'def f(rows):\n    total = 0\n    for row in rows:\n        total += row\n    return total';
    const reply = `It was:\n${fence(right.replace('    return', '        return'), 'py')}\nNow:\n${fence(right, 'py')}`;
    const { candidates } = await repair(scene, scripted([reply]));
    expect(candidates.map(({ after }) => contentOf(after))).toEqual([`${right}\n`]);
  });
});

describe('what the entry of a code forbids', () => {
  const refused = async (code: string, source: string, marked: string, region: string): Promise<string> => {
    const scene = await staged('/p/a.ts', marked, { message: 'm', code, source });
    const { tries } = await repair(scene, scripted([fence(region, 'ts')]));
    const result = tries[0]?.result;
    return result === undefined ? 'not asked' : isRefusal(result) ? result.verdict : result.label;
  };
  const guarded = 'function f(user?: User) {\n  return ⟦user⟧.name;\n}\n';
  const chain = `function f(a: string) {\n  if (a === 'x') {\n    return 1;\n  } else if (⟦a === 'x'⟧) {\n    return 2;\n  } else if (a === 'z') {\n    return 3;\n  }\n  return g(a, 1) + g(a, 2);\n}\n`;
  const bare = (marked: string): string => marked.replace(/[⟦⟧]/gu, '').trimEnd();

  it.each<[string, string, string, string, string, string]>([
    ['an assertion that it is not null', '18048', 'ts', guarded, bare(guarded).replace('user.', 'user!.'), 'forbidden'],
    ['an assertion of a type', '18048', 'ts', guarded, bare(guarded).replace('user.', '(user as User).'), 'forbidden'],
    ['a guard', '18048', 'ts', guarded, bare(guarded).replace('user.', 'user?.'), 'syntax only'],
    ['as const', '2322', 'ts', guarded, bare(guarded).replace('user.name', "'a' as const"), 'syntax only'],
    [
      'a cast where none is forbidden',
      '2304',
      'ts',
      guarded,
      bare(guarded).replace('user.', '(user as User).'),
      'syntax only',
    ],
    [
      'the branch gone',
      'no-dupe-else-if',
      'eslint',
      chain,
      bare(chain).replace("  } else if (a === 'x') {\n    return 2;\n", ''),
      'deleted-lines',
    ],
    [
      'the branch different',
      'no-dupe-else-if',
      'eslint',
      chain,
      bare(chain).replace("else if (a === 'x'", "else if (a === 'y'"),
      'syntax only',
    ],
  ])('%s (%s)', async (_, code, source, marked, region, verdict) =>
    expect(await refused(code, source, marked, region)).toBe(verdict),
  );
});

describe('whatever is said', () => {
  const PIECES = [
    ...TS_REGION.split('\n'),
    '```',
    '```ts',
    '````',
    '~~~',
    '> ',
    '- ',
    '    ',
    '\t',
    '<think>',
    '</think>',
    '<<<<<<< SEARCH',
    '=======',
    '>>>>>>> REPLACE',
    '{"a": 1}',
    '<|im_end|>',
    '// ...',
    '\u202e',
    '\r',
    '}',
    "import { x } from './x.ts';",
    'Fixed.',
    '',
  ];

  it('nothing is thrown, and nothing but the region and imports is changed', async () => {
    const scene = await staged('/p/cart.ts', TS, { message: 'Unknown name contry.', code: 'x', source: 'nobody' });
    const reply = fc.oneof(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((lines) => lines.join('\n')),
      // The right answer with one line gone wrong.
      fc.tuple(fc.nat(), fc.constantFrom(...PIECES)).map(([at, line]) => {
        const lines = fence(TS_REGION, 'ts').split('\n');
        return lines.with(at % lines.length, line).join('\n');
      }),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(reply, fc.boolean(), async (text, isCutOff) => {
        const { candidates, tries } = await repair({ ...scene, form: 'region' }, scripted([text], isCutOff));
        expect(tries.length).toBeGreaterThan(0);
        for (const { first, last, lines } of candidates.flatMap(({ edits }) => edits)) {
          const isImport = first === last && lines.every((line) => line === '' || line.startsWith('import '));
          const isInside = first >= scene.region.first && last <= scene.region.last + 1;
          expect(isImport || isInside).toBe(true);
          expect(lines.join('')).not.toMatch(/[\u202e\r\n]/u);
        }
      }),
      { numRuns: 250 },
    );
  });
});
