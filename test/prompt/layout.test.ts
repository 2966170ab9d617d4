import { describe, expect, it } from 'vitest';
import { assemblePrompt } from '../../src/prompt/assemble.ts';
import { families, familyById } from '../../src/prompt/families.ts';
import type { Family } from '../../src/prompt/family.ts';
import type { ContextParts } from '../../src/prompt/layout.ts';
import { languageOf } from '../../src/syntax/registry.ts';
import type { Snippet } from '../../src/text/snippet.ts';

function family(id: string): Family {
  const found = familyById(id);
  if (found === undefined) throw new Error(`no family ${id}`);
  return found;
}

function snippet(path: string, text: string, over: Partial<Snippet> = {}): Snippet {
  return {
    source: 'similar',
    id: `${path}:${text}`,
    path,
    text,
    kind: 'code',
    score: 0.5,
    reason: '',
    stability: 'block',
    tokens: 10,
    ...over,
  };
}

function contextOf(path: string, ...snippets: readonly Snippet[]): ContextParts {
  const language = languageOf({ path, filetype: '' });
  return {
    snippets,
    repo: 'shop',
    path,
    comment: language?.lineComment ?? '//',
    ...(language?.openingTag === undefined ? {} : { openingTag: language.openingTag }),
    ...(language?.tag === undefined ? {} : { tag: language.tag }),
  };
}

const CONTEXT = contextOf('b.py', snippet('lib/a.py', 'def f(x):\n    return x'), snippet('lib/a.py', 'def g(): ...'));
const BOTH = 'lib/a.py\ndef f(x):\n    return x\ndef g(): ...';
const COMMENTS = '# lib/a.py\n# def f(x):\n#     return x\n# def g(): ...\n';

// Written out by hand, from the descriptions of the families' training; `p` and `s` are prefix and suffix, `t` what was typed.
const GOLDEN: readonly [id: string, order: 'psm' | 'spm', prompt: string][] = [
  [
    'qwen2.5-coder',
    'psm',
    `<|repo_name|>shop\n<|file_sep|>${BOTH}\n<|file_sep|>b.py\n<|fim_prefix|>p<|fim_suffix|>s<|fim_middle|>t`,
  ],
  [
    'qwen3-coder',
    'psm',
    `<|repo_name|>shop\n<|file_sep|>${BOTH}\n<|file_sep|>b.py\n<|fim_prefix|>p<|fim_suffix|>s<|fim_middle|>t`,
  ],
  ['codeqwen', 'psm', `<reponame>shop\n<file_sep>${BOTH}\n<file_sep>b.py\n<fim_prefix>p<fim_suffix>s<fim_middle>t`],
  ['starcoder2', 'psm', `<repo_name>shop<file_sep>${BOTH}<file_sep><fim_prefix>b.py\np<fim_suffix>s<fim_middle>t`],
  ['starcoder2', 'spm', `<repo_name>shop<file_sep>${BOTH}<file_sep><fim_prefix><fim_suffix>s<fim_middle>b.py\npt`],
  ['starcoder', 'psm', `<reponame>shop<filename>b.py\n<fim_prefix>${COMMENTS}p<fim_suffix>s<fim_middle>t`],
  ['mellum', 'spm', `<filename>${BOTH}\n<filename>b.py\n<fim_suffix>s<fim_prefix>p<fim_middle>t`],
  ['codestral', 'spm', `[SUFFIX]s[PREFIX]+++++ ${BOTH}\n\n+++++ b.py\npt`],
  [
    'codegemma',
    'psm',
    `def f(x):\n    return x\ndef g(): ...<|file_separator|><|fim_prefix|>p<|fim_suffix|>s<|fim_middle|>t`,
  ],
  ['deepseek-coder', 'psm', `<｜fim▁begin｜>${COMMENTS.replace('# lib', '#lib')}#b.py\np<｜fim▁hole｜>s<｜fim▁end｜>t`],
  ['codellama', 'psm', `<PRE> ${COMMENTS}# b.py\np <SUF>s <MID>t`],
  ['codellama', 'spm', `<PRE> <SUF>s <MID> ${COMMENTS}# b.py\npt`],
  ['seed-coder', 'spm', `<[fim-suffix]>s<[fim-prefix]>${COMMENTS}# b.py\np<[fim-middle]>t`],
  ['granite-code', 'spm', `<fim_prefix><fim_suffix>s<fim_middle>${COMMENTS}# b.py\npt`],
  ['stable-code', 'psm', `<fim_prefix>${COMMENTS}# b.py\np<fim_suffix>s<fim_middle>t`],
];

describe('context', () => {
  it.each(GOLDEN)('is laid out as %s was trained, in %s', (id, order, prompt) => {
    const parts = { family: family(id), order, prefix: 'p', suffix: 's', typed: 't', context: CONTEXT };
    expect(assemblePrompt(parts).prompt).toBe(prompt);
    expect(assemblePrompt(parts)).toEqual(assemblePrompt(parts));
  });

  it.each(families.map((entry) => [entry.id, entry] as const))(
    'adds nothing to a prompt of %s where there is none',
    (_, entry) => {
      const parts = { family: entry, prefix: 'p', suffix: 's' };
      expect(assemblePrompt({ ...parts, context: contextOf('b.py') })).toEqual(assemblePrompt(parts));
    },
  );

  it.each(families.map((entry) => [entry.id, entry] as const))('cannot speak the own words of %s', (_, entry) => {
    const evil = [entry.tokens.suffix, entry.tokens.middle, entry.tokens.fileSep ?? ''].join('x');
    const of = (text: string): ContextParts => ({
      ...contextOf(`b${text}.py`, snippet(`a${text}.py`, `f(${text})`)),
      repo: `shop${text}`,
    });
    const count = (text: string): number => {
      const { prompt } = assemblePrompt({ family: entry, prefix: 'p', suffix: 's', context: of(text) });
      return prompt.split(entry.tokens.suffix).length + prompt.split(entry.tokens.middle).length;
    };
    expect(count(evil)).toBe(count(''));
  });

  it('has the name of its source where it is of no file', () => {
    const context = contextOf('b.py', snippet('', 'x = 1', { source: 'clipboard' }));
    const prompt = (id: string): string =>
      assemblePrompt({ family: family(id), prefix: 'p', suffix: '', context }).prompt;
    expect(prompt('qwen2.5-coder')).toContain('<|file_sep|>clipboard\nx = 1\n');
    expect(prompt('codellama')).toContain('<PRE> # x = 1\n# b.py\np');
  });
});

describe('comments', () => {
  const inPrefix = (path: string, text: string, prefix: string, startsFile = true): string => {
    const context = contextOf(path, snippet(`x${path}`, text));
    const { prompt } = assemblePrompt({ family: family('codellama'), prefix, suffix: '', context, startsFile });
    return prompt.slice('<PRE> '.length, prompt.indexOf(' <SUF>'));
  };

  it.each([
    ['a.php', '// '],
    ['a.ts', '// '],
    ['a.py', '# '],
    ['a.lua', '-- '],
    ['a.go', '// '],
    ['a.rs', '// '],
    ['a.unknown', '// '],
  ])('comment out every line in %s', (path, mark) => {
    const text = 'one\n\n  two\n#!three\n--[[ four\n/* five\n*six */';
    const all = inPrefix(path, text, path.endsWith('.php') ? '<?php\nx' : 'x');
    const lines = all.split('\n').filter((line) => line !== 'x' && line !== '<?php');
    expect(lines.length).toBe(9);
    for (const line of lines) expect(`${line} `.startsWith(mark)).toBe(true);
  });

  it('stay comments', () => {
    expect(inPrefix('a.ts', '// a comment', 'x')).toBe('// xa.ts\n// a comment\n// a.ts\nx');
  });

  const NOTE = '// xa.php\n// f();\n// a.php\n';
  it.each([
    ['behind the opening tag', '<?php\n\n$a', true, `<?php\n${NOTE}\n$a`],
    [
      'behind a tag with more on its line',
      '<?php declare(strict_types=1);\n$a',
      true,
      `<?php declare(strict_types=1);\n${NOTE}$a`,
    ],
    ['behind the tag of a script', '#!/usr/bin/env php\n<?php\n$a', true, `#!/usr/bin/env php\n<?php\n${NOTE}$a`],
    ['with a tag where the file’s own is not shown', '    $a = 1;\n    $b', false, `<?php\n${NOTE}    $a = 1;\n    $b`],
    ['nowhere before the first line has ended', '<?php $a', true, '<?php $a'],
    ['nowhere in HTML', '<html>\n<body>', true, '<html>\n<body>'],
    [
      'nowhere where a line closes the code again',
      '<p><?php echo 1; ?></p>\n<b>',
      true,
      '<p><?php echo 1; ?></p>\n<b>',
    ],
    ['behind the tag in a template', '<html>\n<?php\n$a', true, `<html>\n<?php\n${NOTE}$a`],
    ['nowhere in a piece of a template without code', '<p>\n  <b>', false, '<p>\n  <b>'],
  ])('of PHP stand %s', (_, prefix, startsFile, want) => {
    expect(inPrefix('a.php', 'f();', prefix, startsFile)).toBe(want);
  });

  it('of PHP do not end the code', () => {
    expect(inPrefix('a.php', 'echo 1 ?><b>', '<?php\n')).toContain('// echo 1 ? ><b>\n');
  });
});
