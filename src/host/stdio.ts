/**
 * Keeps standard output for msgpack: whatever a library prints is kept off it, so that it cannot corrupt the channel. The log says who
 * printed how much, not what: that may be text of a buffer.
 */
import { Writable } from 'node:stream';
import type { Log } from './log.ts';

/** Callers that are named: the nearest one is often a helper of the library. */
const MOST_CALLERS = 3;

/**
 * Takes standard output away from everybody else, `console` included.
 * @returns the stream that really writes to it.
 */
export function claimStdout(log: Log): Writable {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: Uint8Array | string, ...rest: unknown[]): boolean => {
    log.info(`${chunk.length} characters printed to standard output ${callers()}`);
    const callback = rest.find((value): value is () => void => typeof value === 'function');
    if (callback !== undefined) process.nextTick(callback);
    return true;
  };
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const) {
    globalThis.console[name] = () => log.info(`console.${name} called ${callers()}`);
  }
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      write(chunk, (error) => done(error));
    },
  });
}

/** Who called the function that asks, as far as the stack tells. */
function callers(): string {
  const lines = new Error().stack?.split('\n').slice(3, 3 + MOST_CALLERS) ?? [];
  return lines.map((line) => line.trim()).join(' ');
}
