/** What is said of a dataset that has nothing in one split. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportProject } from '../../src/cli/export.ts';
import { splitOf } from '../../src/export/clusters.ts';
import { splitNote } from '../../src/export/split-note.ts';
import { around, FLAGS, metadata, project, scratch } from './exported.ts';
import { phpClass } from './project.ts';

const filesFor = (seed: number, share: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    cluster: `src/C${at}.php`,
    split: splitOf(`src/C${at}.php`, seed, share),
  }));
const asked = (seed: number) => ({ seed, val_split: 0.1, split_by: 'cluster' });

describe('the note on an empty split', () => {
  it('names a seed that fills it', () => {
    for (const count of [2, 5, 9, 14, 30]) {
      const seed = Array.from({ length: 500 }, (_, at) => at).find((each) =>
        filesFor(each, 0.1, count).every(({ split }) => split === 'train'),
      );
      expect(seed).toBeDefined();
      const note = splitNote(filesFor(seed ?? 0, 0.1, count), asked(seed ?? 0), { train: 9, val: 0 });
      const [, other = '', inVal = ''] = /^The split val is empty: .*--seed (\d+) helps \((\d+) of/u.exec(note) ?? [];
      const moved = filesFor(Number(other), 0.1, count).filter(({ split }) => split === 'val').length;
      expect(moved).toBeGreaterThan(0);
      expect(moved).toBeLessThan(count);
      expect(String(moved)).toBe(inVal);
    }
  });

  it.each([
    ['both have examples', filesFor(42, 0.1, 5), asked(42), 3, ''],
    ['none is wanted', filesFor(42, 0, 5), { ...asked(42), val_split: 0 }, 0, ''],
    ['there is one cluster', [{ cluster: 'a', split: 'train' as const }], asked(1), 0, 'but by --split-by file'],
    [
      'its files gave none',
      [
        { cluster: 'a', split: 'train' as const },
        { cluster: 'b', split: 'val' as const },
      ],
      asked(1),
      0,
      '1 files gave no example',
    ],
  ])('is told why: %s', (_, files, flags, val, says) => {
    const note = splitNote(files, flags, { train: 9, val });
    if (says === '') expect(note).toBe('');
    else expect(note).toContain(says);
  });

  it('stands in the summary, in the card and in the metadata, and what it says is so', async () => {
    const root = project(
      Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`src/Part${at}.php`, phpClass(`Part${at}`, at + 50)])),
    );
    const run = async (seed: number): Promise<{ said: string; dir: string }> => {
      const dir = join(scratch(), 'dataset');
      return {
        said: await exportProject(root, { ...FLAGS, dedup: 'off', valSplit: 0.1, seed, output: dir }, around()),
        dir,
      };
    };
    for (let seed = 1; seed < 30; seed++) {
      const { said, dir } = await run(seed);
      const note = String(metadata(dir)['split_note']);
      if (note === '') continue;
      expect(said).toContain(note);
      expect(readFileSync(join(dir, 'README.md'), 'utf8')).toContain(note);
      const next = await run(Number(/--seed (\d+)/u.exec(note)?.[1]));
      expect(Number(metadata(next.dir)['val_examples'])).toBeGreaterThan(0);
      return;
    }
    expect.unreachable('each seed fills both splits');
  });
});
