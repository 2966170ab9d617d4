import { describe, expect, it } from 'vitest';
import { optionsSchema } from '../../src/config/schema.ts';
import { expectation, type OptionSpec, optionTree, walk } from '../../src/config/spec.ts';

const byPath = new Map([...walk(optionTree())].map(({ path, spec }) => [path, spec]));

function spec(path: string): OptionSpec {
  const found = byPath.get(path);
  if (found === undefined) throw new Error(`no option ${path}`);
  return found;
}

describe('optionTree', () => {
  it.each([
    ['enabled', 'true or false'],
    ['debounceMs', 'a whole number from 0 to 2000 or "adaptive"'],
    ['prefixPercentage', 'a number from 0.05 to 1'],
    ['popup', 'one of hide, behind'],
    ['keys', 'a table'],
    ['keys.accept', 'a non-empty string or false'],
    ['ollama.url', 'a string'],
    ['model.stop', 'a list, each entry a non-empty string'],
    ['filetypes', 'a table from names, each value true or false'],
  ])('says what %s must be', (path, want) => expect(expectation(spec(path))).toBe(want));

  it('gives every option a help text that ends in a full stop', () => {
    const bare = [...byPath].filter(([, { help }]) => !/\.$/.test(help)).map(([path]) => path);
    expect(bare).toEqual([]);
  });

  it('carries the defaults that the schema fills in', () => {
    const filled: Record<string, unknown> = optionsSchema.parse({});
    for (const [path, option] of byPath) {
      if (option.kind === 'section') continue;
      const value = path
        .split('.')
        .reduce<unknown>((at, name) => (at instanceof Object ? Reflect.get(at, name) : undefined), filled);
      expect([path, option.default]).toEqual([path, value]);
    }
  });

  it('lists parents before children, in the order of the schema', () => {
    const paths = [...byPath.keys()];
    expect(paths[0]).toBe('enabled');
    expect(paths.indexOf('keys')).toBeLessThan(paths.indexOf('keys.accept'));
    expect(paths.indexOf('keys.trigger')).toBeLessThan(paths.indexOf('accept'));
  });
});
