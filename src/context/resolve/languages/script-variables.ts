/** TypeScript and JavaScript: what a name holds at the cursor: by what binds it above, else by what its file declares or imports. */
import { escapePattern } from '../../../text/escape-pattern.ts';
import { pieces } from '../../extract/pieces.ts';
import { closingAt } from '../../extract/split.ts';
import type { Found } from '../../project.ts';
import { holds } from '../holds.ts';
import type { Infer } from '../infer.ts';
import { ModuleView, typeOfValue } from '../module-view.ts';
import { readOnce } from '../plain-code.ts';
import { deeper, type Scope } from '../scope.ts';
import { alternatives, union } from '../type-text.ts';
import { type Binding, bindingOf } from './script-bindings.ts';
import { handedType } from './script-callbacks.ts';
import { expressionEnd, functionCode, isVisible, plainCode, resultOf } from './script-text.ts';
import { awaited, indexed, typeInCode } from './script-types.ts';

/** The code before is read that far back, in UTF-16 units. */
const LONGEST_BEFORE = 40_000;

export const plainOf = readOnce(plainCode);

export function variable(name: string, scope: Scope, infer: Infer): string {
  if (name === 'this') return ownType(scope);
  if (name === 'super') return scope.self?.declaration.extends?.[0] ?? '';
  const given = scope.given?.get(name);
  if (given !== undefined) return given;
  const before = scope.before.slice(-LONGEST_BEFORE);
  const plain = plainOf(before);
  const binding = bindingOf(name, before, plain);
  if (binding !== undefined) return bound(name, binding, before, plain, scope, infer);
  const param = scope.params.find((one) => one.name === name);
  if (param?.type !== undefined) return param.isVariadic === true ? `${param.type}[]` : param.type;
  return param === undefined ? fileValue(name, scope, infer) : '';
}

function ownType({ self, as }: Scope): string {
  return self === undefined ? '' : as || self.declaration.qualified || self.declaration.name;
}

function bound(name: string, binding: Binding, before: string, plain: string, scope: Scope, infer: Infer): string {
  const upTo = (at: number): Scope => deeper(scope, before.slice(0, at));
  const checked = lastCheck(name, plain.slice(binding.at), scope);
  if (checked !== '') return checked;
  const declared = bindingType(name, binding, before, scope, infer);
  if (declared !== '' || binding.kind === 'unknown') return declared;
  // Declared without a value: the last one that it is given.
  const assigned = new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}\\s*\\??\\??=(?![=>])\\s*`, 'gu');
  for (const match of [...plain.matchAll(assigned)].reverse()) {
    if (match.index <= binding.at) break;
    const start = match.index + match[0].length;
    const end = expressionEnd(plain, start);
    const type = end < plain.length ? infer(before.slice(start, end), upTo(match.index)) : '';
    if (type !== '') return type;
  }
  return '';
}

function bindingType(name: string, binding: Binding, before: string, scope: Scope, infer: Infer): string {
  const { at, kind, type, value, path } = binding;
  const around = deeper(scope, before.slice(0, at));
  const follow = (from: string): string => followed(from, path, around, infer);
  if (type !== '') return follow(withBounds(typeInCode(type, scope), scope));
  if (kind === 'key') return 'string';
  if (kind === 'item') return follow(elements(infer(value, around), around, infer));
  if (kind === 'param') {
    // The function around is known with its comment.
    const isOwn = path.length === 0 && isOutside(plainOf(before), binding.open);
    const declared = isOwn ? scope.params.find((one) => one.name === name)?.type : undefined;
    const handed = handedType(binding, before, scope, infer);
    return follow(handed) || declared || (value === '' ? '' : infer(value, around));
  }
  return value === '' ? '' : follow(infer(value, around));
}

/** Whether a place stands in no block. */
function isOutside(plain: string, at: number): boolean {
  let depth = 0;
  for (let index = 0; index < at; index++) {
    if (plain[index] === '{') depth++;
    else if (plain[index] === '}') depth--;
  }
  return depth <= 0;
}

/** Templates of the function and the class around are what they are at least. */
function withBounds(type: string, { self }: Scope): string {
  const { templates = [], bounds = [] } = self?.declaration ?? {};
  const at = templates.indexOf(type);
  return at < 0 ? type : bounds[at] || type;
}

/** From a value to a part of it. */
function followed(type: string, path: readonly string[], scope: Scope, infer: Infer): string {
  let current = type;
  for (const key of path) {
    if (current === '' || key === '...') return '';
    const position = /^\[(\d+)\]$/u.exec(key)?.[1];
    current =
      position === undefined
        ? infer.field(current, key, scope)
        : union(
            alternatives(current).map(
              (part) => indexed(part, position, scope, infer) ?? infer.elementType(part, scope),
            ),
          );
  }
  return current;
}

function elements(type: string, scope: Scope, infer: Infer): string {
  return union(alternatives(type).map((part) => infer.elementType(part, scope)));
}

/** The class of the last check of an expression that holds at the end of the code. */
export function lastCheck(expression: string, plain: string, scope: Scope): string {
  if (!plain.includes('instanceof')) return '';
  const text = escapePattern(expression).replace(/\s+/gu, '\\s*');
  const pattern = new RegExp(`(?<![\\w$.])${text}\\s+instanceof\\s+([\\w$.]+)`, 'gu');
  for (const match of [...plain.matchAll(pattern)].reverse()) {
    if (holds(plain, match.index, match.index + match[0].length)) return typeName(match[1] ?? '', scope);
  }
  return '';
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
  const { declaration } = found;
  const itself = typeOfValue(found);
  if (itself !== '' || scope.depth <= 1) return itself;
  if (declaration.kind === 'function') return '';
  if (declaration.type !== undefined || declaration.values !== undefined) return infer.declared(found, deeper(scope));
  const value = valueCode(found, scope);
  return value === ''
    ? ''
    : infer(value, {
        ...deeper(deeper(scope)),
        before: '',
        path: found.file.path,
        symbols: found.file.symbols,
        params: [],
        self: undefined,
      });
}

/** The right side of a declaration that is too long to be kept. */
function valueCode({ file, declaration: { row, endRow, name } }: Found, { project }: Scope): string {
  const text = (project.text(file.path) ?? '')
    .split('\n')
    .slice(row, endRow + 1)
    .join('\n');
  const plain = plainCode(text);
  const start = new RegExp(`\\b${name.replaceAll('$', '\\$')}\\s*=(?!=)\\s*`, 'u').exec(plain);
  if (start === null) return '';
  const from = start.index + start[0].length;
  return text.slice(from, expressionEnd(plain, from)).trim();
}

/** A class that is not imported yet: the only one of that name in the project. */
function onlyNamed(name: string, { project }: Scope): Found | undefined {
  if (!/^\p{Lu}/u.test(name)) return undefined;
  const named = project.typesNamed(name).filter(({ declaration }) => declaration.name === name);
  return named.length === 1 ? named[0] : undefined;
}

/** The type that a name in code stands for. */
export function typeName(name: string, scope: Scope): string {
  const { project, path } = scope;
  if (!(project instanceof ModuleView)) return '';
  if (!/^[\p{L}_$][\p{L}\p{N}_$.]*$/u.test(name)) return '';
  return project.nameIn(path, name) || (onlyNamed(name, scope)?.declaration.qualified ?? '');
}

/** Give what they are called. */
const CONVERSIONS: ReadonlySet<string> = new Set(['String', 'Number', 'Boolean']);

/** What a call gives of a function that is declared in the code above. */
export function called(name: string, scope: Scope, infer: Infer): string {
  if (CONVERSIONS.has(name)) return name.toLowerCase();
  const before = scope.before.slice(-LONGEST_BEFORE);
  const plain = plainOf(before);
  const word = name.replaceAll('$', '\\$');
  const pattern = new RegExp(
    `\\bfunction\\s*\\*?\\s+${word}\\s*(?:<[^()]*>\\s*)?(?=\\()|\\b(?:const|let|var)\\s+${word}\\s*(?::[^=]+)?=(?!=)\\s*`,
    'gu',
  );
  const match = [...plain.matchAll(pattern)].reverse().find(({ index }) => isVisible(plain, index));
  if (match === undefined) return '';
  const isWord = match[0].startsWith('function');
  const start = isWord ? match.index : match.index + match[0].length;
  const open = plain.indexOf('(', start);
  const end = isWord ? closingAt(plain, plain.indexOf('{', closingAt(plain, open))) + 1 : expressionEnd(plain, start);
  const code = functionCode(before.slice(start, end).replace(/^(function\s*\*?\s+)[\w$]+/u, '$1'));
  if (code === undefined || end >= plain.length) return '';
  if (code.type !== '') return typeInCode(code.type, scope);
  const given = new Map(
    code.params.map((param): [string, string] => {
      const { name: written, type } = pieces(param);
      return [written.replace(/\?$/u, ''), type === '' ? '' : typeInCode(type, scope)];
    }),
  );
  const isAsync = /\basync\b/u.test(before.slice(Math.max(0, start - 8), start + 8));
  const type = infer(resultOf(code.body), { ...deeper(scope, before.slice(0, start)), given });
  return isAsync && type !== '' ? `Promise<${awaited(type)}>` : type;
}
