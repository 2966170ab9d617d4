/** What people get wrong, as the command line answers it: the exit code, one line that says what to do, and nothing lost. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { metadata, project, records, scratch, sums } from './exported.ts';
import { phpClass } from './project.ts';

const FILES = Object.fromEntries(
  Array.from({ length: 6 }, (_, at) => [`src/Order${at}.php`, phpClass(`Order${at}`, at + 1)]),
);
const PARENT = scratch();
let root = '';
let dataset = '';
beforeAll(async () => {
  root = project(FILES);
  dataset = join(scratch(), 'dataset');
  expect(await fim(['export', root, '-o', dataset])).toMatchObject({ status: 0 });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** The command in this process. */
async function fim(args: readonly string[]): Promise<{ status: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.err += String(text);
    return true;
  });
  const status = await main(['node', 'fim', ...args]);
  vi.restoreAllMocks();
  return { status, ...said };
}

/** A folder with something in it, for cases that need another one than the usual project. */
function folderWith(files: Readonly<Record<string, string>>): string {
  return project(files);
}

const oneLine = `var all = [${'1,'.repeat(500_000)}1];`;

describe('fim export says what is wrong in one line', () => {
  it.each<[what: string, status: number, args: () => readonly string[], says: RegExp]>([
    ['an empty folder', 1, () => [folderWith({})], /no source file to export in \//u],
    ['a folder without code', 1, () => [folderWith({ 'a.md': '# x', 'b.txt': 'x' })], /no source file/u],
    ['a missing folder', 2, () => [join(PARENT, 'nowhere')], /There is no folder .*nowhere/u],
    ['a file for a folder', 2, () => [join(root, 'src/Order1.php')], /There is no folder/u],
    ['no folder at all', 2, () => [], /missing required argument 'root'/u],
    ['one line of 1 MB', 1, () => [folderWith({ 'a.js': oneLine })], /1 source file in .*left out: minified 1/u],
    ['only empty files', 1, () => [folderWith({ 'a.php': '', 'b.php': '\n' })], /2 source files .*empty 2/u],
    ['only broken text', 1, () => [folderWith({ 'a.php': '<?php\0' })], /binary 1/u],
    ['nothing that is tested', 1, () => [root, '--tested-only'], /untested 6/u],
    ['nothing under that licence', 1, () => [root, '--license-allow', 'MIT'], /licence 6/u],
    ['globs that nothing fits', 1, () => [root, '--include', 'lib/**'], /no source file/u],
    ['an unknown family', 2, () => [root, '--base-model', 'gpt-9'], /gpt-9 is unknown. It is one of .*qwen2\.5-coder/u],
    ['an unknown kind of span', 2, () => [root, '--spans', 'half=1'], /half=1 .*Kinds are node,/u],
    ['a weight that is none', 2, () => [root, '--spans', 'node=x'], /node=x/u],
    ['an order of another family', 2, () => [root, '--order', 'spm'], /not trained on the order "spm"/u],
    ['an order that there is not', 2, () => [root, '--order', 'msp'], /msp.*psm, spm, mix/u],
    ['a mix of one order', 2, () => [root, '--order', 'mix'], /one order alone/u],
    ['an unknown language', 2, () => [root, '--language', 'cobol'], /cobol is unknown/u],
    ['a similarity of 7', 2, () => [root, '--dedup', '7'], /--dedup 7/u],
    ['a share of 2', 2, () => [root, '--val-split', '2'], /val-split.*0 to 0\.9/u],
    ['a seed that is no number', 2, () => [root, '--seed', 'x'], /seed.*whole number/u],
    ['no threads', 2, () => [root, '--jobs', '0'], /jobs.*at least 1/u],
    ['half an example', 2, () => [root, '--preview', '0.5'], /preview.*whole number/u],
    ['a curriculum of no order', 2, () => [root, '--curriculum', 'up'], /neither desc nor asc/u],
    ['a format that there is not', 2, () => [root, '--format', 'csv'], /csv/u],
    ['a flag that there is not', 2, () => [root, '--bogus'], /unknown option '--bogus'/u],
    ['an option that there is not', 2, () => [root, '--set', 'anchor=line'], /no such option/u],
    ['a context folder that is missing', 2, () => [root, '--include-path', join(PARENT, 'no')], /no folder .*no/u],
    ['a tokenizer that is missing', 2, () => [root, '--tokenizer', join(PARENT, 't.json')], /t\.json/u],
    ['an output in a file', 2, () => [root, '-o', join(root, 'src/Order1.php', 'x')], /can't be written \(ENOTDIR\)/u],
    ['an output that is a file', 2, () => [root, '-o', join(root, 'src/Order1.php')], /is a file/u],
    ['an output where nobody writes', 2, () => [root, '-o', '/proc/dataset'], /can't be written/u],
    ['folders where nobody makes any', 2, () => [root, '-o', '/proc/some/dataset'], /can't be written/u],
    ['the project itself for an output', 2, () => [root, '-o', root, '--force'], /holds something else/u],
    [
      'a dataset that is there',
      2,
      () => [root, '-o', dataset],
      /holds a dataset\. Overwrite it with --force, or name/u,
    ],
  ])('%s', async (_, status, args, says) => {
    const before = sums(dataset);
    const around = readdirSync(dirname(dataset));
    const given = args();
    const out = given.includes('-o') || given.length === 0 ? [] : ['-o', join(PARENT, 'dataset')];
    const found = await fim(['export', ...given, ...out]);
    expect(found).toMatchObject({ status, out: '' });
    expect(found.err.trimEnd().split('\n')).toHaveLength(1);
    expect(found.err).toMatch(says);
    expect(readdirSync(PARENT)).toEqual([]);
    expect(readdirSync(dirname(dataset))).toEqual(around);
    expect(sums(dataset)).toEqual(before);
  });

  it.each<[what: string, status: number, args: (dir: string) => readonly string[], says: RegExp]>([
    ['verify: no dataset', 2, (dir) => ['verify', dirname(dir)], /holds no dataset/u],
    ['verify: no folder', 2, (dir) => ['verify', `${dir}x`], /There is no folder/u],
    ['inspect: no dataset', 2, (dir) => ['inspect', dirname(dir)], /holds no dataset/u],
    [
      'inspect: a page where nobody writes',
      2,
      (dir) => ['inspect', dir, '--html', '/proc/a.html'],
      /can't be written/u,
    ],
  ])('%s', async (_, status, args, says) => {
    const found = await fim(['export', ...args(dataset)]);
    expect(found).toMatchObject({ status, out: '' });
    expect(found.err).toMatch(says);
    expect(found.err.trimEnd().split('\n')).toHaveLength(1);
  });
});

const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const isRoot = process.getuid?.() === 0;
/** Nobody's number, on all systems that we know of. */
const NOBODY = 65_534;

describe('files that cannot be read', () => {
  it('are counted, and links that lead in a circle as well; the rest is exported', async () => {
    const odd = project(FILES);
    symlinkSync('..', join(odd, 'src/loop'));
    symlinkSync('self.php', join(odd, 'src/self.php'));
    mkdirSync(join(odd, 'src/folder.php'));
    writeFileSync(join(odd, 'line.js'), oneLine);
    const out = join(scratch(), 'dataset');
    expect(await fim(['export', odd, '-o', out])).toMatchObject({ status: 0, err: '' });
    expect(metadata(out)['files']).toMatchObject({ dropped: { symlink: 2, minified: 1 }, kept: 6 });
  });

  // Who may read everything has to be somebody else for it.
  it.skipIf(isRoot && !isReadable())('are left out for those who may not', () => {
    const odd = project(FILES);
    const out = scratch();
    chmodSync(join(odd, 'src/Order1.php'), 0o000);
    chmodSync(odd, 0o755);
    chmodSync(out, 0o777);
    const found = run(['export', odd, '-o', join(out, 'dataset')]);
    expect(found).toMatchObject({ status: 0, stderr: '' });
    expect(metadata(join(out, 'dataset'))['files']).toMatchObject({ dropped: { unreadable: 1 }, kept: 5 });
    expect(records(join(out, 'dataset')).some(({ path }) => path === 'src/Order1.php')).toBe(false);
    chmodSync(join(odd, 'src/Order1.php'), 0o644);
    chmodSync(out, 0o755);
    const refused = run(['export', odd, '-o', join(out, 'other')]);
    expect(refused.status).toBe(isRoot ? 2 : 0);
    if (isRoot) expect(refused.stderr).toMatch(/^fim: .*other can't be written \(EACCES\).*\n$/u);
  });

  function run(args: readonly string[]): { status: number | null; stderr: string } {
    return spawnSync(process.execPath, [cli, ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: '/nonexistent' },
      ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    });
  }

  function isReadable(): boolean {
    return spawnSync(process.execPath, [cli, '--version'], { uid: NOBODY, gid: NOBODY }).status === 0;
  }
});

const mounted: string[] = [];
afterAll(() => {
  for (const folder of mounted) execFileSync('umount', [folder]);
});

/** A disk of 600 KB, for those who may mount one. */
function smallDisk(): string | undefined {
  if (!isRoot) return undefined;
  const folder = scratch();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', folder], { stdio: 'ignore' });
  if (status !== 0) return undefined;
  mounted.push(folder);
  return folder;
}

describe('a full disk', () => {
  // Files of 100 KB at most, in blocks of 512 bytes as POSIX has it or of 1024; the signal for larger ones is ignored.
  const limited = (args: readonly string[]) =>
    spawnSync('sh', ['-c', 'trap "" XFSZ; ulimit -f 100; exec "$@"', 'sh', process.execPath, cli, ...args], {
      encoding: 'utf8',
    });
  const plain = (args: readonly string[]) => spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });

  it.each(['a limit', 'a small disk'])('is said in one line, and the older dataset stays: %s', (what) => {
    const disk = what === 'a limit' ? scratch() : smallDisk();
    if (disk === undefined) return;
    const out = join(disk, 'dataset');
    const few = project({ 'src/A.php': phpClass('A', 1) });
    const many = project(
      Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`src/B${at}.php`, phpClass(`B${at}`, at + 9)])),
    );
    expect(plain(['export', few, '-o', out, '--limit', '3'])).toMatchObject({ status: 0 });
    const before = sums(out);
    const run = what === 'a limit' ? limited : plain;
    const found = run(['export', many, '-o', out, '--force']);
    expect(found.stderr).toMatch(/^fim: The disk is full \((?:ENOSPC|EFBIG)\)\. Nothing was changed\.\n$/u);
    expect(found).toMatchObject({ status: 3, stdout: '' });
    expect(sums(out)).toEqual(before);
    expect(readdirSync(disk)).toEqual(['dataset']);
  });
});
