/** What trainers read of a dataset: by their rules, and by themselves where `FIM_TEST_LOADERS` names a Python that has `datasets` (and `trl`, `axolotl`). */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyExport } from '../../src/cli/export.ts';
import type { Format } from '../../src/export/format.ts';
import { readParquet } from '../../src/export/parquet.ts';
import { around, exported, metadata, project, records } from './exported.ts';
import { axolotlProblem, cardOf, datasetsProblem, trlProblem } from './loaders/rules.ts';
import { usualFiles } from './project.ts';

const python = process.env['FIM_TEST_LOADERS'] ?? '';
const FORMS: readonly Format[] = ['fim', 'trl', 'axolotl', 'parquet'];
const SPLITS = { train: 'train', validation: 'val' } as const;

type Row = Readonly<Record<string, unknown>>;

async function rowsOf(dir: string, format: Format, split: 'train' | 'val'): Promise<readonly Row[]> {
  if (format !== 'parquet')
    return readFileSync(join(dir, `${split}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const rows: Row[] = [];
  for await (const row of readParquet(join(dir, `${split}.parquet`))) rows.push(Object(row));
  return rows;
}

let root = '';
const dirs = new Map<Format, string>();
const dirOf = (format: Format): string => dirs.get(format) ?? '';

beforeAll(async () => {
  const few = Object.entries(usualFiles()).filter(([path]) => !/Order\d/u.test(path) || path === 'src/Order3.php');
  root = project(Object.fromEntries(few));
  for (const format of FORMS) dirs.set(format, await exported(root, { format, bm25Context: true }));
});

describe.each(FORMS)('the form %s', (format) => {
  it('is what load_dataset reads by its card: every column, of one type in all rows', async () => {
    const dir = dirOf(format);
    expect(await verifyExport(dir, {}, around())).toContain('nothing is wrong');
    for (const [split, name] of Object.entries(SPLITS)) {
      const rows = await rowsOf(dir, format, name);
      expect(rows.length).toBeGreaterThan(0);
      expect(datasetsProblem(dir, split, rows)).toBe('');
    }
  });
});

describe('TRL', () => {
  it.each<Format>(['fim', 'trl', 'parquet'])('finds prompts and completions in the form %s', async (format) => {
    const rows = [...(await rowsOf(dirOf(format), format, 'train')), ...(await rowsOf(dirOf(format), format, 'val'))];
    expect(rows.map(trlProblem).filter((problem) => problem !== '')).toEqual([]);
    const pairs = rows.map(({ prompt, completion }) => ({ prompt, completion }));
    expect(pairs).toEqual(records(dirOf('fim')).map(({ prompt, completion }) => ({ prompt, completion })));
  });
});

describe('axolotl', () => {
  it.each(['qwen2.5-coder', 'codellama', 'deepseek-coder', 'codegemma'])(
    'gets the tokens that a server adds too: %s',
    async (baseModel) => {
      const [lines, own] = [
        await exported(root, { baseModel, limit: 12, valSplit: 0 }),
        await exported(root, { baseModel, limit: 12, valSplit: 0, format: 'axolotl' }),
      ];
      const { bos, end } = Object(metadata(own)['fim_tokens']);
      const rows = await rowsOf(own, 'axolotl', 'train');
      expect(rows.map((row) => axolotlProblem(row, bos, end)).filter((problem) => problem !== '')).toEqual([]);
      expect(rows).toEqual(
        records(lines).map(({ prompt, completion }) => ({
          segments: [
            { label: false, text: bos + prompt },
            { label: true, text: completion },
          ],
        })),
      );
      expect(bos === '').toBe(baseModel === 'qwen2.5-coder');
    },
  );
});

it('says the types of lists that are empty in all rows', async () => {
  const { types } = cardOf(await exported(root, { limit: 5, valSplit: 0 }));
  expect(types['context_files']?.safeParse(['src/a.php']).success).toBe(true);
  expect(types['tested_by']?.safeParse([{ path: 'a', rule: 'covers' }]).success).toBe(true);
  expect(types['tested_by']?.safeParse(['a']).success).toBe(false);
});

const TOKENIZER = fileURLToPath(new URL('../fixtures/tokenizer/tokenizer.json', import.meta.url));

describe.skipIf(python === '')('the real loaders', { timeout: 300_000 }, () => {
  it('read all forms, and train on the completion alone', async () => {
    const asked = FORMS.map((format) => `${format}=${dirOf(format)}`);
    const script = fileURLToPath(new URL('loaders/real.py', import.meta.url));
    const said = execFileSync(python, [script, TOKENIZER, ...asked], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const results = said
      .split('\n')
      .filter((line) => line.startsWith('{"format"'))
      .map((line) => JSON.parse(line));
    expect(results.map(({ format }) => format)).toEqual(FORMS);
    for (const result of results) {
      expect(result.rows.train).toBe(records(dirOf('fim')).filter(({ split }) => split === 'train').length);
      expect(result.wrong ?? 0).toBe(0);
    }
  });
});
