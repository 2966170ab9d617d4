/** Entry of the bundle `dist/host.cjs`: runs as the job that the front-end starts, or inside the stock remote-plugin host. */
import { attach, type NvimPlugin } from 'neovim';
import { getLogger } from 'neovim/lib/utils/logger';
import { version } from '../../package.json';
import { isClient } from './editor.ts';
import { serve } from './host.ts';
import { Log, stackOf } from './log.ts';
import { claimStdout } from './stdio.ts';

const log = new Log();

/** node-client's logger, which the bundle replaces by one that says nothing: ours must not hold buffer text. */
const silent = getLogger();

/** Runs as a job: Neovim on standard input and output. Ends with Neovim. */
export function main(): void {
  // Also for a promise that nobody listens to: node-client is deaf once one of its own was rejected, and a dead host is started anew.
  process.on('uncaughtException', (error) => {
    log.error(`uncaught: ${stackOf(error)}`);
    // The front-end logs what a dying host has printed there: the log may not be open yet.
    process.stderr.write(`${stackOf(error)}\n`, () => process.exit(1));
  });
  const writer = claimStdout(log);
  // Neovim is gone: nothing is left to do, whatever is still going on.
  for (const stream of [writer, process.stdout, process.stdin]) stream.on('error', () => process.exit(0));
  process.stdin.on('end', () => process.exit(0));
  process.stdin.on('close', () => process.exit(0));
  serve(attach({ reader: process.stdin, writer, options: { logger: silent } }), log, { version, isExact: true });
}

/**
 * The classic route: `FimHostChannel()` starts the stock host and tells the front-end its channel. Standard output is the stock host's
 * to protect (it has replaced `console`), and other plugins live in it.
 */
export function plugin(remote: NvimPlugin): void {
  let channel: Promise<number> | undefined;
  const start = async (): Promise<number> => {
    const { nvim } = remote;
    if (!isClient(nvim)) throw new Error('fim: this remote-plugin host is too old, update the npm package `neovim`');
    serve(nvim, log, { version, isExact: false });
    return nvim.channelId;
  };
  remote.registerFunction(
    'FimHostChannel',
    () => {
      channel ??= start();
      return channel;
    },
    { sync: true },
  );
}
