import { afterAll, describe, expect, it } from 'vitest';
import { NameReader } from '../../../bench/retrieval/code-names.ts';
import { namesOfContext, novelNames } from '../../../bench/retrieval/measure.ts';
import { languageOf } from '../../../src/syntax/registry.ts';
import { REPO_ROOT } from '../../helpers/nvim-binaries.ts';

const reader = new NameReader(`${REPO_ROOT}/grammars`);
afterAll(() => reader.close());

describe('NameReader', () => {
  it.each([
    ['a.php', "<?php $this->repo->find('text', $id); // note", ['repo', 'find', 'id']],
    ['a.ts', `const total = order.sum('text' + rate); /* note */`, ['total', 'order', 'sum', 'rate']],
    ['a.py', "total = self.order.sum('text')  # note", ['total', 'order', 'sum']],
  ])('finds the names in the code of %s, and none of strings or comments', async (path, text, want) => {
    const language = languageOf({ filetype: '', path });
    if (language === undefined) throw new Error(path);
    expect((await reader.names(language, text)).map(({ name }) => name).filter((name) => name !== 'self')).toEqual(
      want,
    );
  });
});

/** A cursor behind the first `typed` characters of a line, with names in that line and the one behind it. */
function place(above: readonly string[], text: string, typed: number, next: string, below: readonly string[] = []) {
  const names = [text, next].flatMap((line, row) =>
    [...line.matchAll(/[a-z]\w+/giu)].map(({ 0: name, index }) => ({
      name,
      row,
      col: index,
      end: index + name.length,
    })),
  );
  const cursor = { path: 'a.php', lines: [...above, text.slice(0, typed), ...below], row: above.length, col: typed };
  return { cursor, names };
}

describe('novelNames', () => {
  it('are those that are typed next and that the window shows nowhere; a half-typed one counts as the whole', () => {
    const { cursor, names } = place(['$known = 1;'], 'alpha($beta, $known)', 9, '$gamma->delta();', ['delta']);
    expect(novelNames(cursor, { names })).toEqual([
      { name: 'beta', isInLine: true },
      { name: 'gamma', isInLine: false },
    ]);
  });

  it('counts what stands outside of the window, which has 60 lines above and 20 below', () => {
    const filler = (count: number): readonly string[] => Array.from({ length: count }, () => '//');
    const far = place(['alpha', ...filler(60)], 'x alpha omega', 1, '', [...filler(20), 'omega']);
    expect(novelNames(far.cursor, far).map(({ name }) => name)).toEqual(['alpha', 'omega']);
    const near = place(['alpha', ...filler(59)], 'x alpha omega', 1, '', [...filler(19), 'omega']);
    expect(novelNames(near.cursor, near)).toEqual([]);
  });
});

describe('namesOfContext', () => {
  const many = Array.from({ length: 400 }, (_, at) => `name${at}`);

  it('counts all names of code and signatures', () => {
    const names = namesOfContext([{ kind: 'code', text: `f(${many.join(', ')});` }], 100);
    expect(many.every((name) => names.has(name))).toBe(true);
  });

  it.each([
    ['a list of names', { kind: 'names', text: many.join(', ') }],
    ['a comment', { kind: 'code', text: `// ${many.join(', ')}` }],
    ['a comment among signatures', { kind: 'signatures', text: `class A {\n  // ${many.join(', ')}\n}` }],
  ] as const)('counts %s up to 15 % of the budget', (_, snippet) => {
    const counted = (budget: number): number =>
      many.filter((name) => namesOfContext([snippet], budget).has(name)).length;
    expect(counted(100)).toBeGreaterThan(2);
    // A name of seven letters costs at least one token.
    expect(counted(100)).toBeLessThanOrEqual(15);
    expect(counted(1000)).toBeGreaterThan(counted(100));
  });
});
