import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeLibraries } from '../../../src/context/discover/node-modules.ts';
import { createContextEngine } from '../../../src/context/engine.ts';
import { grammarsFolder } from '../../../src/syntax/grammar.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fim-node-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string | object>>): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/** Where an import of `src/deep/a.ts` leads, from the root. */
function found(specifier: string, importer = 'src/deep/a.ts'): string | undefined {
  return nodeLibraries(root)
    .moduleFile?.(specifier, join(root, importer))
    ?.slice(root.length + 1);
}

describe('the file of a module', () => {
  it.each<[string, object, string, string]>([
    ['types', { types: 'dist/main.d.ts' }, 'lib', 'dist/main.d.ts'],
    ['typings', { typings: './dist/main.d.ts' }, 'lib', 'dist/main.d.ts'],
    ['main', { main: 'dist/main.js' }, 'lib', 'dist/main.d.ts'],
    ['nothing', {}, 'lib', 'index.d.ts'],
    ['exports', { exports: { '.': { import: { types: './dist/main.d.ts' } } } }, 'lib', 'dist/main.d.ts'],
    ['exports as a text', { exports: './dist/main.js' }, 'lib', 'dist/main.d.ts'],
    ['a path of exports', { exports: { './sub': { types: './dist/main.d.ts' } } }, 'lib/sub', 'dist/main.d.ts'],
    ['a pattern of exports', { exports: { './*': './dist/*.js' } }, 'lib/main', 'dist/main.d.ts'],
    ['a path', {}, 'lib/dist/main', 'dist/main.d.ts'],
    ['an odd manifest', { types: 7, exports: [1] }, 'lib', 'index.d.ts'],
  ])('is what its package says: %s', (_, manifest, specifier, want) => {
    write({
      'node_modules/lib/package.json': manifest,
      'node_modules/lib/index.d.ts': '',
      'node_modules/lib/dist/main.d.ts': '',
      'node_modules/lib/dist/main.js': '',
    });
    expect(found(specifier)).toBe(`node_modules/lib/${want}`);
  });

  it('is that of the types for it', () => {
    write({
      'node_modules/plain/package.json': { main: 'index.js' },
      'node_modules/plain/index.js': '',
      'node_modules/@types/plain/index.d.ts': '',
      'node_modules/@types/own__plain/index.d.ts': '',
      'node_modules/@types/node/fs/promises.d.ts': '',
    });
    expect(found('plain')).toBe('node_modules/@types/plain/index.d.ts');
    expect(found('@own/plain')).toBe('node_modules/@types/own__plain/index.d.ts');
    expect(found('node:fs/promises')).toBe('node_modules/@types/node/fs/promises.d.ts');
  });

  it('is where the paths of the configuration lead', () => {
    write({
      'tsconfig.json':
        '{ // why\n "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"], "exact": ["src/b.ts"], }, } }',
      'src/tsconfig.json': { extends: '../tsconfig' },
      'src/b.ts': '',
      'src/c/index.tsx': '',
    });
    expect(found('@/b')).toBe('src/b.ts');
    expect(found('@/c')).toBe('src/c/index.tsx');
    expect(found('exact')).toBe('src/b.ts');
    expect(found('src/b')).toBe('src/b.ts');
    expect(found('@/gone')).toBeUndefined();
  });

  it('is the source of a package of the same repository', () => {
    write({
      'package.json': { workspaces: ['packages/*'] },
      'packages/one/package.json': { name: '@own/one', main: 'dist/index.js' },
      'packages/one/src/index.ts': '',
      'core/package.json': { name: 'other' },
      'core/index.ts': '',
      'core/util/text.ts': '',
      'gui/package.json': { dependencies: { core: 'file:../core' } },
    });
    expect(found('@own/one')).toBe('packages/one/src/index.ts');
    expect(found('core', 'gui/src/a.ts')).toBe('core/index.ts');
    expect(found('core/util/text', 'gui/src/a.ts')).toBe('core/util/text.ts');
  });

  it('is followed through a link', () => {
    write({ 'packages/one/package.json': {}, 'packages/one/index.ts': '', 'node_modules/a.txt': '' });
    symlinkSync(join(root, 'packages/one'), join(root, 'node_modules/one'));
    expect(found('one')).toBe('packages/one/index.ts');
  });

  it('is none where nothing is installed', () => {
    expect(found('lib')).toBeUndefined();
    expect(found('')).toBeUndefined();
    expect(found('../b')).toBeUndefined();
  });
});

it('members of a package are known where code names it', async () => {
  write({
    'package.json': { name: 'app' },
    'src/a.ts': "import { connect } from 'lib';\nconst c = connect();\nc.\n",
    'node_modules/lib/package.json': { types: 'index.d.ts' },
    'node_modules/lib/index.d.ts': "export * from './client.js';\n",
    'node_modules/lib/client.d.ts':
      'export declare class Client {\n  query(text: string): Promise<void>;\n}\nexport declare function connect(): Client;\n',
    'node_modules/never/index.d.ts': 'export declare class Never {}\n',
  });
  const faults: string[] = [];
  const engine = createContextEngine({ grammarsDir: grammarsFolder(), log: (text) => faults.push(text) });
  const path = join(root, 'src/a.ts');
  await engine.start({ root, includePaths: [], secretFiles: [], useOtherFiles: true, maxFileBytes: 1_000_000 });
  await engine.settled();
  engine.open({
    path,
    filetype: 'typescript',
    lines: ["import { connect } from 'lib';", 'const c = connect();', 'c.', ''],
  });
  const { snippets } = await engine.query(
    { path, row: 2, col: 2, window: [0, 3], budget: 1024, limitMs: 60_000, sources: ['members'] },
    new AbortController().signal,
  );
  expect(snippets[0]?.text).toContain('query(text: string): Promise<void>;');
  expect((await engine.status()).libraryFiles).toBeLessThanOrEqual(3);
  expect(faults).toEqual([]);
  engine.dispose();
});
