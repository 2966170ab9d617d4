import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkLayers } from '../../scripts/lint-layers.mjs';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'fim-layers-'));
  mkdirSync(join(base, 'src'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(base, name)), { recursive: true });
    writeFileSync(join(base, name), text);
  }
}

const problemsOf = async (files: Record<string, string>): Promise<string[]> => {
  write(files);
  return (await checkLayers(base)).problems;
};

describe('the layer check', () => {
  it('passes our own sources, and sees them', async () => {
    const { seen, problems } = await checkLayers();
    expect(problems).toEqual([]);
    expect(seen).toBeGreaterThan(10);
  });

  it('fails when there is no module', async () => {
    expect(await problemsOf({})).toEqual([expect.stringContaining('No module was seen')]);
  });

  it('fails when it was shown only some of the files', async () => {
    write({ 'src/text/a.ts': 'export const a = 1;\n', 'src/host/b.ts': 'export const b = 1;\n' });
    expect((await checkLayers(base, ['src/text'])).problems).toEqual([expect.stringContaining('src/host/b.ts')]);
  });

  it.each([
    [
      'up',
      {
        'src/text/a.ts': "import { b } from '../host/b.ts';\nexport const a = b;\n",
        'src/host/b.ts': 'export const b = 1;\n',
      },
      'layer-text',
    ],
    [
      'up for a type only',
      {
        'src/model/a.ts': "import type { B } from '../complete/b.ts';\nexport type A = B;\n",
        'src/complete/b.ts': 'export type B = 1;\n',
      },
      'layer-model',
    ],
    [
      'sideways',
      { 'src/prompt/a.ts': "export * from '../model/b.ts';\n", 'src/model/b.ts': 'export const b = 1;\n' },
      'layer-prompt',
    ],
    [
      'in a circle',
      { 'src/text/a.ts': "export * from './b.ts';\n", 'src/text/b.ts': "export * from './a.ts';\n" },
      'no-cycles',
    ],
    [
      'into tests',
      { 'src/text/a.ts': "export * from '../../test/b.ts';\n", 'test/b.ts': 'export const b = 1;\n' },
      'src-stands-alone',
    ],
    [
      'from a folder that is no layer',
      { 'src/other/a.ts': "export * from '../text/b.ts';\n", 'src/text/b.ts': 'export const b = 1;\n' },
      'known-layer',
    ],
    [
      'web-tree-sitter into the host',
      { 'src/host/a.ts': "import 'web-tree-sitter';\n" },
      'host-starts-without-grammars',
    ],
  ])('refuses an import %s', async (_, files, rule) => {
    expect((await problemsOf(files)).join('\n')).toContain(rule);
  });

  it('allows an import down', async () => {
    const files = { 'src/host/a.ts': "export * from '../text/b.ts';\n", 'src/text/b.ts': 'export const b = 1;\n' };
    expect(await problemsOf(files)).toEqual([]);
  });
});
