/** Puts a server, a model and its family together into what the engine asks, as the options say. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Options } from '../config/schema.ts';
import type { Backend, InstalledModel } from '../model/backend.ts';
import { chooseModel } from '../model/choose.ts';
import { stopsOf, templateOf } from '../prompt/assemble.ts';
import { familyOf, rankModel } from '../prompt/families.ts';
import type { Family } from '../prompt/family.ts';
import type { PromptSettings } from '../prompt/keeper.ts';
import { resolveFamily } from '../prompt/resolve.ts';
import { FimError } from '../text/error.ts';
import type { Answerer } from './completion.ts';
import { backendOrder, createServer, type Env, promptRoom, type ServerOptions } from './servers.ts';

/** How often a server that loads its model is looked at, in ms. */
const LOADING_STEP_MS = 100;
/** A server with less room than this for a prompt is asked all the same: it will say so itself. */
const LEAST_PROMPT_TOKENS = 64;

/** A model and the format of its prompts. */
export interface Chosen {
  readonly model: string;
  readonly family: Family;
  /** Tokens that prompt and answer have room for, where the server says so. */
  readonly contextTokens?: number;
}

/** A model of a server that can make the prompts itself, where we can't: its family is unknown. */
export type ChosenOrUnknown = Chosen | (Omit<Chosen, 'family'> & { readonly family: undefined });

/** The options that shape a prompt. */
export type PromptOptions = Pick<
  Options,
  | 'maxPromptTokens'
  | 'prefixPercentage'
  | 'maxSuffixPercentage'
  | 'maxSnippetPercentage'
  | 'useFileSuffix'
  | 'prompt'
  | 'members'
> & { readonly model: Pick<Options['model'], 'order' | 'stop' | 'maxTokens'> };

/** How the prompts of a family are made, as the options say. */
export function promptSettings(family: Family, options: PromptOptions): PromptSettings {
  return {
    family,
    order: options.model.order,
    anchor: options.prompt.anchor,
    members: options.members.placement,
    maxPromptTokens: options.maxPromptTokens,
    prefixPercentage: options.prefixPercentage,
    maxSuffixPercentage: options.maxSuffixPercentage,
    maxContextPercentage: options.maxSnippetPercentage,
    useFileSuffix: options.useFileSuffix,
    stop: options.model.stop,
  };
}

/**
 * An answerer that asks `model` of `backend` in the format of `family`; `undefined` leaves the prompt to the server.
 * @param contextTokens room that the server has for prompt and answer, where it is known
 * @throws FimError `config` when the family was not trained on the order that the options name
 */
export function answererOf(
  backend: Backend,
  model: string,
  family: Family | undefined,
  options: PromptOptions,
  contextTokens?: number,
): Answerer {
  if (family === undefined) return { backend, model, family: '', stop: options.model.stop, prompts: undefined };
  templateOf(family, options.model.order);
  const room =
    contextTokens === undefined ? Number.POSITIVE_INFINITY : promptRoom(contextTokens, options.model.maxTokens);
  const maxPromptTokens = Math.min(options.maxPromptTokens, Math.max(LEAST_PROMPT_TOKENS, room));
  return {
    backend,
    model,
    family: family.id,
    stop: stopsOf(family, options.model.stop),
    prompts: { ...promptSettings(family, options), maxPromptTokens },
  };
}

/** An answerer for a backend that looks at the document itself. */
export function modelFreeAnswerer(backend: Backend): Answerer {
  return { backend, model: '', family: '', stop: [], prompts: undefined };
}

/**
 * What is installed; behind a server that lists no models, what the user has named.
 * @throws FimError when there is nothing to choose from
 */
export async function installedModels(
  server: Backend,
  { model: { target } }: { readonly model: Pick<Options['model'], 'target'> },
  signal: AbortSignal,
): Promise<readonly InstalledModel[]> {
  try {
    return await server.models(signal);
  } catch (error) {
    const isThere = error instanceof FimError && (error.code === 'server-refused' || error.code === 'bad-reply');
    if (target === 'auto' || !isThere) throw error;
    return [{ name: target }];
  }
}

/**
 * The model to ask among the installed ones, and its family.
 * @param server is asked nothing: what kind it is tells how messages speak, and whether it needs a family
 * @throws FimError `model-missing`, `model-without-fim`, `config`
 */
export function pickModel(
  installed: readonly InstalledModel[],
  options: { readonly model: Pick<Options['model'], 'target' | 'family' | 'template'> },
): Chosen;
export function pickModel(
  installed: readonly InstalledModel[],
  options: { readonly model: Pick<Options['model'], 'target' | 'family' | 'template'> },
  server: Pick<Backend, 'server' | 'hasOneModel' | 'makesPrompts'>,
): ChosenOrUnknown;
export function pickModel(
  installed: readonly InstalledModel[],
  { model: { target, family, template } }: { readonly model: Pick<Options['model'], 'target' | 'family' | 'template'> },
  server: Pick<Backend, 'server' | 'hasOneModel' | 'makesPrompts'> = {},
): ChosenOrUnknown {
  const needsNoFamily = family !== 'auto' || server.makesPrompts === true;
  // A family that the user names makes every model one that fills in the middle.
  const rank = needsNoFamily ? (name: string) => rankModel(name) ?? { preference: 0, fillsBadly: true } : rankModel;
  const isGiven = server.hasOneModel === true && installed.length === 1;
  const { name, contextTokens } = chooseModel(installed, isGiven ? 'auto' : target, rank, server.server);
  const room = contextTokens === undefined ? {} : { contextTokens };
  if (server.makesPrompts === true && family === 'auto' && familyOf(name) === undefined)
    return { model: name, family: undefined, ...room };
  return { model: name, family: resolveFamily({ family, template }, name), ...room };
}

/**
 * Whoever can answer first in the order of the options; a server that loads its model is waited for. For those who ask once and go.
 * @param embedded is made where it is its turn
 * @throws FimError of the first one, where none can; AbortError
 */
export async function firstAnswerer(
  options: Options,
  env: Env,
  embedded: () => Promise<Backend>,
  signal: AbortSignal,
): Promise<Answerer> {
  const order = backendOrder(options);
  let trouble: unknown;
  for (const name of order) {
    // `auto` means a model, for those who ask for one completion: whatever else there is has to be named.
    if (name === 'embedded' && options.backend === 'auto') continue;
    if (name === 'embedded') return modelFreeAnswerer(await embedded());
    let server: Backend | undefined;
    try {
      server = createServer(name, options, env);
      return await serverAnswerer(server, options, signal);
    } catch (error) {
      server?.dispose?.();
      signal.throwIfAborted();
      trouble ??= error;
    }
  }
  throw trouble;
}

/** An answerer for a server, once it has its model ready. @throws FimError; AbortError */
export async function serverAnswerer(server: Backend, options: Options, signal: AbortSignal): Promise<Answerer> {
  const installed = await installedOnceLoaded(server, options, signal);
  const { model, family, contextTokens } = pickModel(installed, options, server);
  return answererOf(server, model, family, options, contextTokens);
}

async function installedOnceLoaded(
  server: Backend,
  options: ServerOptions & { readonly model: Pick<Options['model'], 'target'> },
  signal: AbortSignal,
): Promise<readonly InstalledModel[]> {
  for (;;) {
    try {
      return await installedModels(server, options, signal);
    } catch (error) {
      if (!(error instanceof FimError) || error.code !== 'server-loading') throw error;
      await sleep(LOADING_STEP_MS, undefined, { signal });
    }
  }
}
