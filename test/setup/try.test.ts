import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { captureTs } from '../../scripts/lib/run-ts.mjs';
import { type FakeOllama, startOllama } from '../helpers/ollama-server.ts';

const root = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
const run = promisify(execFile);

let server: FakeOllama | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.close();
  server = undefined;
});

async function noteWith(host: string): Promise<string> {
  vi.stubEnv('OLLAMA_HOST', host);
  return (await captureTs(join(root, 'scripts', 'try', 'note.ts'))).trim();
}

/** An address where nobody listens any more. */
async function deadHost(): Promise<string> {
  const gone = await startOllama();
  await gone.close();
  return `127.0.0.1:${gone.port}`;
}

describe('the line of npm run try', () => {
  it('names the server and the model that will complete', async () => {
    server = await startOllama();
    server.models = [{ name: 'llama3:8b' }, { name: 'qwen2.5-coder:1.5b-base' }];
    expect(await noteWith(server.url)).toBe(
      `Ollama at 127.0.0.1:${server.port}: completing with qwen2.5-coder:1.5b-base.`,
    );
  });

  it('says what to do when no model there can fill in the middle', async () => {
    server = await startOllama();
    server.models = [{ name: 'llama3:8b' }];
    expect(await noteWith(server.url)).toMatch(/ollama pull .*running on the embedded completions\.$/);
  });

  it('says that no server answers', async () => {
    const host = await deadHost();
    expect(await noteWith(host)).toBe(`No model server at ${host}: running on the embedded completions.`);
  });

  it('does not ask another machine', async () => {
    expect(await noteWith('192.0.2.1')).toMatch(/^OLLAMA_HOST names another machine.*embedded completions\.$/);
  });
});

describe('npm run try', () => {
  it('opens the sample project with the plugin, apart from the configuration of the user', async () => {
    vi.stubEnv('OLLAMA_HOST', await deadHost());
    const lua = `io.stdout:write(vim.json.encode({
      config = vim.fn.stdpath('config'), data = vim.fn.stdpath('data'), cwd = vim.uv.cwd(), file = vim.api.nvim_buf_get_name(0),
      filetype = vim.bo.filetype, plugin = vim.fn.exists(':FimComplete'), options = vim.g.fim == nil,
      help = vim.fn.getcompletion('fim.txt', 'help') }))`;
    const { stdout } = await run(
      process.execPath,
      [join(root, 'scripts', 'try.mjs'), '--headless', '-c', `lua ${lua.replace(/\s*\n\s*/g, ' ')}`, '-c', 'qa!'],
      { env: { ...process.env, XDG_CONFIG_HOME: '/nonexistent', NVIM_APPNAME: 'other' }, cwd: '/' },
    );
    expect(stdout).toMatch(/^No model server at .*: running on the embedded completions\.$/m);
    const project = join(root, '.try', 'project');
    expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toEqual({
      config: join(root, '.try', 'config', 'nvim'),
      data: join(root, '.try', 'data', 'nvim'),
      cwd: project,
      file: join(project, 'src', 'Service', 'InvoiceService.php'),
      filetype: 'php',
      plugin: 2,
      options: true,
      help: ['fim.txt'],
    });
  });
});
