import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LlamaServer } from '../../../src/model/llamacpp/llamacpp.ts';
import { readLock } from '../../../src/model/llamacpp/managed/lock.ts';
import { createManagedServer } from '../../../src/model/llamacpp/managed/managed.ts';
import { lockFile, type ManagedSettings } from '../../../src/model/llamacpp/managed/settings.ts';
import { never } from '../../helpers/asks.ts';
import { waitUntil } from '../../helpers/wait.ts';

const REPO = join(import.meta.dirname, '../../..');
const KEEPER = join(REPO, 'dist/keeper.cjs');
const FAKE = join(REPO, 'test/fixtures/llama-server.sh');

let folder: string;
let settings: ManagedSettings;
let env: Record<string, string | undefined>;
let lock: string;
const opened: LlamaServer[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fim-managed-'));
  writeFileSync(join(folder, 'a.gguf'), '');
  settings = {
    command: FAKE,
    model: join(folder, 'a.gguf'),
    draftModel: '',
    speculation: 'auto',
    contextTokens: 2048,
    args: [],
  };
  env = { XDG_STATE_HOME: folder };
  lock = lockFile(settings, env);
  // The keeper and the program hand on what is around them.
  process.env['FIM_TEST_LLAMA'] = join(folder, 'script');
  script('');
});

afterEach(async () => {
  for (const server of opened.splice(0)) server.dispose?.();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await waitUntil(() => ours().length === 0, { what: () => `an end of ${ours().join(', ')}` });
  rmSync(folder, { recursive: true, force: true });
});

const open = (change: Partial<ManagedSettings> = {}): LlamaServer => {
  const server = createManagedServer({ ...settings, ...change }, { env, script: KEEPER, lingerMs: 0 });
  opened.push(server);
  return server;
};
const script = (content: string): void => writeFileSync(join(folder, 'script'), content);
/** Ids of all processes that were started for this test: its folder stands in their command line. */
const ours = (): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && commandLine(pid).includes(folder));
const commandLine = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};
const kill = (pid: number | undefined): void => {
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
};
/** Where the server is once it is no longer at `old`. */
const another = (server: LlamaServer, old: string): Promise<string> =>
  waitUntil(async () => {
    const url = await server.url(never()).catch(() => old);
    return url === old ? undefined : url;
  });
const serverPid = async (): Promise<number> => waitUntil(async () => (await readLock(lock))?.server?.pid);

// What a keeper leaves behind is looked for in /proc.
describe.runIf(process.platform === 'linux')('a managed server', () => {
  it('is started when it is first needed, and gone when the last one leaves', async () => {
    const server = open();
    expect(existsSync(lock)).toBe(false);
    const url = await server.url(never());
    expect(server.place).toBe(url);
    expect((await fetch(`${url}/health`)).ok).toBe(true);
    expect(await readLock(lock)).toMatchObject({
      pid: expect.any(Number),
      startedAt: expect.any(Number),
      server: { port: Number(new URL(url).port), pid: await serverPid() },
    });
    server.dispose?.();
    await waitUntil(() => ours().length === 0);
    expect(existsSync(lock)).toBe(false);
  });

  it('is one for all who want the same, and stays as long as one of them is there', async () => {
    const servers = [open(), open(), open()];
    const urls = await Promise.all(servers.map((server) => server.url(never())));
    expect(new Set(urls).size).toBe(1);
    const pid = await serverPid();
    servers[0]?.dispose?.();
    servers[1]?.dispose?.();
    expect(await servers[2]?.url(never())).toBe(urls[0]);
    expect(await serverPid()).toBe(pid);
    const other = open({ contextTokens: 4096 });
    expect(await other.url(never())).not.toBe(urls[0]);
  });

  it('is gone after its only Neovim was killed', async () => {
    const user = spawn(process.execPath, ['-e', USER, folder, KEEPER, lock, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(user);
    await new Promise((resolve) => user.stdout.once('data', resolve));
    await serverPid();
    user.kill('SIGKILL');
    await waitUntil(() => !existsSync(lock) && ours().length === 0);
  });

  it('is gone after its keeper was killed, and there again when it is needed', async () => {
    const server = open();
    const url = await server.url(never());
    const pid = await serverPid();
    kill((await readLock(lock))?.pid);
    await waitUntil(() => commandLine(pid) === '');
    const next = await another(server, url);
    expect((await fetch(`${next}/health`)).ok).toBe(true);
  });

  it('is gone after everything between it and us was killed', async () => {
    const server = open();
    await server.url(never());
    const pid = await serverPid();
    for (const each of ours()) if (each !== pid) kill(each);
    await waitUntil(() => ours().length === 0);
  });

  it('is started again when it dies, and says why it does not run', async () => {
    const server = open();
    const url = await server.url(never());
    script('status=1');
    kill(await serverPid());
    await waitUntil(() =>
      server.url(never()).then(
        () => false,
        () => true,
      ),
    );
    await expect(server.url(never())).rejects.toMatchObject({ code: 'server-error' });
    script('');
    await another(server, url);
  });

  it('says why it could not start', async () => {
    script('status=1 print="0.00.044.774 E llama_model_load: error loading model: bad magic"');
    await expect(open().url(never())).rejects.toMatchObject({
      code: 'server-error',
      what: 'llama-server does not run: llama_model_load: error loading model: bad magic.',
    });
  });

  it('says that its model is being loaded, after a while', async () => {
    script('load_ms=60000');
    await expect(open().url(never())).rejects.toMatchObject({ code: 'server-loading' });
  });

  it('is not waited for by a request that is cancelled', async () => {
    script('load_ms=60000');
    const aborter = new AbortController();
    const server = open();
    const waiting = server.url(aborter.signal);
    await serverPid();
    aborter.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each([
    ['a program that is not there', { command: 'no-such-llama-server' }, /no program "no-such-llama-server"/],
    ['a model that is not there', { model: '/nowhere/b.gguf' }, /model\.path names \/nowhere\/b\.gguf/],
    ['a draft model that is not there', { draftModel: '/nowhere/d.gguf' }, /model\.draftPath names/],
  ])('says that it was given %s', async (_, change, message) => {
    await expect(open(change).url(never())).rejects.toMatchObject({ code: 'config', message });
  });

  it.each([
    ['of a keeper that has gone', JSON.stringify({ pid: 999_999, startedAt: 1, controlPort: 1, key: 'k' })],
    ['that is none', '{"half'],
    ['that is empty', ''],
  ])('makes nothing of a lock %s', async (_, content) => {
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, content);
    expect(await open().url(never())).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
  });

  it('leaves a stranger alone whose process has the number of a server that has gone', async () => {
    const stranger = spawn('sleep', ['60']);
    children.push(stranger);
    const server = { pid: stranger.pid, port: 60, startedAt: 1 };
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, JSON.stringify({ pid: 999_999, startedAt: 1, controlPort: 1, key: 'k', server }));
    await open().url(never());
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  it('shows its lock to nobody else, and itself to nobody without the key', async () => {
    await open().url(never());
    const found = await readLock(lock);
    if (found === undefined) throw new Error('no lock');
    const { mode } = await import('node:fs').then(({ statSync }) => statSync(lock));
    expect(mode & 0o077).toBe(0);
    chmodSync(lock, 0o600);
    const { connect } = await import('node:net');
    const stranger = connect(found.controlPort, '127.0.0.1');
    let heard = '';
    stranger.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    stranger.write('{"key":"wrong"}\n');
    await new Promise((resolve) => stranger.once('close', resolve));
    expect(heard).toBe('');
  });
});

/** A Neovim's host as far as this goes: it starts the keeper, connects, and does nothing else until it is killed. */
const USER = `
const { spawn } = require('node:child_process');
const { connect } = require('node:net');
const { readFileSync } = require('node:fs');
const [, , keeper, lock, settings] = process.argv;
spawn(process.execPath, [keeper, JSON.stringify({ settings: JSON.parse(settings), lock, lingerMs: 0 })], { detached: true, stdio: 'ignore' }).unref();
const look = setInterval(() => {
  let found;
  try { found = JSON.parse(readFileSync(lock, 'utf8')); } catch { return; }
  clearInterval(look);
  const socket = connect(found.controlPort, '127.0.0.1', () => socket.write(JSON.stringify({ key: found.key }) + '\\n'));
  socket.once('data', () => process.stdout.write('there'));
}, 5);
`;
