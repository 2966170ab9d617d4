/** Files of a project that change while a server runs: real folders, with watches and where the system has none left. */
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followFiles, type ProjectFiles } from '../../src/fix/verify/project-files.ts';

const system = vi.hoisted(() => ({ hasWatches: true }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const watch: typeof real.watch = (...args: unknown[]) => {
    if (!system.hasWatches) throw new Error('ENOSPC');
    return Reflect.apply(real.watch, real, args);
  };
  return { ...real, watch };
});

let root: string;
let files: ProjectFiles;

function put(path: string, text = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function gone(path: string): void {
  rmSync(join(root, path), { recursive: true });
}

function moved(from: string, to: string): void {
  renameSync(join(root, from), join(root, to));
}

async function told(): Promise<readonly string[]> {
  return (await files.take()).map(({ path, kind }) => `${kind} ${relative(root, path)}`).sort();
}

describe.each([true, false])('with watches: %s', (hasWatches) => {
  beforeEach(async () => {
    system.hasWatches = hasWatches;
    root = realpathSync(mkdtempSync(join(tmpdir(), 'fim-files-')));
    for (const path of ['a.php', 'src/b.php', 'src/deep/c.php', 'src/deep/d.php', '.git/x.php', 'notes.txt']) put(path);
    files = await followFiles(root, (path) => path.endsWith('.php'));
  });
  afterEach(() => {
    files.close();
    rmSync(root, { recursive: true });
  });

  it.each<[string, () => unknown, readonly string[]]>([
    ['nothing', () => undefined, []],
    ['a file that was written', () => put('src/b.php', '<?php'), ['changed src/b.php']],
    ['a new file', () => put('src/deep/new.php'), ['created src/deep/new.php']],
    ['a file that was deleted', () => gone('src/deep/c.php'), ['deleted src/deep/c.php']],
    ['a file with another name', () => moved('a.php', 'src/z.php'), ['created src/z.php', 'deleted a.php']],
    ['a name that no longer is one of ours', () => moved('a.php', 'a.txt'), ['deleted a.php']],
    [
      'a file that was written beside and put in its place',
      () => {
        put('a.php~', '<?php');
        moved('a.php~', 'a.php');
      },
      ['changed a.php'],
    ],
    ['a file that came and went', () => [put('src/4913.php'), gone('src/4913.php')], []],
    ['others than are wanted', () => [put('notes.txt', 'more'), put('src/n.md')], []],
    ['what the version control keeps', () => [put('.git/x.php', 'x'), put('.git/y/z.php')], []],
    ['a new folder', () => [put('lib/e.php'), put('lib/more/f.php')], ['created lib/e.php', 'created lib/more/f.php']],
    [
      'a folder with another name',
      () => moved('src/deep', 'far'),
      ['created far/c.php', 'created far/d.php', 'deleted src/deep/c.php', 'deleted src/deep/d.php'],
    ],
    [
      'a folder that is gone',
      () => gone('src'),
      ['deleted src/b.php', 'deleted src/deep/c.php', 'deleted src/deep/d.php'],
    ],
    [
      'a folder that came again with other files',
      () => {
        gone('src/deep');
        put('src/deep/d.php', '<?php');
        put('src/deep/e.php');
      },
      ['changed src/deep/d.php', 'created src/deep/e.php', 'deleted src/deep/c.php'],
    ],
  ])('tells of %s, once', async (_, happens, expected) => {
    happens();
    expect(await told()).toEqual(expected);
    expect(await told()).toEqual([]);
  });

  it('follows folders that came later', async () => {
    put('lib/deep/e.php');
    gone('src/deep');
    put('src/deep/c.php');
    await told();
    put('lib/deep/e.php', '<?php');
    put('src/deep/c.php', '<?php');
    gone('src/b.php');
    expect(await told()).toEqual(['changed lib/deep/e.php', 'changed src/deep/c.php', 'deleted src/b.php']);
  });
});
