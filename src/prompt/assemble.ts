/** Puts prefix and suffix into a family's prompt, byte for byte as the model was trained. It adds nothing: no headers, and no BOS, which Ollama adds itself. */
import { FimError } from '../text/error.ts';
import { neutralise } from '../text/neutralise.ts';
import { type Family, type Order, specialTokens } from './family.ts';
import { fillTemplate } from './template.ts';

export interface PromptParts {
  readonly family: Family;
  /** `auto`: the family's own. */
  readonly order?: Order | 'auto';
  readonly prefix: string;
  readonly suffix: string;
  /** Stop strings of the user, besides the family's. */
  readonly stop?: readonly string[];
}

export interface Prompt {
  readonly prompt: string;
  /** Without repetitions; the family's own first. */
  readonly stop: readonly string[];
}

/**
 * The prompt that asks `family` for the middle.
 * @throws FimError `config` when the family was not trained on `order`.
 */
export function assemblePrompt({ family, order = 'auto', prefix, suffix, stop = [] }: PromptParts): Prompt {
  const template = templateOf(family, order);
  const tokens = specialTokens(family);
  const prompt = fillTemplate(template, { prefix: neutralise(prefix, tokens), suffix: neutralise(suffix, tokens) });
  return { prompt, stop: stopsOf(family, stop) };
}

/**
 * The template of an order; `auto`: of the family's own.
 * @throws FimError `config` when the family was not trained on it
 */
export function templateOf(family: Family, order: Order | 'auto'): string {
  const wanted = order === 'auto' ? family.defaultOrder : order;
  const template = family.templates[wanted];
  if (template === undefined) throw untrainedOrder(family, wanted);
  return template;
}

/** What ends a completion of a family: its own strings first, then `further` ones, without repetitions. */
export function stopsOf(family: Family, further: readonly string[] = []): readonly string[] {
  return [...new Set([...family.stops, ...further])];
}

function untrainedOrder(family: Family, order: Order): FimError {
  return new FimError('config', {
    what: `Models of the family ${family.id} were not trained on the order "${order}".`,
    next: `Set model.order to "${family.defaultOrder}" or "auto".`,
  });
}
