/** Which verifiers are found of the user's, and PHP as one. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Verifiers } from '../../src/fix/verify/find.ts';
import { phpLint } from '../../src/fix/verify/php-lint.ts';

const signal = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'fim-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

  it('is told of each server, whether it is installed or not', () => {
    program('pyright-langserver');
    const known = new Verifiers({ PATH: folder }).known({ ts: ['/opt/ts', '--stdio'] });
    expect(known.map(({ name, program: runs }) => [name, runs])).toEqual([
      ['intelephense', ''],
      ['typescript', '/opt/ts --stdio'],
      ['pyright', `${join(folder, 'pyright-langserver')} --stdio`],
    ]);
  });

  it('is nothing of a server that is not wanted', () => {
    program('typescript-language-server');
    expect(new Verifiers({ PATH: folder }).forFile({ ...wishes, commands: { ts: [] } })).toEqual([]);
  });

  it('runs for four projects at once, and is let go where nobody has asked for longest', async () => {
    const servers = new Verifiers({ PATH: '', XDG_CACHE_HOME: folder });
    const commands = {
      pyright: [process.execPath, join(import.meta.dirname, 'scripted-lsp.mjs'), join(folder, 'log'), 'pull'],
    };
    const look = async (name: string): Promise<unknown> => {
      const root = join(folder, name);
      mkdirSync(root, { recursive: true });
      const asked = { path: join(root, 'a.py'), languageId: 'python', root, parser: undefined, commands };
      return servers.forFile(asked)[0]?.diagnose('wrong', signal);
    };
    for (const name of ['one', 'two', 'three', 'four', 'one', 'five']) expect(await look(name)).toHaveLength(1);
    const names = async (): Promise<readonly string[]> =>
      (await servers.running()).map(({ root }) => basename(root)).sort();
    await vi.waitFor(async () => expect(await names()).toEqual(['five', 'four', 'one', 'three']));
    expect((await servers.running()).every(({ mebibytes }) => mebibytes > 0)).toBe(true);
    await servers.dispose();
    expect(await servers.running()).toEqual([]);
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
