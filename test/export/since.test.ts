import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportProject, mergeExport, verifyExport } from '../../src/cli/export.ts';
import { addedSince } from '../../src/export/added-lines.ts';
import { around, exported, FLAGS, metadata, project, records, scratch, sums } from './exported.ts';
import { phpClass } from './project.ts';

const never = new AbortController().signal;

/** A repository with one commit. */
function repository(files: Readonly<Record<string, string>>): string {
  const root = project(files);
  git(root, 'init', '-q', '-b', 'main');
  commit(root, 'first');
  return root;
}

function git(root: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=Somebody', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...who, ...args], { cwd: root, encoding: 'utf8' }).trim();
}

function commit(root: string, text: string): string {
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', text);
  return git(root, 'rev-parse', 'HEAD');
}

function write(root: string, path: string, change: (text: string) => string, old = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), change(old === '' ? readFileSync(join(root, path), 'utf8') : old));
}

/** A method whose every line says so. */
const added = (name: string): string => `
    public function ${name}Added(int $added): array
    {
        // added: what ${name} has not had before
        $added${name} = $this->added->find${name}Added($added, 'added ${name}');
        if ($added${name} === null) { throw new Added("added ${name} is not there: 💥"); }
        return ['added' => $added${name}, 'added${name}' => array_sum([$added, 4711])];
    }
`;
const withMethod = (name: string) => (text: string) =>
  text.replace(/\}\n$/u, `${[1, 2, 3].map((at) => added(`${name}${at}`)).join('')}}\n`);

describe('lines that commits have added', () => {
  it('are told by their rows, without what is not committed, of whatever name a file has', async () => {
    const names = ['src/a b.php', 'src/ü"x.php', 'src/tab\t.php', 'src/plain.php', 'src/windows.php', 'src/gone.php'];
    const text = 'one\ntwo\nthree\nfour\n';
    const root = repository(Object.fromEntries(names.map((name) => [name, text])));
    const first = git(root, 'rev-parse', 'HEAD');
    for (const name of names.slice(0, 4))
      write(root, name, (old) => old.replace('two\n', 'two\n++ b/x.php\n-- a\nmore\n'));
    write(root, 'src/windows.php', () => text.replaceAll('\n', '\r\n').replace('three', 'added'));
    write(root, 'src/new.php', () => 'all\nof\nit', 'x');
    write(root, 'notes.txt', () => 'no source\n', 'x');
    git(root, 'rm', '-q', 'src/gone.php');
    commit(root, 'second');
    // Not committed: a line within what was added, one elsewhere, and a file.
    write(root, 'src/plain.php', (old) => old.replace('-- a\n', '-- b\n').replace('four', 'five'));
    write(root, 'src/untracked.php', () => 'x\n', 'x');
    const { commit: since, rows } = await addedSince(root, first, never);
    expect(since).toBe(first);
    expect(Object.fromEntries(rows)).toEqual({
      'src/a b.php': [[2, 5]],
      'src/ü"x.php': [[2, 5]],
      'src/tab\t.php': [[2, 5]],
      'src/plain.php': [
        [2, 3],
        [4, 5],
      ],
      'src/windows.php': [[0, 4]],
      'src/new.php': [[0, 3]],
    });
  });

  it('are those since the commit that both have in common, of a folder of a repository, with what was moved', async () => {
    const long = Array.from({ length: 40 }, (_, at) => `$line${at} = ${at};`).join('\n');
    const root = repository({ 'app/src/old.php': long, 'other/x.php': 'one\n' });
    git(root, 'checkout', '-q', '-b', 'side');
    write(root, 'app/src/side.php', () => 'only there\n', 'x');
    commit(root, 'side');
    git(root, 'checkout', '-q', 'main');
    renameSync(join(root, 'app/src/old.php'), join(root, 'app/src/moved.php'));
    write(root, 'app/src/moved.php', (old) => old.replace('$line7', '$added = 1;\n$line7'));
    write(root, 'other/x.php', () => 'two\n', 'x');
    commit(root, 'second');
    const { rows } = await addedSince(join(root, 'app'), 'side', never);
    expect(Object.fromEntries(rows)).toEqual({ 'src/moved.php': [[7, 8]] });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['prefixes and colours', { 'diff.noprefix': 'true', 'color.ui': 'always', 'diff.mnemonicPrefix': 'true' }],
    [
      'more context and another algorithm',
      { 'diff.context': '9', 'diff.algorithm': 'patience', 'diff.interHunkContext': '9' },
    ],
    ['no renames', { 'diff.renames': 'false', 'core.quotePath': 'true' }],
  ])('are the same whatever a configuration says: %s', async (_, config) => {
    const root = repository({ 'src/ä.php': phpClass('Anchor', 1) });
    const first = git(root, 'rev-parse', 'HEAD');
    renameSync(join(root, 'src/ä.php'), join(root, 'src/ö.php'));
    write(root, 'src/ö.php', withMethod('Dock'));
    commit(root, 'second');
    const { rows } = await addedSince(root, first, never);
    for (const [name, value] of Object.entries(config)) git(root, 'config', name, value);
    expect((await addedSince(root, first, never)).rows).toEqual(rows);
    expect([...rows.keys()]).toEqual(['src/ö.php']);
  });

  it('are found in a working tree without an index as well', async () => {
    const root = repository({ 'src/a.php': 'one\ntwo\n', 'src/b.php': 'one\n' });
    const first = git(root, 'rev-parse', 'HEAD');
    write(root, 'src/a.php', () => 'one\nadded\ntwo\n', 'x');
    commit(root, 'second');
    rmSync(join(root, '.git/index'));
    write(root, 'src/b.php', () => 'not committed\none\n', 'x');
    const { rows } = await addedSince(root, first, never);
    expect(Object.fromEntries(rows)).toEqual({ 'src/a.php': [[1, 2]] });
    expect(existsSync(join(root, '.git/index'))).toBe(false);
  });

  it('are not looked for any more when nobody wants them', async () => {
    const root = repository({ 'src/a.php': 'one\n' });
    await expect(addedSince(root, 'HEAD', AbortSignal.abort())).rejects.toThrow(/abort/iu);
    const aborter = new AbortController();
    const asked = addedSince(root, 'HEAD', aborter.signal);
    aborter.abort();
    await expect(asked).rejects.toThrow(/abort/iu);
  });
});

describe('--since', () => {
  function grown(): { root: string; first: string } {
    const names = ['Anchor', 'Bridge', 'Canal', 'Dock', 'Estuary', 'Ferry'];
    const root = repository(Object.fromEntries(names.map((name, at) => [`src/${name}.php`, phpClass(name, 11 + at)])));
    const first = git(root, 'rev-parse', 'HEAD');
    for (const name of names.slice(0, 4)) {
      write(root, `src/${name}.php`, withMethod(name));
      commit(root, name);
    }
    write(root, 'src/Estuary.php', withMethod('Estuary'));
    return { root, first };
  }

  it('makes examples of added lines alone, with the whole file around them', async () => {
    const { root, first } = grown();
    const dir = await exported(root, { since: first, valSplit: 0.3 });
    const all = records(dir);
    expect(new Set(all.map(({ path }) => path))).toEqual(
      new Set(['src/Anchor.php', 'src/Bridge.php', 'src/Canal.php', 'src/Dock.php']),
    );
    expect(new Set(all.map(({ span_kind }) => span_kind)).size).toBeGreaterThan(3);
    for (const { path, start_line, end_line } of all) {
      const lines = readFileSync(join(root, path), 'utf8').split('\n');
      const start = lines.findIndex((line) => line.includes('Added(int $added)'));
      expect(start_line).toBeGreaterThanOrEqual(start);
      expect(end_line).toBeLessThanOrEqual(start + 24);
    }
    expect(all.some(({ prefix }) => prefix.includes('Total(int $count)'))).toBe(true);
    expect(metadata(dir)).toMatchObject({
      since: first,
      since_report: { commit: first, files: 4, lines: 4 * 24 },
      total_files: 6,
    });
    expect(await verifyExport(dir, { root }, around())).toContain('nothing is wrong');
  });

  it('has no more examples than the added bytes allow, and the same bytes again, in threads and in shards', async () => {
    const { root, first } = grown();
    const flags = { since: first, valSplit: 0.3 };
    const dir = await exported(root, flags);
    const each = Math.floor((Buffer.byteLength(added('Estuary1')) * 3) / 500);
    expect(records(dir).length).toBeLessThanOrEqual(4 * Math.max(1, each));
    expect(sums(await exported(root, { ...flags, jobs: 3 }))).toEqual(sums(dir));
    const shards = scratch();
    for (const shard of ['1/2', '2/2'])
      await exportProject(root, { ...FLAGS, ...flags, output: shards, shard }, around());
    const output = join(scratch(), 'merged');
    await mergeExport([shards], { output }, around());
    expect(sums(output)).toEqual(sums(dir));
  });

  it.each<[string, number, (root: string) => string, RegExp]>([
    ['there is no such revision', 2, () => 'no-such-branch', /--since no-such-branch is no revision/u],
    ['it looks like a flag', 2, () => '--output=x', /is no revision/u],
    ['it is empty', 2, () => '', /is no revision/u],
    ['nothing was added since', 1, () => 'HEAD', /since HEAD have added/u],
    [
      'there is no common commit',
      2,
      (root) => {
        git(root, 'checkout', '-q', '--orphan', 'lone');
        const lone = commit(root, 'lone');
        git(root, 'checkout', '-q', '-f', 'main');
        return lone;
      },
      /is no revision that HEAD of .* comes from/u,
    ],
  ])('says in one line that %s', async (_, status, revision, words) => {
    const { root } = grown();
    git(root, 'checkout', '-q', '-f', '.');
    await expect(exported(root, { since: revision(root) })).rejects.toMatchObject({
      status,
      message: expect.stringMatching(words),
    });
  });

  it('says in one line that there is no repository, or one without commits', async () => {
    const root = project({ 'src/a.php': phpClass('Anchor', 1) });
    const words = { status: 2, message: expect.stringContaining('in no git repository with commits') };
    await expect(exported(root, { since: 'HEAD' })).rejects.toMatchObject(words);
    git(root, 'init', '-q');
    await expect(exported(root, { since: 'HEAD' })).rejects.toMatchObject(words);
  });
});
