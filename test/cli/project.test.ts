import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { map } from '../../src/cli/map.ts';
import { prompt } from '../../src/cli/prompt.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fim-project-'));
  writeFileSync(join(root, 'composer.json'), '{}');
  writeFileSync(
    join(root, 'Order.php'),
    '<?php\nnamespace App;\nclass Order {\n    public function total(): int { return 1; }\n}\n',
  );
  writeFileSync(join(root, 'use.php'), '<?php\nnamespace App;\nfunction f(Order $order) {\n    $order->\n}\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const quiet = (): void => undefined;
const around = { env: {}, stdin: (async function* () {})(), signal: new AbortController().signal, log: quiet };
const flags = { line: 4, col: 12, set: [], model: 'qwen2.5-coder:7b' };

describe('fim map', () => {
  it('prints the files of a project with their signatures, the same each time', async () => {
    const print = (): Promise<string> => map({ tokens: 300, focus: [], root, set: [] }, around.signal, quiet);
    const text = await print();
    expect(text).toContain('Order.php');
    expect(text).toContain('class Order');
    expect(await print()).toBe(text);
  });

  it('prints JSON within its budget', async () => {
    const text = await map({ tokens: 60, focus: [join(root, 'use.php')], set: [], json: true }, around.signal, quiet);
    const { tokens, files } = JSON.parse(text) as { tokens: number; files: readonly { path: string }[] };
    expect(tokens).toBeLessThanOrEqual(60);
    expect(files.map(({ path }) => path)).toEqual(['Order.php']);
  });

  it('says so where there is no such folder', async () => {
    await expect(map({ tokens: 100, focus: [], root: '/nowhere/x', set: [] }, around.signal, quiet)).rejects.toThrow(
      'no folder',
    );
  });
});

describe('fim prompt', () => {
  it('prints the bytes that the editor would send, without asking a server', async () => {
    expect(await prompt(join(root, 'use.php'), flags, around)).toMatch(
      /^<\|repo_name\|>fim-project-\w+\n<\|file_sep\|>[\s\S]*function total\(\): int;[\s\S]*<\|file_sep\|>use\.php\n<\|fim_prefix\|><\?php[\s\S]*<\|fim_middle\|> {4}\$order->$/u,
    );
  });

  it('explains each part', async () => {
    const text = await prompt(join(root, 'use.php'), { ...flags, explain: true }, around);
    expect(text).toMatch(
      /## members · Order\.php · \d+ tokens\n\ntype of \$order: App\\Order \(score 1\.00, [\d.]+ ms\)/u,
    );
  });

  it('prints JSON with parts and times', async () => {
    const text = await prompt(join(root, 'use.php'), { ...flags, json: true }, around);
    expect(JSON.parse(text)).toMatchObject({
      family: 'qwen2.5-coder',
      parts: expect.arrayContaining([expect.objectContaining({ source: 'members' })]),
    });
  });
});
