import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hunk } from '../../../src/context/edits/hunk.ts';
import { EditTracker } from '../../../src/context/edits/tracker.ts';

let root = '';
const git = (...args: readonly string[]): void => void execFileSync('git', ['-C', root, ...args], { stdio: 'ignore' });
const write = (path: string, ...lines: readonly string[]): void =>
  writeFileSync(join(root, path), `${lines.join('\n')}\n`);
const commit = (): void => {
  git('add', '-f', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qm', 'one');
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fim-edits-'));
  git('init', '-q');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function told(tracker: EditTracker): Promise<readonly Hunk[]> {
  tracker.touched();
  await tracker.settled();
  return tracker.hunks();
}

const typed = (row: number, ...lines: readonly string[]) => ({ firstRow: row, lastRow: row, lines, oldLines: [] });

describe('edits', () => {
  it('are those of the session, the newest first, and what git tells of the working tree', async () => {
    write('a.php', '<?php', '$a = 1;');
    commit();
    write('a.php', '<?php', '$a = 1;', '$b = 2;');
    const tracker = new EditTracker({ root });
    tracker.record('/x.php', typed(1, 'first'));
    tracker.record('/y.php', typed(1, 'second'));
    expect((await told(tracker)).map(({ path }) => path)).toEqual(['/y.php', '/x.php', join(root, 'a.php')]);
    expect(tracker.hunks().at(-1)?.lines).toContain('$b = 2;');
    tracker.dispose();
  });

  it('are those of the session alone where there is no repository, or no commit', async () => {
    const nowhere = new EditTracker({ root: tmpdir() });
    expect(await told(nowhere)).toEqual([]);
    nowhere.dispose();
    write('a.php', '<?php');
    const tracker = new EditTracker({ root });
    expect(await told(tracker)).toEqual([]);
    tracker.dispose();
  });

  it('are read from a patch, whatever the configuration makes of one', async () => {
    git('config', 'diff.noprefix', 'true');
    git('config', 'diff.mnemonicPrefix', 'true');
    git('config', 'color.ui', 'always');
    git('config', 'diff.suppressBlankEmpty', 'true');
    git('config', 'diff.external', 'false');
    mkdirSync(join(root, 'größe und art'));
    write('größe und art/a.php', '<?php', '', '$a = 1;');
    commit();
    write('größe und art/a.php', '<?php', '', '$a = 2;');
    const tracker = new EditTracker({ root });
    expect(await told(tracker)).toEqual([
      { path: join(root, 'größe und art/a.php'), row: 1, lines: ['', '$a = 2;'], oldLines: ['', '$a = 1;'] },
    ]);
    tracker.dispose();
  });

  it('are those of the root where it is a folder of a repository, and of files that are wanted', async () => {
    for (const folder of ['app', 'other']) mkdirSync(join(root, folder));
    const files = ['app/a.php', 'app/secrets.php', 'app/composer.lock', 'app/notes.txt', 'other/b.php'];
    for (const file of files) write(file, 'a');
    commit();
    for (const file of files) write(file, 'b');
    const app = join(root, 'app');
    const all = new EditTracker({ root: app });
    expect((await told(all)).map(({ path }) => path)).toEqual([join(app, 'a.php'), join(app, 'secrets.php')]);
    all.dispose();
    const some = new EditTracker({ root: app, isWanted: (path) => path.endsWith('a.php') });
    expect((await told(some)).map(({ path }) => path)).toEqual([join(app, 'a.php')]);
    some.dispose();
  });

  it('of the working tree are gone with a commit', async () => {
    write('a.php', 'a');
    commit();
    write('a.php', 'b');
    const tracker = new EditTracker({ root });
    expect(await told(tracker)).toHaveLength(1);
    commit();
    expect(await told(tracker)).toEqual([]);
    tracker.dispose();
  });

  it('of the working tree move with what is typed, and are told once', async () => {
    const tree: Hunk = { path: '/x.php', row: 10, lines: ['a', 'b', 'c'], oldLines: [] };
    const tracker = new EditTracker({ root, workingTree: async () => [tree] });
    await told(tracker);
    tracker.record('/x.php', typed(2, 'above'));
    expect(tracker.hunks().map(({ row }) => row)).toEqual([2, 11]);
    tracker.record('/x.php', { firstRow: 12, lastRow: 13, lines: ['B'], oldLines: ['b'] });
    expect(tracker.hunks().map(({ row, lines }) => [row, ...lines])).toEqual([
      [12, 'B'],
      [2, 'above'],
      [11, 'a'],
      [13, 'c'],
    ]);
    // Saved: git tells of it as well.
    tracker.clear();
    tracker.record('/x.php', { firstRow: 11, lastRow: 12, lines: ['B'], oldLines: ['b'] });
    expect((await told(tracker)).map(({ row, lines }) => [row, ...lines])).toEqual([
      [11, 'B'],
      [10, 'a'],
      [12, 'c'],
    ]);
    tracker.dispose();
  });

  it('are the same objects as long as nothing happens, and no more than a session is about', () => {
    const tracker = new EditTracker({ root });
    for (let at = 0; at < 200; at++) tracker.record(`/${at}.php`, typed(0, `line ${at}`));
    expect(tracker.hunks()).toHaveLength(50);
    expect(tracker.hunks()).toBe(tracker.hunks());
    expect(tracker.hunks()[0]?.path).toBe('/199.php');
    tracker.dispose();
  });

  it('end with the newest answer of git, however late an older one comes', async () => {
    const answers: ((hunks: readonly Hunk[]) => void)[] = [];
    const tracker = new EditTracker({ root, workingTree: () => new Promise((resolve) => answers.push(resolve)) });
    const hunk = (row: number): Hunk => ({ path: '/x.php', row, lines: ['x'], oldLines: [] });
    tracker.touched();
    const first = tracker.settled();
    tracker.touched();
    const second = tracker.settled();
    await Promise.resolve();
    answers[0]?.([hunk(1)]);
    await first.then(() => undefined);
    answers[1]?.([hunk(2)]);
    await second;
    expect(tracker.hunks()).toEqual([hunk(2)]);
    tracker.dispose();
    tracker.touched();
    await tracker.settled();
    expect(answers).toHaveLength(2);
  });
});
