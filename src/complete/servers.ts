/** The registry of model servers: what each name of the option `backend` stands for, made as the options say. Nothing is asked of them, and nothing started. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BackendName, Options } from '../config/schema.ts';
import type { Backend } from '../model/backend.ts';
import type { Chat } from '../model/chat.ts';
import { createLlamaCpp, type LlamaServer } from '../model/llamacpp/llamacpp.ts';
import { createManagedServer } from '../model/llamacpp/managed/managed.ts';
import { absolutePath } from '../model/llamacpp/managed/settings.ts';
import { LLAMA_SERVER } from '../model/llamacpp/words.ts';
import { createOllama } from '../model/ollama.ts';
import { createOllamaChat } from '../model/ollama-chat.ts';
import { resolveOllamaUrl } from '../model/ollama-url.ts';
import { resolveOpenAi } from '../model/openai/address.ts';
import { createOpenAiChat } from '../model/openai/chat.ts';
import { createOpenAi } from '../model/openai/openai.ts';
import { OPENAI_SERVER } from '../model/openai/words.ts';
import { baseOf, resolveServerUrl } from '../model/server-url.ts';
import { FimError } from '../text/error.ts';

/** Context that a server gives a model unless it is told, in tokens: 2048 before Ollama 0.6, 4096 since. It cuts longer prompts without a word. */
const USUAL_CONTEXT_TOKENS = 2048;
/** Steps in which more is asked for, in tokens: each other size makes the server load the model anew. */
const CONTEXT_STEP_TOKENS = 1024;
/** How much longer a prompt may be than estimated. */
const ESTIMATE_MARGIN = 1.25;

/** The options that say which servers there are. */
export type ServerOptions = Pick<Options, 'backend' | 'ollama' | 'llamacpp' | 'openai' | 'maxPromptTokens'> & {
  readonly model: Pick<
    Options['model'],
    | 'keepAlive'
    | 'maxTokens'
    | 'draftNumPredict'
    | 'path'
    | 'draftPath'
    | 'speculation'
    | 'serverCommand'
    | 'serverArgs'
  >;
};

export type Env = Readonly<Record<string, string | undefined>>;

/** A backend with a server: all but the embedded one. */
export type ServerName = Exclude<BackendName, 'embedded'>;

const SERVERS: Readonly<Record<ServerName, (options: ServerOptions, env: Env) => Backend>> = {
  ollama: (options, env) =>
    createOllama({
      url: resolveOllamaUrl({ option: options.ollama.url, env, allowRemote: options.ollama.allowRemote }),
      keepAlive: options.model.keepAlive,
      contextTokens: contextFor(options),
      draftNumPredict: options.model.draftNumPredict,
    }),
  llamacpp: (options, env) =>
    createLlamaCpp({ server: llamaServer(options, env), maxPromptTokens: options.maxPromptTokens }),
  openai: ({ openai }, env) => createOpenAi(resolveOpenAi(openai, env)),
};

/** Whom to ask, in order of preference. */
export function backendOrder({ backend, model }: Pick<ServerOptions, 'backend' | 'model'>): readonly BackendName[] {
  // An empty list is what an empty Lua table arrives as.
  if (backend === 'auto' || (Array.isArray(backend) && backend.length === 0))
    return [model.path === '' ? 'ollama' : 'llamacpp', 'embedded'];
  return typeof backend === 'string' ? [backend] : [...new Set(backend)];
}

/** @throws FimError `config` or `remote-forbidden` for an address that will not do */
export function createServer(name: ServerName, options: ServerOptions, env: Env): Backend {
  return SERVERS[name](options, env);
}

const CHATS: Readonly<Record<ServerName, (options: ServerOptions, env: Env) => Chat>> = {
  ollama: (options, env) =>
    createOllamaChat({
      url: resolveOllamaUrl({ option: options.ollama.url, env, allowRemote: options.ollama.allowRemote }),
      keepAlive: options.model.keepAlive,
    }),
  llamacpp: (options, env) => {
    const server = llamaServer(options, env);
    return createOpenAiChat({
      name: 'llamacpp',
      place: server.place,
      words: LLAMA_SERVER,
      base: async (signal) => `${await server.url(signal)}/v1`,
      key: '',
      // The templates of models that think know the latter; others have no use for it.
      extra: { cache_prompt: true, chat_template_kwargs: { enable_thinking: false } },
    });
  },
  openai: ({ openai }, env) => {
    const { base, key } = resolveOpenAi(openai, env);
    return createOpenAiChat({
      name: 'openai',
      place: base,
      words: OPENAI_SERVER,
      base: () => Promise.resolve(base),
      key,
    });
  },
};

/** Whom to talk to in messages: the first of the order that has a model. @throws FimError `config` or `remote-forbidden` for an address that will not do */
export function chatOf(options: ServerOptions, env: Env): Chat {
  const name = backendOrder(options).find((each) => each !== 'embedded') ?? 'ollama';
  return CHATS[name](options, env);
}

/**
 * The server that the options and the environment name; of several, the one that goes first.
 * @throws FimError `config` or `remote-forbidden` for an address that will not do
 */
export function serverOf(options: ServerOptions, env: Env): Backend {
  const name = backendOrder(options).find((each) => each !== 'embedded');
  return createServer(name ?? 'ollama', options, env);
}

/** The most that a prompt may be estimated at where prompt and answer share so much room, in tokens. */
export function promptRoom(contextTokens: number, maxTokens: number): number {
  return Math.floor((contextTokens - maxTokens) / ESTIMATE_MARGIN);
}

function llamaServer(options: ServerOptions, env: Env): LlamaServer {
  const { url, allowRemote } = options.llamacpp;
  const { path, draftPath, speculation, serverCommand, serverArgs } = options.model;
  if (path !== '') {
    const settings = {
      command: serverCommand === '' ? 'llama-server' : commandPath(serverCommand),
      model: absolutePath(path),
      draftModel: draftPath === '' ? '' : absolutePath(draftPath),
      speculation,
      contextTokens: contextFor(options) ?? USUAL_CONTEXT_TOKENS,
      args: serverArgs,
    };
    return createManagedServer(settings, { env, script: keeperScript() });
  }
  const example = 'http://127.0.0.1:8080';
  const place = baseOf(
    resolveServerUrl({
      given: url.trim() === '' ? example : url,
      source: 'llamacpp.url',
      defaultPort: '8080',
      example,
      allowOption: 'llamacpp.allowRemote',
      allowRemote,
    }),
  );
  return { place, url: () => Promise.resolve(place) };
}

/** A bare name is looked for on `$PATH`. */
function commandPath(command: string): string {
  return command.includes('/') ? absolutePath(command) : command;
}

/** The bundle of the process that keeps a managed server: beside ours, or in `dist` of the checkout that we run from. */
function keeperScript(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const found = [here, join(here, '../../dist')].map((folder) => join(folder, 'keeper.cjs')).find(existsSync);
  if (found !== undefined) return found;
  throw new FimError('internal', { what: 'dist/keeper.cjs is missing.', next: 'Run `npm ci` in the plugin folder.' });
}

/** Size of the context to ask for, in tokens; `undefined` where the usual one will do. */
function contextFor({ maxPromptTokens, model }: Pick<ServerOptions, 'maxPromptTokens' | 'model'>): number | undefined {
  const needed = maxPromptTokens * ESTIMATE_MARGIN + model.maxTokens;
  return needed <= USUAL_CONTEXT_TOKENS ? undefined : Math.ceil(needed / CONTEXT_STEP_TOKENS) * CONTEXT_STEP_TOKENS;
}
