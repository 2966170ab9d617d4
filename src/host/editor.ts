/** The thin edge to Neovim: what the host asks of it and tells it. Everything else in the host sees this interface, not node-client. */
import type { NeovimClient } from 'neovim';
import { z } from 'zod';

/** A change of lines: `first` 0-based, `last` exclusive, −1 = all. `tick` is null where only the screen has changed ('inccommand'). */
export interface LinesEvent {
  readonly tick: number | null;
  readonly first: number;
  readonly last: number;
  readonly lines: readonly string[];
}

export interface BufferEvents {
  lines(event: LinesEvent): void;
  /** Something came that is no change: the copy can't be trusted any more. */
  lost(): void;
  tick(tick: number): void;
  detached(): void;
}

/** What the host needs of node-client: its own copy of it, or the one of the stock remote-plugin host. */
export type Client = Pick<
  NeovimClient,
  'request' | 'notify' | 'on' | 'buffers' | 'channelId' | 'attachBuffer' | 'detachBuffer'
>;

/** Whether an object from another copy of node-client is one. */
export function isClient(nvim: object): nvim is Client {
  return 'attachBuffer' in nvim && 'channelId' in nvim;
}

export interface Editor {
  /** Whether a sequence of invalid UTF-8 arrives as one U+FFFD. Where not (the stock host), it takes valid characters behind it along. */
  readonly isExact: boolean;
  /** Tells the front-end something: `require('fim.host').on(kind, payload)`. Never waits. */
  tell(kind: string, payload: object): void;
  /** Attaches to a buffer's changes, anew when it was; all its lines come first, as one event. False when the buffer is gone. */
  attach(buf: number, events: BufferEvents): Promise<boolean>;
  detach(buf: number): void;
  /** What was yanked last; '' for nothing. */
  yanked(): Promise<string>;
  /** Text of a row before and after a byte column, as valid UTF-8: for lines that hold invalid sequences. `undefined`: there is no such place. */
  halves(buf: number, row: number, byteCol: number): Promise<{ before: string; after: string } | undefined>;
}

const linesArgs = z
  .tuple([z.unknown(), z.number().nullable(), z.number(), z.number(), z.array(z.string())])
  .rest(z.unknown());
const tickArgs = z.tuple([z.unknown(), z.number()]).rest(z.unknown());
const atomicReply = z.tuple([z.array(z.unknown()), z.unknown()]);
const halvesReply = z.tuple([z.string(), z.string()]);

const TELL = "require('fim.host').on(...)";
const HALVES = "return { require('fim.offset').halves(...) }";
/** Fails where the gate is shut, and so stops what stands behind it in an atomic call. */
const STILL_ALLOWED = "local gate = package.loaded['fim.gate']; return gate == nil or assert(gate.check(...))";

/** The editor at the other end of `nvim`, which decodes strings as `isExact` says. */
export function editorOf(nvim: Client, isExact: boolean): Editor {
  const detachers = new Map<number, () => void>();
  /** Buffers that are about to be attached, and by which call. */
  const pending = new Map<number, object>();
  const detach = (buf: number): void => {
    pending.delete(buf);
    detachers.get(buf)?.();
    nvim.notify('nvim_buf_detach', [buf]);
  };

  /** Between the front-end's word and this call the buffer may have become a file that holds secrets: looks again in the same breath. */
  const follow = async (buf: number): Promise<boolean> => {
    const look = ['nvim_exec_lua', [STILL_ALLOWED, [buf]]];
    const attach = ['nvim_buf_attach', [buf, true, {}]];
    const reply = atomicReply.parse(await nvim.request('nvim_call_atomic', [[look, attach]]));
    return reply[1] === null && reply[0][1] === true;
  };

  return {
    isExact,

    tell: (kind, payload) => nvim.notify('nvim_exec_lua', [TELL, [kind, payload]]),

    async yanked() {
      return z.string().parse(await nvim.request('nvim_call_function', ['getreg', ['"']]));
    },

    async attach(buf, events) {
      // Neovim sends the lines only to a channel that was not attached yet.
      if (detachers.has(buf)) detach(buf);
      const call = {};
      pending.set(buf, call);
      const buffer = (await nvim.buffers).find(({ id }) => id === buf);
      // Meanwhile it may have been taken back: its text is not to come here any more.
      if (pending.get(buf) !== call) return false;
      pending.delete(buf);
      if (buffer === undefined) return false;
      const onLines = (...args: unknown[]): void => {
        const event = linesArgs.safeParse(args).data;
        if (event === undefined) {
          events.lost();
          return;
        }
        const [, tick, first, last, lines] = event;
        events.lines({ tick, first, last, lines });
      };
      const onTick = (...args: unknown[]): void => {
        const event = tickArgs.safeParse(args).data;
        if (event === undefined) events.lost();
        else events.tick(event[1]);
      };
      const onDetach = (): void => {
        detachers.delete(buf);
        events.detached();
      };
      // Before the request: the first lines arrive ahead of its answer.
      nvim.attachBuffer(buffer, 'lines', onLines);
      nvim.attachBuffer(buffer, 'changedtick', onTick);
      nvim.attachBuffer(buffer, 'detach', onDetach);
      const forget = (): void => {
        detachers.delete(buf);
        nvim.detachBuffer(buffer, 'lines', onLines);
        nvim.detachBuffer(buffer, 'changedtick', onTick);
        nvim.detachBuffer(buffer, 'detach', onDetach);
      };
      detachers.set(buf, forget);
      try {
        if (await follow(buf)) return true;
      } catch {
        // The buffer is gone: that is what false means.
      }
      forget();
      return false;
    },

    detach,

    async halves(buf, row, byteCol) {
      try {
        const [before, after] = halvesReply.parse(await nvim.request('nvim_exec_lua', [HALVES, [buf, row, byteCol]]));
        return { before, after };
      } catch {
        // The buffer is gone or has changed: the answer is of no use any more.
        return undefined;
      }
    },
  };
}
