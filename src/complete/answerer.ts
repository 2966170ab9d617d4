/** Puts a backend, a model and its family together into what the engine asks. Sends nothing. */
import type { Options } from '../config/schema.ts';
import type { Backend } from '../model/backend.ts';
import { assemblePrompt, stopsOf } from '../prompt/assemble.ts';
import type { Family } from '../prompt/family.ts';
import { cutWindow } from '../prompt/window.ts';
import { estimateTokens } from '../text/tokens.ts';
import type { Answerer } from './completion.ts';

/** The options that shape a prompt. */
export type PromptOptions = Pick<
  Options,
  'maxPromptTokens' | 'prefixPercentage' | 'maxSuffixPercentage' | 'useFileSuffix'
> & { readonly model: Pick<Options['model'], 'order' | 'stop'> };

/**
 * An answerer that asks `model` of `backend` in the format of `family`.
 * Its prompt throws FimError `config` when the family was not trained on the order that the options name.
 */
export function answererOf(backend: Backend, model: string, family: Family, options: PromptOptions): Answerer {
  return {
    backend,
    model,
    family: family.id,
    stop: stopsOf(family, options.model.stop),
    prompt({ prefix, suffix }, context) {
      const window = cutWindow({
        prefix,
        suffix: options.useFileSuffix ? suffix : '',
        maxPromptTokens: Math.max(0, options.maxPromptTokens - estimateTokens(context)),
        prefixPercentage: options.prefixPercentage,
        maxSuffixPercentage: options.maxSuffixPercentage,
        estimate: estimateTokens,
      });
      return assemblePrompt({
        family,
        order: options.model.order,
        prefix: context + window.prefix,
        suffix: window.suffix,
        stop: options.model.stop,
      }).prompt;
    },
  };
}

/** An answerer for a backend that looks at the document itself. */
export function modelFreeAnswerer(backend: Backend): Answerer {
  return { backend, model: '', family: '', stop: [], prompt: () => '' };
}
