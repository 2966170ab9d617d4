import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { randomFor } from '../../src/export/random.ts';
import { secretsIn } from '../../src/export/sure-secrets.ts';
import { exported, metadata, project, records } from './exported.ts';
import { plantedSecrets } from './planted.ts';
import { phpClass } from './project.ts';

const INSTANCES = 3;
/** By kind: code with a secret, each another one. */
const PLANTED: ReadonlyMap<string, readonly string[]> = (() => {
  const all = Array.from({ length: INSTANCES }, (_, seed) => plantedSecrets(randomFor('planted', seed)));
  return new Map((all[0] ?? []).map(([kind], at) => [kind, all.map((codes) => codes[at]?.[1] ?? '')]));
})();

const inCode = (code: string): string => `<?php\n\nfunction connect()\n{\n    ${code}\n}\n`;
const isFound = (code: string): boolean => secretsIn('src/connect.php', inCode(code)).sure.length > 0;

describe('planted secrets', () => {
  it('are of many more than 25 kinds, and found but for one kind of 25', () => {
    const found = [...PLANTED].filter(([, codes]) => codes.every(isFound));
    expect(PLANTED.size).toBeGreaterThanOrEqual(50);
    expect(found.length / PLANTED.size).toBeGreaterThanOrEqual(24 / 25);
  });

  it('keep their files out of a dataset, and are masked where that is wanted', async () => {
    const plain = phpClass('Plain', 1);
    const planted = [...PLANTED].map(
      ([, [code = '']], at) =>
        [`src/Planted${at}.php`, `${phpClass(`Planted${at}`, at + 5)}\n/* ${code} */\n`] as const,
    );
    const root = project({ 'src/Plain.php': plain, ...Object.fromEntries(planted) });
    const dropped = await exported(root, { valSplit: 0 });
    const files = z.object({ dropped: z.object({ secret: z.int() }) }).parse(metadata(dropped)['files']);
    expect(files.dropped.secret / planted.length).toBeGreaterThanOrEqual(24 / 25);
    expect(records(dropped).some(({ path }) => path === 'src/Plain.php')).toBe(true);
    const token = PLANTED.get('GitHub token')?.[0]?.match(/gh\w+/u)?.[0] ?? 'none';
    const masked = JSON.stringify(records(await exported(root, { valSplit: 0, secrets: 'redact' })));
    expect(masked).not.toContain(token);
    expect(masked).toContain('*'.repeat(token.length));
  });
});

describe('what tests make up for themselves', () => {
  const named = "$client = new Client(['password' => 'q7ZkR2mX9bT4vLc8']);";
  const random = 'AckfSECXIvnK5r28GVIWUAxmbBSjTsmF';
  it.each<[string, string, boolean]>([
    ['src/Client.php', named, true],
    ['tests/ClientTest.php', named, true],
    ['core/client.vitest.ts', `connect('mysql://shop:q7ZkR2mX9bT4vLc8@db/shop')`, true],
    ['tests/ClientTest.php', "$client = new Client(['password' => 'test-1234567']);", false],
    ['tests/ClientTest.php', `$config->set('app.key', '${random}');`, false],
    ['app/Testing.php', `$config->set('app.key', '${random}');`, true],
    ['tests/ClientTest.php', `$token = 'gh${'p_'}1234567890abcdefghijklmnopqrstuvwxyzAB';`, false],
    ['tests/ClientTest.php', `$token = 'gh${'p_'}n3K9wQ2eL5bV8mY1pX4cZ7aR0fT6sH3uJ8oI';`, true],
  ])('is no secret, but for what has a mark or a name: %s, %s', (path, code, isSecret) => {
    expect(secretsIn(path, inCode(code)).sure.length > 0).toBe(isSecret);
  });
});

const modules = process.env['FIM_TEST_SECRETLINT'] ?? '';
const core = z.object({
  lintSource: z.custom<(question: unknown) => unknown>((value) => typeof value === 'function'),
});
const preset = z.object({ creator: z.unknown() });
const linted = z.object({ messages: z.array(z.unknown()) });

/** Whether the recommended preset of secretlint complains of a text. */
async function secretlint(): Promise<(text: string) => Promise<boolean>> {
  const load = async (name: string): Promise<unknown> => import(pathToFileURL(join(modules, name)).href);
  const { lintSource } = core.parse(await load('@secretlint/core/module/index.js'));
  const { creator } = preset.parse(await load('@secretlint/secretlint-rule-preset-recommend/module/index.js'));
  const id = '@secretlint/secretlint-rule-preset-recommend';
  return async (content) => {
    const source = { filePath: '/src/connect.php', content, contentType: 'text', ext: '.php' };
    const found: unknown = await lintSource({ source, options: { config: { rules: [{ id, rule: creator }] } } });
    return linted.parse(found).messages.length > 0;
  };
}

describe.skipIf(modules === '')('secretlint with its recommended preset', () => {
  it('finds no kind that we do not find, and fewer of them', async () => {
    const complains = await secretlint();
    const [theirs, ours]: [string[], string[]] = [[], []];
    for (const [kind, codes] of PLANTED) {
      const found = await Promise.all(codes.map((code) => complains(inCode(code))));
      if (found.every((is) => is)) theirs.push(kind);
      if (codes.every(isFound)) ours.push(kind);
    }
    expect(theirs.length).toBeGreaterThanOrEqual(5);
    expect(theirs.filter((kind) => !ours.includes(kind))).toEqual([]);
    expect(ours.length).toBeGreaterThan(theirs.length);
  });
});
