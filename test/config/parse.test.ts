import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../src/config/parse.ts';
import { optionsSchema } from '../../src/config/schema.ts';
import { optionTree, type ValueSpec, walk } from '../../src/config/spec.ts';

const defaults = optionsSchema.parse({});
const said = (raw: unknown): string[] => parseOptions(raw).problems.map((problem) => `${problem.what} ${problem.next}`);

const leaves = [...walk(optionTree())].flatMap(({ path, spec }) => (spec.kind === 'section' ? [] : [{ path, spec }]));

/** One or two known options with values that are right or just wrong. */
const nearlyRight: fc.Arbitrary<unknown> = fc
  .array(
    fc.constantFrom(...leaves).chain(({ path, spec }) => valueFor(spec).map((value) => ({ path, value }))),
    { maxLength: 2 },
  )
  .map((settings) => settings.reduce<Tree>((tree, { path, value }) => plant(tree, path.split('.'), value), {}));

type Tree = { [name: string]: unknown };

function plant(tree: Tree, [name = '', ...rest]: readonly string[], value: unknown): Tree {
  const below = tree[name];
  return {
    ...tree,
    [name]: rest.length === 0 ? value : plant(below instanceof Object ? { ...below } : {}, rest, value),
  };
}

function valueFor(spec: ValueSpec): fc.Arbitrary<unknown> {
  const edges = [spec.min, spec.max].flatMap((edge) =>
    edge === undefined ? [] : [edge - 1, edge, edge + 0.5, edge + 1],
  );
  const single = fc.oneof(
    fc.constantFrom(
      spec.default ?? '',
      true,
      false,
      '',
      'x',
      0,
      ...edges,
      ...(spec.values ?? []),
      ...(spec.orWords ?? []),
    ),
    fc.double(),
  );
  if (spec.of === undefined) return single;
  // Never empty: `[]` and `{}` mean the same over msgpack, and the schema alone does not know.
  const entry = valueFor(spec.of);
  return spec.kind === 'list'
    ? fc.array(entry, { minLength: 1, maxLength: 3 })
    : fc.dictionary(fc.constantFrom('php', '*'), entry, { minKeys: 1 });
}

describe('parseOptions', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty table', {}],
    ['an empty table as msgpack sends it', []],
    ['empty sections as msgpack sends them', { keys: [], model: [], filetypes: [] }],
    ['an empty list sent as a map', { disableInFiles: {}, model: { stop: {} } }],
  ])('gives the defaults for %s', (_, raw) => expect(parseOptions(raw)).toEqual({ options: defaults, problems: [] }));

  it('keeps what is right', () => {
    const raw = {
      debounceMs: 0,
      keys: { accept: false, next: '<C-n>' },
      filetypes: { php: true },
      model: { stop: ['}'] },
    };
    const { options, problems } = parseOptions(raw);
    expect(problems).toEqual([]);
    expect(options).toEqual({
      ...defaults,
      debounceMs: 0,
      keys: { ...defaults.keys, accept: false, next: '<C-n>' },
      filetypes: { php: true },
      model: { ...defaults.model, stop: ['}'] },
    });
  });

  it.each<[string, unknown, string]>([
    [
      'an ill-typed one',
      { debounceMs: 'fast' },
      'debounceMs: expected a whole number from 0 to 2000 or "adaptive", got "fast". See :help fim.debounceMs',
    ],
    [
      'one out of bounds',
      { debounceMs: 2001 },
      'debounceMs: expected a whole number from 0 to 2000 or "adaptive", got 2001. See :help fim.debounceMs',
    ],
    [
      'a fraction',
      { debounceMs: 1.5 },
      'debounceMs: expected a whole number from 0 to 2000 or "adaptive", got 1.5. See :help fim.debounceMs',
    ],
    ['an unknown choice', { popup: 'show' }, 'popup: expected one of hide, behind, got "show". See :help fim.popup'],
    [
      'a nested one',
      { keys: { accept: true } },
      'keys.accept: expected a non-empty string or false, got true. See :help fim.keys.accept',
    ],
    [
      'an empty string',
      { model: { target: '' } },
      'model.target: expected a non-empty string, got "". See :help fim.model.target',
    ],
    ['a section that is no table', { keys: '<Tab>' }, 'keys: expected a table, got "<Tab>". See :help fim.keys'],
    ['nil', { enabled: null }, 'enabled: expected true or false, got nil. See :help fim.enabled'],
    [
      'a table where a value belongs',
      { enabled: {} },
      'enabled: expected true or false, got a table. See :help fim.enabled',
    ],
    [
      'a long string',
      { enabled: 'x'.repeat(99) },
      `enabled: expected true or false, got "${'x'.repeat(40)}…". See :help fim.enabled`,
    ],
    [
      'a string with control characters',
      { enabled: 'a\nb' },
      'enabled: expected true or false, got "a b". See :help fim.enabled',
    ],
    [
      'a wrong list entry',
      { disableInFiles: ['a', 3] },
      'disableInFiles[2]: expected a string, got 3. See :help fim.disableInFiles',
    ],
    [
      'a wrong record value',
      { filetypes: { php: 1 } },
      'filetypes["php"]: expected true or false, got 1. See :help fim.filetypes',
    ],
    ['an unknown one', { keys: { acept: 'x' } }, 'keys.acept: there is no such option. Did you mean keys.accept?'],
    ['an unknown one near nothing', { colors: 1 }, 'colors: there is no such option. See :help fim-options'],
    ['a configuration that is no table', 3, 'The configuration: expected a table, got 3. See :help fim-options'],
  ])('names %s', (_, raw, want) => {
    expect(said(raw)).toEqual([want]);
    expect(parseOptions(raw).problems[0]?.code).toBe('config');
  });

  it('leaves out only the wrong entries of a list, so that a slip does not unlock the files beside it', () => {
    expect(parseOptions({ disableInFiles: ['*.md', 3, 'a/*'] }).options.disableInFiles).toEqual(['*.md', 'a/*']);
    expect(parseOptions({ filetypes: { php: false, lua: 'no' } }).options.filetypes).toEqual({ php: false });
  });

  it('reports each of several problems and keeps the rest', () => {
    const { options, problems } = parseOptions({
      debounceMs: -1,
      popup: 'behind',
      modle: {},
      model: { maxTokens: 0, temperature: 1 },
    });
    expect(problems.map(({ what }) => what.split(':')[0])).toEqual(['debounceMs', 'modle', 'model.maxTokens']);
    expect(options).toMatchObject({
      debounceMs: 'adaptive',
      popup: 'behind',
      model: { maxTokens: 256, temperature: 1 },
    });
  });

  it('never throws and always returns complete options', () => {
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        expect(optionsSchema.safeParse(parseOptions(raw).options).success).toBe(true);
      }),
    );
  });

  it('agrees with the schema on which values are right', () => {
    fc.assert(
      fc.property(nearlyRight, (raw) => {
        const { options, problems } = parseOptions(raw);
        const bySchema = optionsSchema.safeParse(raw);
        expect(problems.length === 0).toBe(bySchema.success);
        if (bySchema.success) expect(options).toEqual(bySchema.data);
      }),
      { numRuns: 500 },
    );
  });
});
