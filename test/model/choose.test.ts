import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstalledModel } from '../../src/model/backend.ts';
import { chooseModel } from '../../src/model/choose.ts';
import { rankModel } from '../../src/prompt/families.ts';

const model = (name: string, billions?: number): InstalledModel =>
  billions === undefined ? { name } : { name, billions };
const choose = (models: readonly InstalledModel[], wanted = 'auto'): string =>
  chooseModel(models, wanted, rankModel).name;

describe('chooseModel', () => {
  it.each([
    ['the only one that can fill in', ['llama3.2:3b', 'starcoder2:3b', 'nomic-embed-text'], 'starcoder2:3b'],
    ['the better family', ['codellama:7b-code', 'starcoder2:7b', 'qwen2.5-coder:1.5b'], 'qwen2.5-coder:1.5b'],
    [
      'the largest that is fast',
      ['qwen2.5-coder:0.5b', 'qwen2.5-coder:7b', 'qwen2.5-coder:14b', 'qwen2.5-coder:3b'],
      'qwen2.5-coder:7b',
    ],
    ['the smallest when all are slow', ['qwen2.5-coder:32b', 'qwen2.5-coder:14b'], 'qwen2.5-coder:14b'],
    ['a fast one of a lesser family before a slow one', ['codestral:22b', 'starcoder2:3b'], 'starcoder2:3b'],
    [
      'base before instruct at the same size',
      ['qwen2.5-coder:7b', 'qwen2.5-coder:7b-base', 'qwen2.5-coder:7b-instruct'],
      'qwen2.5-coder:7b-base',
    ],
    [
      'a base model before one that tuning spoilt',
      ['deepseek-coder:6.7b', 'deepseek-coder:1.3b-base'],
      'deepseek-coder:1.3b-base',
    ],
    ['a slow one before one that tuning spoilt', ['codegemma:7b', 'codestral:22b'], 'codestral:22b'],
    ['a spoilt one when nothing else is there', ['codellama:7b-instruct', 'codellama:34b'], 'codellama:7b-instruct'],
    ['the first by name when nothing else differs', ['starcoder2:3b-q8_0', 'starcoder2:3b-q4_0'], 'starcoder2:3b-q4_0'],
  ])('takes %s', (_, names, want) => {
    expect(choose(names.map((name) => model(name)))).toBe(want);
    expect(choose(names.map((name) => model(name)).reverse())).toBe(want);
  });

  it('believes the server about sizes rather than the name', () => {
    expect(choose([model('qwen2.5-coder:latest', 7.6), model('qwen2.5-coder:3b', 3.1)])).toBe('qwen2.5-coder:latest');
    expect(choose([model('qwen2.5-coder:latest', 14.8), model('qwen2.5-coder:3b', 3.1)])).toBe('qwen2.5-coder:3b');
    expect(choose([model('granite-code:8b-base', 8.1), model('granite-code:3b-base', 3.5)])).toBe(
      'granite-code:8b-base',
    );
  });

  it('gives the same answer for every order of the list', () => {
    const names = [
      'qwen2.5-coder:7b',
      'qwen3-coder:30b',
      'starcoder2:3b',
      'codegemma:2b',
      'llama3:8b',
      'deepseek-coder:6.7b-base',
      'qwen2.5-coder',
    ];
    const want = choose(names.map((name) => model(name)));
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (shuffled) => {
        expect(choose(shuffled.map((name) => model(name)))).toBe(want);
      }),
    );
  });

  it.each([
    ['starcoder2:3b', 'starcoder2:3b'],
    ['qwen2.5-coder', 'qwen2.5-coder:latest'],
    ['StarCoder2:3B', 'starcoder2:3b'],
    ['llama3.2:3b', 'llama3.2:3b'],
  ])('takes the wanted %s', (wanted, want) => {
    expect(
      choose(
        ['llama3.2:3b', 'starcoder2:3b', 'qwen2.5-coder:latest'].map((name) => model(name)),
        wanted,
      ),
    ).toBe(want);
  });

  it('says which line installs a model that is missing', () => {
    expect(() => choose([model('starcoder2:3b')], 'codestral:22b')).toThrow(
      expect.objectContaining({
        code: 'model-missing',
        what: 'Ollama has no model "codestral:22b".',
        next: 'Run `ollama pull codestral:22b`.',
      }),
    );
  });

  it.each([
    ['no models at all', [], 'Ollama has no models yet.'],
    ['none that can fill in', ['llama3.2:3b', 'codellama:34b'], 'No installed model can fill in the middle.'],
  ])('says why there is %s', (_, names, what) => {
    expect(() => choose(names.map((name) => model(name)))).toThrow(
      expect.objectContaining({ code: 'model-without-fim', what, next: 'Run `ollama pull qwen2.5-coder:1.5b-base`.' }),
    );
  });
});
