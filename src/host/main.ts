/** Entry of the bundle `dist/host.cjs`: runs as the job that the front-end starts, or inside the stock remote-plugin host. */
import { attach, type NvimPlugin } from 'neovim';
import { getLogger } from 'neovim/lib/utils/logger';
import { version } from '../../package.json';
import { isClient } from './editor.ts';
import { serve } from './host.ts';
import { Log } from './log.ts';
import { claimStdout, divertConsole } from './stdio.ts';

const log = new Log();

/** node-client's logger, which the bundle replaces by one that says nothing: ours must not hold buffer text. */
const silent = getLogger();

/** Runs as a job: Neovim on standard input and output. Ends with Neovim. */
export function main(): void {
  divertConsole(log);
  process.on('uncaughtException', (error) => {
    log.error(`uncaught: ${error.stack ?? error.message}`);
    process.stderr.write(`${error.stack ?? error.message}\n`, () => process.exit(1));
  });
  process.on('unhandledRejection', (reason) =>
    log.error(`unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`),
  );
  const writer = claimStdout(log);
  // Neovim is gone: nothing is left to do, whatever is still going on.
  writer.on('error', () => process.exit(0));
  process.stdin.on('end', () => process.exit(0));
  process.stdin.on('close', () => process.exit(0));
  serve(attach({ reader: process.stdin, writer, options: { logger: silent } }), log, version);
}

/** The classic route: `FimHostChannel()` starts the stock host and tells the front-end its channel. */
export function plugin(remote: NvimPlugin): void {
  let channel: Promise<number> | undefined;
  const start = async (): Promise<number> => {
    const { nvim } = remote;
    if (!isClient(nvim)) throw new Error('fim: this remote-plugin host is too old, update the npm package `neovim`');
    divertConsole(log);
    serve(nvim, log, version);
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
