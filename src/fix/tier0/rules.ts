/** All repairs without a model. A new one is a file and a line here, and its name in `nudges/schema.ts`. */
import type { Rule as RuleName } from '../nudges/schema.ts';
import { addImport } from './add-import.ts';
import { argumentOrder } from './argument-order.ts';
import { nearestName } from './nearest-name.ts';
import { punctuation } from './punctuation.ts';
import type { Rule } from './rule.ts';
import { staticOrThis } from './static.ts';
import { strictEquality } from './strict-equality.ts';
import { unusedImport } from './unused-import.ts';

const RULES: readonly Rule[] = [
  nearestName,
  addImport,
  punctuation,
  strictEquality,
  argumentOrder,
  staticOrThis,
  unusedImport,
];

/** In the order in which a nudge names them. */
export function rulesOf(names: readonly RuleName[]): readonly Rule[] {
  return names.flatMap((name) => RULES.filter((rule) => rule.name === name));
}
