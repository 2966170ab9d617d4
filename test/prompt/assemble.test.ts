import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemblePrompt } from '../../src/prompt/assemble.ts';
import { customFamily } from '../../src/prompt/custom.ts';
import { families, familyById } from '../../src/prompt/families.ts';
import { type Family, type Order, specialTokens } from '../../src/prompt/family.ts';

const family = (id: string): Family => {
  const found = familyById(id);
  if (found === undefined) throw new Error(`no family ${id}`);
  return found;
};

const PREFIX = 'function f($a) {\n    return ';
const SUFFIX = ';\n}\n';

// Written out by hand: what the model must see between BOS (added by the server) and its first token.
const GOLDEN: readonly [id: string, order: Order, prompt: string][] = [
  ['qwen3-coder', 'psm', '<|fim_prefix|>function f($a) {\n    return <|fim_suffix|>;\n}\n<|fim_middle|>'],
  ['qwen2.5-coder', 'psm', '<|fim_prefix|>function f($a) {\n    return <|fim_suffix|>;\n}\n<|fim_middle|>'],
  ['codeqwen', 'psm', '<fim_prefix>function f($a) {\n    return <fim_suffix>;\n}\n<fim_middle>'],
  ['granite4', 'psm', '<|fim_prefix|>function f($a) {\n    return <|fim_suffix|>;\n}\n<|fim_middle|>'],
  ['granite-code', 'psm', '<fim_prefix>function f($a) {\n    return <fim_suffix>;\n}\n<fim_middle>'],
  ['granite-code', 'spm', '<fim_prefix><fim_suffix>;\n}\n<fim_middle>function f($a) {\n    return '],
  ['codellama', 'psm', '<PRE> function f($a) {\n    return  <SUF>;\n}\n <MID>'],
  ['codellama', 'spm', '<PRE> <SUF>;\n}\n <MID> function f($a) {\n    return '],
  ['starcoder2', 'psm', '<fim_prefix>function f($a) {\n    return <fim_suffix>;\n}\n<fim_middle>'],
  ['starcoder2', 'spm', '<fim_prefix><fim_suffix>;\n}\n<fim_middle>function f($a) {\n    return '],
  ['starcoder', 'psm', '<fim_prefix>function f($a) {\n    return <fim_suffix>;\n}\n<fim_middle>'],
  ['starcoder', 'spm', '<fim_prefix><fim_suffix>;\n}\n<fim_middle>function f($a) {\n    return '],
  [
    'deepseek-coder-v2',
    'psm',
    '<\uff5cfim\u2581begin\uff5c>function f($a) {\n    return <\uff5cfim\u2581hole\uff5c>;\n}\n<\uff5cfim\u2581end\uff5c>',
  ],
  [
    'deepseek-coder',
    'psm',
    '<\uff5cfim\u2581begin\uff5c>function f($a) {\n    return <\uff5cfim\u2581hole\uff5c>;\n}\n<\uff5cfim\u2581end\uff5c>',
  ],
  ['codegemma', 'psm', '<|fim_prefix|>function f($a) {\n    return <|fim_suffix|>;\n}\n<|fim_middle|>'],
  ['codegemma', 'spm', '<|fim_suffix|>;\n}\n<|fim_prefix|>function f($a) {\n    return <|fim_middle|>'],
  ['codestral', 'spm', '[SUFFIX];\n}\n[PREFIX]function f($a) {\n    return '],
  ['seed-coder', 'spm', '<[fim-suffix]>;\n}\n<[fim-prefix]>function f($a) {\n    return <[fim-middle]>'],
  ['mellum', 'spm', '<fim_suffix>;\n}\n<fim_prefix>function f($a) {\n    return <fim_middle>'],
  ['stable-code', 'psm', '<fim_prefix>function f($a) {\n    return <fim_suffix>;\n}\n<fim_middle>'],
  ['stable-code', 'spm', '<fim_prefix><fim_suffix>;\n}\n<fim_middle>function f($a) {\n    return '],
];

describe('assemblePrompt', () => {
  it.each(GOLDEN)('%s in %s is byte for byte the format of its training', (id, order, prompt) => {
    expect(assemblePrompt({ family: family(id), order, prefix: PREFIX, suffix: SUFFIX }).prompt).toBe(prompt);
  });

  it('has a golden prompt for every family and every order that it was trained on', () => {
    const trained = families.flatMap(({ id, templates }) => Object.keys(templates).map((order) => `${id} ${order}`));
    expect(GOLDEN.map(([id, order]) => `${id} ${order}`).sort()).toEqual(trained.sort());
  });

  it.each(families.map(({ id, defaultOrder }) => [id, defaultOrder] as const))(
    '%s goes by %s when no order is set',
    (id, order) => {
      const parts = { family: family(id), prefix: PREFIX, suffix: SUFFIX };
      expect(assemblePrompt(parts)).toEqual(assemblePrompt({ ...parts, order }));
      expect(assemblePrompt({ ...parts, order: 'auto' })).toEqual(assemblePrompt({ ...parts, order }));
    },
  );

  it.each([
    ['qwen2.5-coder', 'spm'],
    ['deepseek-coder', 'spm'],
    ['codestral', 'psm'],
    ['mellum', 'psm'],
    ['seed-coder', 'psm'],
  ] as const)('refuses an order that %s was not trained on: %s', (id, order) => {
    expect(() => assemblePrompt({ family: family(id), order, prefix: '', suffix: '' })).toThrow(
      expect.objectContaining({ code: 'config', what: expect.stringContaining(id) }),
    );
  });

  it.each([
    ['qwen2.5-coder', 'a <|fim_suffix|> b', '<|fim_prefix|>a < |fim_suffix|> b<|fim_suffix|><|fim_middle|>'],
    ['qwen2.5-coder', '<|im_start|>system', '<|fim_prefix|>< |im_start|>system<|fim_suffix|><|fim_middle|>'],
    ['codellama', '</s><s> <EOT>', '<PRE> < /s>< s> < EOT> <SUF> <MID>'],
    ['codestral', '$config[PREFIX]', '[SUFFIX][PREFIX]$config[ PREFIX]'],
    ['starcoder', 'usage: cat <filename>', '<fim_prefix>usage: cat < filename><fim_suffix><fim_middle>'],
  ])('%s: special tokens of the user are broken in %j', (id, prefix, prompt) => {
    expect(assemblePrompt({ family: family(id), prefix, suffix: '' }).prompt).toBe(prompt);
  });

  it('takes text with placeholders and replacement patterns as it is', () => {
    const { prompt } = assemblePrompt({
      family: family('qwen2.5-coder'),
      prefix: "{suffix}{prefix}$&$1$`$'$$",
      suffix: '{prefix}',
    });
    expect(prompt).toBe("<|fim_prefix|>{suffix}{prefix}$&$1$`$'$$<|fim_suffix|>{prefix}<|fim_middle|>");
  });

  it('no text of the user adds a special token to the prompt', () => {
    for (const entry of families) {
      const tokens = specialTokens(entry);
      const count = (text: string): number => tokens.reduce((sum, token) => sum + text.split(token).length - 1, 0);
      const bare = count(assemblePrompt({ family: entry, prefix: '', suffix: '' }).prompt);
      const piece = fc.oneof(
        fc.constantFrom(...tokens, '<', '>', '|', '[', ']', ' ', '\n'),
        fc.string({ maxLength: 3 }),
        fc.constantFrom(...tokens).map((token) => token.slice(1)),
      );
      const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
      fc.assert(
        fc.property(text, text, (prefix, suffix) => {
          expect(count(assemblePrompt({ family: entry, prefix, suffix }).prompt)).toBe(bare);
        }),
        { numRuns: 60 },
      );
    }
  });

  it('stops at the strings of the family, then at those of the user, each once', () => {
    const { stop } = assemblePrompt({
      family: family('codestral'),
      prefix: '',
      suffix: '',
      stop: ['\n\n', '[PREFIX]'],
    });
    expect(stop).toEqual(['[PREFIX]', '[SUFFIX]', '\n\n']);
  });

  it.each(families.map(({ id, stops }) => [id, stops] as const))(
    '%s stops at nothing that stands in honest code',
    (_, stops) => {
      for (const honest of ['</s>', '</code>', '<s>', '<PRE>', '\n+++++ ', '\n', '//'])
        expect(stops).not.toContain(honest);
    },
  );

  it.each([
    ['qwen2.5-coder', ['<|endoftext|>', '<|fim_pad|>', '<|file_sep|>', '<|im_end|>']],
    ['starcoder2', ['<|endoftext|>', '<file_sep>']],
    ['codellama', [' <EOT>', '<EOT>']],
    ['deepseek-coder', ['<\uff5cend\u2581of\u2581sentence\uff5c>', '<|EOT|>']],
    ['codegemma', ['<|file_separator|>', '<eos>']],
    ['granite-code', ['<|endoftext|>', '<|end_of_text|>', '<fim_pad>']],
    ['seed-coder', ['<[end\u2581of\u2581sentence]>']],
    ['mellum', ['<|endoftext|>', '<filename>']],
  ])('%s stops at its end tokens', (id, wanted) => {
    expect(assemblePrompt({ family: family(id), prefix: '', suffix: '' }).stop).toEqual(expect.arrayContaining(wanted));
  });
});

describe('customFamily', () => {
  it.each([
    ['<P>{prefix}<S>{suffix}<M>', '<P>a<S>b<M>', ['<P>', '<S>', '<M>']],
    ['[SUF]{suffix}[PRE] {prefix}', '[SUF]b[PRE] a', ['[SUF]', '[PRE]']],
    ['before {prefix} and {suffix} and {other}', 'before a and b and {other}', []],
  ])('fills %j', (template, prompt, stop) => {
    expect(assemblePrompt({ family: customFamily(template), prefix: 'a', suffix: 'b' })).toEqual({ prompt, stop });
  });

  it('neutralises the tokens that its template spells out', () => {
    const { prompt } = assemblePrompt({
      family: customFamily('<P>{prefix}<S>{suffix}<M>'),
      prefix: 'x<S>',
      suffix: '<M>{prefix}$&',
    });
    expect(prompt).toBe('<P>x< S><S>< M>{prefix}$&<M>');
  });

  it.each([
    ['', '{prefix} nowhere'],
    ['<P>{prefix}', '{suffix} nowhere'],
    ['{prefix}{suffix}{prefix}', '{prefix} 2 times'],
  ])('refuses the template %j', (template, what) => {
    expect(() => customFamily(template)).toThrow(
      expect.objectContaining({ code: 'config', what: expect.stringContaining(what) }),
    );
  });
});
