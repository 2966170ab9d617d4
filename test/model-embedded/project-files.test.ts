import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProjectFilesOptions, projectFiles, projectRoot } from '../../src/model/embedded/project-files.ts';
import { globMatcher } from '../../src/text/glob.ts';

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'fim-project-')));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(path: string, text = '<?php\n'): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

async function list(
  extensions = ['php'],
  secretFiles: readonly string[] = [],
  signal = new AbortController().signal,
): Promise<string[]> {
  const found: string[] = [];
  for await (const file of projectFiles({ secretFiles })(root, extensions, signal)) {
    if ((await file.read()) !== undefined) found.push(relative(root, file.path));
  }
  return found.sort();
}

/** Paths in the order in which they are listed. */
async function listed(options: ProjectFilesOptions): Promise<string[]> {
  const found: string[] = [];
  for await (const { path } of projectFiles(options)(root, ['php'], new AbortController().signal))
    found.push(relative(root, path));
  return found;
}

describe.each(['with git', 'without git'])('the files of a project %s', (how) => {
  beforeEach(() => {
    if (how === 'with git') execFileSync('git', ['init', '-q', root]);
  });

  it("are those of the kind that is asked for, without other people's", async () => {
    for (const path of [
      'a.php',
      'src/b.php',
      'src/deep/c.PHP',
      'd.js',
      'vendor/e.php',
      'node_modules/f.php',
      'dist/g.php',
    ])
      await write(path);
    expect(await list()).toEqual(['a.php', 'src/b.php', 'src/deep/c.PHP']);
    expect(await list(['js', 'php'])).toContain('d.js');
  });

  it("are other people's too, behind the project's own, when `onlyMyCode` is off", async () => {
    for (const path of [
      'vendor/a.php',
      'z.php',
      'packages/b/node_modules/c/d.php',
      'dist/e.php',
      'vendor/x/dist/f.php',
    ])
      await write(path);
    expect(await listed({ secretFiles: [], onlyMyCode: false })).toEqual([
      'z.php',
      'vendor/a.php',
      'packages/b/node_modules/c/d.php',
    ]);
    expect(await listed({ secretFiles: ['vendor/**'], onlyMyCode: false })).not.toContain('vendor/a.php');
    expect(await listed({ secretFiles: [], onlyMyCode: true })).toEqual(['z.php']);
  });

  it('are none when `useOtherFiles` is off', async () => {
    await write('a.php');
    expect(await listed({ secretFiles: [], useOtherFiles: false })).toEqual([]);
    expect(await listed({ secretFiles: [], useOtherFiles: true })).toEqual(['a.php']);
  });

  it('are never secret, linked, huge or binary', async () => {
    await write('a.php');
    await write('secrets.php');
    await write('config/keys/prod.php');
    await write('huge.php', 'x'.repeat(300 * 1024));
    await write('binary.php', 'a\0b');
    await symlink(join(root, 'a.php'), join(root, 'link.php'));
    expect(await list(['php'], ['secrets.*', 'config/keys/**'])).toEqual(['a.php']);
  });

  it('are bounded in number', async () => {
    await mkdir(join(root, 'many'));
    await Promise.all(Array.from({ length: 2010 }, (_, i) => writeFile(join(root, 'many', `f${i}.php`), 'x')));
    let count = 0;
    for await (const _ of projectFiles({ secretFiles: [] })(root, ['php'], new AbortController().signal)) count++;
    expect(count).toBe(2000);
  });

  it('end when nobody wants them any more', async () => {
    await write('a.php');
    expect(await list(['php'], [], AbortSignal.abort())).toEqual([]);
  });

  it('change their stamp when they change', async () => {
    const stamp = async (): Promise<string> => {
      for await (const file of projectFiles({ secretFiles: [] })(root, ['php'], new AbortController().signal))
        return file.stamp;
      return '';
    };
    await write('a.php', 'one');
    const before = await stamp();
    expect(await stamp()).toBe(before);
    await write('a.php', 'longer');
    expect(await stamp()).not.toBe(before);
  });
});

describe('what git ignores', () => {
  it('is left out', async () => {
    execFileSync('git', ['init', '-q', root]);
    await write('a.php');
    await write('cache/b.php');
    await write('.gitignore', 'cache/\n');
    expect(await list()).toEqual(['a.php']);
  });

  it('is read all the same where the project stands in an ignored folder itself', async () => {
    const outer = root;
    execFileSync('git', ['init', '-q', outer]);
    await write('.gitignore', 'project/\n');
    await write('project/a.php');
    root = join(outer, 'project');
    const found = await list();
    root = outer;
    expect(found).toEqual(['a.php']);
  });
});

describe('the root of a project', () => {
  it('is the nearest folder with a marker', async () => {
    await write('composer.json', '{}');
    await write('packages/one/package.json', '{}');
    await write('packages/one/src/a.ts');
    await write('src/b.php');
    expect(await projectRoot(join(root, 'packages/one/src/a.ts'))).toBe(join(root, 'packages/one'));
    expect(await projectRoot(join(root, 'src/b.php'))).toBe(root);
  });

  it('is not the home folder, nor everything', async () => {
    expect(await projectRoot('/nowhere-at-all/a.php')).toBeUndefined();
  });
});

describe('a glob', () => {
  it.each([
    ['.env*', '/p/.env.local', true],
    ['*.pem', '/p/deep/server.PEM', true],
    ['id_*', '/p/src/id_rsa', true],
    ['id_*', '/p/id_x/a.php', false],
    ['secrets.*', '/p/src/secrets.php', true],
    ['secrets.*', '/p/src/mysecrets.php', false],
    ['config/*.php', '/p/config/a.php', true],
    ['config/*.php', '/p/config/b/a.php', false],
    ['config/**', '/p/config/b/a.php', true],
    ['**/keys/*.php', '/p/a/keys/b.php', true],
    ['/etc/**', '/etc/passwd', true],
    ['{a,b}.php', '/p/b.php', true],
    ['[ab]?.php', '/p/a1.php', true],
    ['[!ab].php', '/p/a.php', false],
    ['a+(b).php', '/p/a+(b).php', true],
    ['[]a].php', '/p/].php', true],
    ['[]a].php', '/p/b.php', false],
    ['[!]a].php', '/p/].php', false],
    ['[!].php', '/p/[!].php', true],
    ['[!].php', '/p/x.php', false],
    ['[z-a]', '/p/anything.php', true],
    // Named from the working directory, which may be any folder above.
    ['packages/one/keys/**', '/work/p/packages/one/keys/a.php', true],
    ['one/keys/**', '/work/p/packages/alone/keys/a.php', false],
    ['~/private/**', join(homedir(), 'private/deep/a.php'), true],
    ['~/private/**', '/p/private/a.php', false],
  ])('%s on %s: %s', (glob, path, want) => expect(globMatcher([glob])(path)).toBe(want));
});
