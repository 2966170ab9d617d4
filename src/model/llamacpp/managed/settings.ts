/** What a managed llama-server is started with, and where its lock file stands. Pure. */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

export const managedSettings = z.object({
  /** Program: a name on `$PATH`, or a path. */
  command: z.string(),
  /** Absolute path of the model. */
  model: z.string(),
  /** Absolute path of the draft model; '' for none. */
  draftModel: z.string(),
  speculation: z.enum(['auto', 'off', 'draft', 'ngram-simple', 'ngram-map-k', 'ngram-mod', 'ngram-cache']),
  /** Room for prompt and answer, in tokens. */
  contextTokens: z.int(),
  /** Further arguments, which go last and so win. */
  args: z.array(z.string()),
});
export type ManagedSettings = z.output<typeof managedSettings>;

/** What the process that keeps the server is told. */
export const keeperTask = z.object({ settings: managedSettings, lock: z.string(), lingerMs: z.number().min(0) });
export type KeeperTask = z.output<typeof keeperTask>;

type Env = Readonly<Record<string, string | undefined>>;

/** A path as users write it: `~` is their home. */
export function absolutePath(path: string): string {
  return resolve(path.replace(/^~(?=\/|$)/u, homedir()));
}

/** One server for each set of settings: all Neovims of the user that want the same share it. */
export function lockFile(settings: ManagedSettings, env: Env): string {
  const state = env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
  const id = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16);
  return join(state, 'fim.nvim', `llama-server-${id}.lock`);
}
