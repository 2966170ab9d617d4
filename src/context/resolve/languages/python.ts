/** Python: the entry of the resolver. What it knows stands in the files beside it. */
import { closingAt, quoteEnd, splitOutside } from '../../extract/split.ts';
import type { Infer, LanguageRules } from '../infer.ts';
import { ModuleView } from '../module-view.ts';
import { deeper, type Scope } from '../scope.ts';
import { EXPRESSIONS } from '../syntax.ts';
import { alternatives, union } from '../type-text.ts';
import { outside } from './python-bindings.ts';
import { pythonCode } from './python-lines.ts';
import { pythonModules } from './python-modules.ts';
import { element, indexed, parts, returned, shownType, typeInCode } from './python-types.ts';
import { attribute, elements, typeName, variable } from './python-variables.ts';

const SYNTAX = EXPRESSIONS['python'] ?? { operators: ['.'], nameCharacters: '', lineComment: '#' };
/** Items of a list that are looked at. */
const MOST_ITEMS = 3;

/** Expressions that are known by how they begin, or by an operator outside of brackets. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:$|(?:None|NotImplemented|\.\.\.)$|lambda\b|yield\b|\*)/u, ''],
  [/^(?:(?:True|False)$|not\b)/u, 'bool'],
  [/^-?\d[\d_]*$/u, 'int'],
  [/^-?[\d.][\d_.e]*$/u, 'float'],
];
const STRING = /^([rbfuRBFU]{0,2})(["'])/u;

/** What the form of an expression says. @returns `undefined` where it is a chain or has branches */
function whole(expression: string, scope: Scope, infer: Infer): string | undefined {
  const simple = FORMS.find(([form]) => form.test(expression))?.[1] ?? textType(expression);
  if (simple !== undefined) return simple;
  const { bare } = pythonCode(expression);
  const first = expression[0] ?? '';
  const isGroup = '[{('.includes(first) && closingAt(bare, 0) === bare.length - 1;
  if (isGroup) return groupType(expression, bare, scope, infer);
  const cast = /^(?:\w+\.)?cast\(/u.exec(expression);
  if (cast !== null && closingAt(bare, cast[0].length - 1) === bare.length - 1) {
    return typeInCode(splitOutside(expression.slice(cast[0].length, -1), ',')[0] ?? '', scope);
  }
  return operation(expression, bare, scope, infer);
}

/** Of strings one behind the other, and nothing behind them. */
function textType(expression: string): string | undefined {
  const match = STRING.exec(expression);
  if (match === null) return undefined;
  const quote = match[0].length - 1;
  const isLong = expression.startsWith((match[2] ?? '').repeat(3), quote);
  const end = isLong ? expression.indexOf((match[2] ?? '').repeat(3), quote + 3) + 2 : quoteEnd(expression, quote);
  const rest = expression.slice(end + 1).trim();
  const type = /b/iu.test(match[1] ?? '') ? 'bytes' : 'str';
  if (rest === '' || end < quote) return type;
  if (/^%/u.test(rest)) return type;
  const further = STRING.test(rest) ? textType(rest) : undefined;
  return further;
}

/** What stands in brackets: a tuple, a list, a dictionary, a set, or one of those made by a loop. */
function groupType(expression: string, bare: string, scope: Scope, infer: Infer): string | undefined {
  const first = expression[0] ?? '';
  const [inside, plain] = [expression.slice(1, -1), bare.slice(1, -1)];
  const loop = outside(plain, 0, /\b(?:async\s+)?for\s/u);
  const before = loop < plain.length ? `${scope.before}[${inside.slice(loop)} ` : scope.before;
  const typeOf = (code: string): string => infer(code, deeper(scope, before));
  const front = inside.slice(0, loop);
  const items = splitOutside(front, ',');
  if (first === '(') {
    if (loop < plain.length) return `Iterator<${known(typeOf(front))}>`;
    if (items.length < 2 && !inside.trimEnd().endsWith(',')) return undefined;
    return `tuple<${items.map((item) => known(typeOf(item))).join(', ')}>`;
  }
  const colon = outside(plain.slice(0, loop), 0, /:/u);
  if (first === '{' && colon < Math.min(loop, plain.length)) {
    const pairs = items.slice(0, MOST_ITEMS).map((item) => {
      const at = outside(pythonCode(item).bare, 0, /:/u);
      return [item.slice(0, at), item.slice(at + 1)] as const;
    });
    const typesOf = (at: 0 | 1): string => known(union(pairs.map((pair) => typeOf(pair[at].trim()))));
    return `dict<${typesOf(0)}, ${typesOf(1)}>`;
  }
  const type = known(union(items.slice(0, MOST_ITEMS).map((item) => itemType(item, typeOf, scope, infer))));
  if (first === '{') return items.length === 0 ? 'dict<Any, Any>' : `set<${type}>`;
  return `list<${type}>`;
}

function itemType(item: string, typeOf: (code: string) => string, scope: Scope, infer: Infer): string {
  return item.startsWith('*') ? elements(typeOf(item.slice(1)), scope, infer) : typeOf(item);
}

function known(type: string): string {
  return type === '' ? 'Any' : type;
}

const COMPARES = /(?<![\w.])(?:in|is|not)\b|[=!<>]=|(?<![<>])[<>](?![<>])/u;
const CALCULATES = /(?<=[\w)\]}\s])(?:\/\/?|[-+*%@^]|\*\*|<<|>>)(?=[\s\w([{'"])/u;

function operation(expression: string, bare: string, scope: Scope, infer: Infer): string | undefined {
  const has = (pattern: RegExp): boolean => outside(bare, 0, pattern) < bare.length;
  if (has(/\b(?:or|and|if|else)\b/u)) return undefined;
  // More than one value.
  if (has(/,/u)) {
    const items = splitOutside(expression, ',').map((item) => known(infer(item, deeper(scope))));
    return `tuple<${items.join(', ')}>`;
  }
  if (has(COMPARES)) return 'bool';
  const at = outside(bare, 1, CALCULATES);
  if (at >= bare.length) return undefined;
  // Paths, lists and strings give what they are; who is not known may give anything.
  const left = infer(expression.slice(0, at), deeper(scope));
  return /^(?:str|bytes|list|tuple|set|Path|PurePath|dict|int|float)\b/u.test(left) ? left : '';
}

/** Parts of an expression of which any may be its value: `a or b`, `a if c else b`. */
function branches(expression: string): readonly string[] {
  const { bare } = pythonCode(expression);
  const ternary = outside(bare, 0, /\bif\b/u);
  const otherwise = outside(bare, ternary, /\belse\b/u);
  if (otherwise < bare.length) {
    return [...branches(expression.slice(0, ternary).trim()), ...branches(expression.slice(otherwise + 4).trim())];
  }
  const or = outside(bare, 0, /\bor\b/u);
  if (or < bare.length) {
    return [...branches(expression.slice(0, or).trim()), ...branches(expression.slice(or + 2).trim())];
  }
  const and = outside(bare, 0, /\band\b/u);
  return and < bare.length ? branches(expression.slice(and + 3).trim()) : [expression];
}

/** What a call gives of a name that is no function of a module. */
function called(name: string, args: readonly string[], scope: Scope, infer: Infer): string {
  if (name === 'super') return superType(scope);
  if (name === 'type' && args.length === 1)
    return union(alternatives(infer(args[0] ?? '', deeper(scope))).map((part) => `class-string<${part}>`));
  const local = localFunction(name, scope, infer);
  if (local !== '') return local;
  return union(alternatives(variable(name, scope, infer)).map((part) => returned(part, scope)));
}

function superType({ self }: Scope): string {
  return (self?.declaration.extends ?? []).join('|');
}

/** A function inside of the function around. */
function localFunction(name: string, scope: Scope, infer: Infer): string {
  const { code, bare, lines } = pythonCode(scope.before);
  const head = new RegExp(`^(?:async\\s+)?def\\s+${name}\\s*\\(`, 'u');
  const line = lines.findLast(({ start, end }) => head.test(bare.slice(start, end)));
  if (line === undefined) return '';
  const at = lines.indexOf(line);
  const [text, plain] = [code.slice(line.start, line.end), bare.slice(line.start, line.end)];
  const arrow = outside(plain, 0, /->/u);
  if (arrow < plain.length) return typeInCode(text.slice(arrow + 2, outside(plain, arrow, /:/u)), scope);
  const types = lines
    .filter(({ owner, start }) => owner === at && /^return\b/u.test(bare.slice(start, start + 7)))
    .slice(0, MOST_ITEMS)
    .map(({ start, end }) => infer(code.slice(start + 6, end), deeper(scope, code.slice(0, start))));
  return union(types);
}

export const pythonRules: LanguageRules = {
  syntax: SYNTAX,
  seesOuter: true,
  view: (project, own) => new ModuleView(project, pythonModules, own),
  variable,
  typeName,
  functionNames: (name, { project, path }) => {
    const qualified = project instanceof ModuleView ? project.nameIn(path, name) || name : '';
    return qualified === '' ? [] : [qualified];
  },
  whole,
  branches,
  parts,
  indexed: (part, key, scope, infer) => indexed(part, key) ?? (infer.result(part, '__getitem__', scope) || undefined),
  element: (part, scope, infer) => {
    const own = element(part);
    if (own !== undefined) return own;
    const iterator = infer.result(part, '__iter__', scope) || infer.result(part, '__aiter__', scope);
    return iterator === ''
      ? infer.result(part, '__getitem__', scope)
      : union(alternatives(iterator).map((one) => element(one) ?? infer.result(one, '__next__', scope)));
  },
  awaited: (type) => type,
  called,
  returned,
  typeText: typeInCode,
  shown: shownType,
  narrowed: attribute,
  resultOf: () => '',
  classArgument: () => '',
};
