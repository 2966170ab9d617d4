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
  'src/whole.ts': 'export default function wholeOf(): number {\n  return 1;\n}\n',
  'src/near.ts': "import wholeOf from './whole.ts';\nimport { z } from 'zod';\nexport const n = wholeOf() + z(1);\n",
  'packages/tool/package.json': '{"name": "tool"}',
  'packages/tool/src/tool.ts': 'export function hammer(): number {\n  return 1;\n}\n',
  'packages/tool/src/main.ts': "import { hammer } from './tool.ts';\nexport const t = hammer();\n",
  'src/uses.ts': "import { hammer } from 'tool';\nexport const u = hammer();\n",
  'py/pkg/__init__.py': '',
  'py/pkg/main.py': 'from .deep.model import Model\n',
  'py/pkg/deep/model.py': 'class Model:\n    pass\n',
  'src/other.ts':
    "import { totalOf } from './total.ts';\nimport { z } from 'zod';\nexport function f(): number {\n  return totalOf(z(1), '');\n}\n",
};

async function found(
  text: string,
  name: string,
  names: readonly string[],
  file = 'src/deep/a.ts',
): Promise<LookupResult> {
  for (const [each, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, each)), { recursive: true });
    writeFileSync(join(root, each), content);
  }
  const engine = createContextEngine({ grammarsDir: grammarsFolder(), log: () => undefined });
  const path = join(root, file);
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
  expect((await found('export const a = 1;\n', 'z', [])).imports).toMatchObject([{ name: 'z', from: 'zod', uses: 2 }]);
});

it('says of a path that others write how this file would write it, and whether it is the default', async () => {
  const { imports } = await found('export const a = 1;\n', 'wholeOf', []);
  expect(imports.slice(0, 2)).toMatchObject([
    { name: 'default', from: '../whole.ts', uses: 1 },
    { name: 'wholeOf', from: '../whole.ts', uses: 0 },
  ]);
});

it.each([
  ["import { totalOf } from '../total';\n", '../whole'],
  ["import { totalOf } from '../total.js';\n", '../whole.js'],
  ["import { totalOf } from '../total.ts';\n", '../whole.ts'],
])('ends a path as the others of the file end: %s', async (text, from) => {
  expect((await found(text, 'wholeOf', [])).imports[0]).toMatchObject({ from });
});

it.each([
  ['py/pkg/a.py', 'from .main import x\n', '.deep.model', 1],
  ['py/pkg/deep/a.py', 'from ..main import x\n', '.model', 1],
  ['py/b.py', 'import os\n', 'pkg.deep.model', 1],
])('counts a folder between packages as one of them: %s', async (file, text, from, uses) => {
  expect((await found(text, 'Model', [], file)).imports[0]).toMatchObject({ name: 'Model', from, uses });
});

it('offers no path into a package that others name otherwise', async () => {
  const offered = async (file: string): Promise<readonly unknown[]> =>
    (await found('export const a = 1;\n', 'hammer', [], file)).imports.map(({ from }) => from);
  expect(await offered('src/deep/a.ts')).toEqual(['tool']);
  expect(await offered('packages/tool/src/b.ts')).toEqual(expect.arrayContaining(['./tool.ts']));
});

it('tells how often the project has a name', async () => {
  expect((await found('export const a = 1;\n', 'toatlOf', [])).uses).toBe(0);
  expect((await found('export const a = 1;\n', 'hammer', [])).uses).toBeGreaterThan(2);
});

it('shows how imported functions are declared, with their bodies, and not what the file declares itself', async () => {
  const text = "import { totalOf } from '../total.ts';\nexport function f(): number {\n  return totalOf('', 1);\n}\n";
  const { declared } = await found(text, '', ['f', 'totalOf']);
  expect(declared).toEqual([{ path: 'src/total.ts', text: FILES['src/total.ts'].trim(), reason: 'declares totalOf' }]);
});
