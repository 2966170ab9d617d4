import { describe, expect, it } from 'vitest';
import { billionsIn, isThinking, pickChatModel } from '../../src/fix/chat-model.ts';
import { regionFor } from '../../src/fix/fix.ts';
import { FimError } from '../../src/text/error.ts';

describe('the model that is asked for repairs', () => {
  const installed = (...names: readonly string[]) => names.map((name) => ({ name }));
  it.each<[string, readonly string[], string]>([
    ['one that was taught to follow requests', ['qwen2.5-coder:7b-base', 'qwen2.5-coder:1.5b'], 'qwen2.5-coder:1.5b'],
    ['one for code', ['llama3.1:8b', 'qwen2.5-coder:3b'], 'qwen2.5-coder:3b'],
    [
      'the largest that answers in time',
      ['qwen2.5-coder:1.5b', 'qwen2.5-coder:14b', 'qwen2.5-coder:32b'],
      'qwen2.5-coder:14b',
    ],
    ['none that embeds', ['nomic-embed-text', 'llama3.2:3b'], 'llama3.2:3b'],
  ])('is %s', (_, names, best) => expect(pickChatModel(installed(...names), '').name).toBe(best));

  it('is the one that is wanted, with or without its tag, and also one that the server does not list', () => {
    expect(pickChatModel(installed('a:latest', 'b'), 'A').name).toBe('a:latest');
    expect(pickChatModel(installed('file.gguf'), 'mine').name).toBe('mine');
  });

  it('is said to be missing where there is none', () =>
    expect(() => pickChatModel(installed('nomic-embed-text'), '')).toThrow(FimError));

  it.each([
    ['deepseek-r1:7b', true],
    ['qwq:32b', true],
    ['gpt-oss:20b', true],
    ['phi4-mini-reasoning', true],
    ['qwen2.5-coder:7b', false],
    ['deepseek-coder:6.7b', false],
    ['codellama:13b-instruct', false],
    ['granite-3.1-dense:8b', false],
  ])('%s thinks before it answers: %s', (name, thinks) => expect(isThinking(name)).toBe(thinks));

  it.each([
    ['qwen2.5-coder:1.5b', { limit: 60, inPieces: false }],
    ['deepseek-coder:6.7b-instruct', { limit: 60, inPieces: false }],
    ['qwen2.5-coder:7b', { limit: 120, inPieces: false }],
    ['qwen2.5-coder:14b', { limit: 120, inPieces: true }],
    ['mine', { limit: 60, inPieces: false }],
  ])('%s is given regions of its size', (name, size) => expect(regionFor(billionsIn(name))).toEqual(size));
});
