import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportProject, inspectExport, verifyExport } from '../../src/cli/export.ts';
import type { ExportFlags } from '../../src/cli/export-flags.ts';
import { prompt } from '../../src/cli/prompt.ts';
import { ExportFailure } from '../../src/export/failure.ts';
import { type DatasetRecord, datasetRecord } from '../../src/export/record.ts';
import { families } from '../../src/prompt/families.ts';
import { around, FLAGS, metadata, records, sums, project as written } from './exported.ts';
import { parseLanguage } from './parse.ts';
import { phpClass, usualFiles } from './project.ts';

function project(files: Readonly<Record<string, string | Uint8Array>> = usualFiles()): string {
  return written(files);
}

/** With a few of the classes: for what is asked of many families. */
function smallProject(): string {
  const few = Object.entries(usualFiles()).filter(([path]) => !/Order\d/u.test(path) || path === 'src/Order3.php');
  return project(Object.fromEntries(few));
}

interface Dataset {
  readonly dir: string;
  readonly records: readonly DatasetRecord[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

async function dataset(root: string, flags: Partial<ExportFlags> = {}): Promise<Dataset> {
  const dir = flags.output ?? join(project({}), 'dataset');
  await exportProject(root, { ...FLAGS, output: dir, ...flags }, around());
  return { dir, records: records(dir), metadata: metadata(dir) };
}

/** What `fim prompt` prints at the hole of an example. */
async function editorPrompt(root: string, record: DatasetRecord, metadata: Dataset['metadata']): Promise<string> {
  const bytes = readFileSync(join(root, record.path));
  const before = bytes.subarray(0, record.start_byte);
  const holed = Buffer.concat([before, bytes.subarray(record.end_byte)]);
  const line = before.subarray(before.lastIndexOf(0x0a) + 1);
  const bom = record.start_line === 1 && before.toString('utf8').startsWith('\ufeff') ? 3 : 0;
  const flags = metadata['fim_prompt_flags'];
  const set = Array.isArray(flags) ? flags.filter((_, at) => at % 2 === 1) : [];
  const stdin = (async function* () {
    yield holed;
  })();
  return prompt(
    join(root, record.path),
    { line: record.start_line, col: line.length - bom, stdin: true, set },
    { env: {}, stdin, signal: new AbortController().signal, log: () => undefined },
  );
}

describe('the source in a dataset', () => {
  it('is that of the file, byte for byte, with BOM, CRLF, emoji, heredoc and mixed HTML', async () => {
    const root = smallProject();
    const { records } = await dataset(root);
    const seen = new Set<string>();
    for (const record of records) {
      const bytes = readFileSync(join(root, record.path));
      const shown = Buffer.from(record.prefix + record.middle + record.suffix);
      const start = record.start_byte - Buffer.byteLength(record.prefix);
      expect(bytes.subarray(start, start + shown.length).equals(shown)).toBe(true);
      expect(record.truncated_prefix).toBe(start > 0);
      expect(record.truncated_suffix).toBe(start + shown.length < bytes.length);
      expect(record.source_sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      seen.add(record.path);
    }
    for (const path of [
      'src/windows.php',
      'src/marked.php',
      'src/mixed.php',
      'src/here.php',
      'web/cart.ts',
      'tools/report.py',
    ])
      expect(seen).toContain(path);
    expect(records.some(({ truncated_prefix, truncated_suffix }) => !truncated_prefix && !truncated_suffix)).toBe(true);
    expect(records.some(({ prefix }) => prefix.startsWith('\ufeff'))).toBe(true);
    expect(
      records.filter(({ path }) => path === 'src/windows.php').every(({ suffix }) => suffix.includes('\r\n')),
    ).toBe(true);
  });

  it('is cut at whole nodes for syntax spans', async () => {
    const root = smallProject();
    const { records } = await dataset(root);
    for (const record of records.filter(({ span_kind }) => span_kind === 'node')) {
      const nodes = await parseLanguage(record.path, readFileSync(join(root, record.path), 'utf8'));
      const bytes = readFileSync(join(root, record.path));
      const units = (byte: number): number => bytes.toString('utf8', 0, byte).length;
      const [start, end] = [units(record.start_byte), units(record.end_byte)];
      expect(nodes.some((node) => node.start === start && node.end === end)).toBe(true);
    }
  });
});

describe('a prompt of a dataset', () => {
  it.each(families.flatMap(({ id, templates }) => Object.keys(templates).map((order) => [id, order] as const)))(
    'is what fim prompt prints: %s, %s',
    async (baseModel, order) => {
      const root = smallProject();
      const { records, metadata } = await dataset(root, {
        baseModel,
        order: order === 'psm' ? 'psm' : 'spm',
        limit: 40,
      });
      const special = records.filter(({ path }) => !path.startsWith('src/Order')).slice(0, 4);
      const picked = [...records.slice(0, 4), ...special];
      expect(picked.length).toBeGreaterThan(4);
      for (const record of picked) expect(record.prompt).toBe(await editorPrompt(root, record, metadata));
    },
  );

  it.each(['line', 'block', 'cursor'] as const)('is anchored as the editor has it: %s', async (anchor) => {
    const root = smallProject();
    const { records, metadata } = await dataset(root, { anchor, limit: 12 });
    for (const record of records) expect(record.prompt).toBe(await editorPrompt(root, record, metadata));
    const typed = records.filter(({ prompt: text }) => !text.endsWith('<|fim_middle|>'));
    expect(typed.length > 0).toBe(anchor !== 'cursor');
  });

  it('goes on as the middle does, up to the end token of training', async () => {
    const { records } = await dataset(smallProject(), { baseModel: 'codellama', order: 'mix' });
    expect(new Set(records.map(({ order }) => order))).toEqual(new Set(['psm', 'spm']));
    for (const { text, prompt: asked, completion, middle } of records) {
      expect(completion).toBe(`${middle.replaceAll('\r\n', '\n')} <EOT>`);
      expect(text).toBe(asked + completion);
    }
  });

  it('stays within the budget, and cuts no middle for it', async () => {
    const { records, metadata } = await dataset(smallProject(), { maxTotalChars: 900, maxMiddleLines: 3 });
    expect(records.length).toBeGreaterThan(20);
    for (const { text, middle } of records) {
      expect(text.length).toBeLessThanOrEqual(900);
      expect(middle.split('\n').length).toBeLessThanOrEqual(3);
    }
    expect(metadata['examples']).toMatchObject({ smaller_prompts: expect.any(Number) });
  });
});

describe('a dataset', () => {
  it('has the same bytes again, and under another path', async () => {
    const root = smallProject();
    const copy = join(project({}), 'elsewhere');
    cpSync(root, copy, { recursive: true });
    const [one, two, three] = [await dataset(root), await dataset(root), await dataset(copy)];
    expect(Object.keys(sums(one.dir)).sort()).toEqual([
      'README.md',
      'manifest.sha256',
      'metadata.json',
      'train.jsonl',
      'val.jsonl',
    ]);
    expect(sums(two.dir)).toEqual(sums(one.dir));
    expect(sums(three.dir)).toEqual(sums(one.dir));
    expect(readFileSync(join(one.dir, 'metadata.json'), 'utf8')).not.toContain(dirname(root));
    const other = await dataset(root, { seed: 43 });
    expect(sums(other.dir)['train.jsonl']).not.toBe(sums(one.dir)['train.jsonl']);
  });

  it.each([false, true])(
    'is the same with one thread and with three; with context of other files: %s',
    async (crossFileContext) => {
      const small = (name: string, seed: number): string => phpClass(name, seed).split('\n').slice(0, 40).join('\n');
      const files = Array.from({ length: 44 }, (_, at) => [
        `src/Order${at}.php`,
        `${small(`Order${at}`, at + 1)}\n}\n`,
      ]);
      const root = project(Object.fromEntries(files));
      const flags = { crossFileContext, bm25Context: crossFileContext };
      const one = await dataset(root, { ...flags, jobs: 1 });
      const three = await dataset(root, { ...flags, jobs: 3 });
      expect(one.records.length).toBeGreaterThan(44);
      expect(one.records.some(({ context }) => context !== '')).toBe(crossFileContext);
      expect(sums(three.dir)).toEqual(sums(one.dir));
    },
  );

  it('keeps every file in its split when one is added', async () => {
    const root = project();
    const splits = ({ records }: Dataset): Map<string, string> =>
      new Map(records.map(({ path, split }) => [path, split]));
    const before = splits(await dataset(root));
    expect(new Set(before.values())).toEqual(new Set(['train', 'val']));
    writeFileSync(join(root, 'src/AAA.php'), phpClass('Zebra', 4711));
    const after = splits(await dataset(root));
    expect(after.has('src/AAA.php')).toBe(true);
    for (const [path, split] of before) expect(after.get(path)).toBe(split);
  });

  it('shows nothing of its validation split in training', async () => {
    const shared = phpClass('Order5', 6).replace('class Order5', 'class Order5Copy');
    const root = project({ ...usualFiles(), 'lib/copy.php': phpClass('Order7', 8), 'lib/near.php': shared });
    const { records, metadata } = await dataset(root, { valSplit: 0.4 });
    const fold = (text: string): string => text.replace(/\s+/gu, ' ');
    const train = records
      .filter(({ split }) => split === 'train')
      .map(({ prefix, middle, suffix }) => fold(prefix + middle + suffix));
    const val = records.filter(({ split }) => split === 'val');
    expect(val.length).toBeGreaterThan(20);
    for (const { middle } of val.filter((record) => fold(record.middle).length >= 40))
      expect(train.some((text) => text.includes(fold(middle)))).toBe(false);
    const splitOf = (path: string): string | undefined => records.find((record) => record.path === path)?.split;
    // Copies are one file; near-duplicates, and a class and its test, are in one cluster.
    expect([splitOf('lib/copy.php'), splitOf('src/Order7.php')].filter((split) => split === undefined)).toHaveLength(1);
    expect(splitOf('lib/near.php')).toBe(splitOf('src/Order5.php'));
    expect(splitOf('tests/Order3Test.php')).toBe(splitOf('src/Order3.php'));
    expect(new Set(records.map(({ text }) => text)).size).toBe(records.length);
    expect(metadata).toMatchObject({ duplicate_report: { exact_files_dropped: 1, near_duplicate_pairs: 1 } });
  });

  it('drops a validation middle that stands in a training file, and says so', async () => {
    const line = 'return $this->everything->thatIsKnown($here, $there)->andMore("of it all", 12345, $tail);';
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [
        `src/Part${at}.php`,
        `${phpClass(`Part${at}`, at + 40)}\nfunction part${at}()\n{\n${at % 2 === 0 ? '    ' : '\t'}${line}\n}\n`,
      ]),
    );
    const { records, metadata } = await dataset(project(files), { valSplit: 0.4, spans: 'syntax=1' });
    const leaks = records.filter(({ split, middle }) => split === 'val' && middle.trim() === line);
    expect(leaks).toEqual([]);
    const report = metadata['leak_report'] as { val_middles_in_train_dropped: number; val_middles_checked: number };
    expect(report.val_middles_in_train_dropped).toBeGreaterThan(0);
    expect(report.val_middles_checked).toBeGreaterThan(report.val_middles_in_train_dropped);
  });

  it('leaves out what nobody should train on, and counts why', async () => {
    const key = `AKIA${'Z7QX2N4P'.repeat(2)}`;
    const { metadata, records } = await dataset(
      project({
        ...usualFiles(),
        'src/latin.php': Buffer.from('<?php $name = "caf\xe9 au lait";\n', 'latin1'),
        'src/zero.php': '<?php $a = "\0";\n',
        'src/empty.php': '',
        'src/token.php': '<?php $a = "<|fim_middle|>";\n',
        'src/key.php': `<?php $key = '${key}';\n`,
        'src/made.php': '<?php\n// Code generated by protoc. DO NOT EDIT.\n$a = 1;\n',
        'src/line.js': `var a = [${'1,'.repeat(500_000)}1];`,
        'vendor/x/y.php': '<?php function y() { return 1; }\n',
      }),
    );
    expect(metadata['files']).toMatchObject({
      dropped: { encoding: 1, binary: 1, empty: 1, fim_token: 1, secret: 1, generated: 1, minified: 1 },
      with_secrets: { aws_access_key: 1 },
    });
    expect(JSON.stringify(records)).not.toContain(key);
  });

  it('masks secrets in their place where it is asked to', async () => {
    const text = phpClass('Keys', 77).replace("'AppleKeys2387'", `'AKIA${'Z7QX2N4P'.repeat(2)}'`);
    const { records } = await dataset(project({ 'src/keys.php': text }), { secrets: 'redact', valSplit: 0 });
    expect(records.some(({ prefix }) => prefix.includes(`'${'*'.repeat(20)}'`))).toBe(true);
    expect(JSON.stringify(records)).not.toContain('AKIA');
  });

  it('has the mix that is wanted', async () => {
    const files = Array.from({ length: 60 }, (_, at) => [`src/Mix${at}.php`, phpClass(`Mix${at}`, at + 3)]);
    const { metadata } = await dataset(project(Object.fromEntries(files)), { dedup: 'off' });
    const { wanted, got } = metadata['mix'] as Record<'wanted' | 'got', Record<string, number>>;
    for (const [kind, share] of Object.entries(wanted)) expect(Math.abs((got[kind] ?? 0) - share)).toBeLessThan(0.03);
  });

  it('has only the kinds, languages and files that are asked for', async () => {
    const root = project();
    const some = await dataset(root, { spans: 'line=1,random=1', language: ['php'], include: ['src/Order1*.php'] });
    expect(new Set(some.records.map(({ span_kind }) => span_kind))).toEqual(new Set(['line', 'random']));
    expect(some.records.every(({ path }) => /^src\/Order1\d?\.php$/u.test(path))).toBe(true);
    const none = await dataset(root, { astFim: false, exclude: ['tests/**'] });
    expect(none.records.some(({ span_kind, path }) => span_kind === 'node' || path.startsWith('tests/'))).toBe(false);
  });

  it('orders training by complexity where it is asked to, and only training', async () => {
    const root = project();
    const train = async (curriculum: string): Promise<readonly number[]> => {
      const { records } = await dataset(root, { curriculum, curriculumTopPct: 50 });
      return records.filter(({ split }) => split === 'train').map(({ complexity_score }) => complexity_score);
    };
    const falling = await train('desc');
    expect(falling).toEqual([...falling].sort((a, b) => b - a));
    const rising = await train('asc');
    expect(rising).toEqual([...falling].reverse());
    const { records } = await dataset(root);
    expect(falling).toHaveLength(Math.ceil(records.filter(({ split }) => split === 'train').length / 2));
  });

  it('takes what teaches nothing out with --quality-filter', async () => {
    const { records, metadata } = await dataset(smallProject(), { qualityFilter: true });
    for (const { middle, span_kind } of records)
      if (['node', 'siblings', 'body', 'random'].includes(span_kind))
        expect(middle.trim().length).toBeGreaterThanOrEqual(40);
    expect(metadata['quality_filter_rejected']).toBeGreaterThan(0);
    expect(metadata['quality_filter_rejected_by_rule']).toMatchObject({ too_short: expect.any(Number) });
  });
});

describe('what a prompt shows of other files', () => {
  it('is of the same split or an included folder, never holds the middle, and is the same again', async () => {
    const classes = Array.from({ length: 8 }, (_, at) => [`src/Order${at}.php`, phpClass(`Order${at}`, at + 1)]);
    const root = project(Object.fromEntries(classes));
    const helper = join(project({ 'Repository.php': phpClass('Repository', 900) }));
    const flags = { crossFileContext: true, bm25Context: true, includePath: [helper], valSplit: 0.3, limit: 60 };
    const { records, dir } = await dataset(root, flags);
    const splits = new Map(records.map(({ path, split }) => [path, split]));
    const fold = (text: string): string => text.replace(/\s+/gu, '');
    const shown = records.filter(({ context }) => context !== '');
    expect(shown.length).toBeGreaterThan(20);
    for (const { context, context_files, middle, prompt: text, split } of shown) {
      expect(fold(context)).not.toContain(fold(middle));
      for (const line of context.split('\n').slice(0, 2)) expect(text).toContain(line);
      for (const file of context_files) {
        expect(file).not.toMatch(/^\//u);
        if (splits.has(file)) expect(splits.get(file)).toBe(split);
      }
    }
    expect(records.every(({ path }) => existsSync(join(root, path)))).toBe(true);
    expect(sums((await dataset(root, flags)).dir)).toEqual(sums(dir));
  });

  it('is what fim prompt shows, where the split is the whole project', async () => {
    const root = smallProject();
    const { records, metadata } = await dataset(root, { crossFileContext: true, valSplit: 0, limit: 30 });
    const shown = records.filter(({ context }) => context !== '').slice(0, 3);
    expect(shown.length).toBeGreaterThan(0);
    for (const record of shown) {
      const asked = await editorPrompt(root, record, metadata);
      for (const line of record.context.split('\n')) expect(asked).toContain(line.trim());
    }
  });
});

describe('verify', () => {
  it('finds nothing wrong with a dataset, and finds what was changed', async () => {
    const root = smallProject();
    const { dir } = await dataset(root);
    expect(await verifyExport(dir, { root }, around())).toContain('nothing is wrong');
    const file = join(dir, 'val.jsonl');
    const [first = '', ...rest] = readFileSync(file, 'utf8').split('\n');
    const record = datasetRecord.parse(JSON.parse(first));
    const stolen = records(dir).find(({ middle, split }) => split === 'train' && middle.length > 60);
    writeFileSync(file, [JSON.stringify({ ...record, middle: stolen?.middle }), ...rest].join('\n'));
    const found = await verifyExport(dir, { root }, around()).catch((error: unknown) => error);
    expect(found).toBeInstanceOf(ExportFailure);
    expect(found).toMatchObject({ status: 3 });
    expect(String(found)).toMatch(/manifest\.sha256[\s\S]*completion is not the middle[\s\S]*stands in train\.jsonl/u);
  });
});

describe('inspect', () => {
  it('shows the mix, the lengths and examples, the same each time', async () => {
    const { dir, records } = await dataset(smallProject());
    const show = (): Promise<string> => inspectExport(dir, { examples: 2 }, around());
    const text = await show();
    expect(text).toContain(`${records.filter(({ split }) => split === 'train').length} training and`);
    expect(text).toMatch(/kinds of spans\n {2}\w+ +█+ +\d+\.\d %/u);
    expect(text.match(/^── \d\/2 /gmu)).toHaveLength(2);
    expect(await show()).toBe(text);
  });

  it('writes one page that asks for nothing from elsewhere, and in which code is no markup', async () => {
    const { dir, records } = await dataset(smallProject());
    const html = join(dirname(dir), 'page.html');
    await inspectExport(dir, { examples: 2, html }, around());
    const page = readFileSync(html, 'utf8');
    expect(page.match(/<article /gu)).toHaveLength(Math.min(300, records.length));
    expect(page).not.toMatch(/(?:src|href)=|https?:\/\/|@import|url\(/u);
    expect(page).toContain('&#60;li class=&#34;einträge 🎉&#34;&#62;');
    expect(page).not.toContain('<li class');
  });

  it('says so where there is no dataset', async () => {
    await expect(inspectExport(project({}), { examples: 1 }, around())).rejects.toMatchObject({ status: 2 });
  });
});

describe('a preview', () => {
  it('shows the same examples again and writes nothing', async () => {
    const root = project();
    const names = readdirSync(root);
    const show = (): Promise<string> =>
      exportProject(root, { ...FLAGS, output: join(root, 'dataset'), preview: 5 }, around());
    const text = await show();
    expect(text.match(/^── \d\/5 /gmu)).toHaveLength(5);
    expect(text.match(/⟦[\s\S]+?⟧/gu)?.length).toBe(5);
    expect(await show()).toBe(text);
    expect(readdirSync(root)).toEqual(names);
  });

  it('counts without writing with --dry-run', async () => {
    const root = smallProject();
    const output = join(root, 'dataset');
    const dry = await exportProject(root, { ...FLAGS, output, dryRun: true, json: true }, around());
    expect(existsSync(output)).toBe(false);
    const wet = await exportProject(root, { ...FLAGS, output, json: true }, around());
    expect(JSON.parse(dry)).toEqual(JSON.parse(wet));
  });
});

describe('what goes wrong', () => {
  const failing = async (root: string, flags: Partial<ExportFlags>): Promise<unknown> =>
    exportProject(root, { ...FLAGS, output: join(project({}), 'dataset'), ...flags }, around()).catch(
      (error: unknown) => error,
    );

  it.each<[string, number, Partial<ExportFlags>, string]>([
    ['an unknown family', 2, { baseModel: 'gpt-9' }, 'gpt-9'],
    ['an unknown kind of span', 2, { spans: 'half=1' }, 'half=1'],
    ['a mix of orders that one of was not trained', 2, { order: 'mix' }, 'one order'],
    ['an unknown language', 2, { language: ['cobol'] }, 'cobol'],
    ['a similarity that is none', 2, { dedup: '7' }, '--dedup 7'],
    ['no file of that language', 1, { language: ['rust'] }, 'no source file'],
  ])('says so: %s', async (_, status, flags, text) => {
    const error = await failing(project(), flags);
    expect(error).toMatchObject({ status });
    expect(String(error)).toContain(text);
  });

  it('refuses an order that the family was not trained on, and a folder that is not there', async () => {
    expect(String(await failing(project(), { order: 'spm' }))).toContain('not trained on the order "spm"');
    expect(String(await failing('/nowhere/at/all', {}))).toContain('There is no folder');
    expect(await failing(project({}), {})).toMatchObject({ status: 1 });
  });

  it('goes on past links that lead in a circle and files that cannot be read', async () => {
    const root = smallProject();
    symlinkSync('..', join(root, 'src/loop'));
    symlinkSync('nowhere.php', join(root, 'src/broken.php'));
    const { metadata } = await dataset(root);
    expect(metadata['files']).toMatchObject({ dropped: { symlink: 2 } });
  });

  it('replaces a dataset only when it is told to, and nothing else ever', async () => {
    const root = smallProject();
    const { dir } = await dataset(root);
    const before = sums(dir);
    expect(await failing(root, { output: dir, seed: 1 })).toMatchObject({ status: 2 });
    expect(sums(dir)).toEqual(before);
    await dataset(root, { output: dir, seed: 1, force: true });
    expect(sums(dir)).not.toEqual(before);
    expect(await failing(root, { output: root, force: true })).toMatchObject({ status: 2 });
    expect(await failing(root, { output: join(root, 'composer.json'), force: true })).toMatchObject({ status: 2 });
    expect(await failing(root, { output: join(root, 'composer.json', 'x') })).toMatchObject({ status: 2 });
    expect(readdirSync(dirname(dir))).toEqual(['dataset']);
  });

  it('puts back what a run was killed over, and leaves no pieces when it is cancelled', async () => {
    const root = smallProject();
    const { dir } = await dataset(root);
    const before = sums(dir);
    mkdirSync(`${dir}.partial`);
    cpSync(dir, `${dir}.before`, { recursive: true });
    rmSync(dir, { recursive: true });
    const aborter = new AbortController();
    aborter.abort();
    const flags = { ...FLAGS, output: dir, force: true };
    await expect(exportProject(root, flags, around(aborter.signal))).rejects.toThrow();
    expect(sums(dir)).toEqual(before);
    expect(readdirSync(dirname(dir))).toEqual(['dataset']);
  });
});
