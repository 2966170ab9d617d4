/** Runs `fim export` in this process and reads what it wrote, for the tests of its parts. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type ExportSurroundings, exportProject } from '../../src/cli/export.ts';
import type { ExportFlags } from '../../src/cli/export-flags.ts';
import { type DatasetRecord, datasetRecord } from '../../src/export/record.ts';
import { writeProject } from './project.ts';

export const FLAGS: ExportFlags = {
  output: '',
  baseModel: 'qwen2.5-coder',
  order: 'auto',
  maxMiddleLines: 30,
  maxTotalChars: 8192,
  curriculumTopPct: 100,
  valSplit: 0.2,
  seed: 42,
  astFim: true,
  splitBy: 'cluster',
  dedup: '0.7',
  secrets: 'drop',
  includePath: [],
  format: 'fim',
  include: [],
  exclude: [],
  language: [],
  licenseAllow: [],
  set: [],
};

const made: string[] = [];
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

/** A folder of its own that is gone after the tests of the file. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'fim-exported-'));
  made.push(dir);
  return dir;
}

export function project(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = writeProject(files);
  made.push(root);
  return root;
}

export function around(signal = new AbortController().signal): ExportSurroundings {
  return { env: {}, version: '1.2.3', signal, stdout: {}, stderr: { write: () => true } };
}

/** @returns the folder of the dataset */
export async function exported(root: string, flags: Partial<ExportFlags> = {}): Promise<string> {
  const output = flags.output ?? join(scratch(), 'dataset');
  await exportProject(root, { ...FLAGS, ...flags, output }, around());
  return output;
}

/** The records of both splits. */
export function records(dir: string): readonly DatasetRecord[] {
  return ['train', 'val'].flatMap((split) =>
    readFileSync(join(dir, `${split}.jsonl`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => datasetRecord.parse(JSON.parse(line))),
  );
}

export function metadata(dir: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(dir, 'metadata.json'), 'utf8'));
}

/** Sums of all files, by name. */
export function sums(dir: string): Readonly<Record<string, string>> {
  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(dir, name)))
      .digest('hex');
  return Object.fromEntries(
    readdirSync(dir)
      .sort()
      .map((name) => [name, hash(name)]),
  );
}
