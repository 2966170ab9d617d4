/**
 * The type of an expression: what it begins with, then member by member. What differs between languages (names, variables) is asked of the language's
 * rules. A type that is not known is '', never a guess out of the blue.
 */

import { splitOutside } from '../extract/split.ts';
import type { Found, ProjectFile, ProjectView } from '../project.ts';
import type { Declaration } from '../symbols.ts';
import { type Base, type Chain, parseChain, type Step } from './chain.ts';
import { type Ancestor, ancestors, type Instance, implementersOf, instanceOf, usersOf } from './hierarchy.ts';
import { memberCalled } from './member-table.ts';
import { patternsWith } from './patterns.ts';
import { rowsOf } from './rows.ts';
import { deeper, type Scope } from './scope.ts';
import type { ExpressionSyntax } from './syntax.ts';
import { alternatives, elementOf, fieldOf, namedClass, namedType, substitute, union, unwrapped } from './type-text.ts';

/** What a language knows of its own. All results are types, '' for unknown. */
export interface LanguageRules {
  readonly syntax: ExpressionSyntax;
  /** Of a variable (or a bare name that is one). */
  variable(name: string, scope: Scope, infer: Infer): string;
  /** The type that a name in code stands for. */
  typeName(name: string, scope: Scope): string;
  /** The qualified names that a function may have that is called `name`. */
  functionNames(name: string, scope: Scope): readonly string[];
  /** Parts of an expression of which any may be its value (`a ?: b`); only itself where it is one. */
  branches(expression: string): readonly string[];
  /** The project as this language's names are looked up in. @param own the file around the cursor, as it is now */
  view?(project: ProjectView, own: ProjectFile | undefined): ProjectView;
  /** What a whole expression is, where its form says so (`a as B`, `x => y`, `{ a: 1 }`); `undefined`: it is to be taken apart. */
  whole?(expression: string, scope: Scope, infer: Infer): string | undefined;
  /** The alternatives of a type as types that have members: aliases, arrays and shapes by what they stand for. */
  parts?(type: string, scope: Scope, infer: Infer): readonly string[];
  /** What stands at a place in a value, where the type's own text says it. @param key code */
  indexed?(part: string, key: string, scope: Scope, infer: Infer): string | undefined;
  /** What a loop over a type gives, likewise. */
  element?(part: string, scope: Scope, infer: Infer): string | undefined;
  /** What waiting for a value gives. */
  awaited?(type: string, scope: Scope): string;
  /** What a call gives of a name that is no function of the project: a local one's result. */
  called?(name: string, args: readonly string[], scope: Scope, infer: Infer): string;
  /** What a call of a value of that type gives. */
  returned?(type: string, scope: Scope): string;
  /** What a function gives that is an argument for a parameter of type `wanted`. @returns the result as `wanted` writes it, and what that is in the argument */
  argumentResult?(argument: string, wanted: string, scope: Scope, infer: Infer): readonly [string, string] | undefined;
  /** A type that stands in code, with its names as `typeName` gives them. */
  typeText?(text: string, scope: Scope): string;
  /** A type as a person would write it. */
  shown?(type: string): string;
  /** Functions see the variables of the functions around them. */
  readonly seesOuter?: boolean;
  /** What a check above says of an expression (`if ($this->a instanceof B)`). */
  narrowed?(expression: string, scope: Scope, infer: Infer): string;
  /** Whether unknown calls of an object give the object back. */
  isFluent?(instance: Instance, scope: Scope): boolean;
  /** What a class without a name is an object of: a union of its parents. @param head from `new` to the brace */
  anonymous?(head: string, body: string, scope: Scope): string;
  /** The innermost type around the end of `scope.before` that is no declaration of its file, where there is one. */
  innerType?(scope: Scope): Found | undefined;
  /** Types whose members an object (or, with `isStatic`, a class) hands on by code: `__call`. */
  lent?(instance: Instance, type: string, isStatic: boolean, scope: Scope, infer: Infer): readonly string[];
  /** What a function that is written as an argument gives back, as code; '' where it is none. */
  resultOf(argument: string): string;
  /** The class that an argument names as such: `Order::class`. */
  classArgument(argument: string, scope: Scope): string;
}

export interface Infer {
  /** The type of an expression. */
  (expression: string, scope: Scope): string;
  /** What a loop over a type gives. @param part a type that is no union */
  elementType(part: string, scope: Scope): string;
  /** What stands at a place in an array. @param key code */
  indexType(type: string, key: string, scope: Scope): string;
  /** What the templates of a function stand for in a call. @param args code, as far as it is typed */
  bound(declaration: Declaration, args: readonly string[], scope: Scope): ReadonlyMap<string, string>;
  /** What a member of a type is that is not called. */
  field(type: string, name: string, scope: Scope): string;
  /** What a call of a method of a type gives, without arguments. */
  result(type: string, method: string, scope: Scope): string;
  /** The type of a value that a file declares. */
  declared(found: Found, scope: Scope): string;
}

/** Types that say nothing of what is inside. */
const VAGUE = /^(?:mixed|object|any|unknown|T|)$/u;
/** Calls that give an object of the class that they are given, and a mock of it besides. */
const MAKES_DOUBLE = /(?:mock|spy|stub|double|prophesize)/iu;
/** Alternatives that are followed: more are a union of everything. */
const MOST_ALTERNATIVES = 4;
/** The same member further up, which may say more. */
const MOST_DECLARATIONS = 4;
/** Types of scalars and arrays begin with a small letter. */
const isObject = (part: string): boolean => /^[\\A-Z$]|\\/u.test(part);
const KEYWORD_TYPES: ReadonlySet<string> = new Set(['static', '$this', 'self', 'this', 'Self']);

const wholeName = patternsWith((name) => `(?<![\\w\\\\])${name}(?![\\w\\\\])`, 'u');

/** A member that is asked for; with `args` it is called. */
interface Asked {
  readonly name: string;
  readonly args?: readonly string[] | undefined;
  /** What its templates stand for, where the call says it: `<Order, Item>` without the brackets. */
  readonly types?: string | undefined;
  readonly operator?: string;
}

export function createInfer(rules: LanguageRules): Infer {
  const infer: Infer = Object.assign(expressionType, { elementType, indexType, bound, field, result, declared });
  const partsOf = (type: string, scope: Scope): readonly string[] =>
    (rules.parts?.(type, scope, infer) ?? alternatives(type)).slice(0, MOST_ALTERNATIVES);

  function expressionType(expression: string, scope: Scope): string {
    if (scope.depth <= 0 || scope.work.left-- <= 0) return '';
    const whole = rules.whole?.(expression.trim(), scope, infer);
    if (whole !== undefined) return whole;
    const branches = rules.branches(expression.trim());
    if (branches.length !== 1 || branches[0] !== expression.trim()) {
      return union(branches.map((branch) => infer(branch, deeper(scope))));
    }
    const chain = parseChain(expression, rules.syntax);
    return chain === undefined ? '' : chainType(chain, scope);
  }

  function chainType({ base, steps }: Chain, scope: Scope): string {
    let type = baseType(base, scope);
    for (const step of steps) {
      if (type === '') return '';
      type = stepType(type, step, scope);
    }
    return type;
  }

  function baseType(base: Base, scope: Scope): string {
    switch (base.kind) {
      case 'variable':
        return rules.variable(base.text, scope, infer);
      case 'name':
        return rules.variable(base.text, scope, infer) || rules.typeName(base.text, scope);
      case 'new':
        return base.text.startsWith('$') ? namedClasses(base.text, scope) : madeType(base.text, base.types, scope);
      case 'anonymous':
        return rules.anonymous?.(base.text, base.body, scope) ?? '';
      case 'call':
        return callType(base.text, base.args, base.types, scope);
      case 'await': {
        const type = infer(base.text, deeper(scope));
        return rules.awaited?.(type, scope) ?? type;
      }
      case 'group':
        return infer(base.text, deeper(scope));
      case 'array': {
        const [first] = base.items;
        const item = first === undefined ? '' : infer(first, deeper(scope));
        return item === '' ? '' : `list<${item}>`;
      }
      case 'string':
        return 'string';
    }
  }

  function madeType(name: string, types: string | undefined, scope: Scope): string {
    const made = rules.typeName(name, scope);
    return made === '' || types === undefined ? made : `${made}<${rules.typeText?.(types, scope) ?? types}>`;
  }

  function callType(name: string, args: readonly string[], types: string | undefined, scope: Scope): string {
    const local = rules.called?.(name, args, scope, infer) ?? '';
    if (local !== '') return local;
    for (const qualified of rules.functionNames(name, scope)) {
      const found = scope.project.function(qualified);
      if (found !== undefined) return resultType(found, { found, templates: new Map() }, '', { args, types }, scope);
    }
    const made = rules.typeName(name, scope);
    // Where objects are created by calling their class.
    if (made !== '' && rules.syntax.newWord === undefined && scope.project.type(made) !== undefined) return made;
    return vagueCall(name, args, scope, '');
  }

  /** The classes that a variable names. */
  function namedClasses(variable: string, scope: Scope): string {
    return union(alternatives(rules.variable(variable, scope, infer)).map((part) => namedClass(part) ?? ''));
  }

  function stepType(type: string, step: Step, scope: Scope): string {
    if (step.kind === 'index') return indexType(type, step.key, scope);
    if (step.kind === 'call') {
      return union(
        alternatives(type)
          .slice(0, MOST_ALTERNATIVES)
          .map((part) => rules.returned?.(part, scope) ?? memberType(part, { name: '__invoke', args: [] }, scope)),
      );
    }
    const parts = partsOf(type, scope);
    if (step.name === 'class' && step.args === undefined) return union(parts.map((part) => `class-string<${part}>`));
    const types = parts.map((part) => memberType(part, step, scope));
    // A double that gives itself back goes on to be an object of the class that it stands for.
    const isItself = parts.some((part, at) => types[at] === part && MAKES_DOUBLE.test(part));
    return union(isItself ? [type, ...types] : types);
  }

  function indexType(type: string, key: string, scope: Scope): string {
    const parts = alternatives(type).slice(0, MOST_ALTERNATIVES);
    const name = key.replace(/^(['"])(.*)\1$/su, '$2');
    // A container of services is asked for a class by its name.
    const service = rules.classArgument(key, scope);
    return union(
      parts.map(
        (part) =>
          rules.indexed?.(part, key, scope, infer) ??
          fieldOf(part, name) ??
          (service !== '' && isObject(part) ? service : elementType(part, scope)),
      ),
    );
  }

  function field(type: string, name: string, scope: Scope): string {
    return union(partsOf(type, scope).map((part) => memberType(part, { name }, scope)));
  }

  function result(type: string, method: string, scope: Scope): string {
    if (scope.depth <= 0) return '';
    const asked = { name: method, args: [] };
    return union(partsOf(type, scope).map((part) => memberType(part, asked, deeper(scope))));
  }

  function declared(found: Found, scope: Scope): string {
    return resultType(found, { found, templates: new Map() }, '', {}, scope);
  }

  /** What a member of a type gives: the nearest declaration of it that says more than "anything". */
  function memberType(part: string, asked: Asked, scope: Scope): string {
    if (scope.work.left-- <= 0) return '';
    const { name, args } = asked;
    const instance = instanceFor(namedClass(part) ?? part, scope);
    if (instance === undefined) return args === undefined ? '' : vagueCall(name, args, scope, '');
    const declared = declaredType(instance, part, asked, scope);
    if (declared !== undefined && !VAGUE.test(declared)) return declared;
    const other = declared === undefined && scope.depth > 1 ? undeclaredType(instance, part, asked, scope) : '';
    if (other !== '') return other;
    return args === undefined ? (declared ?? '') : vagueCall(name, args, scope, declared ?? '');
  }

  /** @returns `undefined` where no such member is declared */
  function declaredType(instance: Instance, part: string, asked: Asked, scope: Scope): string | undefined {
    let vague: string | undefined;
    const name = asked.name.replace(/^\$/u, '');
    for (const { member, owner } of membersNamed(instance, name, asked.args !== undefined, scope)) {
      const type = resultType(member, owner, part, asked, scope);
      if (!VAGUE.test(type)) return type;
      vague ||= type;
    }
    if (vague !== undefined || asked.args === undefined || rules.returned === undefined) return vague;
    // A property that holds a function is called like a method.
    const held = declaredType(instance, part, { name }, scope);
    return held === undefined ? undefined : union(alternatives(held).map((one) => rules.returned?.(one, scope) ?? ''));
  }

  function undeclaredType(instance: Instance, part: string, asked: Asked, scope: Scope): string {
    const lent = asked.args === undefined ? '' : lentType(instance, part, asked, scope);
    return lent === '' ? implementedType(instance, asked, scope) : lent;
  }

  /** What the classes behind an interface have that it does not say. */
  function implementedType({ found }: Instance, asked: Asked, scope: Scope): string {
    const types = implementersOf(found, scope.project).map((instance) => {
      const name = instance.found.declaration.qualified || instance.found.declaration.name;
      return memberType(name, asked, { ...scope, depth: Math.min(scope.depth - 1, 2) });
    });
    return types.find((type) => type !== '') ?? '';
  }

  /** What a call gives that goes on to another object. */
  function lentType(instance: Instance, part: string, asked: Asked, scope: Scope): string {
    const lenders = rules.lent?.(instance, part, asked.operator === '::', scope, infer) ?? [];
    for (const lender of lenders) {
      const type = memberType(lender, { ...asked, operator: '->' }, deeper(deeper(scope)));
      // Who hands on a fluent call gives itself back.
      if (type !== '') return type === lender && asked.operator !== '::' ? part : type;
    }
    return asked.operator !== '::' && rules.isFluent?.(instance, scope) === true ? part : '';
  }

  /** What a call or a property of `owner` gives, seen from an object of type `receiver`. */
  function resultType(
    member: Found,
    owner: Instance,
    receiver: string,
    { args = [], types }: Pick<Asked, 'args' | 'types'>,
    scope: Scope,
  ): string {
    const { declaration } = member;
    const own =
      types === undefined ? bound(declaration, args, scope, owner.templates) : said(declaration, types, scope);
    const names = new Map([...owner.templates, ...own]);
    const written = declaration.type === undefined ? valueType(member, owner, receiver, scope) : declaration.type;
    // With generics of its own it is the class that counts, not what it was bound to before.
    const plain = written.replace(/(?<![\w\\$])(?:static|self|\$this)(?=<)/gu, namedType(receiver)?.name ?? 'self');
    const object = namedClass(receiver) ?? receiver;
    const closed = substitute(plain, new Map([...names, ...selfNames(owner.found, object)]));
    const { templates: open = [], bounds = [] } = declaration;
    const type = union(
      alternatives(closed).map((part) => (open.includes(part) ? (bounds[open.indexOf(part)] ?? '') : part)),
    );
    return args.length === 0 ? type : vagueCall(declaration.name, args, scope, type);
  }

  /** A call of which nothing is known but that it is given a class: it most likely gives an object of that class. */
  function vagueCall(name: string, args: readonly string[], scope: Scope, known: string): string {
    const given = rules.classArgument(args[0] ?? '', scope);
    if (given === '') return known;
    if (MAKES_DOUBLE.test(name)) return union([given, known]);
    return alternatives(known).every((part) => VAGUE.test(part)) ? given : known;
  }

  /** Without a declared type: what is assigned to it, or what it returns. */
  function valueType({ file, declaration }: Found, owner: Instance, receiver: string, scope: Scope): string {
    const { values = [], valuesIn = [], kind } = declaration;
    if (scope.depth <= 1 || values.length === 0) return '';
    const { declarations } = file.symbols;
    const types = values.map((value, at) => {
      const around =
        kind === 'property'
          ? declarations.find(({ name, parent }) => name === valuesIn[at] && parent === declaration.parent)
          : declaration;
      return infer(value, {
        ...scope,
        path: file.path,
        symbols: file.symbols,
        before: around === undefined ? '' : textOf(file.path, around, scope),
        params: around?.params ?? [],
        self: owner.found.declaration.parent < 0 && owner.found.declaration !== declaration ? owner.found : undefined,
        as: namedClass(receiver) ?? receiver,
        depth: scope.depth - 2,
      });
    });
    return union(types);
  }

  /** What a call says that the templates stand for. */
  function said({ templates = [] }: Declaration, types: string, scope: Scope): ReadonlyMap<string, string> {
    const list = splitOutside(rules.typeText?.(types, scope) ?? types, ',', true);
    return new Map(templates.flatMap((name, at) => (list[at] === undefined ? [] : [[name, list[at]]])));
  }

  function bound(
    { templates = [], params = [] }: Declaration,
    args: readonly string[],
    scope: Scope,
    around: ReadonlyMap<string, string> = new Map(),
  ): ReadonlyMap<string, string> {
    const names = new Map<string, string>();
    for (const template of templates) {
      const name = wholeName(template);
      for (const [at, { type = '' }] of params.entries()) {
        const argument = args[at];
        if (argument === undefined || !name.test(type)) continue;
        const given = union(
          alternatives(substitute(type, around)).map((part) =>
            name.test(part) ? givenAs(part, template, argument, scope) : '',
          ),
        );
        if (given === '') continue;
        names.set(template, given);
        break;
      }
    }
    return names;
  }

  /** What a template is in an argument for a parameter of type `part`: `T`, `T[]`, `class-string<T>`, `callable(): T`. */
  function givenAs(part: string, template: string, argument: string, scope: Scope): string {
    const named = rules.classArgument(argument, scope);
    if (named !== '' && part !== template) return named;
    const returned = rules.argumentResult?.(argument, part, scope, infer);
    if (returned !== undefined) return matched(returned[0], template, returned[1], scope);
    const result = /^(?:callable|Closure|\\Closure)\([^)]*\):(.+)$/su.exec(part)?.[1];
    const given = infer(result === undefined ? argument : rules.resultOf(argument), deeper(scope));
    return matched(result === undefined ? part : unwrapped(result), template, given, scope);
  }

  /** What a template is in `wanted`, where a value of that type is a `given`. */
  function matched(wanted: string, template: string, given: string, scope: Scope): string {
    const types = alternatives(wanted).map((part) => {
      if (part === template) return given;
      const generic = namedType(part);
      const at = generic?.args.indexOf(template) ?? -1;
      if (at < 0 && elementOf(part) !== template) return '';
      // The same generic type says it at the same place.
      const same = alternatives(given).map((one) => namedType(one));
      const said = same.flatMap((one) => (one?.name === generic?.name ? (one?.args[at] ?? []) : []));
      return said.length > 0 ? union(said) : elements(given, scope);
    });
    return types.find((type) => type !== '') ?? '';
  }

  function elements(type: string, scope: Scope): string {
    return union(alternatives(type).map((one) => elementType(one, scope)));
  }

  /** What a loop over a type gives. */
  function elementType(part: string, scope: Scope): string {
    const written = rules.element?.(part, scope, infer) ?? elementOf(part);
    if (written !== undefined) return written;
    const instance = instanceFor(part, scope);
    if (instance === undefined) return '';
    // A collection with generics of its own: the last one is its value's.
    const own = instance.found.declaration.templates ?? [];
    const value = instance.templates.get(
      own.find((name) => /value|item|model|element/iu.test(name)) ?? own.at(-1) ?? '',
    );
    return value ?? iteratedType(instance, part, scope);
  }

  /** What the methods give that a loop calls. */
  function iteratedType(instance: Instance, part: string, scope: Scope): string {
    for (const name of ['getIterator', 'current', 'offsetGet']) {
      const found = memberOf(instance, name, true, scope);
      if (found === undefined) continue;
      const type = resultType(found.member, found.owner, part, {}, deeper(scope));
      const element = name === 'getIterator' ? union(alternatives(type).map((one) => elementOf(one) ?? '')) : type;
      if (element !== '' && !VAGUE.test(element)) return element;
    }
    return '';
  }

  return infer;
}

/** The declaration of a type, with what its generics stand for. */
export function instanceFor(part: string, scope: Scope): Instance | undefined {
  if (KEYWORD_TYPES.has(part)) {
    return scope.self && instanceOf(scope.self, []);
  }
  const named = namedType(part);
  if (named === undefined) return undefined;
  const { self } = scope;
  // The class that is being typed is known better than its file.
  const isSelf =
    self !== undefined &&
    (self.declaration.qualified || self.declaration.name).toLowerCase() === named.name.toLowerCase();
  const found = isSelf ? self : scope.project.type(named.name);
  return found && instanceOf(found, named.args);
}

/** A member and the type that it is declared in. */
export interface OwnedMember {
  readonly member: Found;
  readonly owner: Ancestor;
}

/** The nearest member of that name. */
export function memberOf(
  instance: Instance,
  name: string,
  isCall: boolean,
  scope: Pick<Scope, 'project' | 'self'>,
): OwnedMember | undefined {
  for (const found of membersNamed(instance, name, isCall, scope)) return found;
  return undefined;
}

/** Members of that name, the nearest first. A trait that is read from inside has its users' besides. */
function* membersNamed(
  instance: Instance,
  name: string,
  isCall: boolean,
  { project, self }: Pick<Scope, 'project' | 'self'>,
): Iterable<OwnedMember> {
  let count = 0;
  const users = self?.declaration === instance.found.declaration ? usersOf(instance.found, project) : [];
  for (const one of [instance, ...users]) {
    for (const owner of ancestors(one, project)) {
      const member = memberCalled(owner.found, name, isCall);
      if (member === undefined) continue;
      yield { member, owner };
      if (++count >= MOST_DECLARATIONS) return;
    }
  }
}

function selfNames({ declaration }: Found, receiver: string): ReadonlyMap<string, string> {
  const own = declaration.qualified || declaration.name;
  const called = receiver === '' || KEYWORD_TYPES.has(receiver) ? own : receiver;
  return new Map([
    ['self', own],
    ['Self', called],
    ['static', called],
    ['$this', called],
    ['this', called],
    ['parent', namedType(declaration.extends?.[0] ?? '')?.name ?? ''],
  ]);
}

function textOf(path: string, { row, endRow }: Declaration, { project }: Scope): string {
  return rowsOf(project.text(path) ?? '', row, endRow);
}
