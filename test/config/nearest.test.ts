import { describe, expect, it } from 'vitest';
import { nearestOption } from '../../src/config/nearest.ts';
import { optionTree, walk } from '../../src/config/spec.ts';

const known = [...walk(optionTree())].map(({ path }) => path);

describe('nearestOption', () => {
  it.each([
    ['a missing letter', 'enabld', 'enabled'],
    ['two letters swapped', 'enalbed', 'enabled'],
    ['snake case', 'debounce_ms', 'debounceMs'],
    ['a beginning', 'multiline', 'multilineCompletions'],
    ['a beginning with a slip', 'debonce', 'debounceMs'],
    ['the name of an option of a section', 'temperature', 'model.temperature'],
    ['a slip in a section', 'keys.acceptword', 'keys.acceptWord'],
    ['the nearest in the same section', 'model.targets', 'model.target'],
    ['an option in the wrong section', 'model.url', 'ollama.url'],
  ])('finds %s: %s', (_, given, want) => expect(nearestOption(given, known)).toBe(want));

  it.each(['zzz', 'colorscheme', 'x', '', '[1]'])('suggests nothing for %j', (given) => {
    expect(nearestOption(given, known)).toBeUndefined();
  });

  it('prefers the option of the section that was written', () => {
    expect(nearestOption('b.nam', ['a.name', 'b.name'])).toBe('b.name');
  });
});
