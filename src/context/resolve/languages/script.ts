/** TypeScript and JavaScript: the entry of the resolver. What it knows stands in the files beside it. */
import { closingAt, quoteEnd, splitOutside } from '../../extract/split.ts';
import type { Infer, LanguageRules } from '../infer.ts';
import { ModuleView, plainType } from '../module-view.ts';
import { deeper, type Scope } from '../scope.ts';
import { EXPRESSIONS } from '../syntax.ts';
import { alternatives, union } from '../type-text.ts';
import { argumentResult } from './script-callbacks.ts';
import { scriptModules } from './script-modules.ts';
import { branches, functionCode, outside, plainCode } from './script-text.ts';
import { awaited, element, indexed, literalType, parts, returned, typeInCode } from './script-types.ts';
import { called, lastCheck, plainOf, typeName, variable } from './script-variables.ts';

const SYNTAX = EXPRESSIONS['typescript'] ?? { operators: ['.'], nameCharacters: '$#', lineComment: '//' };
/** Items of a list that are looked at. */
const MOST_ITEMS = 3;
/** Give a truth value. */
const COMPARES = /(?:[!=]==?|[<>]=?|\binstanceof\b|\bin\b)$/u;

/** Expressions that are known by how they begin. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:$|(?:null|undefined)$|void\b|yield\b|class\b|<)/u, ''],
  [/^(?:(?:true|false)$|!(?!=))/u, 'boolean'],
  [/^-?\d[\w.]*$/u, 'number'],
  [/^typeof\b/u, 'string'],
];

/** Of a string or a regular expression, and nothing behind it. */
function textType(expression: string, plain: string): string | undefined {
  const first = expression[0] ?? '';
  if ('\'"'.includes(first)) return quoteEnd(expression, 0) === expression.length - 1 ? 'string' : undefined;
  if (first === '`') return plain.indexOf('`', 1) === plain.length - 1 ? 'string' : undefined;
  return first === '/' && plain.trim() === '' ? 'RegExp' : undefined;
}

/** What the form of an expression says. @returns `undefined` where it is a chain or has branches */
function whole(expression: string, scope: Scope, infer: Infer): string | undefined {
  const plain = plainCode(expression);
  const simple = FORMS.find(([form]) => form.test(expression))?.[1] ?? textType(expression, plain);
  if (simple !== undefined) return simple;
  const as = lastOf(plain, /\s(?:as|satisfies)\s+/gu);
  if (as !== undefined && outside(plain.slice(as.end), '?') < 0) {
    const type = expression.slice(as.end).trim();
    return type === 'const' || plain.slice(as.start).includes('satisfies')
      ? infer(expression.slice(0, as.start), deeper(scope))
      : typeInCode(type, scope);
  }
  const first = expression[0] ?? '';
  if (functionCode(expression) !== undefined) return 'Function';
  if (first === '{' && closingAt(plain, 0) === plain.length - 1) return literalType(expression, scope, infer);
  if (first === '[' && closingAt(plain, 0) === plain.length - 1) return listType(expression, scope, infer);
  return operation(expression, plain, scope, infer);
}

/** Of a list that is written out: the type of its first items. */
function listType(expression: string, scope: Scope, infer: Infer): string {
  const items = splitOutside(expression.slice(1, -1), ',').slice(0, MOST_ITEMS);
  const types = items.map((item) => {
    const spread = /^\.\.\./u.test(item);
    const type = infer(spread ? item.slice(3) : item, deeper(scope));
    return spread ? union(alternatives(type).map((part) => infer.elementType(part, deeper(scope)))) : type;
  });
  const known = union(types);
  return `Array<${known === '' ? 'unknown' : known}>`;
}

function operation(expression: string, plain: string, scope: Scope, infer: Infer): string | undefined {
  if (['??', '||', '&&', '?'].some((operator) => outside(plain, operator) >= 0)) return undefined;
  const assigned = /^[\w$.[\]]+\s*(?:\?\?|\|\|)?=(?![=>])\s*/u.exec(plain)?.[0];
  if (assigned !== undefined) return infer(expression.slice(assigned.length), deeper(scope));
  const compared = lastOf(plain, /\s(?:[!=]==?|[<>]=?|instanceof|in)\s/gu);
  if (compared !== undefined && COMPARES.test(plain.slice(compared.start, compared.end).trim())) return 'boolean';
  if (lastOf(plain, /\s(?:[-*/%]|\*\*)\s/gu) !== undefined) return 'number';
  const plus = lastOf(plain, /\s\+\s/gu);
  if (plus === undefined) return undefined;
  const sides = [expression.slice(0, plus.start), expression.slice(plus.end)].map((one) => infer(one, deeper(scope)));
  return sides.includes('string') ? 'string' : sides.every((side) => side === 'number') ? 'number' : '';
}

/** The last match outside of brackets. */
function lastOf(plain: string, pattern: RegExp): { readonly start: number; readonly end: number } | undefined {
  let found: { readonly start: number; readonly end: number } | undefined;
  for (const match of plain.matchAll(pattern)) {
    if (isOutside(plain, match.index)) found = { start: match.index, end: match.index + match[0].length };
  }
  return found;
}

function isOutside(plain: string, at: number): boolean {
  let depth = 0;
  for (let index = 0; index < at; index++) {
    if ('([{'.includes(plain[index] ?? '')) depth++;
    else if (')]}'.includes(plain[index] ?? '')) depth--;
  }
  return depth === 0;
}

export const scriptRules: LanguageRules = {
  syntax: SYNTAX,
  seesOuter: true,
  view: (project, own) => new ModuleView(project, scriptModules, own),
  variable,
  typeName: (name, scope) => (/^(?:undefined|null|true|false)$/u.test(name) ? '' : typeName(name, scope)),
  functionNames: (name, { project, path }) => {
    const qualified = project instanceof ModuleView ? project.nameIn(path, name) || name : '';
    return qualified === '' ? [] : [qualified];
  },
  whole,
  branches,
  parts,
  indexed: (part, key, scope, infer) => indexed(part, key, scope, infer),
  element: (part, scope, infer) => element(part, scope, infer),
  awaited: (type) => awaited(type),
  called: (name, _, scope, infer) => called(name, scope, infer),
  returned,
  argumentResult,
  typeText: typeInCode,
  shown: plainType,
  narrowed: (expression, scope) =>
    /^[\w$]+$/u.test(expression) ? '' : lastCheck(expression, plainOf(scope.before), scope),
  resultOf: () => '',
  classArgument: () => '',
};
