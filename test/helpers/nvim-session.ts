/**
 * A real Neovim with a real UI: keys in, screen cells out. Refuses to guess: every wait is for something Neovim said, and a wait
 * that fails shows the last screen. Knows no test runner: tests import `nvim.ts`, benches and pictures this.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type NvimBinary, nvimBinaries, REPO_ROOT } from './nvim-binaries.ts';
import { type NvimProcess, startProcess } from './nvim-process.ts';
import { type Grid, type RenderOptions, renderText, Screen } from './screen.ts';
import { DEFAULT_TIMEOUT_MS, type WaitOptions, waitUntil } from './wait.ts';

/** How a Neovim is started. */
export interface StartOptions {
  /** Which Neovim; the newest of `nvimBinaries()` unless told. */
  readonly binary?: NvimBinary;
  /** Size of the screen in cells; 80 × 15 unless told. */
  readonly width?: number;
  readonly height?: number;
  /** Sources `plugin/fim.lua` of this repository; true unless told. */
  readonly plugin?: boolean;
  /** Becomes `vim.g.fim` before the plugin is sourced. Only JSON values. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Working directory; an empty temporary one unless told. */
  readonly cwd?: string;
  /** A file to open: its path relative to `cwd`, and what to write there first, if anything. */
  readonly file?: { readonly path: string; readonly content?: string | Uint8Array; readonly filetype?: string };
  /** Ex commands to run before the plugin is sourced: options, colours, other plugins. */
  readonly before?: readonly string[];
  /** Environment variables besides the few that every test Neovim has. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * `marked` (unless told): FimGhost and FimGhostDraft get looks of their own, so that `screen()` can tell them from what they are
   * linked to by default (a cell of a linked group names only the link's target). `plugin`: as the plugin defines them.
   */
  readonly highlights?: 'marked' | 'plugin';
}

/** A `User Fim*` event. */
export interface FimEvent {
  readonly name: string;
  /** The autocommand's `data`, as JSON values. */
  readonly data: unknown;
  /** `performance.now()` when it arrived here. */
  readonly at: number;
}

/** Called at each flush with `performance.now()` and the grid as the user sees it then. */
export type FlushListener = (at: number, grid: Grid) => void;

/** Notification that carries the `User Fim*` events. Names ending in `_event` are swallowed by node-client. */
const EVENT_METHOD = 'fim_test.user';

/** Looks that a real screen does not mind, and that differ from everything else. */
const MARKED = [
  'highlight FimGhost guifg=#8a8a8a ctermfg=245',
  'highlight FimGhostDraft guifg=#6a6a6a ctermfg=242 gui=italic cterm=italic',
];

/** The screen shows text and the mode, nothing that changes from version to version. */
const PLAIN_SCREEN = ['set laststatus=0 noruler noshowcmd shortmess+=I fillchars=eob:\\ ', 'set nomore belloff=all'];

const RECORD_EVENTS = `
  local channel, method = ...
  vim.api.nvim_create_autocmd('User', {
    pattern = 'Fim*',
    desc = 'test harness: tell the test',
    callback = function(event)
      local ok = pcall(vim.rpcnotify, channel, method, event.match, event.data)
      if not ok then vim.rpcnotify(channel, method, event.match, vim.inspect(event.data)) end
    end,
  })
`;

const modeSchema = z.object({ mode: z.string(), blocking: z.boolean() });
const linesSchema = z.array(z.string());
const cursorSchema = z.tuple([z.number(), z.number()]);

/** A running Neovim with its screen. */
export class Nvim {
  /** The screen after the last redraw event; ask it after a wait. */
  readonly grid = new Screen();
  /** All `User Fim*` events so far. */
  readonly events: FimEvent[] = [];
  readonly binary: NvimBinary;
  /** Working directory that it was started in. */
  readonly cwd: string;
  readonly #process: NvimProcess;
  readonly #listeners = new Set<FlushListener>();

  constructor(binary: NvimBinary, cwd: string, process: NvimProcess) {
    this.binary = binary;
    this.cwd = cwd;
    this.#process = process;
    process.client.on('notification', (method: string, args: unknown[]) => this.#hear(method, args));
  }

  /** Process id of Neovim. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Temporary folder with its HOME and XDG folders (`home`, `config`, `data`, `state`, `cache`, `run`, `tmp`). */
  get home(): string {
    return this.#process.home;
  }

  /**
   * Calls an API function.
   * @throws Error with Neovim's words, and with the screen after 10 s without an answer: Neovim then waits for a key ("Press ENTER").
   */
  async request(method: string, args: readonly unknown[] = []): Promise<unknown> {
    const { promise, fail } = later<never>();
    const timer = setTimeout(() => {
      fail(new Error(`Neovim does not answer ${method}:\n${this.screen({ cursor: true })}`));
    }, ANSWER_MS);
    try {
      return await Promise.race([this.#process.request(method, args), promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs Lua; `...` holds `args`. @returns what it returns. */
  lua(code: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.request('nvim_exec_lua', [code, args]);
  }

  /** Runs one Ex command. */
  async ex(command: string): Promise<void> {
    await this.request('nvim_command', [command]);
  }

  /**
   * Presses keys (`<CR>`, `<C-x>`, … as in mappings; `<` itself is `<lt>`) and resolves when Neovim has worked through all of them and
   * through what its plugins scheduled meanwhile, and the screen here is up to date.
   *
   * A plain request after nvim_input is enough for the order: Neovim's main loop takes keys before requests. `nvim__redraw` is such a
   * request, and flushes the screen before it answers. Only where Neovim waits for the rest of a command (`r`, `f`, a partly typed mapping, "Press ENTER")
   * it handles no requests; `nvim_get_mode` is answered even there and says so.
   * @throws Error when Neovim's input buffer is full.
   */
  async input(keys: string): Promise<void> {
    await this.press(keys);
    let done = false;
    const synced = this.request('nvim__redraw', [{ cursor: true, flush: true }]).finally(() => {
      done = true;
    });
    synced.catch(() => {}); // it may stay unanswered until Neovim ends
    for (let blocked = 0; !done && blocked < 2; ) {
      await Promise.race([synced, delay(BLOCKED_CHECK_MS)]);
      if (done) break;
      const { blocking } = modeSchema.parse(await this.request('nvim_get_mode'));
      blocked = blocking ? blocked + 1 : 0;
    }
    if (done) await synced;
  }

  /** Presses keys and does not wait for what they do. @throws Error when Neovim's input buffer is full. */
  async press(keys: string): Promise<void> {
    const wrote = await this.request('nvim_input', [keys]);
    if (wrote !== Buffer.byteLength(keys))
      throw new Error(`Neovim took ${wrote} of ${Buffer.byteLength(keys)} bytes of input`);
  }

  /**
   * Types text as a person does: one key at a time, each worked through before the next, so that every `TextChangedI` fires.
   * A line feed is `<CR>`, a tab `<Tab>` (and so does what the plugin maps there).
   */
  async type(text: string): Promise<void> {
    for (const character of text) await this.input(keyOf(character));
  }

  /** The screen as text, ghost text marked; see `renderText`. */
  screen(options?: RenderOptions): string {
    return renderText(this.grid, options);
  }

  /**
   * Resolves with the screen's text at the first flush where it holds a string, matches an expression, or satisfies a predicate.
   * @throws Error after `timeoutMs` with the last screen.
   */
  async waitForScreen(
    wanted: string | RegExp | ((screen: string, grid: Grid) => boolean),
    timeoutMs: number = DEFAULT_TIMEOUT_MS,
  ): Promise<string> {
    const holds = (screen: string): boolean => {
      if (typeof wanted === 'string') return screen.includes(wanted);
      return wanted instanceof RegExp ? wanted.test(screen) : wanted(screen, this.grid);
    };
    await this.request('nvim__redraw', [{ cursor: true, flush: true }]);
    const now = this.screen();
    if (holds(now)) return now;
    const { promise, settle, fail } = later<string>();
    const timer = setTimeout(() => {
      fail(
        new Error(`waited ${timeoutMs} ms for the screen to show ${wanted}, last:\n${this.screen({ cursor: true })}`),
      );
    }, timeoutMs);
    const stop = this.onFlush(() => {
      const screen = this.screen();
      try {
        if (holds(screen)) settle(screen);
      } catch (error) {
        fail(error);
      }
    });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      stop();
    }
  }

  /**
   * Resolves with the value of a Lua expression once it is neither nil nor false.
   * @throws Error after `timeoutMs` (with the last screen), and at once when the expression fails.
   */
  waitFor(luaExpression: string, { timeoutMs, what }: WaitOptions = {}): Promise<unknown> {
    return waitUntil(() => this.lua(`return ${luaExpression}`), {
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      what: what ?? (() => `${luaExpression}, last screen:\n${this.screen({ cursor: true })}`),
    });
  }

  /** Resolves with the first event of this name at or after index `from` of `events`. @throws Error at the time-out. */
  waitForEvent(name: string, { from = 0, timeoutMs }: { from?: number; timeoutMs?: number } = {}): Promise<FimEvent> {
    return waitUntil(() => this.events.slice(from).find((event) => event.name === name), {
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      what: () =>
        `User ${name}, seen: ${this.events.map((event) => event.name).join(' ')}\n${this.screen({ cursor: true })}`,
    });
  }

  /** Lines of the current buffer. */
  async lines(): Promise<string[]> {
    return linesSchema.parse(await this.request('nvim_buf_get_lines', [0, 0, -1, false]));
  }

  /** The cursor of the current window: 0-based row, 0-based byte column. */
  async cursor(): Promise<{ row: number; col: number }> {
    const [line, col] = cursorSchema.parse(await this.request('nvim_win_get_cursor', [0]));
    return { row: line - 1, col };
  }

  /** Mode as `nvim_get_mode` names it: `n`, `i`, `ic`, … */
  async mode(): Promise<string> {
    return modeSchema.parse(await this.request('nvim_get_mode')).mode;
  }

  /** All lines of `:messages`: what the user was told, and what they may have missed. */
  async messages(): Promise<string[]> {
    const text = z.string().parse(await this.request('nvim_call_function', ['execute', ['messages']]));
    return text.split('\n').filter((line) => line !== '');
  }

  /** Calls `listener` at each flush. @returns a function that ends it. */
  onFlush(listener: FlushListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Ends Neovim, waits until the process is gone, removes its temporary folders. May be called again. */
  close(): Promise<void> {
    return this.#process.end();
  }

  #hear(method: string, args: readonly unknown[]): void {
    if (method === EVENT_METHOD) {
      this.events.push({ name: String(args[0]), data: args[1] ?? null, at: performance.now() });
      return;
    }
    if (method !== 'redraw' || !this.grid.apply(args)) return;
    const at = performance.now();
    for (const listener of [...this.#listeners]) listener(at, this.grid);
  }
}

/** Half of what a test may take: the failure then says which request it was. */
const ANSWER_MS = 10_000;

/** Between looks at whether Neovim waits for the rest of a command, in ms. */
const BLOCKED_CHECK_MS = 3;

/** Starts a Neovim. The caller closes it; `describeOnEachNvim` does so by itself. */
export async function startNvim(options: StartOptions = {}): Promise<Nvim> {
  const binary = options.binary ?? nvimBinaries().at(-1);
  if (binary === undefined) throw new Error('no Neovim to test on');
  let cwd = options.cwd;
  const process = await startProcess(
    binary.path,
    (home) => {
      cwd ??= ownFolder(home);
      return cwd;
    },
    options.env ?? {},
  );
  const nvim = new Nvim(binary, cwd ?? process.home, process);
  try {
    await prepare(nvim, options);
  } catch (error) {
    await nvim.close();
    throw error;
  }
  return nvim;
}

function ownFolder(home: string): string {
  const folder = join(home, 'project');
  mkdirSync(folder);
  return folder;
}

async function prepare(nvim: Nvim, options: StartOptions): Promise<void> {
  const { width = 80, height = 15, plugin = true, highlights = 'marked', file, before = [] } = options;
  await nvim.request('nvim_ui_attach', [width, height, { ext_linegrid: true, ext_hlstate: true, rgb: true }]);
  const [channel] = z
    .tuple([z.number()])
    .rest(z.unknown())
    .parse(await nvim.request('nvim_get_api_info'));
  await nvim.lua(RECORD_EVENTS, channel, EVENT_METHOD);
  await nvim.request('nvim_set_option_value', ['runtimepath', `${REPO_ROOT},${await runtimePath(nvim)}`, {}]);
  for (const command of [...PLAIN_SCREEN, ...(highlights === 'marked' ? MARKED : []), ...before])
    await nvim.ex(command);
  if (options.options !== undefined) await nvim.request('nvim_set_var', ['fim', options.options]);
  if (plugin) await nvim.ex(`source ${REPO_ROOT}/plugin/fim.lua`);
  if (file !== undefined) await open(nvim, file);
  await nvim.request('nvim__redraw', [{ cursor: true, flush: true }]);
}

async function runtimePath(nvim: Nvim): Promise<string> {
  return z.string().parse(await nvim.request('nvim_get_option_value', ['runtimepath', {}]));
}

async function open(nvim: Nvim, { path, content, filetype }: NonNullable<StartOptions['file']>): Promise<void> {
  const absolute = resolve(nvim.cwd, path);
  if (content !== undefined) {
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
  }
  await nvim.lua('vim.cmd.edit({ args = { vim.fn.fnameescape(...) }, mods = { silent = true } })', absolute);
  if (filetype !== undefined) await nvim.request('nvim_set_option_value', ['filetype', filetype, { buf: 0 }]);
}

/** One character as `nvim_input` wants it. */
function keyOf(character: string): string {
  const named: Readonly<Record<string, string>> = { '<': '<lt>', '\n': '<CR>', '\t': '<Tab>' };
  return named[character] ?? character;
}

/** A promise and its ends. */
function later<T>(): { promise: Promise<T>; settle: (value: T) => void; fail: (error: unknown) => void } {
  let settle: (value: T) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    settle = yes;
    fail = no;
  });
  return { promise, settle, fail };
}
