/** Go: the entry of the resolver. What it knows stands in the files beside it. */
import { closingAt } from '../../extract/split.ts';
import type { Infer, LanguageRules } from '../infer.ts';
import { ModuleView } from '../module-view.ts';
import { deeper, type Scope } from '../scope.ts';
import { EXPRESSIONS } from '../syntax.ts';
import { goModules } from './go-modules.ts';
import { element, indexed, parts, returned, shownType, typeInCode } from './go-types.ts';
import { goPlain, variable } from './go-variables.ts';

const SYNTAX = EXPRESSIONS['go'] ?? { operators: ['.'], nameCharacters: '', lineComment: '//' };

/** Expressions that are known by how they begin. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:nil|iota)?$/u, ''],
  [/^(?:true|false)$|^!/u, 'bool'],
  [/^["`](?:[^"`\\]|\\.)*["`]$/su, 'string'],
  [/^-?\d[\w]*$/u, 'int'],
  [/^-?\d[\w.]*$/u, 'float64'],
];
/** `Order{`, `[]Order{`, `map[string]*pkg.Order{`. */
const LITERAL = /^(?:\[[^\]]*\]|map\[[^\]]+\]|\*)*[\p{L}_][\p{L}\p{N}_.]*(?:\[[^\]{}]*\])?\s*\{/u;
const ASSERTED = 'asserted__';

/** What the form of an expression says. @returns `undefined` where it is a chain */
function whole(expression: string, scope: Scope, infer: Infer): string | undefined {
  const simple = FORMS.find(([form]) => form.test(expression))?.[1];
  if (simple !== undefined) return simple;
  const plain = goPlain(expression);
  if (/^[&*]/u.test(expression)) return infer(expression.slice(1), deeper(scope));
  if (expression.startsWith('<-')) return element(infer(expression.slice(2), deeper(scope)), scope);
  const brace = literalBrace(plain);
  if (brace !== undefined) {
    const close = closingAt(plain, brace);
    const type = typeInCode(expression.slice(0, brace), scope);
    return close >= plain.length - 1 ? type : further(type, expression.slice(close + 1), scope, infer);
  }
  const func = /^func\s*\(/u.exec(plain)?.[0];
  if (func !== undefined) {
    const body = plain.indexOf('{', closingAt(plain, func.length - 1));
    const type = typeInCode(expression.slice(0, body < 0 ? plain.length : body), scope);
    const end = body < 0 ? plain.length : closingAt(plain, body);
    return end >= plain.length - 1 ? type : returned(type, scope);
  }
  const asserted = lastAssertion(plain);
  if (asserted !== undefined) {
    const type = typeInCode(expression.slice(asserted.open + 1, asserted.close), scope);
    return further(type, expression.slice(asserted.close + 1), scope, infer);
  }
  return undefined;
}

/** Index of the brace of a value that is written out: `Order{`, `[]struct{ a int }{`. */
function literalBrace(plain: string): number | undefined {
  const head = LITERAL.exec(plain)?.[0];
  if (head === undefined) return undefined;
  const at = head.length - 1;
  if (!/\bstruct\s*\{$/u.test(head)) return at;
  const next = plain.indexOf('{', closingAt(plain, at));
  return next < 0 ? undefined : next;
}

/** What goes on behind a value of which the type is known. */
function further(type: string, rest: string, scope: Scope, infer: Infer): string {
  if (rest.trim() === '' || type === '') return type;
  return infer(`${ASSERTED}${rest}`, { ...deeper(scope), given: new Map([[ASSERTED, type]]) });
}

/** `x.(T)`, the last one outside of brackets. */
function lastAssertion(plain: string): { readonly open: number; readonly close: number } | undefined {
  let found: { readonly open: number; readonly close: number } | undefined;
  for (let at = 0; at < plain.length; at++) {
    if (!'([{'.includes(plain[at] ?? '')) continue;
    const close = closingAt(plain, at);
    if (plain[at] === '(' && plain[at - 1] === '.') found = { open: at, close };
    at = close;
  }
  return found;
}

/** What a call gives of a name that is no function of a package. */
function called(name: string, args: readonly string[], scope: Scope, infer: Infer): string {
  const [first = ''] = args;
  if (name === 'make' || name === 'new') return typeInCode(first, scope);
  if (name === 'append') return infer(first, deeper(scope));
  if (/^(?:len|cap|copy)$/u.test(name)) return 'int';
  const held = variable(name, scope, infer);
  return held === '' ? '' : returned(held, scope);
}

function qualified(name: string, { project, path }: Scope): string {
  return project instanceof ModuleView && /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) ? project.nameIn(path, name) : '';
}

export const goRules: LanguageRules = {
  syntax: SYNTAX,
  seesOuter: true,
  view: (project, own) => new ModuleView(project, goModules(project), own),
  variable,
  typeName: (name, scope) => {
    const type = qualified(name, scope);
    return type !== '' && scope.project.type(type) !== undefined ? type : '';
  },
  functionNames: (name, scope) => [qualified(name, scope)].filter((one) => one !== ''),
  whole,
  branches: (expression) => [expression],
  parts: (type, scope) => parts(type, scope),
  indexed: (part, key, scope) => indexed(part, key, scope),
  element: (part, scope) => element(part, scope),
  called,
  returned,
  typeText: typeInCode,
  shown: shownType,
  resultOf: () => '',
  classArgument: () => '',
};
