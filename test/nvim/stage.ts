/** The stage of most screen tests: a real Neovim with the plugin, and a real server with scripted text. */
import { afterEach } from 'vitest';
import type { Nvim, Start } from '../helpers/nvim.ts';
import { type FakeOllama, type OllamaOptions, startOllama } from '../helpers/ollama-server.ts';

/** Options of `vim.g.fim`. */
export type FimOptions = Readonly<Record<string, unknown>>;

export interface StageOptions extends Omit<NonNullable<Parameters<Start>[0]>, 'options'> {
  /** What the model says to every prompt, or to each. */
  readonly says?: string | ((prompt: string, n: number) => string);
  readonly server?: OllamaOptions;
  readonly fim?: FimOptions;
}

export interface Stage {
  readonly nvim: Nvim;
  readonly server: FakeOllama;
}

const servers: FakeOllama[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A server that the test's end closes. */
export async function serve(options?: OllamaOptions): Promise<FakeOllama> {
  const server = await startOllama(options);
  servers.push(server);
  return server;
}

/** Starts both. The model is asked without a pause, and for nothing ahead, unless `fim` says otherwise. */
export async function stage(
  start: Start,
  { says, server: served, fim = {}, ...rest }: StageOptions = {},
): Promise<Stage> {
  const server = await serve(served);
  if (says !== undefined) {
    server.reply = (request, n) => ({ chunks: [typeof says === 'string' ? says : says(request.prompt, n)] });
  }
  const nvim = await start({
    height: 10,
    width: 60,
    ...rest,
    options: { backend: 'ollama', debounceMs: 0, prefetch: false, ollama: { url: server.url }, ...fim },
  });
  return { nvim, server };
}
