/** Lua: the entry of the resolver. What it knows stands in the files beside it. */
import { closingAt, quoteEnd, splitOutside } from '../../extract/split.ts';
import type { Declaration } from '../../symbols.ts';
import type { Infer, LanguageRules } from '../infer.ts';
import { ModuleView } from '../module-view.ts';
import { deeper, type Scope } from '../scope.ts';
import { EXPRESSIONS } from '../syntax.ts';
import { union } from '../type-text.ts';
import { luaModules } from './lua-modules.ts';
import { functionEnd, luaPlain, outside } from './lua-text.ts';
import { element, luaTypeText, parts, returned, shownType } from './lua-types.ts';
import { fieldsIn, importedMember, metatableType, requiredType, typeName, variable } from './lua-variables.ts';

const SYNTAX = EXPRESSIONS['lua'] ?? { operators: ['.', ':'], nameCharacters: '', lineComment: '--' };
/** Fields and items of a table that are read. */
const MOST_FIELDS = 40;
const MOST_ITEMS = 3;
/** A longer value tells nothing at once, in UTF-16 units. */
const LONGEST_VALUE = 300;
const REQUIRED = 'required__';

/** Expressions that are known by how they begin. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:nil|\.\.\.)?$/u, ''],
  [/^(?:true|false)$|^not\b/u, 'boolean'],
  [/^-?\d[\w.]*$|^#/u, 'number'],
  [/^\[=*\[/u, 'string'],
];

/** What the form of an expression says. @returns `undefined` where it is a chain or has branches */
function whole(expression: string, scope: Scope, infer: Infer): string | undefined {
  const simple = FORMS.find(([form]) => form.test(expression))?.[1];
  if (simple !== undefined) return simple;
  const plain = luaPlain(expression);
  const first = expression[0] ?? '';
  if ('\'"'.includes(first) && quoteEnd(expression, 0) === expression.length - 1) return 'string';
  if (first === '{' && closingAt(plain, 0) === plain.length - 1) return tableType(expression, scope, infer);
  if (/^function\b/u.test(expression) && functionEnd(plain, 0) >= plain.length - 1) return 'fun<nil>';
  const required = /^require\s*(?:\(\s*)?(['"])([^'"]+)\1\s*\)?/u.exec(expression);
  if (required !== null) {
    const type = requiredType(required[2] ?? '', scope, infer);
    return further(type, expression.slice(required[0].length), scope, infer);
  }
  return operation(plain) ?? called(expression, plain, scope, infer);
}

/** What goes on behind a value of which the type is known. */
function further(type: string, rest: string, scope: Scope, infer: Infer): string {
  if (rest.trim() === '' || type === '') return type;
  return infer(`${REQUIRED}${rest}`, { ...deeper(scope), given: new Map([[REQUIRED, type]]) });
}

function operation(plain: string): string | undefined {
  const has = (pattern: RegExp): boolean => outside(plain, pattern) < plain.length;
  if (has(/\b(?:and|or)\b/u)) return undefined;
  if (has(/[=~]=|<|>/u)) return 'boolean';
  if (has(/\.\.(?!\.)/u)) return 'string';
  return has(/(?<=[\w)\]]\s)[-+*/%^](?=\s)/u) ? 'number' : undefined;
}

/** Calls without brackets: `f 'text'`, `f { … }`. */
function called(expression: string, plain: string, scope: Scope, infer: Infer): string | undefined {
  const open = /(?<=[\p{L}\p{N}_])\s*(?=\{)|(?<=[\p{L}\p{N}_])\s*(?=['"])/u.exec(quoted(expression, plain));
  if (open === null || !/^[\p{L}\p{N}_.:]+$/u.test(plain.slice(0, open.index))) return undefined;
  const start = open.index + open[0].length;
  const end = expression[start] === '{' ? closingAt(plain, start) : quoteEnd(expression, start);
  const name = expression.slice(0, open.index);
  if (end >= expression.length) return undefined;
  return infer(`${name}(${expression.slice(start, end + 1)})${expression.slice(end + 1)}`, deeper(scope));
}

/** Without strings, but with their first quotes. */
function quoted(expression: string, plain: string): string {
  return [...plain]
    .map((character, at) => ('\'"'.includes(expression[at] ?? ' ') ? (expression[at] ?? '') : character))
    .join('');
}

/** A table that is written out: by its fields, or by its items. */
function tableType(expression: string, scope: Scope, infer: Infer): string {
  const inside = expression.slice(1, -1);
  const fields = fieldsIn(inside).slice(0, MOST_FIELDS);
  if (fields.length === 0) {
    const items = splitOutside(inside, ',').slice(0, MOST_ITEMS);
    const type = union(items.map((item) => infer(item, deeper(scope))));
    return type === '' ? '' : `list<${type}>`;
  }
  if (!(scope.project instanceof ModuleView)) return '';
  return scope.project.shape(
    fields.map(([name, value]) => fieldOf(name, value, scope, infer)),
    'table',
  );
}

function fieldOf(name: string, value: string, scope: Scope, infer: Infer): Declaration {
  const place = { row: 0, endRow: 0, nameRow: 0, qualified: '', parent: 0 } as const;
  const params = /^function\s*(\([^()]*\))/u.exec(value)?.[1];
  if (params !== undefined) return { ...place, kind: 'method', name, signature: `${name} = function${params}` };
  const type = value.length > LONGEST_VALUE ? '' : infer(value, deeper(scope));
  return { ...place, kind: 'property', name, signature: name, ...(type === '' ? {} : { type }) };
}

/** Parts of an expression of which any may be its value: `a or b`, `c and a or b`. */
function branches(expression: string): readonly string[] {
  const plain = luaPlain(expression);
  const or = outside(plain, /\bor\b/u);
  if (or < plain.length) {
    return [...branches(expression.slice(0, or).trim()), ...branches(expression.slice(or + 2).trim())];
  }
  const and = outside(plain, /\band\b/u);
  return and < plain.length ? branches(expression.slice(and + 3).trim()) : [expression];
}

/** What a call gives of a name that is no function of the file. */
function calledName(name: string, args: readonly string[], scope: Scope, infer: Infer): string {
  const [first = '', second = ''] = args;
  if (name === 'setmetatable') return metatableType(second, scope, infer) || infer(first, deeper(scope));
  if (name === 'assert') return infer(first, deeper(scope));
  if (/^(?:tostring|type)$/u.test(name)) return 'string';
  const member = importedMember(name, scope);
  if (member !== '') return infer(`${member}(${args.join(', ')})`, deeper(scope));
  const held = variable(name, scope, infer);
  return held === '' ? '' : returned(held);
}

export const luaRules: LanguageRules = {
  syntax: SYNTAX,
  seesOuter: true,
  view: (project, own) => new ModuleView(project, luaModules, own),
  variable,
  typeName,
  functionNames: (name, { project, path }) => {
    const qualified = project instanceof ModuleView ? project.nameIn(path, name) : '';
    return qualified === '' ? [] : [qualified];
  },
  whole,
  branches,
  parts: (type, scope) => parts(type, scope),
  element: (part) => element(part),
  indexed: (part) => element(part),
  called: calledName,
  returned: (part) => returned(part),
  typeText: (text) => luaTypeText(text),
  shown: shownType,
  resultOf: () => '',
  classArgument: () => '',
};
