/** A family out of the user's own template, for models that the registry does not know. */
import { FimError } from '../text/error.ts';
import type { Family } from './family.ts';
import { parseTemplate } from './template.ts';

/** What is spelled like a control token: `<|fim_prefix|>`, `<PRE>`, `<[fim-suffix]>`, `[SUFFIX]`. */
const TOKEN = /<[^<>\s]+>|\[[^[\]\s]+\]/gu;

/**
 * The family `custom`. Its order is the one in which the template names the slots; its special tokens are those that the template spells out.
 * @param template with `{prefix}` and `{suffix}`, each once.
 * @throws FimError `config` when a slot is missing or repeated.
 */
export function customFamily(template: string): Family {
  const parts = parseTemplate(template);
  const slots = parts.flatMap((part) => ('slot' in part ? [part.slot] : []));
  for (const slot of ['prefix', 'suffix'] as const) {
    const count = slots.filter((name) => name === slot).length;
    if (count !== 1) throw badTemplate(slot, count);
  }
  const order = slots[0] === 'prefix' ? 'psm' : 'spm';
  const controls = parts.flatMap((part) =>
    'literal' in part ? [...part.literal.matchAll(TOKEN)].map(([token]) => token) : [],
  );
  return {
    id: 'custom',
    names: [],
    tokens: { prefix: '', suffix: '', middle: '' },
    eot: [],
    controls,
    templates: { [order]: template },
    defaultOrder: order,
    // A token of the prompt in the answer means that the model starts anew.
    stops: [...new Set(controls)],
    context: { kind: 'comment', head: '', file: '{comment} {path}\n{text}\n', current: '{comment} {path}\n' },
    preference: 0,
  };
}

function badTemplate(slot: string, count: number): FimError {
  return new FimError('config', {
    what: `model.template holds {${slot}} ${count === 0 ? 'nowhere' : `${count} times`}.`,
    next: 'It must hold {prefix} and {suffix}, each once.',
  });
}
