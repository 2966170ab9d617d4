import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EditTracker } from '../../../src/context/edits/tracker.ts';

let root = '';
const git = (...args: readonly string[]): void => void execFileSync('git', ['-C', root, ...args], { stdio: 'ignore' });

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fim-edits-'));
  git('init', '-q');
  writeFileSync(join(root, 'a.php'), '<?php\n$a = 1;\n');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qm', 'one');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('edits', () => {
  it('are those of the session, the newest first, and what git tells of the working tree', async () => {
    writeFileSync(join(root, 'a.php'), '<?php\n$a = 1;\n$b = 2;\n');
    const tracker = new EditTracker({ root });
    tracker.touched();
    await tracker.settled();
    const change = (row: number, line: string) => ({ firstRow: row, lastRow: row, lines: [line], oldLines: [] });
    tracker.record('/x.php', change(1, 'first'));
    tracker.record('/y.php', change(1, 'second'));
    expect(tracker.hunks().map(({ path }) => path)).toEqual(['/y.php', '/x.php', join(root, 'a.php')]);
    expect(tracker.hunks().at(-1)?.lines).toContain('$b = 2;');
    tracker.dispose();
  });

  it('are those of the session alone where there is no repository', async () => {
    const tracker = new EditTracker({ root: tmpdir() });
    tracker.touched();
    await tracker.settled();
    expect(tracker.hunks()).toEqual([]);
    tracker.dispose();
  });
});
