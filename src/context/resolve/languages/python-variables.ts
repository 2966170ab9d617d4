/** Python: what a name holds at the cursor: by what binds it above, else by the function around, else by what its file declares or imports. */
import { dirname, join } from 'node:path';
import type { Found } from '../../project.ts';
import { instanceOf } from '../hierarchy.ts';
import { type Infer, memberOf } from '../infer.ts';
import { ModuleView, typeOfValue } from '../module-view.ts';
import { deeper, type Scope } from '../scope.ts';
import { alternatives, namedType, union } from '../type-text.ts';
import { type PythonBinding, pythonBindings } from './python-bindings.ts';
import { pythonCode } from './python-lines.ts';
import { indexed, typeInCode } from './python-types.ts';

/** The code before is read that far back, in UTF-16 units. */
const LONGEST_BEFORE = 40_000;
/** Values that say nothing of what is there later. */
const EMPTY = /^(?:None|\.\.\.|)$/u;

export function variable(name: string, scope: Scope, infer: Infer): string {
  const given = scope.given?.get(name);
  if (given !== undefined) return given;
  if (!/^[^\W\d]\w*$/u.test(name)) return '';
  const bound = lastBound(name, scope, infer);
  if (bound !== undefined) return bound;
  if (name === 'self' || name === 'cls') return ownType(name, scope);
  const param = scope.params.find((one) => one.name === name);
  return param?.type ?? fileValue(name, scope, infer);
}

/** What the function around gave an attribute, or checked of it: `self.order`. */
export function attribute(expression: string, scope: Scope, infer: Infer): string {
  return /^[^\W\d]\w*(?:\.\w+)+$/u.test(expression) ? (lastBound(expression, scope, infer) ?? '') : '';
}

function lastBound(name: string, scope: Scope, infer: Infer): string | undefined {
  const before = scope.before.slice(-LONGEST_BEFORE);
  if (!before.includes(name)) return undefined;
  for (const binding of pythonBindings(name, pythonCode(before))) {
    const type = boundType(name, binding, before, scope, infer);
    if (type !== undefined) return type;
  }
  return undefined;
}

function ownType(name: string, { self, as }: Scope): string {
  const type = self === undefined ? '' : as || self.declaration.qualified || self.declaration.name;
  if (type === '' || self?.declaration.kind === 'module') return '';
  return name === 'self' ? type : `class-string<${type}>`;
}

/** @returns `undefined` where a place above may say more */
function boundType(
  name: string,
  binding: PythonBinding,
  before: string,
  scope: Scope,
  infer: Infer,
): string | undefined {
  const { kind, at, type, value, path } = binding;
  const around = deeper(scope, before.slice(0, at));
  if (kind === 'checked') return classesIn(value, scope);
  if (kind === 'caught') return classesIn(value, scope);
  if (kind === 'param') return paramType(name, binding, around, infer);
  if (type !== '' && !/^(?:\w+\.)?Any$/u.test(type)) return typeInCode(type, scope);
  if (EMPTY.test(value)) return undefined;
  const whole = infer(value, around);
  if (kind === 'entered') return followed(enteredType(whole, around, infer), path, around, infer);
  return followed(kind === 'item' ? elements(whole, around, infer) : whole, path, around, infer);
}

/** `Order`, `(Order, models.Item)`, `Order | Item`. */
function classesIn(value: string, scope: Scope): string {
  const names = value.match(/[^\W\d]\w*(?:\.\w+)*/gu) ?? [];
  return union(names.map((name) => typeName(name, scope)));
}

function paramType(name: string, { type, value }: PythonBinding, scope: Scope, infer: Infer): string {
  if (type !== '') return typeInCode(type, scope);
  if (name === 'self' || name === 'cls') return ownType(name, scope);
  const declared = scope.params.find((one) => one.name === name)?.type ?? overriddenType(name, scope);
  if (declared !== '') return declared;
  return EMPTY.test(value) ? fixtureType(name, scope, infer) : infer(value, scope);
}

/** Of the parameter of the method that is overridden. */
function overriddenType(name: string, { params, self, method, project }: Scope): string {
  const at = params.findIndex((param) => param.name === name);
  if (self === undefined || method === undefined || at < 0) return '';
  for (const parent of self.declaration.extends ?? []) {
    const found = project.type(namedType(parent)?.name ?? '');
    const overridden = found && memberOf(instanceOf(found, []), method, true, { project, self });
    const param = overridden?.member.declaration.params?.find((one) => one.name === name);
    if (param?.type !== undefined) return param.type;
  }
  return '';
}

/** pytest hands a test what the function gives that has the name of its parameter. */
function fixtureType(name: string, scope: Scope, infer: Infer): string {
  const { project, path } = scope;
  if (!(project instanceof ModuleView) || !/(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/u.test(path)) return '';
  const paths = [path];
  for (let folder = dirname(path); folder.length >= project.root.length; folder = dirname(folder)) {
    if (paths.length > MOST_FOLDERS) break;
    paths.push(join(folder, 'conftest.py'));
  }
  for (const one of paths) {
    const found = project.file(one) === undefined ? undefined : project.value(one, name);
    if (found?.declaration.kind !== 'function') continue;
    const type = infer.declared(found, deeper(scope)) || yieldedType(found, scope, infer);
    return union(alternatives(type).map((part) => yielded(part)));
  }
  return '';
}

const MOST_FOLDERS = 8;

/** Of a fixture without a type: the code behind its first `yield`. */
function yieldedType({ file, declaration: { row, endRow, params = [] } }: Found, scope: Scope, infer: Infer): string {
  const text = (scope.project.text(file.path) ?? '')
    .split('\n')
    .slice(row, endRow + 1)
    .join('\n');
  const { code, bare, lines } = pythonCode(text);
  const line = lines.find(({ start, end }) => /^yield\s/u.test(bare.slice(start, end)));
  if (line === undefined || scope.depth <= 2) return '';
  const before = code.slice(0, line.start);
  const around = { ...deeper(deeper(scope)), before, path: file.path, symbols: file.symbols, params, self: undefined };
  return infer(code.slice(line.start + 'yield'.length, line.end), around);
}

/** What a fixture gives that cleans up behind its test. */
function yielded(part: string): string {
  const named = namedType(part);
  return named !== undefined && /^(?:Iterator|Generator|Iterable|AsyncIterator|AsyncGenerator)$/u.test(named.name)
    ? (named.args[0] ?? '')
    : part;
}

/** What `with` gives. */
function enteredType(type: string, scope: Scope, infer: Infer): string {
  return union(
    alternatives(type).map((part) => {
      const own = infer.result(part, '__enter__', scope) || infer.result(part, '__aenter__', scope);
      if (own !== '') return own;
      const named = namedType(part);
      // A function that is decorated to be used like this.
      const isYielded = /^(?:Abstract)?(?:Async)?(?:Iterator|Generator|ContextManager|Iterable)$/u;
      return named !== undefined && isYielded.test(named.name) ? (named.args[0] ?? '') : part;
    }),
  );
}

/** From a value to a part of it. */
function followed(type: string, path: readonly number[], scope: Scope, infer: Infer): string {
  let current = type;
  for (const position of path) {
    current = union(
      alternatives(current).map((part) => indexed(part, String(position)) ?? infer.elementType(part, scope)),
    );
  }
  return current;
}

export function elements(type: string, scope: Scope, infer: Infer): string {
  return union(alternatives(type).map((part) => infer.elementType(part, scope)));
}

/** What a name stands for in its file: a class, a module, a value. */
function fileValue(name: string, scope: Scope, infer: Infer): string {
  if (!(scope.project instanceof ModuleView)) return '';
  const found = scope.project.value(scope.path, name);
  if (found !== undefined) return valueType(found, scope, infer);
  const only = onlyNamed(name, scope);
  return only === undefined ? '' : typeOfValue(only);
}

function valueType(found: Found, scope: Scope, infer: Infer): string {
  const itself = typeOfValue(found);
  if (itself !== '' || scope.depth <= 1 || found.declaration.kind === 'function') return itself;
  return infer.declared(found, deeper(scope));
}

/** A class that is not imported yet: the only one of that name in the project. */
function onlyNamed(name: string, { project, symbols }: Scope): Found | undefined {
  if (!/^\p{Lu}/u.test(name) || symbols.imports.some(({ alias }) => alias === name)) return undefined;
  const named = project.typesNamed(name).filter(({ declaration, file }) => declaration.parent < 0 && isPython(file));
  return named.length === 1 ? named[0] : undefined;
}

function isPython({ symbols }: Found['file']): boolean {
  return symbols.language === 'python';
}

/** The type that a name in code stands for. */
export function typeName(name: string, scope: Scope): string {
  const { project, path } = scope;
  if (!(project instanceof ModuleView) || !/^[^\W\d]\w*(?:\.\w+)*$/u.test(name) || /^(?:None|True|False)$/u.test(name))
    return '';
  return project.nameIn(path, name) || (onlyNamed(name, scope)?.declaration.qualified ?? '');
}
