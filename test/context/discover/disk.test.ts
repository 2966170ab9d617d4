import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectDisk } from '../../../src/context/discover/disk.ts';
import { findRoot } from '../../../src/context/discover/root.ts';
import { waitUntil } from '../../helpers/wait.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fim-disk-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const options = (over: object = {}) => ({
  root,
  includePaths: [],
  secretFiles: ['secrets.*'],
  useOtherFiles: true,
  maxFileBytes: 1000,
  ...over,
});

async function listed(near?: string, over: object = {}): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const some of projectDisk(options(over)).list(near, new AbortController().signal)) paths.push(...some);
  return paths.map((path) => relative(root, path));
}

describe('the files of a project', () => {
  it('are its source files, without what is ignored, foreign, secret, or too large', async () => {
    write({
      '.git/HEAD': '',
      '.gitignore': '/out/\n*.gen.php\n!keep.gen.php\n',
      'a.php': '<?php',
      'b.gen.php': '',
      'keep.gen.php': '',
      'out/c.php': '',
      'src/.gitignore': 'd.php\n',
      'src/d.php': '',
      'src/e.ts': '',
      'src/photo.png': '',
      'vendor/x/y.php': '',
      'node_modules/z.js': '',
      'secrets.php': '',
      'large.php': 'x'.repeat(1001),
    });
    expect([...(await listed())].sort()).toEqual(['a.php', 'keep.gen.php', 'src/e.ts']);
  });

  it('obey .ignore more than .gitignore, and .fimignore most', async () => {
    write({
      '.gitignore': 'a.php\nb.php\nc.php\n',
      '.ignore': '!b.php\n!c.php\n',
      '.fimignore': 'c.php\n!vendor/\n',
      'a.php': '',
      'b.php': '',
      'c.php': '',
      'vendor/v.php': '',
    });
    expect([...(await listed())].sort()).toEqual(['b.php', 'vendor/v.php']);
  });

  it('obey the ignore files of the repository around it', async () => {
    write({
      '.git/HEAD': '',
      '.gitignore': 'skip.php\n',
      'package/composer.json': '{}',
      'package/skip.php': '',
      'package/a.php': '',
    });
    const inner = join(root, 'package');
    const paths: string[] = [];
    for await (const some of projectDisk({ ...options(), root: inner }).list(undefined, new AbortController().signal))
      paths.push(...some);
    expect(paths.map((path) => relative(inner, path))).toEqual(['a.php']);
  });

  it('come with those near the current one first', async () => {
    write({ 'a/1.php': '', 'b/2.php': '', 'z/deep/3.php': '', 'z/deep/4.php': '' });
    expect((await listed(join(root, 'z/deep/3.php')))[0]).toBe('z/deep/3.php');
  });

  it('are listed once where links lead in a circle, and never those outside', async () => {
    write({ 'src/a.php': '' });
    const outside = mkdtempSync(join(tmpdir(), 'fim-outside-'));
    writeFileSync(join(outside, 'o.php'), '');
    symlinkSync(root, join(root, 'src/loop'));
    symlinkSync(outside, join(root, 'src/out'));
    expect(await listed()).toEqual(['src/a.php']);
    rmSync(outside, { recursive: true });
  });

  it('may lie in further folders', async () => {
    write({ 'main/a.php': '', 'lib/b.php': '' });
    const paths = await listed(undefined, { root: join(root, 'main'), includePaths: [join(root, 'lib')] });
    expect(paths).toEqual(['main/a.php', 'lib/b.php']);
  });

  it('are read as text, and not at all where they are binary, secret or gone', () => {
    write({ 'a.php': 'a\r\nb', 'b.php': 'a\0b', 'secrets.php': 'x' });
    const disk = projectDisk(options());
    expect(['a.php', 'b.php', 'secrets.php', 'gone.php'].map((path) => disk.read(join(root, path)))).toEqual([
      'a\nb',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a project that is watched', () => {
  it('tells of files that are written, renamed, deleted, and of new folders', async () => {
    write({ 'src/a.php': '' });
    const disk = projectDisk(options());
    for await (const _ of disk.list(undefined, new AbortController().signal));
    const told = new Set<string>();
    const watcher = disk.watch((paths) => {
      for (const path of paths) told.add(relative(root, path));
    });
    write({ 'src/a.php': '1' });
    await waitUntil(() => told.has('src/a.php'));
    renameSync(join(root, 'src/a.php'), join(root, 'src/b.php'));
    await waitUntil(() => told.has('src/b.php'));
    write({ 'fresh/deep/c.php': '' });
    await waitUntil(() => told.has('fresh/deep/c.php') || told.has('fresh/deep'));
    watcher.close();
  });
});

describe('the root of a project', () => {
  it.each([
    [['.git/HEAD', 'a/b/c.php'], 'a/b/c.php', ''],
    [['.git/HEAD', 'pkg/composer.json', 'pkg/src/c.php'], 'pkg/src/c.php', 'pkg'],
    [['.git/HEAD', 'go/go.mod', 'go/c.go'], 'go/c.go', 'go'],
  ])('is the nearest folder with a marker: %j', (files, path, want) => {
    write(Object.fromEntries(files.map((file) => [file, ''])));
    expect(relative(root, findRoot(join(root, path)))).toBe(want);
  });
});
