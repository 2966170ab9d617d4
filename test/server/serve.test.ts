import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContextClient } from '../fixtures/clients/context-client.mjs';
import { nvimBinaries } from '../helpers/nvim-binaries.ts';
import { startOllama } from '../helpers/ollama-server.ts';

const CLI = join(import.meta.dirname, '..', '..', 'dist', 'cli.cjs');
const SERVE = [process.execPath, CLI, 'serve'] as const;
const CLIENTS = join(import.meta.dirname, '..', 'fixtures', 'clients');

let root = '';
let scripts = '';
const clients: ContextClient[] = [];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fim-serve-'));
  scripts = mkdtempSync(join(tmpdir(), 'fim-serve-scripts-'));
  const files: Readonly<Record<string, string>> = {
    'composer.json': '{"autoload": {"psr-4": {"App\\\\": "src/"}}}',
    'src/Order.php':
      '<?php\nnamespace App;\nclass Order {\n    public function total(): int { return 1; }\n    public function 漢字(): self { return $this; }\n}\n',
    'src/Invoice.php':
      '<?php\nnamespace App;\nclass Invoice {\n    public function charge(Order $order): void {\n        $this->gateway->chargeInvoice($order->total());\n    }\n}\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.kill()));
  for (const folder of [root, scripts]) rmSync(folder, { recursive: true, force: true });
});

function connect(...options: readonly string[]): ContextClient {
  const client = new ContextClient([...SERVE, ...options]);
  clients.push(client);
  return client;
}

async function opened(...options: readonly string[]): Promise<ContextClient> {
  const client = connect(...options);
  await client.request('initialize', { project_root: root });
  return client;
}

const CONTENT = '<?php\nnamespace App;\n// 😀 漢字\nfunction f(Order $order) {\n    $order->\n}\n';
const place = {
  filepath: 'src/f.php',
  content: CONTENT,
  cursor_offset: Buffer.byteLength(CONTENT.slice(0, CONTENT.indexOf('->') + 2)),
};

describe('the context server', () => {
  it('tells what it has read, gives context under headers, and ends with status 0', async () => {
    const client = connect();
    expect(await client.request('initialize', { project_root: root })).toEqual({
      file_count: 2,
      bm25_chunks: expect.any(Number),
    });
    const { context } = await client.request('getContext', place);
    expect(context).toMatch(/^\/\/ --- src\/Order\.php ---\nnamespace App;\nclass Order \{\n/u);
    expect(context).toContain('function total(): int;');
    expect(await client.stop()).toBe(0);
  });

  it('says that it is not initialized before it is', async () => {
    const client = connect();
    const failure = await client.request('getContext', place).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: -1, message: 'not initialized' });
    expect(await client.stop()).toBe(0);
  });

  it('looks for similar code unless it is told not to', async () => {
    const content = '<?php\nfunction g($gateway, $order) {\n    $this->gateway->chargeInvoice(\n}\n';
    const ask = { filepath: 'src/g.php', content, cursor_offset: content.indexOf('Invoice(') };
    const without = connect();
    expect(await without.request('initialize', { project_root: root, bm25: false })).toMatchObject({ bm25_chunks: 0 });
    expect((await without.request('getContext', ask)).context).not.toContain('chargeInvoice');
    expect((await (await opened()).request('getContext', ask)).context).toContain('chargeInvoice');
  });

  it.each<[string, string, Record<string, unknown>, number]>([
    ['a folder that is not there', 'initialize', { project_root: '/nowhere/at/all' }, -32602],
    ['a root that is not absolute', 'initialize', { project_root: 'src' }, -32602],
    ['no parameters', 'getContext', {}, -32602],
    ['a path outside', 'getContext', { ...place, filepath: '../../etc/passwd' }, -32602],
    ['an offset behind the end', 'getContext', { ...place, cursor_offset: 10_000 }, -32602],
    ['an offset before the start', 'getContext', { ...place, cursor_offset: -1 }, -32602],
    ['an offset that is a text', 'getContext', { ...place, cursor_offset: '3' }, -32602],
    ['half a surrogate pair', 'getContext', { ...place, content: '<?php \ud83d' }, -32602],
    ['content that is a number', 'didChange', { filepath: 'a.php', content: 3 }, -32602],
    ['a method that is not there', 'getWisdom', {}, -32601],
  ])('answers %s with an error, and the next request well', async (_, method, params, code) => {
    const client = await opened();
    expect(await client.request(method, params).catch((error: unknown) => error)).toMatchObject({ code });
    expect(await client.request('getContext', place)).toMatchObject({
      context: expect.stringContaining('class Order'),
    });
  });

  it('survives a broken line and one of 50 MB', async () => {
    const client = await opened();
    client.write('{"jsonrpc":');
    client.write(`{"jsonrpc":"2.0","id":1,"method":"getContext","params":"${'x'.repeat(50 * 1024 * 1024)}"}`);
    expect(await client.request('status')).toMatchObject({ file_count: 2, is_complete: true });
  });

  it('takes what is not saved for what counts', async () => {
    const client = await opened();
    const content = '<?php\nnamespace App;\nclass Order { public function fresh(): int {} }\n';
    client.notify('didChange', { filepath: 'src/Order.php', content });
    expect((await client.request('getContext', place)).context).toContain('fresh');
    client.notify('didClose', { filepath: 'src/Order.php' });
    await client.request('status');
    expect(await client.request('getMap', { max_tokens: 200 })).toMatchObject({
      map: expect.stringContaining('class Order'),
    });
  });

  it('makes the prompt of a model, without asking any', async () => {
    const client = await opened();
    const { prompt, family } = await client.request('getPrompt', { ...place, model: 'qwen2.5-coder:1.5b' });
    expect(family).toBe('qwen2.5-coder');
    expect(prompt).toMatch(
      /^<\|repo_name\|>[\s\S]*<\|file_sep\|>src\/f\.php\n<\|fim_prefix\|>[\s\S]*<\|fim_middle\|> {4}\$order->$/u,
    );
  });

  it('completes from the model, and streams on the way', async () => {
    const server = await startOllama();
    server.reply = () => ({ chunks: ['total', '();'] });
    const client = await opened('--set', `ollama.url=${server.url}`);
    const told: string[] = [];
    client.onNotification = ({ params }) => void told.push(params.text);
    const { text } = await client.request('complete', place);
    expect(text).toBe('total();');
    expect(told.at(-1)).toBe('total();');
    expect(server.requests[0]?.sent).toContain('function total(): int;');
    await server.close();
  });

  it('ends at the end of its input', async () => {
    const client = await opened();
    client.end();
    expect(await client.ended).toBe(0);
  });
});

describe('the client for Neovim', () => {
  it.each(nvimBinaries().map(({ version, path }) => [version, path] as const))('works in %s', async (_, nvim) => {
    const script = join(scripts, 'client.lua');
    writeFileSync(
      script,
      `package.path = ${JSON.stringify(`${CLIENTS}/?.lua`)} .. ';' .. package.path
local client = require('context_client').start(${luaList(SERVE)})
local opened = client:request('initialize', { project_root = ${JSON.stringify(root)} })
local result = client:request('getContext', { filepath = 'src/f.php', content = ${JSON.stringify(CONTENT)}, cursor_offset = ${place.cursor_offset} })
io.stdout:write(opened.file_count .. '\\n' .. result.context .. '\\nstatus ' .. client:stop())
`,
    );
    const { stdout } = await promisify(execFile)(nvim, ['--clean', '-l', script]);
    expect(stdout).toMatch(/^2\n\/\/ --- src\/Order\.php ---/u);
    expect(stdout).toMatch(/status 0$/u);
  });
});

function luaList(words: readonly string[]): string {
  return `{ ${words.map((word) => JSON.stringify(word)).join(', ')} }`;
}
