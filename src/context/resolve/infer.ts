/**
 * The type of an expression: what it begins with, then member by member. What differs between languages (names, variables) is asked of the language's
 * rules. A type that is not known is '', never a guess out of the blue.
 */
import type { Found } from '../project.ts';
import type { Declaration } from '../symbols.ts';
import { type Base, type Chain, parseChain, type Step } from './chain.ts';
import { type Ancestor, ancestors, type Instance, instanceOf } from './hierarchy.ts';
import { deeper, type Scope } from './scope.ts';
import type { ExpressionSyntax } from './syntax.ts';
import { alternatives, elementOf, namedType, substitute, union } from './type-text.ts';

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
  /** What a check above says of an expression (`if ($this->a instanceof B)`). */
  narrowed?(expression: string, scope: Scope): string;
  /** The class that an argument names as such: `Order::class`. */
  classArgument(argument: string, scope: Scope): string;
}

export interface Infer {
  /** The type of an expression. */
  (expression: string, scope: Scope): string;
  /** What a loop over a type gives. @param part a type that is no union */
  elementType(part: string, scope: Scope): string;
}

/** Types that say nothing of what is inside. */
const VAGUE = /^(?:mixed|object|any|unknown|T|)$/u;
/** Calls that give an object of the class that they are given, and a mock of it besides. */
const MAKES_DOUBLE = /(?:mock|spy|stub|double|prophesize)/iu;
/** Alternatives that are followed: more are a union of everything. */
const MOST_ALTERNATIVES = 4;
const KEYWORD_TYPES: ReadonlySet<string> = new Set(['static', '$this', 'self', 'this', 'Self']);

export function createInfer(rules: LanguageRules): Infer {
  const infer: Infer = Object.assign(expressionType, { elementType });

  function expressionType(expression: string, scope: Scope): string {
    if (scope.depth <= 0) return '';
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
        return rules.typeName(base.text, scope);
      case 'call':
        return callType(base.text, base.args, scope);
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

  function callType(name: string, args: readonly string[], scope: Scope): string {
    for (const qualified of rules.functionNames(name, scope)) {
      const found = scope.project.function(qualified);
      if (found !== undefined) return resultType(found, { found, templates: new Map() }, '', args, scope);
    }
    const made = rules.typeName(name, scope);
    // Where objects are created by calling their class.
    if (made !== '' && rules.syntax.newWord === undefined && scope.project.type(made) !== undefined) return made;
    return vagueCall(name, args, scope, '');
  }

  function stepType(type: string, step: Step, scope: Scope): string {
    const parts = alternatives(type).slice(0, MOST_ALTERNATIVES);
    if (step.kind === 'index') return union(parts.map((part) => elementType(part, scope)));
    if (step.kind === 'call') return union(parts.map((part) => memberType(part, '__invoke', [], scope)));
    if (step.name === 'class') return '';
    return union(parts.map((part) => memberType(part, step.name, step.args, scope)));
  }

  function memberType(part: string, name: string, args: readonly string[] | undefined, scope: Scope): string {
    const instance = instanceFor(part, scope);
    const found = instance && memberOf(instance, name.replace(/^\$/u, ''), args !== undefined, scope);
    if (found === undefined) return args === undefined ? '' : vagueCall(name, args, scope, '');
    const { member, owner } = found;
    return resultType(member, owner, part, args ?? [], scope);
  }

  /** What a call or a property of `owner` gives, seen from an object of type `receiver`. */
  function resultType(member: Found, owner: Instance, receiver: string, args: readonly string[], scope: Scope): string {
    const { declaration } = member;
    const own = bound(declaration, args, scope);
    const names = new Map([...owner.templates, ...own]);
    const written = declaration.type === undefined ? valueType(member, owner, receiver, scope) : declaration.type;
    // With generics of its own it is the class that counts, not what it was bound to before.
    const plain = written.replace(/(?<![\w\\$])(?:static|self|\$this)(?=<)/gu, namedType(receiver)?.name ?? 'self');
    const closed = substitute(plain, new Map([...names, ...selfNames(owner.found, receiver)]));
    const open = new Set(declaration.templates ?? []);
    const type = union(alternatives(closed).filter((part) => !open.has(part)));
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
        symbols: file.symbols,
        before: around === undefined ? '' : textOf(file.path, around, scope),
        params: around?.params ?? [],
        self: owner.found.declaration.parent < 0 && owner.found.declaration !== declaration ? owner.found : undefined,
        as: receiver,
        depth: scope.depth - 2,
      });
    });
    return union(types);
  }

  function bound(
    { templates = [], params = [] }: Declaration,
    args: readonly string[],
    scope: Scope,
  ): ReadonlyMap<string, string> {
    const names = new Map<string, string>();
    for (const template of templates) {
      const name = new RegExp(`(?<![\\w\\\\])${template}(?![\\w\\\\])`, 'u');
      const at = params.findIndex(({ type = '' }) => name.test(type));
      const argument = args[at];
      if (argument === undefined) continue;
      const type = rules.classArgument(argument, scope) || infer(argument, deeper(scope));
      if (type !== '') names.set(template, type);
    }
    return names;
  }

  /** What a loop over a type gives. */
  function elementType(part: string, scope: Scope): string {
    const written = elementOf(part);
    if (written !== undefined) return written;
    const instance = instanceFor(part, scope);
    if (instance === undefined) return '';
    // A collection with generics of its own: the last one is its value's.
    const own = instance.found.declaration.templates ?? [];
    const value = instance.templates.get(
      own.find((name) => /value|item|model|element/iu.test(name)) ?? own.at(-1) ?? '',
    );
    if (value !== undefined) return value;
    for (const name of ['getIterator', 'current', 'offsetGet']) {
      const found = memberOf(instance, name, true, scope);
      if (found === undefined) continue;
      const type = resultType(found.member, found.owner, part, [], deeper(scope));
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

/** The nearest member of that name. */
export function memberOf(
  instance: Instance,
  name: string,
  isCall: boolean,
  { project }: Pick<Scope, 'project'>,
): { readonly member: Found; readonly owner: Ancestor } | undefined {
  const wanted = name.toLowerCase();
  for (const owner of ancestors(instance, project)) {
    const member = project.membersOf(owner.found).find(({ declaration }) => {
      const isFunction = declaration.kind === 'method' || declaration.kind === 'function';
      if (isFunction !== isCall) return false;
      // PHP's methods have no case.
      return isCall ? declaration.name.toLowerCase() === wanted : declaration.name === name;
    });
    if (member !== undefined) return { member, owner };
  }
  return undefined;
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
  return (project.text(path) ?? '')
    .split('\n')
    .slice(row, endRow + 1)
    .join('\n');
}
