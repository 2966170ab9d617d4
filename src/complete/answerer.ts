/** Puts a server, a model and its family together into what the engine asks, as the options say. Sends nothing. */
import type { Options } from '../config/schema.ts';
import type { Backend, InstalledModel } from '../model/backend.ts';
import { chooseModel } from '../model/choose.ts';
import { createOllama, type OllamaBackend } from '../model/ollama.ts';
import { resolveOllamaUrl } from '../model/ollama-url.ts';
import { stopsOf, templateOf } from '../prompt/assemble.ts';
import { rankModel } from '../prompt/families.ts';
import type { Family } from '../prompt/family.ts';
import type { PromptSettings } from '../prompt/keeper.ts';
import { resolveFamily } from '../prompt/resolve.ts';
import { FimError } from '../text/error.ts';
import type { Answerer } from './completion.ts';

/** Context that a server gives a model unless it is told, in tokens: 2048 before Ollama 0.6, 4096 since. It cuts longer prompts without a word. */
const USUAL_CONTEXT_TOKENS = 2048;
/** Steps in which more is asked for, in tokens: each other size makes the server load the model anew. */
const CONTEXT_STEP_TOKENS = 1024;
/** How much longer a prompt may be than estimated. */
const ESTIMATE_MARGIN = 1.25;

/** A model and the format of its prompts. */
export interface Chosen {
  readonly model: string;
  readonly family: Family;
}

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
> & { readonly model: Pick<Options['model'], 'order' | 'stop'> };

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
 * An answerer that asks `model` of `backend` in the format of `family`.
 * @throws FimError `config` when the family was not trained on the order that the options name
 */
export function answererOf(backend: Backend, model: string, family: Family, options: PromptOptions): Answerer {
  templateOf(family, options.model.order);
  return {
    backend,
    model,
    family: family.id,
    stop: stopsOf(family, options.model.stop),
    prompts: promptSettings(family, options),
  };
}

/** An answerer for a backend that looks at the document itself. */
export function modelFreeAnswerer(backend: Backend): Answerer {
  return { backend, model: '', family: '', stop: [], prompts: undefined };
}

/**
 * The Ollama server that the options and the environment name. Nothing is asked of it.
 * @throws FimError `config` or `remote-forbidden` for an address that will not do
 */
export function serverOf(
  options: Pick<Options, 'ollama' | 'maxPromptTokens'> & {
    readonly model: Pick<Options['model'], 'keepAlive' | 'maxTokens'>;
  },
  env: Readonly<Record<string, string | undefined>>,
): OllamaBackend {
  const { ollama, model } = options;
  return createOllama({
    url: resolveOllamaUrl({ option: ollama.url, env, allowRemote: ollama.allowRemote }),
    keepAlive: model.keepAlive,
    contextTokens: contextFor(options),
  });
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
 * @throws FimError `model-missing`, `model-without-fim`, `config`
 */
export function pickModel(
  installed: readonly InstalledModel[],
  { model: { target, family, template } }: { readonly model: Pick<Options['model'], 'target' | 'family' | 'template'> },
): Chosen {
  // A family that the user names makes every model one that fills in the middle.
  const rank = family === 'auto' ? rankModel : (name: string) => rankModel(name) ?? { preference: 0, fillsBadly: true };
  const { name } = chooseModel(installed, target, rank);
  return { model: name, family: resolveFamily({ family, template }, name) };
}

/** Size of the context to ask for, in tokens; `undefined` where the usual one will do. */
function contextFor({
  maxPromptTokens,
  model,
}: Pick<Options, 'maxPromptTokens'> & { readonly model: Pick<Options['model'], 'maxTokens'> }): number | undefined {
  const needed = maxPromptTokens * ESTIMATE_MARGIN + model.maxTokens;
  return needed <= USUAL_CONTEXT_TOKENS ? undefined : Math.ceil(needed / CONTEXT_STEP_TOKENS) * CONTEXT_STEP_TOKENS;
}
