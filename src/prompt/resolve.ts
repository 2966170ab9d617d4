/** Decides which family's prompt a model gets: the configured one, else the one that its name says. It never guesses for an unknown name. */
import { FimError } from '../text/error.ts';
import { customFamily } from './custom.ts';
import { familyById, familyOf } from './families.ts';
import type { Family } from './family.ts';

/** The options `model.family` and `model.template`. */
export interface FamilyChoice {
  readonly family: string;
  readonly template: string;
}

/**
 * The family for `modelName`.
 * @throws FimError `model-without-fim` when the name tells nothing, or tells of a model that cannot fill in the middle; `config` for an unknown id or a bad template.
 */
export function resolveFamily({ family, template }: FamilyChoice, modelName: string): Family {
  if (family === 'custom') return customFamily(template);
  if (family !== 'auto') {
    const known = familyById(family);
    if (known === undefined)
      throw new FimError('config', {
        what: `model.family "${family}" is unknown.`,
        next: 'Set model.family to "auto".',
      });
    return known;
  }
  const guessed = familyOf(modelName);
  if (guessed !== undefined) return guessed;
  throw new FimError('model-without-fim', {
    what: `"${modelName}" is not known to fill in the middle.`,
    next: 'Set model.family, or another model.target.',
  });
}
