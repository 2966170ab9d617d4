/** Verifiers by themselves: servers that are scripted, PHP, and what is found of the user's. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { Verifiers } from '../../src/fix/verify/find.ts';
import { type LspServer, lspServer } from '../../src/fix/verify/lsp-verifier.ts';
import { phpLint } from '../../src/fix/verify/php-lint.ts';
import type { ServerSpec } from '../../src/fix/verify/server-spec.ts';
import { waitUntil } from '../helpers/wait.ts';

const signal = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'fim-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
let server: LspServer | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await server?.dispose();
});

/** @returns the server, and what it was told */
function scripted(way: 'publish' | 'pull'): { readonly server: LspServer; readonly told: () => readonly string[] } {
  const log = join(folder, `${++count}.log`);
  const command = [process.execPath, join(import.meta.dirname, 'scripted-lsp.mjs'), log, way];
  const spec: ServerSpec = {
    id: 'scripted',
    name: 'scripted',
    languages: { php: 'php' },
    clients: [],
    commands: [],
    way,
    initializationOptions: () => ({}),
    settings: {},
  };
  server = lspServer(spec, { command, root: folder, storage: folder });
  const told = (): readonly string[] =>
    readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .filter((method) => method.startsWith('textDocument/'))
      .map((method) => method.slice('textDocument/'.length));
  return { server, told };
}

describe('a server that tells by itself', () => {
  it('is never answered by the empty list of a close', async () => {
    const verifier = scripted('publish').server.verifier(join(folder, 'a.php'), 'php');
    const texts = ['right', 'wrong', 'right', 'wrong', 'wrong\nwrong'];
    const counts = await Promise.all(texts.map(async (text) => (await verifier.diagnose(text, signal)).length));
    expect(counts).toEqual([0, 1, 0, 1, 2]);
  });

  it('has each text opened and closed', async () => {
    const made = scripted('publish');
    const verifier = made.server.verifier(join(folder, 'a.php'), 'php');
    await verifier.diagnose('a', signal);
    await verifier.diagnose('b', signal);
    await waitUntil(() => made.told().length === 4);
    expect(made.told()).toEqual(['didOpen', 'didClose', 'didOpen', 'didClose']);
  });
});

describe('a server that can be asked', () => {
  it('keeps a file open until another one is looked at', async () => {
    const made = scripted('pull');
    const [a, b] = ['a', 'b'].map((name) => made.server.verifier(join(folder, `${name}.php`), 'php'));
    const counts = [];
    for (const [verifier, text] of [
      [a, 'wrong'],
      [a, 'right'],
      [a, 'wrong wrong'],
      [b, 'right'],
      [a, 'wrong'],
    ] as const)
      counts.push((await verifier?.diagnose(text, signal))?.length);
    expect(counts).toEqual([1, 0, 1, 0, 1]);
    expect(made.told().filter((method) => method !== 'diagnostic')).toEqual([
      'didOpen',
      'didChange',
      'didChange',
      'didClose',
      'didOpen',
      'didClose',
      'didOpen',
    ]);
  });
});

it('tells the names that a server offers, without what is around them', async () => {
  const verifier = scripted('pull').server.verifier(join(folder, 'a.php'), 'php');
  expect(await verifier.namesAt?.('<?php\nr', 1, 1, signal)).toEqual(['right', 'rows']);
});

it('stops a server after ten idle minutes, and starts it again when it is wanted', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { server: made } = scripted('pull');
  const verifier = made.verifier(join(folder, 'a.php'), 'php');
  await verifier.diagnose('wrong', signal);
  const { pid } = made;
  expect(pid).toBeGreaterThan(0);
  vi.advanceTimersByTime(599_000);
  expect(made.pid).toBe(pid);
  vi.advanceTimersByTime(2000);
  await waitUntil(() => made.pid === undefined, { what: 'the server to stop' });
  expect(await verifier.diagnose('wrong', signal)).toHaveLength(1);
  expect(made.pid).not.toBe(pid);
});

describe('what is found for a file', () => {
  const program = (name: string): string => {
    const path = join(folder, name);
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, 0o755);
    return path;
  };
  const wishes = { path: '/p/a.ts', languageId: 'typescript', root: '/p', parser: undefined };

  it.each(['ts_ls', 'tsserver', 'vtsls', 'typescript-tools'])('is the server of the client %s', (name) => {
    const cmd = [program('some-server'), '--stdio'];
    const found = new Verifiers({ PATH: '' }).forFile({ ...wishes, clients: [{ name, cmd, root: '/p' }] });
    expect(found.map((each) => [each.name, each.worth])).toEqual([['typescript', 'verified']]);
  });

  it('is nothing that the project itself holds', () => {
    program('typescript-language-server');
    expect(new Verifiers({ PATH: './node_modules/.bin' }).forFile(wishes)).toEqual([]);
    expect(new Verifiers({ PATH: folder }).forFile(wishes)).toHaveLength(1);
  });
});

/** `npm test` may have named one. */
const PHP = process.env['FIM_TEST_PHP'] || 'php';
const hasPhp = spawnSync(PHP, ['--version']).status === 0;

describe('php -l', () => {
  it('is read as PHP writes it', async () => {
    const path = join(folder, 'php');
    writeFileSync(
      path,
      '#!/bin/sh\ncat > /dev/null\necho \'PHP Parse error:  syntax error, unexpected token "}", expecting "," or ";" in Standard input code on line 4\' >&2\nexit 255\n',
    );
    chmodSync(path, 0o755);
    const [found, ...others] = await phpLint(path).diagnose('<?php', signal);
    expect(found).toMatchObject({
      row: 3,
      severity: 1,
      source: 'php',
      message: expect.stringContaining('unexpected token'),
    });
    expect(others).toEqual([]);
  });

  it('can be cancelled', async () => {
    const aborter = new AbortController();
    const path = join(folder, 'slow-php');
    writeFileSync(path, '#!/bin/sh\nexec sleep 60\n');
    chmodSync(path, 0o755);
    const asked = phpLint(path).diagnose('<?php', aborter.signal);
    aborter.abort();
    await expect(asked).rejects.toThrow('abort');
  });

  it.runIf(hasPhp).each<[string, string, number | undefined]>([
    ['nothing wrong', '<?php echo 1;\n', undefined],
    ['a missing semicolon', "<?php\n\necho '🐘'\n\necho 2;\n", 4],
    ['a function twice', '<?php\nfunction f() {}\nfunction f() {}\n', 2],
  ])('of PHP itself sees %s', async (_, text, row) => {
    expect((await phpLint(PHP).diagnose(text, signal)).map((each) => each.row)).toEqual(row === undefined ? [] : [row]);
  });

  it.runIf(hasPhp)('runs nothing of what it looks at', async () => {
    const trace = join(folder, 'trace');
    await phpLint(PHP).diagnose(`<?php file_put_contents('${trace}', 'x');\n`, signal);
    expect(() => readFileSync(trace)).toThrow();
  });
});
