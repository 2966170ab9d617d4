/** Keeps standard output for msgpack: whatever a library prints goes to the log instead, so that it cannot corrupt the channel. */
import { Writable } from 'node:stream';
import type { Log } from './log.ts';

/**
 * Takes standard output away from everybody else.
 * @returns the stream that really writes to it.
 */
export function claimStdout(log: Log): Writable {
  const write = process.stdout.write.bind(process.stdout);
  divert(log, process.stdout);
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      write(chunk, (error) => done(error));
    },
  });
}

/** Sends what is printed through `console` to the log, for a process whose standard output is not ours to take. */
export function divertConsole(log: Log): void {
  const say = (...parts: unknown[]): void => log.info(`printed: ${parts.map(String).join(' ')}`);
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) globalThis.console[name] = say;
}

function divert(log: Log, stream: NodeJS.WriteStream): void {
  stream.write = (chunk: Uint8Array | string, ...rest: unknown[]): boolean => {
    log.info(`printed: ${typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')}`);
    const callback = rest.find((value): value is () => void => typeof value === 'function');
    if (callback !== undefined) process.nextTick(callback);
    return true;
  };
}
