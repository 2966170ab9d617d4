import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CompleteFlags, complete } from '../../src/cli/complete.ts';
import { type FakeOllama, startOllama } from '../helpers/ollama-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'fim-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let server: FakeOllama;
beforeEach(async () => {
  server = await startOllama();
});
afterEach(() => server.close());

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What `fim complete` prints. */
function run(file: string, flags: Partial<CompleteFlags>, stdin = ''): Promise<string> {
  const around = { env: {}, stdin: Readable.from([Buffer.from(stdin)]), signal: new AbortController().signal };
  return complete(file, { line: 1, col: 0, set: [], url: server.url, ...flags }, around);
}

const BODY = '\n    return 1;\n}\n\nfunction g()\n{\n    return 2;\n}\n';

describe('fim complete', () => {
  it('prints what the editor would offer, and ends the request when that is final', async () => {
    server.reply = () => ({ chunks: BODY.match(/[\s\S]/gu) ?? [], perTokenMs: 2 });
    const file = write('a.php', '<?php\n\nfunction f()\n{');
    expect(await run(file, { line: 4, col: 1 })).toBe('\n    return 1;\n}');
    const { sentChunks } = await server.waitForDisconnect(0);
    expect(sentChunks - '\n    return 1;\n}'.length).toBeLessThan(8);
  });

  it('prints one line of JSON', async () => {
    server.reply = () => ({ chunks: ['$a', ', $b);'] });
    const file = write('b.php', '<?php\nf();\n');
    const printed = await run(file, { line: 2, col: 2, json: true });
    expect(printed.split('\n')).toHaveLength(2);
    expect(JSON.parse(printed)).toEqual({
      text: '$a, $b);',
      replaceAfterCursor: 2,
      backend: 'ollama',
      model: 'qwen2.5-coder:1.5b-base',
      firstTokenMs: expect.any(Number),
      totalMs: expect.any(Number),
    });
  });

  it('counts columns in bytes', async () => {
    server.reply = () => ({ chunks: ['x'] });
    await run(write('c.php', "<?php\n$a = 'é🐘漢';\n"), { line: 2, col: 6 + 2 + 4 });
    expect(server.requests[0]?.sent).toBe("<|fim_prefix|><?php\n<|fim_suffix|>漢';<|fim_middle|>$a = 'é🐘");
  });

  it('reads what an editor has not saved', async () => {
    server.reply = () => ({ chunks: ['1;'] });
    const file = write('d.php', 'old');
    expect(await run(file, { line: 2, col: 9, stdin: true }, '<?php\r\n  $new = ;\r\n')).toBe('1;');
    expect(server.requests[0]?.prompt).toContain('  $new = <|fim_suffix|>');
  });

  it('needs no file where the text is given', async () => {
    server.reply = () => ({ chunks: ['1;'] });
    expect(await run(join(folder, 'none.php'), { line: 1, col: 5, stdin: true }, '$a = ')).toBe('1;');
  });

  it('prints nothing where the model has nothing to say', async () => {
    expect(await run(write('e.php', '<?php'), { line: 1, col: 5 })).toBe('');
  });

  it.each([
    ['options', { set: ['multilineCompletions=never'] }],
    ['the seed’s names', { set: ['multilineCompletions=never', 'debounceDelay=350'] }],
    ['a file of options', { config: 'fim.json' }],
  ])('obeys %s', async (_, flags) => {
    write('fim.json', '{"multilineCompletions": "never"}');
    server.reply = () => ({ chunks: ['return 1;\n', '    return 2;\n'] });
    const file = write('f.php', '<?php\n{\n    \n}\n');
    const config = 'config' in flags ? { config: join(folder, flags.config ?? '') } : flags;
    expect(await run(file, { line: 3, col: 4, ...config })).toBe('return 1;');
  });

  it('completes without a model where it is told to', async () => {
    const text = '<?php\n$this->invoices->save($invoice);\n$this->invoices->save($invoice);\n$this->invoices->sa\n';
    const file = write('g.php', text);
    expect(await run(file, { line: 4, col: 19, set: ['backend=embedded'] })).toBe('ve($invoice);');
    expect(server.requests).toEqual([]);
  });

  it.each<[string, Partial<CompleteFlags>, RegExp]>([
    ['a line behind the last', { line: 4 }, /has 3 lines, --line 4/u],
    ['a column behind the line', { line: 2, col: 7 }, /Line 2 of .* has 6 bytes, --col 7/u],
    ['an unknown option', { set: ['modle.target=x'] }, /modle.*no such option.*/u],
    ['a wrong value', { set: ['debounceMs=soon'] }, /debounceMs: expected/u],
    ['a setting without a value', { set: ['debounceMs'] }, /name=value/u],
    ['a config that is no object', { config: 'list.json' }, /one JSON object/u],
    ['a config that is not there', { config: 'missing.json' }, /can't be read/u],
    ['a model that is not installed', { model: 'nosuch' }, /nosuch/u],
    ['a server on another machine', { url: 'http://192.0.2.1:11434' }, /another machine/u],
  ])('says what is wrong: %s', async (_, flags, message) => {
    write('list.json', '[]');
    const file = write('h.php', '<?php\n$a = 1\n$b = 2\n');
    const at = flags.config === undefined ? flags : { ...flags, config: join(folder, flags.config) };
    await expect(run(file, at)).rejects.toThrow(message);
    expect(server.requests).toEqual([]);
  });

  it('neither reads nor sends a file that holds secrets', async () => {
    const file = write('.env', 'KEY=1');
    await expect(run(file, { col: 4 })).rejects.toThrow(/secrets/u);
    await expect(run(file, { col: 4, stdin: true }, 'KEY=1')).rejects.toThrow(/secrets/u);
    expect(server.requests).toEqual([]);
  });
});

describe('the program', () => {
  const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));

  function start(args: readonly string[]) {
    const child = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      out.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      out.stderr += chunk;
    });
    const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      child.on('close', (code) => resolve({ code, ...out }));
    });
    return { child, ended };
  }

  it('prints the completion and nothing else', async () => {
    server.reply = () => ({ chunks: BODY.match(/[\s\S]{1,5}/gu) ?? [] });
    write('i.php', '<?php\n\nfunction f()\n{');
    const { ended } = start(['complete', 'i.php', '--line', '4', '--col', '1', '--url', server.url]);
    expect(await ended).toEqual({ code: 0, stdout: '\n    return 1;\n}', stderr: '' });
  });

  it.each([
    ['no place', ['complete', 'i.php'], 2, /--line/u],
    ['a line that is no number', ['complete', 'i.php', '--line', 'x', '--col', '1'], 2, /whole number/u],
    ['an unknown command', ['compleat'], 2, /compleat/u],
    [
      'a server that is not there',
      ['complete', 'i.php', '--line', '1', '--col', '1', '--url', 'http://127.0.0.1:9'],
      1,
      /127\.0\.0\.1:9/u,
    ],
  ])('ends with a status and one message: %s', async (_, args, code, message) => {
    write('i.php', '<?php\n');
    const result = await start(args).ended;
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/^\s+at /mu);
  });

  it('ends its request when it is interrupted', async () => {
    server.reply = () => ({ chunks: ['a'], firstTokenMs: 60_000 });
    write('j.php', '<?php\n$a = ');
    const { child, ended } = start(['complete', 'j.php', '--line', '2', '--col', '5', '--url', server.url]);
    await server.waitForRequests(1);
    child.kill('SIGINT');
    await server.waitForDisconnect(0);
    expect(await ended).toEqual({ code: 130, stdout: '', stderr: '' });
  });
});
