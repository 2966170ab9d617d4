import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { inspectExport, verifyExport } from '../../src/cli/export.ts';
import { readParquet, writeParquet } from '../../src/export/parquet.ts';
import { around, exported, metadata, project, records, scratch, sums } from './exported.ts';
import { usualFiles } from './project.ts';

async function rows(file: string): Promise<readonly unknown[]> {
  // Unless it is told so, it takes a BOM at the beginning of a text away.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parsers = { stringFromBytes: (bytes: Uint8Array): string => decoder.decode(bytes) };
  return parquetReadObjects({ file: await asyncBufferFromFile(file), parsers });
}

describe('--format parquet', () => {
  it('has the records that lines have, key by key, and no lines beside them', async () => {
    const few = Object.entries(usualFiles()).filter(
      ([path]) => !/Order\d\d?\.php/u.test(path) || /Order[1-4]\./u.test(path),
    );
    const root = project(Object.fromEntries(few));
    const flags = { bm25Context: true, limit: 60 };
    const [lines, table] = [await exported(root, flags), await exported(root, { ...flags, format: 'parquet' })];
    expect(readdirSync(table).sort()).toEqual([
      'README.md',
      'manifest.sha256',
      'metadata.json',
      'train.parquet',
      'val.parquet',
    ]);
    const wanted = records(lines);
    const got = [...(await rows(join(table, 'train.parquet'))), ...(await rows(join(table, 'val.parquet')))];
    expect(got).toEqual(wanted);
    expect(got.map((row) => Object.keys(row ?? {}))).toEqual(wanted.map((record) => Object.keys(record)));
    expect(wanted.some(({ context_files }) => context_files.length > 0)).toBe(true);
    expect({ ...metadata(table), format: 'fim' }).toEqual(metadata(lines));
  });

  it('keeps lists of pairs, and says of each column what it holds', async () => {
    const root = project(usualFiles());
    const table = await exported(root, { testedOnly: true, valSplit: 0, format: 'parquet' });
    const file = await asyncBufferFromFile(join(table, 'train.parquet'));
    const { schema, created_by } = await parquetMetadataAsync(file);
    expect(created_by).toBe('fim.nvim 1.2.3');
    const types = new Map(schema.map(({ name, type, converted_type }) => [name, converted_type ?? type]));
    expect(types.get('text')).toBe('UTF8');
    expect(types.get('start_byte')).toBe('INT32');
    expect(types.get('complexity_score')).toBe('DOUBLE');
    expect(types.get('tested_by')).toBe('LIST');
    const [first] = await rows(join(table, 'train.parquet'));
    expect(first).toMatchObject({ tested_by: [{ path: expect.any(String), rule: expect.any(String) }] });
  });

  it('has the same bytes again, and is verified and inspected as lines are', async () => {
    const root = project(usualFiles());
    const [one, two] = [await exported(root, { format: 'parquet' }), await exported(root, { format: 'parquet' })];
    expect(sums(two)).toEqual(sums(one));
    expect(await verifyExport(one, { root }, around())).toContain('nothing is wrong');
    expect(await inspectExport(one, { examples: 2 }, around())).toMatch(/^── 2\/2 /mu);
  });

  it('writes groups of bounded size, whatever the number of records', async () => {
    const some = records(await exported(project(usualFiles()), { valSplit: 0 }));
    const file = join(scratch(), 'many.parquet');
    const many = 4000;
    const repeated = function* () {
      for (let at = 0; at < many; at++) {
        const record = some[at % some.length];
        if (record !== undefined) yield record;
      }
    };
    await writeParquet(file, repeated(), 'test', new AbortController().signal);
    const { row_groups } = await parquetMetadataAsync(await asyncBufferFromFile(file));
    expect(row_groups.length).toBeGreaterThan(3);
    for (const { num_rows, total_byte_size } of row_groups) {
      expect(Number(num_rows)).toBeLessThanOrEqual(1000);
      expect(Number(total_byte_size)).toBeLessThan(32 * 2 ** 20);
    }
    const wanted = some.map((record) => JSON.stringify(record));
    let at = 0;
    for await (const row of readParquet(file)) if (JSON.stringify(row) !== wanted[at++ % some.length]) break;
    expect(at).toBe(many);
    expect(statSync(file).size).toBeGreaterThan(0);
  });

  it('can be cancelled between two groups', async () => {
    const some = records(await exported(project(usualFiles()), { valSplit: 0 }));
    const aborter = new AbortController();
    let asked = 0;
    const endless = function* () {
      for (;;) {
        if (asked++ === 1500) aborter.abort();
        const record = some[asked % some.length];
        if (record !== undefined) yield record;
      }
    };
    await expect(writeParquet(join(scratch(), 'x'), endless(), 'test', aborter.signal)).rejects.toThrow(/abort/iu);
  });
});
