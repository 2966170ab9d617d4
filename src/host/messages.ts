/** The messages that Lua sends, checked as they come in: see doc/architecture.md for what each means. */
import { z } from 'zod';
import type { Place } from '../fix/pointed.ts';

const id = z.int().min(1);
const buf = z.int().min(1);
const count = z.int().min(0);

const shapes = {
  setup: z.object({ options: z.unknown(), log: z.string() }),
  attach: z.object({ buf, path: z.string(), filetype: z.string(), indentUnit: z.string() }),
  detach: z.object({ buf }),
  complete: z.object({
    id,
    buf,
    tick: count,
    row: count,
    col: count,
    bytes: count,
    trigger: z.enum(['auto', 'manual']),
  }),
  advance: z.object({ id, tick: count, row: count, col: count, bytes: count, have: count }),
  cycle: z.object({ id, delta: z.int() }),
  cancel: z.object({ id }),
  accepted: z.object({ id, bytes: count, all: z.boolean(), draft: z.boolean() }),
  saved: z.object({ buf }),
  fix: z.object({
    id,
    buf,
    path: z.string(),
    filetype: z.string(),
    lines: z.array(z.string()),
    row: count,
    /** Bytes; without it the row as a whole is meant. */
    col: count.optional(),
    /** Which of the diagnostics that may be meant, from 1. */
    count: z.int().min(1),
    /** Everything of the same kind in the buffer. */
    all: z.boolean().default(false),
    /** Shows what could not be verified as well. */
    bang: z.boolean(),
    diagnostics: z.array(z.unknown()),
    /** The language servers of the buffer, whose commands are run once more to verify. */
    clients: z
      .array(
        z.object({
          name: z.string(),
          cmd: z.array(z.string()),
          root: z.string().min(1),
          settings: z.unknown(),
          init: z.unknown(),
        }),
      )
      .catch([]),
    /** Other buffers that differ from what was written of them: who verifies is to see them so. */
    unsaved: z
      .array(z.object({ path: z.string().min(1), filetype: z.string(), lines: z.array(z.string()) }))
      .default([]),
    /** The front-end has asked the servers of the buffer about names: `fix_known` follows. */
    asks: z.boolean().default(false),
  }),
  fix_known: z.object({
    id,
    definitions: z.array(
      z
        .object({ name: z.string(), path: z.string(), row: count, end_row: count, hover: z.string() })
        .transform(({ end_row: endRow, ...rest }): Place => ({ ...rest, endRow })),
    ),
  }),
  fix_other: z.object({ id, delta: z.int() }),
  fix_taken: z.object({ id, index: z.int().min(1) }),
  fix_dropped: z.object({ id, reason: z.string() }),
  fix_cancel: z.object({ id }),
  export: z.object({ id, args: z.array(z.string()), cwd: z.string(), bang: z.boolean() }),
  export_go: z.object({ id }),
  export_cancel: z.object({ id }),
  context: z.unknown(),
  probe: z.unknown(),
  stop: z.unknown(),
} as const;

export type Kind = keyof typeof shapes;
export type Message<K extends Kind> = z.output<(typeof shapes)[K]>;
/** One handler for each kind of message. */
export type Handlers = { readonly [K in Kind]: (message: Message<K>) => void | Promise<void> };

function isKind(kind: unknown): kind is Kind {
  return typeof kind === 'string' && Object.hasOwn(shapes, kind);
}

/**
 * Checks a notification's arguments and calls the handler of its kind, in the same turn of the event loop.
 * @throws Error that says what is wrong with the message; whatever its handler throws.
 */
export async function dispatch(handlers: Handlers, args: readonly unknown[]): Promise<void> {
  const [kind, payload] = args;
  if (!isKind(kind)) throw new Error(`unknown message ${JSON.stringify(kind)}`);
  await deliver(handlers, kind, payload);
}

function deliver<K extends Kind>(handlers: Handlers, kind: K, payload: unknown): void | Promise<void> {
  const parsed = shapes[kind].safeParse(payload);
  if (!parsed.success) throw new Error(`malformed message ${kind}: ${z.prettifyError(parsed.error)}`);
  // The shape of `kind` gave the data, so it is that kind's message: the compiler cannot see it through the index.
  return handlers[kind](parsed.data as Message<K>);
}
