/** All repairs without a model. A new one is a file and a line here, and its name in `nudges/schema.ts`. */
import type { LookupResult } from '../../context/service.ts';
import type { Rule as RuleName } from '../nudges/schema.ts';
import type { Scene } from '../scene.ts';
import { addImport } from './add-import.ts';
import { argumentOrder } from './argument-order.ts';
import { interfaceMethods } from './interface-methods.ts';
import { missingArgument } from './missing-argument.ts';
import { missingReturn } from './missing-return.ts';
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
  interfaceMethods,
  unusedImport,
  missingReturn,
  missingArgument,
];

/** In the order in which the nudge names them; those that know the very name go before those that know a similar one. */
export function rulesFor({ nudge }: Scene, found: LookupResult): readonly Rule[] {
  const named = nudge.tier0.flatMap((name) => RULES.filter((rule) => rule.name === name));
  const knowing = named.filter(({ name }) => knowsName(name, found));
  return [...knowing, ...named.filter((rule) => !knowing.includes(rule))];
}

function knowsName(rule: RuleName, { imports, isOwnMember = false }: LookupResult): boolean {
  return (rule === 'add-import' && imports.length > 0 && !isOwnMember) || (rule === 'static' && isOwnMember);
}
