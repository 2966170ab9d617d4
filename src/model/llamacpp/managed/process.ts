/** Runs llama-server so that it cannot outlive whoever started it, and tells when it answers and when it has ended. */
import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

/** How often a starting server is asked whether it is ready, in ms. */
const HEALTH_STEP_MS = 50;
/** What is kept of its output, to say why it has ended, in lines. */
const KEPT_LINES = 30;
/** How long its `--help` may take, in ms. */
const HELP_LIMIT_MS = 10_000;

/**
 * The shell between us and the server: standard input is a pipe from us, and ends however we end. Then the server is stopped, and killed if that does not help.
 * Its process id goes to descriptor 3.
 */
const GUARD = `
exec 4<&0
"$@" </dev/null 3>&- 4<&- &
server=$!
echo "$server" >&3
exec 3>&-
{
  cat <&4 >/dev/null
  kill "$server" 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    sleep 0.2
    kill -0 "$server" 2>/dev/null || exit 0
  done
  kill -9 "$server" 2>/dev/null
} &
exec 4<&-
wait "$server"
`;

export interface RunningServer {
  /** Of the server itself; `undefined` for the first milliseconds. */
  readonly pid: number | undefined;
  /** How it ended: its exit status, and the last of what it printed. */
  readonly ended: Promise<{ readonly status: number | null; readonly output: readonly string[] }>;
  /** Ends it. */
  stop(): void;
}

export function runServer(command: string, args: readonly string[], started: (pid: number) => void): RunningServer {
  const shell = spawn('sh', ['-c', GUARD, 'fim-guard', command, ...args], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  const output: string[] = [];
  let pid: number | undefined;
  const keep = (text: string): void => {
    output.push(...text.split('\n').filter((line) => line.trim() !== ''));
    output.splice(0, Math.max(0, output.length - KEPT_LINES));
  };
  for (const stream of [shell.stdout, shell.stderr]) stream.setEncoding('utf8').on('data', keep);
  shell.stdio[3]?.on('data', (text: Buffer) => {
    pid = Number(text.toString()) || undefined;
    if (pid !== undefined) started(pid);
  });
  // It is gone: `exit` tells.
  shell.stdin.on('error', () => undefined);
  const ended = new Promise<{ status: number | null; output: readonly string[] }>((resolve) => {
    shell.on('error', (error) => resolve({ status: 127, output: [String(error)] }));
    shell.on('exit', (status) => {
      // Where the shell was killed, its other half still waits for this.
      shell.stdin.destroy();
      // What was printed last may still be on its way.
      setImmediate(() => resolve({ status, output }));
    });
  });
  return {
    get pid() {
      return pid;
    },
    ended,
    stop: () => shell.stdin.destroy(),
  };
}

/** What `command --help` prints; `undefined` where there is no such program. */
export async function helpOf(command: string): Promise<string | undefined> {
  const options = { timeout: HELP_LIMIT_MS, maxBuffer: 2 ** 24 };
  const result = await promisify(execFile)(command, ['--help'], options).catch((error: unknown) => error);
  if (result instanceof Error) {
    const isMissing = 'code' in result && (result.code === 'ENOENT' || result.code === 'EACCES');
    if (isMissing) return undefined;
  }
  const { stdout = '', stderr = '' } = Object(result) as { stdout?: string; stderr?: string };
  return `${stdout}\n${stderr}`;
}

/** A port of loopback that nobody listens at. Another process may be quicker: then the server fails to start, and the next try takes another one. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Waits until the server at `port` is ready. @throws AbortError */
export async function untilReady(port: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal }).catch(() => undefined);
    signal.throwIfAborted();
    await response?.body?.cancel().catch(() => undefined);
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, HEALTH_STEP_MS));
  }
}

/** Ends a server whose keeper was killed, if that process is still the one that a lock file names. */
export async function endOrphan({ pid, port }: { readonly pid: number; readonly port: number }): Promise<void> {
  const line = await commandLine(pid);
  if (!line.includes('--port') || !line.includes(String(port)) || !line.includes('--model')) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** '' where there is no such process. */
async function commandLine(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    const found = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => undefined);
    return found?.stdout ?? '';
  }
}
