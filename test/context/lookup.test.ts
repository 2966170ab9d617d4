import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createContextEngine } from '../../src/context/engine.ts';
import type { LookupResult } from '../../src/context/service.ts';
import { grammarsFolder } from '../../src/syntax/grammar.ts';

const root = mkdtempSync(join(tmpdir(), 'fim-lookup-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const FILES = {
  'package.json': '{}',
  'src/total.ts':
    'export function totalOf(count: number, label: string): number {\n  return count + label.length;\n}\n',
  'src/other.ts':
    "import { totalOf } from './total.ts';\nimport { z } from 'zod';\nexport function f(): number {\n  return totalOf(z(1), '');\n}\n",
};

async function found(text: string, name: string, names: readonly string[]): Promise<LookupResult> {
  for (const [file, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  const engine = createContextEngine({ grammarsDir: grammarsFolder(), log: () => undefined });
  const path = join(root, 'src/deep/a.ts');
  try {
    await engine.start({ root, includePaths: [], secretFiles: [], useOtherFiles: true, maxFileBytes: 100_000 });
    engine.open({ path, filetype: '', lines: text.split('\n') });
    await engine.settled();
    return await engine.lookup({ path, row: 1, col: 0, name, names }, new AbortController().signal);
  } finally {
    await engine.dispose();
  }
}

it('finds names that differ by a typing error or two', async () => {
  const { near } = await found('export const a = 1;\n', 'toatlOf', []);
  expect(near.map(({ name, distance }) => [name, distance])).toEqual([['totalOf', 1]]);
});

it('says where a name comes from, as this file would write it', async () => {
  expect((await found('export const a = 1;\n', 'totalOf', [])).imports).toMatchObject([
    { name: 'totalOf', from: '../total.ts' },
  ]);
  expect((await found('export const a = 1;\n', 'z', [])).imports).toMatchObject([{ name: 'z', from: 'zod', uses: 1 }]);
});

it('shows how imported functions are declared, with their bodies, and not what the file declares itself', async () => {
  const text = "import { totalOf } from '../total.ts';\nexport function f(): number {\n  return totalOf('', 1);\n}\n";
  const { declared } = await found(text, '', ['f', 'totalOf']);
  expect(declared).toEqual([{ path: 'src/total.ts', text: FILES['src/total.ts'].trim(), reason: 'declares totalOf' }]);
});
