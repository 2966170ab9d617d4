import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { php } from '../../src/syntax/languages/php.ts';
import { createParser } from '../../src/syntax/parser.ts';
import { LANGUAGES } from '../../src/syntax/registry.ts';

const grammars = fileURLToPath(new URL('../../grammars', import.meta.url));

describe('createParser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fim-grammars-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(LANGUAGES.map((language) => [language.id, language] as const))(
    'loads grammar and queries of %s',
    async (_, language) => {
      const parser = createParser(grammars);
      const tree = await parser.parse(language, '');
      expect(tree.blocks.captureNames).toContain('block');
      expect(tree.tree.rootNode.hasError).toBe(false);
      tree.delete();
      await parser.delete();
    },
  );

  it('counts in UTF-16 code units', async () => {
    const parser = createParser(grammars);
    const text = "<?php $s = '😀中'; f();";
    const { tree } = await parser.parse(php, text);
    expect(tree.rootNode.endIndex).toBe(text.length);
    expect(tree.rootNode.descendantForIndex(text.indexOf('f()'))?.text).toBe('f');
    tree.delete();
    await parser.delete();
  });

  it('parses texts that are asked for at the same time', async () => {
    const parser = createParser(grammars);
    const trees = await Promise.all(['<?php 1;', '<?php 2;', '<?php 3;'].map((text) => parser.parse(php, text)));
    expect(trees.map(({ tree }) => tree.rootNode.text)).toEqual(['<?php 1;', '<?php 2;', '<?php 3;']);
    for (const tree of trees) tree.delete();
    await parser.delete();
  });

  it('says which grammar is missing and what to do, and finds it once it is there', async () => {
    mkdirSync(join(folder, 'php'), { recursive: true });
    copyFileSync(join(grammars, 'web-tree-sitter.wasm'), join(folder, 'web-tree-sitter.wasm'));
    copyFileSync(join(grammars, 'php', 'blocks.scm'), join(folder, 'php', 'blocks.scm'));
    const parser = createParser(folder);
    await expect(parser.parse(php, '')).rejects.toMatchObject({
      code: 'internal',
      what: expect.stringContaining('php'),
      next: 'Run `npm run build`.',
    });
    copyFileSync(join(grammars, php.grammar), join(folder, php.grammar));
    const tree = await parser.parse(php, '<?php');
    tree.delete();
    await parser.delete();
  });
});
