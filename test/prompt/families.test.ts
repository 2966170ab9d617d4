import { describe, expect, it } from 'vitest';
import { FAMILY_NAMES, optionsSchema } from '../../src/config/schema.ts';
import { families, familyById, familyOf, rankModel } from '../../src/prompt/families.ts';
import { specialTokens } from '../../src/prompt/family.ts';
import { resolveFamily } from '../../src/prompt/resolve.ts';

describe('the registry', () => {
  it('gives the option model.family its values, each once', () => {
    const { family } = optionsSchema.parse({ model: { family: 'mellum' } }).model;
    expect(family).toBe('mellum');
    expect(optionsSchema.safeParse({ model: { family: 'no-such-family' } }).success).toBe(false);
    expect(new Set(FAMILY_NAMES).size).toBe(families.length + 2);
  });

  it.each(families.map((family) => [family.id, family] as const))(
    '%s has a template for its own order, with both slots once',
    (_, family) => {
      expect(family.templates[family.defaultOrder]).toBeDefined();
      for (const template of Object.values(family.templates)) {
        expect(template.split('{prefix}')).toHaveLength(2);
        expect(template.split('{suffix}')).toHaveLength(2);
      }
    },
  );

  it.each(families.map((family) => [family.id, family] as const))(
    '%s protects the tokens of its templates',
    (_, family) => {
      const tokens = specialTokens(family);
      for (const template of Object.values(family.templates)) {
        for (const [token] of template.matchAll(/<[^<>\s]+>|\[[A-Z]+\]/gu)) expect(tokens).toContain(token);
      }
      for (const token of tokens) expect(token).not.toMatch(/\s/u);
    },
  );

  it('spells DeepSeek tokens with full-width bars and low blocks', () => {
    for (const id of ['deepseek-coder', 'deepseek-coder-v2']) {
      expect(familyById(id)?.tokens.prefix).toBe('<\u{ff5c}fim\u{2581}begin\u{ff5c}>');
      expect(familyById(id)?.tokens.suffix).toBe('<\u{ff5c}fim\u{2581}hole\u{ff5c}>');
      expect(familyById(id)?.tokens.middle).toBe('<\u{ff5c}fim\u{2581}end\u{ff5c}>');
    }
  });
});

describe('familyOf', () => {
  it.each([
    ['qwen2.5-coder', 'qwen2.5-coder'],
    ['qwen2.5-coder:1.5b-base', 'qwen2.5-coder'],
    ['qwen2.5-coder:7b-base-q8_0', 'qwen2.5-coder'],
    ['qwen2.5-coder:32b-instruct', 'qwen2.5-coder'],
    ['hf.co/Qwen/Qwen2.5-Coder-7B-Instruct-GGUF:Q4_K_M', 'qwen2.5-coder'],
    ['hf.co/bartowski/Qwen2.5.1-Coder-7B-Instruct-GGUF', 'qwen2.5-coder'],
    ['qwen2_5-coder-3b', 'qwen2.5-coder'],
    ['qwen3-coder', 'qwen3-coder'],
    ['qwen3-coder:30b-a3b-q4_K_M', 'qwen3-coder'],
    ['hf.co/unsloth/Qwen3-Coder-30B-A3B-Instruct-GGUF:Q4_K_M', 'qwen3-coder'],
    ['codeqwen:7b-code', 'codeqwen'],
    ['codeqwen', 'codeqwen'],
    ['granite4:3b', 'granite4'],
    ['ibm/granite4:350m-h-base-q4_K_S', 'granite4'],
    ['granite4', 'granite4'],
    ['hf.co/ibm-granite/granite-4.0-h-tiny-base-GGUF', 'granite4'],
    ['ibm/granite4.0-preview:tiny-base-q4_K_M', 'granite-code'],
    ['granite3.3', 'granite-code'],
    ['granite3.3:2b', 'granite-code'],
    ['hf.co/ibm-granite/granite-3.3-8b-base-GGUF', 'granite-code'],
    ['granite-code:8b', 'granite-code'],
    ['granite-code:3b-base', 'granite-code'],
    ['granite-8b-code-base-4k', 'granite-code'],
    ['granite-34b-code-base', 'granite-code'],
    ['codellama:7b-code', 'codellama'],
    ['codellama:13b-instruct', 'codellama'],
    ['codellama', 'codellama'],
    ['hf.co/TheBloke/CodeLlama-7B-GGUF', 'codellama'],
    ['code-llama-13b', 'codellama'],
    ['starcoder2', 'starcoder2'],
    ['starcoder2:3b', 'starcoder2'],
    ['starcoder2:15b-instruct', 'starcoder2'],
    ['hf.co/bigcode/starcoder-2-7b', 'starcoder2'],
    ['dolphincoder:7b', 'starcoder2'],
    ['starcoder', 'starcoder'],
    ['starcoder:1b-base', 'starcoder'],
    ['hf.co/bigcode/starcoderbase-1b', 'starcoder'],
    ['deepseek-coder-v2:16b-lite-base-q4_K_M', 'deepseek-coder-v2'],
    ['deepseek-coder-v2', 'deepseek-coder-v2'],
    ['hf.co/bartowski/DeepSeek-Coder-V2-Lite-Base-GGUF', 'deepseek-coder-v2'],
    ['deepseek-coder:6.7b-base', 'deepseek-coder'],
    ['deepseek-coder:1.3b-instruct', 'deepseek-coder'],
    ['codegemma:2b-code', 'codegemma'],
    ['codegemma:7b-code-q5_K_M', 'codegemma'],
    ['codegemma:2b', 'codegemma'],
    ['codestral', 'codestral'],
    ['codestral:22b-v0.1-q4_K_M', 'codestral'],
    ['hf.co/unsloth/Seed-Coder-8B-Base-GGUF', 'seed-coder'],
    ['JetBrains/mellum2', 'mellum'],
    ['hf.co/JetBrains/Mellum-4b-base-gguf', 'mellum'],
    ['stable-code:3b-code', 'stable-code'],
    ['stablecode:3b', 'stable-code'],
  ])('%s is of the family %s', (name, id) => {
    expect(familyOf(name)?.id).toBe(id);
  });

  it.each([
    ['codellama:34b', 'never learned it'],
    ['codellama:7b-python', 'never learned it'],
    ['codellama:70b', 'documented as unable'],
    ['phind-codellama:34b', 'made of a 34b'],
    ['codestral-mamba', 'another architecture'],
    ['hf.co/mistralai/Codestral-Embed', 'makes vectors'],
    ['codegemma:7b-instruct', 'for chat'],
    ['hf.co/google/codegemma-7b-it-GGUF', 'for chat'],
    ['deepseek-coder-v2:236b', 'next tokens only'],
    ['hf.co/deepseek-ai/DeepSeek-Coder-V2-Instruct-0724', 'the 236B'],
    ['hf.co/deepseek-ai/deepseek-coder-7b-base-v1.5', 'next tokens only'],
    ['granite3.3-guardian:8b', 'judges text'],
    ['granite3.3-vision:2b', 'reads pictures'],
    ['santacoder', 'spells its tokens otherwise'],
    ['llama3.2:3b', 'no tokens for it'],
    ['qwen2.5:7b', 'the general model'],
    ['qwen3:8b', 'the general model'],
    ['gemma3:4b', 'the general model'],
    ['mistral:7b', 'the general model'],
    ['nomic-embed-text', 'makes vectors'],
    ['deepseek-r1:7b', 'reasons'],
    ['', 'no name'],
  ])('%s has none: %s', (name) => {
    expect(familyOf(name)).toBeUndefined();
    expect(rankModel(name)).toBeUndefined();
  });
});

describe('rankModel', () => {
  it.each([
    ['qwen2.5-coder:7b', false],
    ['deepseek-coder:6.7b-base', false],
    ['deepseek-coder:6.7b', true],
    ['deepseek-coder:6.7b-instruct', true],
    ['codellama:7b-code', false],
    ['codellama:7b', true],
    ['granite-code:8b', true],
    ['granite-code:8b-base', false],
    ['hf.co/ibm-granite/granite-8b-code-base-GGUF', false],
    ['granite3.3:8b', true],
    ['granite4:350m-h-base', false],
    ['codegemma:7b', true],
    ['codegemma:7b-code', false],
    ['codegemma:2b', false],
    ['codeqwen:7b-chat', true],
    ['starcoder2:3b', false],
    ['starcoder2:15b-instruct', true],
  ])('%s lost its ability by instruction tuning: %s', (name, fillsBadly) => {
    expect(rankModel(name)?.fillsBadly).toBe(fillsBadly);
  });
});

describe('resolveFamily', () => {
  it.each([
    ['auto', 'starcoder2:3b', 'starcoder2'],
    ['codestral', 'my-model', 'codestral'],
    ['custom', 'my-model', 'custom'],
  ])('%s for %s is %s', (family, model, id) => {
    expect(resolveFamily({ family, template: '<a>{prefix}<b>{suffix}' }, model).id).toBe(id);
  });

  it.each([
    ['auto', 'llama3.2', 'model-without-fim'],
    ['nonsense', 'llama3.2', 'config'],
    ['custom', 'llama3.2', 'config'],
  ])('%s for %s is an error: %s', (family, model, code) => {
    expect(() => resolveFamily({ family, template: '' }, model)).toThrow(expect.objectContaining({ code }));
  });
});
