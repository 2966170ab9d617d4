import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportProject, mergeExport, verifyExport } from '../../src/cli/export.ts';
import type { ExportFlags } from '../../src/cli/export-flags.ts';
import { around, exported, FLAGS, metadata, project, records, scratch, sums } from './exported.ts';
import { phpClass, usualFiles } from './project.ts';

/** Makes shards `1/count` to `count/count` of a project. @returns the folder that they stand in */
async function sharded(root: string, count: number, flags: Partial<ExportFlags> = {}): Promise<string> {
  const output = flags.output ?? join(scratch(), 'shards');
  for (let index = count; index >= 1; index--)
    await exportProject(root, { ...FLAGS, ...flags, output, shard: `${index}/${count}` }, around());
  return output;
}

async function merged(...dirs: readonly string[]): Promise<string> {
  const output = join(scratch(), 'merged');
  await mergeExport(dirs, { output }, around());
  return output;
}

function classes(names: readonly string[], seed: number): Record<string, string> {
  return Object.fromEntries(names.map((name, at) => [`src/${name}.php`, phpClass(name, seed + at)]));
}

describe('shards of one project', () => {
  it.each<[string, number, Partial<ExportFlags>]>([
    ['one', 1, {}],
    ['three', 3, { qualityFilter: true, curriculum: 'asc', curriculumTopPct: 70 }],
    ['more than it has files', 60, { limit: 50, secrets: 'redact' }],
    ['two, as Parquet', 2, { format: 'parquet' }],
    ['two, for a trainer', 2, { format: 'axolotl', dedup: 'off', splitBy: 'dir' }],
  ])('become the dataset that there is without them, byte for byte: %s', async (_, count, flags) => {
    const root = project(usualFiles());
    const whole = await exported(root, flags);
    const one = await merged(await sharded(root, count, flags));
    expect(sums(one)).toEqual(sums(whole));
    expect(metadata(one)).toMatchObject({ repositories: [] });
  });

  it('become it with context of other files, a folder beside the project, and made of copies elsewhere', async () => {
    const root = project({
      ...classes(['Anchor', 'Bridge', 'Canal', 'Dock', 'Estuary', 'Ferry'], 11),
      // Prompts that show other files begin with the project's name.
      'composer.json': '{"name": "harbour/works"}',
    });
    const copy = join(scratch(), 'another-name');
    cpSync(root, copy, { recursive: true });
    const beside = join(scratch(), 'beside');
    mkdirSync(beside);
    writeFileSync(join(beside, 'Harbour.php'), phpClass('Harbour', 77));
    const flags = { crossFileContext: true, bm25Context: true, includePath: [beside], valSplit: 0.4, limit: 80 };
    const whole = await exported(root, flags);
    const [one, two] = [join(scratch(), 'one'), join(scratch(), 'two')];
    await exportProject(root, { ...FLAGS, ...flags, output: one, shard: '1/2' }, around());
    await exportProject(copy, { ...FLAGS, ...flags, output: two, shard: '2/2', jobs: 3 }, around());
    expect(records(whole).some(({ context_files }) => context_files.length > 0)).toBe(true);
    expect(records(whole).some(({ prompt }) => prompt.startsWith('<|repo_name|>harbour/works\n'))).toBe(true);
    expect(sums(await merged(two, one))).toEqual(sums(whole));
  });

  it('are decided by the bytes of each file alone, and every file is in one of them', async () => {
    const root = project(usualFiles());
    const made = (dir: string): readonly string[] =>
      readFileSync(join(dir, 'texts.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line).path);
    const before = [1, 2, 3].map((index) => `shard-${index}-of-3`);
    const first = await sharded(root, 3);
    const all = before.flatMap((name) => made(join(first, name)));
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(Object.keys(usualFiles()).length - 1);
    writeFileSync(join(root, 'src/AAA.php'), phpClass('Zebra', 4711));
    const second = await sharded(root, 3);
    for (const name of before)
      expect(made(join(second, name)).filter((path) => path !== 'src/AAA.php')).toEqual(made(join(first, name)));
  });

  it('leave no absolute path behind', async () => {
    const root = project(usualFiles());
    const dir = await sharded(root, 1);
    for (const name of readdirSync(join(dir, 'shard-1-of-1')))
      expect(readFileSync(join(dir, 'shard-1-of-1', name), 'utf8')).not.toContain(root);
  });
});

describe('shards of several projects', () => {
  const near = phpClass('Anchor', 11).replace('final class Anchor', 'final class AnchorCopy');

  async function three(
    flags: Partial<ExportFlags> = {},
  ): Promise<{ dir: string; roots: readonly string[]; shards: readonly string[] }> {
    const shared = phpClass('Shared', 500);
    const roots = [
      project({ ...classes(['Anchor', 'Bridge', 'Canal', 'Dock', 'Estuary'], 11), 'src/Shared.php': shared }),
      project({
        ...classes(['Ferry', 'Gangway', 'Harbour', 'Island'], 31),
        'lib/Copied.php': shared,
        'lib/Near.php': near,
      }),
      project(classes(['Jetty', 'Keel', 'Lagoon', 'Mast', 'Navy', 'Oar'], 51)),
    ];
    const names = ['port/a', 'port/b', 'c'];
    const shards: string[] = [];
    for (const [at, root] of roots.entries())
      shards.push(await sharded(root, at + 1, { valSplit: 0.4, ...flags, name: names[at] ?? '' }));
    return { dir: await merged(...shards), roots, shards };
  }

  it('become one dataset with their names before each path, whatever the order they are named in', async () => {
    const { dir, roots, shards } = await three({ crossFileContext: true, testedOnly: false, limit: 400 });
    const all = records(dir);
    const projects = new Map([
      ['port/a', roots[0]],
      ['port/b', roots[1]],
      ['c', roots[2]],
    ]);
    for (const { path, cluster, source_sha256, context_files } of all) {
      const name = [...projects.keys()].find((each) => path.startsWith(`${each}/`));
      expect(name).toBeDefined();
      expect(existsSync(join(projects.get(name ?? '') ?? '', path.slice((name ?? '').length + 1)))).toBe(true);
      expect(cluster).toMatch(/^(?:port\/[ab]|c)\//u);
      expect(source_sha256).toMatch(/^[0-9a-f]{64}$/u);
      for (const file of context_files) expect(file).toMatch(/^(?:port\/[ab]|c)\//u);
    }
    expect(new Set(all.map(({ path }) => path.split('/').slice(0, -2).join('/')))).toEqual(new Set(projects.keys()));
    expect(metadata(dir)['repositories']).toMatchObject([{ name: 'c' }, { name: 'port/a' }, { name: 'port/b' }]);
    expect(sums(await merged(...[...shards].reverse()))).toEqual(sums(dir));
    expect(await verifyExport(dir, {}, around())).toContain('nothing is wrong');
  });

  it('keep copies once, and what is nearly the same in one split', async () => {
    const { dir } = await three();
    const all = records(dir);
    const splitsOf = (end: string): readonly string[] => [
      ...new Set(all.filter(({ path }) => path.endsWith(end)).map(({ split }) => split)),
    ];
    const copies = new Set(all.filter(({ path }) => /Shared|Copied/u.test(path)).map(({ path }) => path));
    expect(copies.size).toBe(1);
    const [one, other] = [splitsOf('/Anchor.php'), splitsOf('/Near.php')];
    // Where their splits were different, the one that was kept for validation is left out.
    if (one.length > 0 && other.length > 0) {
      expect(one).toEqual(other);
      expect(
        new Set(all.filter(({ path }) => /\/(?:Anchor|Near)\./u.test(path)).map(({ cluster }) => cluster)).size,
      ).toBe(1);
    } else expect([...one, ...other]).toEqual(['train']);
    expect(metadata(dir)).toMatchObject({ duplicate_report: { exact_files_dropped: 1, near_duplicate_pairs: 1 } });
  });

  it('leave the validation file out where a near-duplicate of another project is trained on', async () => {
    // The split of a file is that of its name here: names are tried until they are in different ones.
    const lone = (name: string) =>
      project({
        [`src/${name}.php`]: phpClass('Anchor', 11).replace('class Anchor', `class ${name}`),
        'src/Other.php': phpClass(`Other${name}`, name.length * 97),
      });
    const flags = { valSplit: 0.5 };
    const bySplit = new Map<string, string>();
    for (const name of ['Anchor', 'Bee', 'Cat', 'Dog', 'Eel', 'Fox', 'Gnu', 'Hen']) {
      const root = lone(name);
      const split = records(await exported(root, { ...flags, name })).find(
        ({ path }) => path === `src/${name}.php`,
      )?.split;
      if (split !== undefined && !bySplit.has(split)) bySplit.set(split, name);
      if (bySplit.size === 2) break;
    }
    const [trained, held] = [bySplit.get('train') ?? '', bySplit.get('val') ?? ''];
    const shards = [
      await sharded(lone(trained), 1, { ...flags, name: trained }),
      await sharded(lone(held), 2, { ...flags, name: held }),
    ];
    const dir = await merged(...shards);
    const paths = new Set(records(dir).map(({ path }) => path));
    expect(paths).toContain(`${trained}/src/${trained}.php`);
    expect(paths).not.toContain(`${held}/src/${held}.php`);
    expect(metadata(dir)).toMatchObject({ files: { dropped: { other_split: 1 } } });
  });

  it('are told apart where their folders have one name', async () => {
    const [one, other] = [join(scratch(), 'app'), join(scratch(), 'app')];
    for (const [at, dir] of [one, other].entries()) renameSync(project(classes(['Ferry', 'Gangway'], 31 + at)), dir);
    const dir = await merged(await sharded(one, 1), await sharded(other, 2));
    const tops = new Set(records(dir).map(({ path }) => path.split('/')[0] ?? ''));
    expect(tops.size).toBe(2);
    for (const top of tops) expect(top).toMatch(/^app~[0-9a-f]{8}$/u);
  });

  it('show no validation middle in training, of whichever project', async () => {
    const line = 'return $this->everything->thatIsKnown($here, $there)->andMore("of it all", 12345, $tail);';
    const withLine = (names: readonly string[], seed: number) =>
      Object.fromEntries(
        Object.entries(classes(names, seed)).map(([path, text], at) => [
          path,
          `${text}\nfunction part${seed}${at}()\n{\n    ${line}\n}\n`,
        ]),
      );
    const roots = [
      project(withLine(['Ferry', 'Gangway', 'Harbour', 'Island', 'Jetty', 'Keel'], 300)),
      project(withLine(['Lagoon', 'Mast', 'Navy', 'Oar', 'Pier', 'Quay'], 400)),
    ];
    const flags = { valSplit: 0.5, spans: 'syntax=1' };
    const alone = await Promise.all(roots.map(async (root) => sharded(root, 2, { ...flags, name: basename(root) })));
    const dir = await merged(...alone);
    const fold = (text: string): string => text.replace(/\s+/gu, '');
    const train = records(dir).filter(({ split }) => split === 'train');
    for (const { middle } of records(dir).filter(
      ({ split, middle: text }) => split === 'val' && fold(text).length >= 40,
    ))
      expect(train.some(({ text }) => fold(text).includes(fold(middle)))).toBe(false);
  });
});

describe('what goes wrong with shards', () => {
  const small = (): string => project(classes(['Ferry', 'Gangway', 'Harbour'], 31));

  it.each(['3/2', '0/2', '1/0', 'one/two', '1', '-1/2', '1/2/3', ''])('refuses --shard %j', async (shard) => {
    const failing = exportProject(small(), { ...FLAGS, output: scratch(), shard }, around());
    await expect(failing).rejects.toMatchObject({ status: 2, message: expect.stringContaining('I/N') });
  });

  it.each(['../up', '/abs', 'a//b', 'a b', '.'])('refuses --name %j', async (name) => {
    const failing = exportProject(small(), { ...FLAGS, output: scratch(), shard: '1/1', name }, around());
    await expect(failing).rejects.toMatchObject({ status: 2, message: expect.stringContaining('--name') });
  });

  it.each<[string, (dirs: { root: string; shards: string }) => Promise<readonly string[]>, RegExp]>([
    ['there is none', async () => [scratch()], /There is no shard in/u],
    ['the folder is missing', async () => ['/nowhere/at/all'], /There is no shard in/u],
    ['one is missing', async ({ shards }) => [join(shards, 'shard-2-of-2')], /^Shard 1\/2 of .* is missing\.$/u],
    [
      'a flag is another one',
      async ({ root, shards }) => [shards, await sharded(root, 1, { seed: 7, name: 'x' })],
      /seed is not the same/u,
    ],
    [
      'the numbers differ',
      async ({ root, shards }) => [shards, await sharded(root, 3)],
      /one is a shard of 2, the other of 3/u,
    ],
    ['one is there twice', async ({ root, shards }) => [shards, await sharded(root, 2)], /are the same shard/u],
    [
      'the project has changed between them',
      async ({ root, shards }) => {
        writeFileSync(join(root, 'src/New.php'), phpClass('New', 3));
        const later = await sharded(root, 2);
        return [join(shards, 'shard-1-of-2'), join(later, 'shard-2-of-2')];
      },
      /was changed between them/u,
    ],
    [
      'one was cut off on its way',
      async ({ shards }) => {
        const file = join(shards, 'shard-1-of-2', 'texts.jsonl');
        writeFileSync(file, readFileSync(file).subarray(0, 100));
        return [shards];
      },
      /texts\.jsonl is not as the shard was written/u,
    ],
    [
      'one is of no version that is known',
      async ({ shards }) => {
        writeFileSync(join(shards, 'shard-1-of-2', 'shard.json'), '{"version": 99}');
        return [shards];
      },
      /holds no shard that this version reads/u,
    ],
  ])('says in one line that %s, and leaves nothing', async (_, prepare, words) => {
    const root = small();
    const dirs = await prepare({ root, shards: await sharded(root, 2) });
    const output = join(scratch(), 'merged');
    await expect(mergeExport(dirs, { output }, around())).rejects.toMatchObject({
      status: 2,
      message: expect.stringMatching(words),
    });
    expect(existsSync(output)).toBe(false);
    expect(existsSync(`${output}.partial`)).toBe(false);
  });

  it('replaces a shard or a dataset only when it is told to', async () => {
    const root = small();
    const shards = await sharded(root, 1);
    await expect(sharded(root, 1, { output: shards })).rejects.toMatchObject({ status: 2, message: /holds a shard/u });
    await sharded(root, 1, { output: shards, force: true });
    const dir = await merged(shards);
    await expect(mergeExport([shards], { output: dir }, around())).rejects.toMatchObject({
      message: /holds a dataset/u,
    });
    await expect(sharded(root, 1, { output: dir })).rejects.toMatchObject({ message: /holds a dataset/u });
    const before = sums(dir);
    await mergeExport([shards], { output: dir, force: true }, around());
    expect(sums(dir)).toEqual(before);
  });

  it('leaves no pieces when it is cancelled', async () => {
    const root = small();
    const output = join(scratch(), 'shards');
    const failing = exportProject(root, { ...FLAGS, output, shard: '1/1' }, around(AbortSignal.abort()));
    await expect(failing).rejects.toThrow(/abort/iu);
    expect(existsSync(output)).toBe(false);
    const merging = mergeExport([await sharded(root, 1)], { output: join(output, 'm') }, around(AbortSignal.abort()));
    await expect(merging).rejects.toThrow(/abort/iu);
    expect(existsSync(output)).toBe(false);
  });

  it('says that there is nothing to export, as without shards', async () => {
    const root = project({ 'README.md': 'no code' });
    await expect(sharded(root, 1)).rejects.toMatchObject({ status: 1 });
  });
});
