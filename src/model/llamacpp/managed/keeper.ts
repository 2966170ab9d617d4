/**
 * Keeps one llama-server for all Neovims of the user: starts it, starts it again when it dies, tells them how it stands, ends it when the last of them has gone.
 * A Neovim is there as long as its connection is, however it ends: nobody has to say goodbye, and no process id is trusted.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { greeting, listenTo, type ServerState, say } from './control.ts';
import { serverArgs } from './flags.ts';
import { createLock, type Lock, removeLock, updateLock } from './lock.ts';
import { freePort, helpOf, type RunningServer, runServer, untilReady } from './process.ts';
import type { KeeperTask } from './settings.ts';

/** The one who started us connects within this time, in ms. */
const FIRST_USER_MS = 10_000;
/** Pause before the server is started again, in ms; doubled with each failure in a row. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** A server that has been ready for this long was well: the next failure is the first in a row. */
const WELL_AFTER_MS = 10_000;
/** Exit status of a shell that found no such program, or none that it may run. */
const NOT_FOUND = [126, 127];

export class Keeper {
  readonly #task: KeeperTask;
  readonly #users = new Set<Socket>();
  readonly #control = createServer((socket) => this.#welcome(socket));
  readonly #ended: () => void;
  #lock: Lock | undefined;
  #state: ServerState = { state: 'loading' };
  #server: RunningServer | undefined;
  #failures = 0;
  #leaving: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;
  #isOver = false;

  /** @param ended is called when nothing is left to do */
  constructor(task: KeeperTask, ended: () => void) {
    this.#task = task;
    this.#ended = ended;
  }

  /** Takes the lock and starts the server. Where another keeper has the lock already, there is nothing to do. */
  async start(): Promise<void> {
    const controlPort = await this.#listen();
    const lock = { pid: process.pid, startedAt: Date.now(), controlPort, key: randomBytes(16).toString('hex') };
    // Who reads the lock in the moment in which it comes into being is welcome already.
    this.#lock = lock;
    if (!(await createLock(this.#task.lock, lock))) {
      this.#lock = undefined;
      await this.end();
      return;
    }
    this.#leaveAfter(FIRST_USER_MS);
    await this.#run();
  }

  /** Ends the server and everything else. */
  async end(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#leaving);
    clearTimeout(this.#restart);
    this.#control.close();
    // First the lock: who comes now starts a keeper of its own.
    if (this.#lock !== undefined) await removeLock(this.#task.lock, this.#lock.key);
    for (const user of this.#users) user.destroy();
    this.#server?.stop();
    await this.#server?.ended;
    this.#ended();
  }

  #listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#control.on('error', reject);
      this.#control.listen(0, '127.0.0.1', () => {
        const address = this.#control.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  }

  #welcome(socket: Socket): void {
    listenTo(socket, (message) => {
      if (greeting.safeParse(message).data?.key !== this.#lock?.key || this.#lock === undefined) {
        socket.destroy();
        return;
      }
      clearTimeout(this.#leaving);
      this.#users.add(socket);
      say(socket, this.#state);
    });
    socket.on('close', () => {
      if (this.#users.delete(socket) && this.#users.size === 0) this.#leaveAfter(this.#task.lingerMs);
    });
  }

  #leaveAfter(ms: number): void {
    clearTimeout(this.#leaving);
    if (!this.#isOver) this.#leaving = setTimeout(() => void this.end(), ms);
  }

  #tell(state: ServerState): void {
    this.#state = state;
    for (const user of this.#users) say(user, state);
  }

  async #run(): Promise<void> {
    const { settings } = this.#task;
    this.#tell({ state: 'loading' });
    const help = await helpOf(settings.command);
    const port = await freePort();
    if (this.#isOver) return;
    if (help === undefined) {
      this.#failed({ state: 'down', cause: 'missing', reason: settings.command });
      return;
    }
    const args = serverArgs(settings, port, help);
    const server = runServer(settings.command, args, (pid) => void this.#note({ pid, port, startedAt: Date.now() }));
    this.#server = server;
    const starting = new AbortController();
    let readyAt: number | undefined;
    untilReady(port, starting.signal).then(
      () => {
        readyAt = performance.now();
        this.#tell({ state: 'ready', port });
      },
      () => undefined,
    );
    const { status, output } = await server.ended;
    starting.abort();
    if (this.#isOver) return;
    await this.#note(undefined);
    if (readyAt !== undefined && performance.now() - readyAt > WELL_AFTER_MS) this.#failures = 0;
    const isMissing = status !== null && NOT_FOUND.includes(status);
    this.#failed({ state: 'down', cause: isMissing ? 'missing' : 'failed', reason: reasonIn(output, status) });
  }

  async #note(server: Lock['server']): Promise<void> {
    if (this.#lock === undefined) return;
    const { server: _, ...rest } = this.#lock;
    this.#lock = server === undefined ? rest : { ...rest, server };
    // A state folder that can't be written to any more is no reason to stop: the server runs.
    await updateLock(this.#task.lock, this.#lock).catch(() => undefined);
  }

  #failed(state: ServerState): void {
    if (this.#isOver) return;
    this.#failures += 1;
    this.#tell(state);
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS);
    this.#restart = setTimeout(() => void this.#run(), pause);
  }
}

/** The last line that speaks of an error, else the last one. llama-server begins them with a time and a level. */
function reasonIn(output: readonly string[], status: number | null): string {
  const telling = output.findLast((line) => /error|fail|invalid|unknown|cannot|unable|not found/iu.test(line));
  const line = telling ?? output.at(-1) ?? `exit status ${status ?? 'unknown'}`;
  return line.replace(/^[\d.\s:]*[EWI]\s+/u, '').trim();
}
