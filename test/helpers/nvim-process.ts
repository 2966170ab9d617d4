/** Starts and ends one Neovim process in a home of its own, and speaks msgpack-RPC with it. Knows nothing of screens and plugins. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { attach, type NeovimClient } from 'neovim';
import { getLogger } from 'neovim/lib/utils/logger.js';

/** A running Neovim. */
export interface NvimProcess {
  readonly client: NeovimClient;
  readonly pid: number;
  /** Temporary folder that holds HOME and the XDG folders; removed by `end`. */
  readonly home: string;
  /** @throws Error with Neovim's words when the request fails, and when the process is gone before it answers. */
  request(method: string, args: readonly unknown[]): Promise<unknown>;
  /** Ends the process (asks, then kills), waits until it is gone, and removes its home. May be called again. */
  end(): Promise<void>;
}

/** Does nothing with what node-client would log. */
const silent = (): void => {};

/** node-client's logger without a voice. Not level `debug`: that makes it clone every answer. */
const QUIET = Object.assign(loggerWithoutConsolePatch(), {
  level: 'error',
  info: silent,
  warn: silent,
  error: silent,
  debug: silent,
});

/** A Neovim that has not ended after this many ms may wait for the rest of a command, where it hears no requests: a key ends that. */
const BLOCKED_MS = 250;

/** A Neovim that is asked to quit also ends its jobs, the host among them; after this many ms it is killed. */
const QUIT_MS = 3000;

/**
 * Starts `nvim --embed --clean -i NONE -n`, with neither the user's files nor the user's environment except `$PATH`.
 * @param path the program
 * @param cwd gives the working directory, which may lie in the process's own home
 * @param env further environment variables; they win
 */
export async function startProcess(
  path: string,
  cwd: (home: string) => string,
  env: Readonly<Record<string, string>>,
): Promise<NvimProcess> {
  const home = mkdtempSync(join(tmpdir(), 'fim-nvim-'));
  const child = spawn(path, ['--embed', '--clean', '-i', 'NONE', '-n'], {
    cwd: cwd(home),
    env: { ...ownEnvironment(home), ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
  });
  child.stdin.on('error', silent); // a write to a dead process: `gone` says so better
  const client = attach({ reader: child.stdout, writer: child.stdin, options: { logger: QUIET } });
  const died = gone.then((how) => Promise.reject(new Error(`Neovim is gone: ${how}`)));
  died.catch(silent);
  const request = (method: string, args: readonly unknown[]) => Promise.race([client.request(method, [...args]), died]);
  const end = once(async () => {
    const endsWithin = (ms: number) => Promise.race([gone.then(() => true), delay(ms, false, { ref: false })]);
    client.notify('nvim_command', ['qall!']);
    if (!(await endsWithin(BLOCKED_MS))) client.notify('nvim_input', ['<C-\\><C-n>']);
    if (!(await endsWithin(QUIT_MS))) child.kill('SIGKILL');
    await gone;
    child.stdin.destroy();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    if (isAlive(child)) throw new Error(`Neovim ${child.pid} does not end`);
  });
  try {
    await request('nvim_get_api_info', []);
  } catch (error) {
    await end();
    throw error;
  }
  return { client, pid: child.pid ?? 0, home, request, end };
}

function ownEnvironment(home: string): Record<string, string> {
  const folder = (name: string): string => {
    const path = join(home, name);
    mkdirSync(path, { mode: 0o700 });
    return path;
  };
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    HOME: folder('home'),
    TMPDIR: folder('tmp'),
    XDG_CONFIG_HOME: folder('config'),
    XDG_DATA_HOME: folder('data'),
    XDG_STATE_HOME: folder('state'),
    XDG_CACHE_HOME: folder('cache'),
    XDG_RUNTIME_DIR: folder('run'),
  };
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null && child.pid !== undefined;
}

function once(run: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => {
    result ??= run();
    return result;
  };
}

/**
 * node-client replaces `console.*` of the whole process when it makes its logger, which its first Buffer, Window or Tabpage object
 * does even when the client has a logger of its own. It does so once: let it happen here, and put the console back.
 */
function loggerWithoutConsolePatch(): ReturnType<typeof getLogger> {
  const { assert, debug, error, info, log, warn } = console;
  const logger = getLogger();
  Object.assign(console, { assert, debug, error, info, log, warn });
  return logger;
}
