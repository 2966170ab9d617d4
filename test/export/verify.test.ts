/** What `fim export verify` says of datasets that are not as they should be, and of folders that hold something else. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyExport } from '../../src/cli/export.ts';
import type { ExportFlags } from '../../src/cli/export-flags.ts';
import { ExportFailure } from '../../src/export/failure.ts';
import { isLaidOut } from '../../src/export/prompt-check.ts';
import { problemsOf } from '../../src/export/record-check.ts';
import { around, exported, project, records, scratch } from './exported.ts';
import { parseLanguage } from './parse.ts';
import { phpClass } from './project.ts';

/** As small as it may be. */
const KNOWN = {
  family: 'qwen2.5-coder',
  order: 'psm',
  max_total_chars: 8192,
  max_middle_lines: 30,
  max_tokens: 0,
  tokenizer: '',
} as const;

let root = '';
let whole = '';
beforeAll(async () => {
  const files = Array.from({ length: 6 }, (_, at) => [`src/Order${at}.php`, phpClass(`Order${at}`, at + 1)]);
  root = project(Object.fromEntries(files));
  whole = await exported(root, { valSplit: 0.4 });
});

/** A copy of the dataset with one thing changed. */
function broken(change: (dir: string) => void): string {
  const dir = join(scratch(), 'dataset');
  cpSync(whole, dir, { recursive: true });
  change(dir);
  return dir;
}

type Line = Record<string, unknown>;

/** Changes the first line of a split. */
const firstLine =
  (split: string, change: (record: Line) => Line) =>
  (dir: string): void => {
    const file = join(dir, `${split}.jsonl`);
    const [first = '{}', ...rest] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [JSON.stringify(change(JSON.parse(first))), ...rest].join('\n'));
  };

const changed = (change: (record: Line) => Line) => firstLine('train', (record) => ({ ...record, ...change(record) }));

function otherKinds(dir: string): void {
  const file = join(dir, 'metadata.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/("span_type_distribution": \{[^}]*"line": )\d+/u, '$11000'));
}

async function saidOf(dir: string, against?: string): Promise<{ status: number; text: string }> {
  try {
    return { status: 0, text: await verifyExport(dir, against === undefined ? {} : { root: against }, around()) };
  } catch (error) {
    if (error instanceof ExportFailure) return { status: error.status, text: error.message };
    throw error;
  }
}

describe('verify', () => {
  it('finds nothing wrong with a dataset, with its project and without', async () => {
    expect(await saidOf(whole)).toMatchObject({ status: 0, text: expect.stringContaining('nothing is wrong') });
    expect(await saidOf(whole, root)).toMatchObject({ status: 0 });
  });

  it.each<[what: string, status: number, change: (dir: string) => void, says: RegExp]>([
    ['no metadata', 2, (dir) => rmSync(join(dir, 'metadata.json')), /holds no dataset: metadata\.json is missing/u],
    [
      'metadata of something else',
      3,
      (dir) => writeFileSync(join(dir, 'metadata.json'), '{"a":1}'),
      /not that of a dataset/u,
    ],
    ['metadata that is no JSON', 3, (dir) => writeFileSync(join(dir, 'metadata.json'), '{'), /not that of a dataset/u],
    ['no sums', 3, (dir) => rmSync(join(dir, 'manifest.sha256')), /manifest\.sha256 is missing/u],
    ['no training examples', 3, (dir) => rmSync(join(dir, 'train.jsonl')), /train\.jsonl can't be read \(ENOENT\)/u],
    [
      'a line that is cut',
      3,
      (dir) => {
        const text = readFileSync(join(dir, 'val.jsonl'), 'utf8');
        writeFileSync(join(dir, 'val.jsonl'), text.slice(0, -40));
      },
      /val\.jsonl:\d+: /u,
    ],
    [
      'lines of somebody else',
      3,
      (dir) => writeFileSync(join(dir, 'val.jsonl'), '{"text":"x"}\n'),
      /val\.jsonl:1: id: /u,
    ],
    [
      'a file that was changed',
      3,
      (dir) => writeFileSync(join(dir, 'README.md'), 'x'),
      /README\.md is not as it says/u,
    ],
    [
      'one example twice',
      3,
      (dir) => {
        const text = readFileSync(join(dir, 'train.jsonl'), 'utf8');
        writeFileSync(join(dir, 'train.jsonl'), `${text.split('\n')[0]}\n${text}`);
      },
      /is there twice/u,
    ],
    ['a cut text', 3, firstLine('train', (record) => ({ ...record, text: 'x' })), /text is not prompt \+ completion/u],
    [
      'another middle',
      3,
      firstLine('train', (record) => ({ ...record, middle: 'return 7;' })),
      /completion is not the middle/u,
    ],
    ['another prefix', 3, changed(({ prefix }) => ({ prefix: `${prefix}x` })), /prompt is not what its parts/u],
    ['another suffix', 3, changed(({ suffix }) => ({ suffix: `x${suffix}` })), /prompt is not what its parts/u],
    ['another id', 3, changed(() => ({ id: '0'.repeat(32) })), /id is not that of the place/u],
    ['another kind of span', 3, changed(() => ({ span_kind: 'half' })), /span_kind is half/u],
    ['another family', 3, changed(() => ({ family: 'codellama' })), /family is codellama/u],
    ['another order', 3, changed(() => ({ order: 'spm' })), /order is spm/u],
    ['another line', 3, changed(({ end_line }) => ({ end_line: Number(end_line) + 1 })), /lines are not those/u],
    ['another licence', 3, changed(() => ({ license: 'X' })), /license is X/u],
    ['other tests', 3, changed(() => ({ tested_by: [{ path: 'a', rule: 'covers' }] })), /says something else of src/u],
    ['another score', 3, changed(() => ({ complexity_score: 7 })), /complexity_score/u],
    ['other tokens', 3, changed(() => ({ n_tokens: 7 })), /n_tokens is 7, counted again it is \d+/u],
    ['other counts', 3, otherKinds, /span_type_distribution says 1000 of line/u],
    ['sums of nothing', 3, (dir) => writeFileSync(join(dir, 'manifest.sha256'), ''), /no sum of train\.jsonl/u],
    ['a wrong range', 3, firstLine('val', (record) => ({ ...record, end_byte: 0 })), /byte range/u],
    [
      'a training example in the other split',
      3,
      firstLine('train', (record) => ({ ...record, split: 'val' })),
      /split is val/u,
    ],
    [
      'a middle in its context',
      3,
      firstLine('train', (record) => ({ ...record, context: `x ${String(record['middle'])} y` })),
      /stands in its own context/u,
    ],
    ['a file more', 3, (dir) => writeFileSync(join(dir, 'notes.txt'), 'x'), /notes\.txt is not of the dataset/u],
    ['one key too many', 3, firstLine('train', (record) => ({ ...record, time: 1 })), /train\.jsonl:1: /u],
  ])('says so: %s', async (_, status, change, says) => {
    const found = await saidOf(broken(change));
    expect(found.status).toBe(status);
    expect(found.text).toMatch(says);
  });

  it('bears what people keep beside it', async () => {
    expect(await saidOf(broken((dir) => writeFileSync(join(dir, '.gitattributes'), 'x')))).toMatchObject({ status: 0 });
  });

  it.each([
    ['$this', undefined, false],
    ['$this', '', true],
    ['$this->save', undefined, true],
  ])('bears short middles in their context in datasets of older versions: %s, %s', (middle, bos, isWrong) => {
    const [record] = records(whole);
    const known = { ...KNOWN, fim_tokens: { end: '', bos } };
    const problems = record === undefined ? [] : problemsOf({ ...record, middle, context: `a ${middle} b` }, known);
    expect(problems.includes('the middle stands in its own context')).toBe(isWrong);
  });

  it('says that an example is of another line of its file', async () => {
    const dir = broken(
      changed(({ start_line, end_line }) => ({ start_line: Number(start_line) + 1, end_line: Number(end_line) + 1 })),
    );
    expect(await saidOf(dir, root)).toMatchObject({ status: 3, text: expect.stringContaining('start_line is wrong') });
  });

  it('says which files are not those that it was made of', async () => {
    const other = project({ 'src/Order0.php': phpClass('Order0', 77) });
    const found = await saidOf(whole, other);
    expect(found.status).toBe(3);
    expect(found.text).toMatch(/src\/Order\d\.php (?:can't be read|has changed)/u);
  });
});

/** What each is laid out as is of another kind. */
const LAYOUTS = [
  ['qwen2.5-coder', 'psm'],
  ['codellama', 'psm'],
  ['codellama', 'spm'],
  ['granite4', 'psm'],
  ['starcoder', 'spm'],
  ['starcoder2', 'psm'],
  ['deepseek-coder', 'psm'],
  ['codegemma', 'spm'],
  ['codestral', 'spm'],
  ['mellum', 'spm'],
] as const;

describe.each(LAYOUTS)('the layout of %s, %s', (baseModel, order) => {
  it.each<[what: string, flags: Partial<ExportFlags>]>([
    ['nothing', {}],
    ['other files', { crossFileContext: true, bm25Context: true }],
    ['members in the hole', { crossFileContext: true, set: ['members.placement=inline'] }],
  ])('is known, and what is changed in it: with %s', async (_, flags) => {
    const dir = await exported(root, { baseModel, order, valSplit: 0, limit: 10, ...flags });
    expect(await saidOf(dir, root)).toMatchObject({ status: 0 });
    const all = records(dir);
    expect(all.some(({ context }) => context !== '')).toBe(flags.crossFileContext === true);
    for (const record of all) {
      expect(isLaidOut(record)).toBe(true);
      const { prompt } = record;
      const line = prompt.indexOf('\n', prompt.length / 2) + 1;
      const other = [`x${prompt}`, `${prompt}x`, prompt.slice(1), prompt.slice(0, -1), `//\n${prompt}`];
      other.push(`${prompt.slice(0, line)}$x = 1;\n${prompt.slice(line)}`);
      for (const changed of other)
        expect({ changed, is: isLaidOut({ ...record, prompt: changed }) }).toMatchObject({ is: false });
      if (record.context === '') continue;
      expect(isLaidOut({ ...record, context: `${record.context}\n// x` })).toBe(false);
      expect(isLaidOut({ ...record, context: '' })).toBe(false);
      if (baseModel === 'codegemma') continue;
      expect(isLaidOut({ ...record, context_files: [...record.context_files, 'src/None.php'] })).toBe(false);
    }
  });
});

describe('middles of syntax', () => {
  it('are whole nodes, or runs of whole nodes of one parent', async () => {
    let seen = 0;
    for (const line of readFileSync(join(whole, 'train.jsonl'), 'utf8').trim().split('\n')) {
      const { path, span_kind, start_byte, end_byte } = JSON.parse(line);
      if (!['node', 'siblings', 'body'].includes(span_kind)) continue;
      seen++;
      const bytes = readFileSync(join(root, path));
      const [start, end] = [start_byte, end_byte].map((byte) => bytes.toString('utf8', 0, byte).length);
      const nodes = await parseLanguage(path, bytes.toString('utf8'));
      const parentsOf = (is: (node: (typeof nodes)[number]) => boolean): readonly number[] =>
        nodes.filter(is).map(({ parent }) => parent);
      const ends = parentsOf((node) => node.end === end);
      const isWhole = parentsOf((node) => node.start === start).some((parent) => ends.includes(parent));
      expect({ path, span_kind, middle: bytes.subarray(start_byte, end_byte).toString(), isWhole }).toMatchObject({
        isWhole: true,
      });
    }
    expect(seen).toBeGreaterThan(10);
  });
});
