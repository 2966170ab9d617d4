/** PHP: the entry of the resolver. What it knows stands in the files beside it. */
import type { LanguageRules } from '../infer.ts';
import { union } from '../type-text.ts';
import { anonymousAt, parentsOf } from './php-anonymous.ts';
import { branches, resultOf } from './php-branches.ts';
import { isFluent, lent } from './php-lending.ts';
import { classArgument, typeName } from './php-names.ts';
import { narrowed } from './php-narrowing.ts';
import { PHP_SYNTAX } from './php-syntax.ts';
import { variable } from './php-variables.ts';

export const phpRules: LanguageRules = {
  syntax: PHP_SYNTAX,
  typeName,
  variable,
  functionNames: (name, { symbols }) => {
    if (name.startsWith('\\')) return [name.slice(1)];
    const imported = symbols.imports.find(
      ({ kind, alias }) => kind === 'function' && alias.toLowerCase() === name.toLowerCase(),
    );
    if (imported !== undefined) return [imported.name];
    return symbols.namespace === '' ? [name] : [`${symbols.namespace}\\${name}`, name];
  },
  branches,
  resultOf,
  // A variable is looked up in the order of the code; only what has none is asked here.
  narrowed: (expression, scope, infer) => (/^\$\w+$/u.test(expression) ? '' : narrowed(expression, scope, infer)),
  classArgument,
  lent,
  isFluent,
  innerType: (scope) => anonymousAt(scope.before, scope),
  anonymous: (head, body, scope) => union(parentsOf(head, body, scope)),
};
