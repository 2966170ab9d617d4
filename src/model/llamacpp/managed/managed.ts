/**
 * A llama-server of our own, as the backend sees it: found running or started when it is first needed, shared with the user's other Neovims.
 * The process that keeps it (`keeper.ts`) watches it; we hold a connection to that process, and are counted as long as we do.
 */
import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { abortError, FimError } from '../../../text/error.ts';
import { stillLoading } from '../../server-errors.ts';
import type { LlamaServer } from '../llamacpp.ts';
import { LLAMA_SERVER } from '../words.ts';
import { listenTo, type ServerState, say, serverState } from './control.ts';
import { clearWay, type Lock, readLock, removeLock } from './lock.ts';
import { endOrphan } from './process.ts';
import { type KeeperTask, lockFile, type ManagedSettings } from './settings.ts';

/** A server that loads its model is waited for this long, in ms, before it is told as trouble and others may answer meanwhile. */
const LOADING_PATIENCE_MS = 2000;
/** A keeper is there within this time, in ms, on a machine that is very busy; looked for this often. */
const KEEPER_LIMIT_MS = 10_000;
const KEEPER_STEP_MS = 20;
/** As `ManagedDeps.lingerMs`. */
const LINGER_MS = 500;
/** A keeper that answers does so within this time, in ms. */
const GREETING_LIMIT_MS = 2000;

export interface ManagedDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The keeper's bundle. */
  readonly script: string;
  /** How long the server outlives its last user, in ms. A restart or a changed option finds it as it was. */
  readonly lingerMs?: number;
}

/** A server for `settings`. Nothing is started before it is asked for. */
export function createManagedServer(settings: ManagedSettings, deps: ManagedDeps): LlamaServer {
  return new ManagedServer(settings, deps);
}

class ManagedServer implements LlamaServer {
  readonly #settings: ManagedSettings;
  readonly #deps: ManagedDeps;
  readonly #task: KeeperTask;
  #socket: Socket | undefined;
  #connecting: Promise<void> | undefined;
  #state: ServerState | undefined;
  #isDisposed = false;
  #waiting = new Set<() => void>();

  constructor(settings: ManagedSettings, deps: ManagedDeps) {
    this.#settings = settings;
    this.#deps = deps;
    this.#task = { settings, lock: lockFile(settings, deps.env), lingerMs: deps.lingerMs ?? LINGER_MS };
  }

  get place(): string {
    return this.#state?.state === 'ready' ? urlOf(this.#state.port) : 'llama-server (started by fim)';
  }

  async url(signal: AbortSignal): Promise<string> {
    const patience = AbortSignal.timeout(LOADING_PATIENCE_MS);
    for (;;) {
      if (signal.aborted || this.#isDisposed) throw abortError();
      if (this.#state === undefined) await this.#connected(signal);
      else if (this.#state.state === 'ready') return urlOf(this.#state.port);
      else if (this.#state.state === 'down') throw this.#trouble(this.#state);
      else if (patience.aborted) throw stillLoading({ url: this.#settings.model, server: LLAMA_SERVER });
      else await this.#change(AbortSignal.any([signal, patience]));
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#socket?.destroy();
    this.#tellAll();
  }

  /** Waits for a connection, which is made once for all who wait. */
  async #connected(signal: AbortSignal): Promise<void> {
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(abortError()), { once: true });
    });
    aborted.catch(() => undefined);
    await Promise.race([this.#connecting, aborted]);
  }

  async #connect(): Promise<void> {
    const { model, draftModel } = this.#settings;
    await mustExist(model, 'model.path');
    if (draftModel !== '') await mustExist(draftModel, 'model.draftPath');
    if (process.platform === 'win32') throw notHere();
    const until = performance.now() + KEEPER_LIMIT_MS;
    let isAsked = false;
    while (!this.#isDisposed && performance.now() < until) {
      const lock = await readLock(this.#task.lock);
      if (lock !== undefined && (await this.#greet(lock))) return;
      if (lock !== undefined) {
        await clearAfter(this.#task.lock, lock);
        isAsked = false;
      }
      if (!isAsked) {
        if (lock === undefined) await clearWay(this.#task.lock);
        this.#startKeeper();
        isAsked = true;
      }
      await sleep(KEEPER_STEP_MS);
    }
    if (!this.#isDisposed) {
      throw new FimError('internal', {
        what: 'The process that keeps llama-server did not start.',
        next: `Check that ${this.#task.lock} can be written.`,
      });
    }
  }

  #startKeeper(): void {
    // A session of its own: what ends this Neovim's terminal must not end it before it has cleared up.
    const child = spawn(process.execPath, [this.#deps.script, JSON.stringify(this.#task)], {
      detached: true,
      stdio: 'ignore',
      cwd: '/',
    });
    child.on('error', () => undefined);
    child.unref();
  }

  /** Connects to the keeper that a lock names. @returns false where it does not answer */
  #greet(lock: Lock): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(lock.controlPort, '127.0.0.1');
      const limit = setTimeout(() => socket.destroy(), GREETING_LIMIT_MS);
      socket.on('connect', () => say(socket, { key: lock.key }));
      listenTo(socket, (message) => {
        const state = serverState.safeParse(message).data;
        if (state === undefined || this.#isDisposed) {
          socket.destroy();
          return;
        }
        clearTimeout(limit);
        this.#socket = socket;
        this.#take(state);
        resolve(true);
      });
      socket.on('close', () => {
        clearTimeout(limit);
        if (this.#socket === socket) {
          // The next request finds another keeper, or starts one.
          this.#socket = undefined;
          this.#take(undefined);
          // One that was killed has left its lock, and may have left its server.
          if (!this.#isDisposed) void clearAfter(this.#task.lock, lock);
        }
        resolve(false);
      });
    });
  }

  #take(state: ServerState | undefined): void {
    this.#state = state;
    this.#tellAll();
  }

  #tellAll(): void {
    this.#socket?.unref();
    for (const wake of [...this.#waiting]) wake();
  }

  /** Waits for another state, or until `signal` is aborted. */
  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      // The connection lives as long as we do, and keeps the process alive only for those who wait.
      this.#socket?.ref();
      const wake = (): void => {
        this.#waiting.delete(wake);
        if (this.#waiting.size === 0) this.#socket?.unref();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
      if (signal.aborted) wake();
    });
  }

  #trouble(state: Extract<ServerState, { state: 'down' }>): FimError {
    if (state.cause === 'missing') {
      return new FimError('config', {
        what: `There is no program "${this.#settings.command}" to run model.path with.`,
        next: 'Install llama.cpp, or set model.serverCommand.',
      });
    }
    return new FimError('server-error', {
      what: `llama-server does not run: ${state.reason}.`,
      next: 'Check model.path and model.serverArgs.',
    });
  }
}

/** Clears up what a keeper has left that does not answer any more. */
async function clearAfter(file: string, lock: Lock): Promise<void> {
  // The server may have been started anew since.
  const server = (await readLock(file))?.server ?? lock.server;
  if ((await removeLock(file, lock.key)) && server !== undefined) await endOrphan(server);
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

async function mustExist(path: string, option: string): Promise<void> {
  await access(path).catch(() => {
    throw new FimError('config', { what: `${option} names ${path}, which can't be read.`, next: `Correct ${option}.` });
  });
}

function notHere(): FimError {
  return new FimError('config', {
    what: 'model.path does not work on Windows.',
    next: 'Start llama-server yourself, and set backend = "llamacpp".',
  });
}
