/** What Neovims and the process that keeps their server say to each other: lines of JSON over a loopback connection, which ends with whoever holds it. */
import type { Socket } from 'node:net';
import { z } from 'zod';

/** Longest line, in characters: one that is longer comes from a stranger. */
const MAX_LINE = 64 * 1024;

/** From a Neovim, first of all. */
export const greeting = z.object({ key: z.string() });

/** From the keeper: at the greeting, and when it changes. */
export const serverState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('loading') }),
  z.object({ state: z.literal('ready'), port: z.int() }),
  /** It does not run, and is started again later. `missing`: there is no such program. */
  z.object({ state: z.literal('down'), cause: z.enum(['missing', 'failed']), reason: z.string() }),
]);
export type ServerState = z.output<typeof serverState>;

export function say(socket: Socket, message: object): void {
  if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls `heard` for each line that is JSON; anything else ends the connection. */
export function listenTo(socket: Socket, heard: (message: unknown) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    try {
      if (rest.length > MAX_LINE) throw new Error('too long');
      for (const line of lines) heard(JSON.parse(line));
    } catch {
      socket.destroy();
    }
  });
  // How a connection ends is told by `close`.
  socket.on('error', () => undefined);
}
