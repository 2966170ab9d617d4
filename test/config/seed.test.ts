import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../src/config/parse.ts';
import { type Options, optionsSchema } from '../../src/config/schema.ts';
import { seedOptions } from '../../src/config/seed.ts';
import { optionTree, walk } from '../../src/config/spec.ts';

const defaults = optionsSchema.parse({});
const said = (raw: unknown): string[] => parseOptions(raw).problems.map((problem) => `${problem.what} ${problem.next}`);

/** What Continue's autocomplete could be told. */
const NAMES = [
  'disable',
  'useCopyBuffer',
  'useFileSuffix',
  'maxPromptTokens',
  'prefixPercentage',
  'maxSuffixPercentage',
  'debounceDelay',
  'multilineCompletions',
  'slidingWindowPrefixPercentage',
  'slidingWindowSize',
  'maxSnippetPercentage',
  'recentlyEditedSimilarityThreshold',
  'useCache',
  'onlyMyCode',
  'useOtherFiles',
  'useRecentlyEdited',
  'recentLinePrefixMatchMinLength',
  'disableInFiles',
  'useImports',
];

/** What each accepted one becomes. */
const ACCEPTED: readonly [name: string, value: unknown, becomes: Partial<Options>][] = [
  ['disable', true, { enabled: false }],
  ['disable', false, { enabled: true }],
  ['useFileSuffix', false, { useFileSuffix: false }],
  ['maxPromptTokens', 500, { maxPromptTokens: 500 }],
  ['maxSnippetPercentage', 0.6, { maxSnippetPercentage: 0.6 }],
  ['useCopyBuffer', true, { useCopyBuffer: true }],
  ['slidingWindowPrefixPercentage', 0.75, { slidingWindowPrefixPercentage: 0.75 }],
  ['slidingWindowSize', 500, { slidingWindowSize: 500 }],
  ['recentlyEditedSimilarityThreshold', 0.3, { recentlyEditedSimilarityThreshold: 0.3 }],
  ['useRecentlyEdited', false, { useRecentlyEdited: false }],
  ['useImports', false, { useImports: false }],
  ['prefixPercentage', 0.5, { prefixPercentage: 0.5 }],
  ['maxSuffixPercentage', 0.5, { maxSuffixPercentage: 0.5 }],
  ['debounceDelay', 350, { debounceMs: 350 }],
  ['debounceDelay', 0, { debounceMs: 0 }],
  ['multilineCompletions', 'never', { multilineCompletions: 'never' }],
  ['useCache', false, { useCache: false }],
  ['onlyMyCode', false, { onlyMyCode: false }],
  ['useOtherFiles', false, { useOtherFiles: false }],
  ['disableInFiles', ['*.md'], { disableInFiles: ['*.md'] }],
];

const REFUSED: readonly [name: string, value: unknown][] = [['recentLinePrefixMatchMinLength', 7]];

describe('the options of Continue', () => {
  it('are all in the table, once, and each is accepted or refused', () => {
    expect(seedOptions.map(({ name }) => name)).toEqual(NAMES);
    expect(new Set([...ACCEPTED, ...REFUSED].map(([name]) => name))).toEqual(new Set(NAMES));
  });

  it.each(ACCEPTED)('%s = %j is accepted in silence', (name, value, becomes) => {
    expect(parseOptions({ [name]: value })).toEqual({ options: { ...defaults, ...becomes }, problems: [] });
  });

  it.each(REFUSED)('%s = %j is refused with a message, and the rest works', (name, value) => {
    const { options, problems } = parseOptions({ [name]: value, popup: 'behind' });
    expect(problems.map(({ code, what, next }) => [code, what, next])).toEqual([
      ['config', expect.stringMatching(new RegExp(`^${name}: .* so it would do nothing\\.$`)), 'Remove it.'],
    ]);
    expect(options).toEqual({ ...defaults, popup: 'behind' });
  });

  it('have the defaults that ours have, or a reason why not', () => {
    const specs = new Map([...walk(optionTree())].map(({ path, spec }) => [path, spec]));
    for (const seed of seedOptions) {
      if ('refusal' in seed) continue;
      const spec = specs.get(seed.option);
      if (spec === undefined || spec.kind === 'section') throw new Error(`no option ${seed.option}`);
      const wanted: unknown = seed.seedDefault === '{}' ? [] : JSON.parse(seed.seedDefault.replaceAll("'", '"'));
      const isSame = JSON.stringify(seed.isInverted ? !wanted : wanted) === JSON.stringify(spec.default);
      expect([seed.name, isSame]).toEqual([seed.name, seed.reason === undefined]);
    }
  });

  it.each<[string, unknown, string]>([
    [
      'a number out of bounds',
      { debounceDelay: 5000 },
      'debounceDelay: expected a whole number from 0 to 2000 or "adaptive", got 5000. See :help fim.debounceMs',
    ],
    ['an ill-typed one', { disable: 'yes' }, 'disable: expected true or false, got "yes". See :help fim.enabled'],
    ['nil', { disable: null }, 'disable: expected true or false, got nil. See :help fim.enabled'],
    [
      'a name beside the option itself',
      { enabled: true, disable: true },
      'disable: it is another name of enabled, which is set as well and goes first. Remove disable.',
    ],
  ])('names %s, once', (_, raw, want) => {
    expect(said(raw)).toEqual([want]);
    expect(parseOptions(raw).options).toEqual(defaults);
  });

  it('go behind our own, in either order', () => {
    for (const raw of [
      { debounceMs: 100, debounceDelay: 350 },
      { debounceDelay: 350, debounceMs: 100 },
    ]) {
      expect(parseOptions(raw).options.debounceMs).toBe(100);
      expect(parseOptions(raw).problems).toHaveLength(1);
    }
  });

  it('are known at the top only', () => {
    expect(said({ model: { useImports: true } })).toEqual([
      expect.stringMatching(/^model\.useImports: there is no such/),
    ]);
    expect(said({ keys: { disable: true } })).toEqual([expect.stringMatching(/^keys\.disable: there is no such/)]);
  });

  it('leave out what is undefined', () => {
    expect(parseOptions({ disable: undefined, debounceDelay: undefined })).toEqual({ options: defaults, problems: [] });
  });
});
