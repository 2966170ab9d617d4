/** `--tested-only` on classes of real projects, labelled by hand: see test/fixtures/tested/README.md. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { NamedFile } from '../../src/export/named-file.ts';
import { testedBy } from '../../src/export/tested-by.ts';

const labelled = z.strictObject({
  path: z.string(),
  tested: z.boolean().optional(),
  types: z.array(z.string()).optional(),
  namespace: z.string().default(''),
  imports: z.array(z.string()).default([]),
  covers: z.array(z.string()).default([]),
  isContract: z.boolean().default(false),
});

const PROJECTS = ['monolog', 'composer', 'laravel'];

function filesOf(project: string): readonly z.infer<typeof labelled>[] {
  const text = readFileSync(new URL(`../fixtures/tested/${project}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => labelled.parse(JSON.parse(line)));
}

function named({ path, types, namespace, imports, covers, isContract }: z.infer<typeof labelled>): NamedFile {
  const name = path.slice(path.lastIndexOf('/') + 1).replace('.php', '');
  return {
    path,
    types: types ?? [`${namespace}\\${name}`],
    namespace,
    imports: new Map(imports.map((each) => [each.slice(each.lastIndexOf('\\') + 1), each])),
    covers,
    isContract,
    hasCases: false,
    titles: [],
  };
}

/** Labels of the classes that were said to be tested, and of those that weren't. */
function judged(): { readonly kept: readonly boolean[]; readonly left: readonly boolean[] } {
  const all = PROJECTS.flatMap((project) => {
    const files = filesOf(project);
    const found = testedBy(files.map(named));
    return files.flatMap(({ path, tested }) => (tested === undefined ? [] : [{ tested, isKept: found.has(path) }]));
  });
  const labels = (isKept: boolean): readonly boolean[] =>
    all.filter((each) => each.isKept === isKept).map(({ tested }) => tested);
  return { kept: labels(true), left: labels(false) };
}

describe('classes that are kept because they are tested', () => {
  const { kept, left } = judged();
  const right = kept.filter((tested) => tested).length;
  const missed = left.filter((tested) => tested).length;

  it('are those of which somebody says so', () => {
    expect(kept.length + left.length).toBeGreaterThanOrEqual(100);
    expect(right / kept.length).toBeGreaterThanOrEqual(0.95);
    expect(right / (right + missed)).toBeGreaterThanOrEqual(0.8);
  });

  it('are not all of them: the sample has enough that no test is about', () => {
    expect(left.length - missed).toBeGreaterThanOrEqual(40);
  });
});
