import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { Parser, Tree } from 'web-tree-sitter';
import { type BlockReader, createSyntax, grammarsFolder } from '../../src/syntax/block-reader.ts';
import { php } from '../../src/syntax/languages/php.ts';
import { LANGUAGES } from '../../src/syntax/registry.ts';
import { pieces } from './pieces.ts';
import { syntax } from './readers.ts';

afterAll(() => syntax.dispose());

/** All that a reader can say about a place. */
const ask = (reader: BlockReader, prefix: string, text: string) => ({
  blockEnd: reader.blockEnd(prefix, text),
  openedEnd: reader.openedEnd(prefix, text),
  lineStart: reader.lineStart(prefix, text),
});

describe('createSyntax', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fim-grammars-'));
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(LANGUAGES)('loads grammar and query of $id', async (language) => {
    const own = createSyntax(grammarsFolder());
    expect(own.reader(language)).toBeUndefined();
    const reader = await own.load(language);
    expect(reader.language).toBe(language);
    expect(own.reader(language)).toBe(reader);
    await own.dispose();
    expect(own.reader(language)).toBeUndefined();
  });

  it('loads once for calls at the same time', async () => {
    const own = createSyntax(grammarsFolder());
    const readers = await Promise.all([own.load(php), own.load(php), own.load(php)]);
    expect(new Set(readers).size).toBe(1);
    await own.dispose();
  });

  it('says which grammar is missing and what to do, and finds it once it is there', async () => {
    cpSync(join(grammarsFolder(), 'php'), join(folder, 'php'), { recursive: true });
    const own = createSyntax(folder);
    await expect(own.load(php)).rejects.toMatchObject({
      code: 'internal',
      what: expect.stringContaining('php'),
      next: 'Run `npm ci`.',
    });
    expect(own.reader(php)).toBeUndefined();
    copyFileSync(join(grammarsFolder(), php.grammar), join(folder, php.grammar));
    expect((await own.load(php)).blockEnd('<?php f(function () {', '});')).toEqual({ inner: 0, outer: 1 });
    await own.dispose();
  });

  it('answers nothing, and throws nothing, once its grammars are gone', async () => {
    const own = createSyntax(grammarsFolder());
    const reader = await own.load(php);
    await own.dispose();
    expect(ask(reader, '<?php {', '}')).toEqual({});
  });

  it('answers nothing when the parser fails, and goes on afterwards', async () => {
    const reader = await syntax.load(php);
    vi.spyOn(Parser.prototype, 'parse').mockReturnValueOnce(null);
    expect(reader.blockEnd('<?php function g() {', '}')).toBeUndefined();
    expect(reader.blockEnd('<?php function g() {', '}')).toEqual({ inner: 0, outer: 1 });
  });

  it('keeps two trees a language, however many texts it has read', async () => {
    const own = createSyntax(grammarsFolder());
    const reader = await own.load(php);
    const made = [vi.spyOn(Parser.prototype, 'parse'), vi.spyOn(Tree.prototype, 'copy')];
    const deleted = vi.spyOn(Tree.prototype, 'delete');
    const alive = () => made.reduce((sum, spy) => sum + spy.mock.calls.length, 0) - deleted.mock.calls.length;
    for (let n = 0; n < 3000; n++) {
      ask(reader, `<?php class A { function f${n % 100}() {\n${n % 7 === 0 ? '} }' : ''}`, `  g(${n});\n}\n`);
      expect(alive()).toBeLessThanOrEqual(2);
    }
    await own.dispose();
    expect(alive()).toBe(0);
  });
});

describe.each(LANGUAGES)('the reader of $id', (language) => {
  const code = pieces(language.id);

  it('answers the same whatever was asked before', async () => {
    const reader = await syntax.load(language);
    const own = createSyntax(grammarsFolder());
    try {
      const question = fc.record({ prefix: code, text: code, lines: fc.nat({ max: 6 }) });
      await fc.assert(
        fc.asyncProperty(fc.array(question, { minLength: 1, maxLength: 4 }), async (questions) => {
          for (const { prefix, text, lines } of questions) {
            // A text that grows line by line, as a model writes it.
            for (const end of [...text.matchAll(/\n/g)].slice(0, lines))
              ask(reader, prefix, text.slice(0, end.index + 1));
            const fresh = await own.load(language);
            expect(ask(reader, prefix, text)).toEqual(ask(fresh, prefix, text));
            // What it has kept is gone.
            fresh.blockEnd('', '');
          }
        }),
        { numRuns: 60 },
      );
    } finally {
      await own.dispose();
    }
  });

  it('does not parse what would overflow the parser, and goes on reading afterwards', async () => {
    const reader = await syntax.load(language);
    for (const opener of ['{([ ', '"{$', '(']) {
      expect(reader.blockEnd(opener.repeat(3000), 'a')).toBeUndefined();
      expect(reader.blockEnd('', opener.repeat(3000))).toBeUndefined();
    }
    const own = createSyntax(grammarsFolder());
    await expect(own.load(language)).resolves.toBeDefined();
    await own.dispose();
  });

  it('never throws, and never points out of the text', async () => {
    const reader = await syntax.load(language);
    const garbage = fc.oneof(code, fc.string({ unit: 'binary', maxLength: 80 }));
    fc.assert(
      fc.property(garbage, garbage, (prefix, text) => {
        const { blockEnd, openedEnd } = ask(reader, prefix, text);
        for (const end of [blockEnd?.inner, blockEnd?.outer, openedEnd]) {
          if (end === undefined) continue;
          expect(end).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        if (blockEnd) expect(blockEnd.inner).toBeLessThanOrEqual(blockEnd.outer);
      }),
      { numRuns: 200 },
    );
  });
});
