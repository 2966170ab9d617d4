/** Puts a prompt together, byte for byte as the family's models were trained: the same parts give the same bytes. It chooses nothing, and adds no BOS, which Ollama does. */
import { FimError } from '../text/error.ts';
import { neutralise } from '../text/neutralise.ts';
import { type Family, type Order, specialTokens } from './family.ts';
import { type ContextParts, layOut, NO_CONTEXT } from './layout.ts';
import { fillTemplate, parseTemplate } from './template.ts';

export interface PromptParts {
  readonly family: Family;
  /** `auto`: the family's own. */
  readonly order?: Order | 'auto';
  /** The text before the hole. */
  readonly prefix: string;
  /** The text after it. */
  readonly suffix: string;
  /** The beginning of the hole's text: the model goes on behind it. */
  readonly typed?: string;
  /** Other places, as they are to be shown. */
  readonly context?: ContextParts;
  /** Whether `prefix` begins with the file's first line. */
  readonly startsFile?: boolean;
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
export function assemblePrompt(parts: PromptParts): Prompt {
  const {
    family,
    order = 'auto',
    prefix,
    suffix,
    typed = '',
    context = NO_CONTEXT,
    startsFile = true,
    stop = [],
  } = parts;
  const template = templateOf(family, order);
  const clean = (text: string): string => neutralise(text, specialTokens(family));
  const { front, inPrefix, at } = layOut(family, context, prefix, startsFile);
  const start = clean(prefix.slice(0, at)) + inPrefix;
  const fill = (text: string): string => fillTemplate(template, { prefix: start + text, suffix: clean(suffix) });
  // Behind a last token stands the middle: typing appends to it. Elsewhere the prefix is the last of what the model is told, or should be.
  const body = endsWithToken(template)
    ? fill(clean(prefix.slice(at))) + clean(typed)
    : fill(clean(prefix.slice(at) + typed));
  return { prompt: front + body, stop: stopsOf(family, stop) };
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

function endsWithToken(template: string): boolean {
  return 'literal' in (parseTemplate(template).at(-1) ?? { slot: 'prefix' });
}

function untrainedOrder(family: Family, order: Order): FimError {
  return new FimError('config', {
    what: `Models of the family ${family.id} were not trained on the order "${order}".`,
    next: `Set model.order to "${family.defaultOrder}" or "auto".`,
  });
}
