/** `fim serve`: the protocol on a pair of streams, from the first line to the end. Nothing but protocol is written to the output. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { Connection, type Method } from './connection.ts';
import { linesOf } from './lines.ts';

export interface ServeStreams {
  readonly input: Readable;
  readonly output: Writable;
}

export interface ServeWorld {
  readonly methods: Readonly<Record<string, Method>>;
  /** A line for a person; goes to standard error. */
  readonly log: (text: string) => void;
}

/** The text of a file of some megabytes is a reasonable request; what is longer than this is a mistake. In bytes. */
const LONGEST_LINE = 32 * 1024 * 1024;

/**
 * Resolves at `exit` or at the end of the input, when all that came in before is answered; what still runs at `exit`, or when `signal` is aborted, is
 * given up.
 */
export async function serve({ input, output }: ServeStreams, world: ServeWorld, signal: AbortSignal): Promise<void> {
  const left = new AbortController();
  const leave = (): void => {
    left.abort();
    input.destroy();
  };
  const write = async (value: unknown): Promise<void> => {
    // Who listens has gone, or does not want to hear more.
    if (left.signal.aborted || output.destroyed || output.write(`${JSON.stringify(value)}\n`)) return;
    await once(output, 'drain', { signal: left.signal }).catch(() => undefined);
  };
  const exit: Method = async () => {
    leave();
    return null;
  };
  const connection = new Connection({ methods: { ...world.methods, exit }, write, log: world.log });
  output.once('error', leave);
  signal.addEventListener('abort', leave, { once: true });
  try {
    for await (const line of linesOf(input, LONGEST_LINE)) connection.receive(line);
  } catch (error) {
    // Destroyed by `exit`; another end of the input is an end as well.
    if (!left.signal.aborted) world.log(`input: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (left.signal.aborted) connection.cancelAll();
  await connection.settled();
  signal.removeEventListener('abort', leave);
}
