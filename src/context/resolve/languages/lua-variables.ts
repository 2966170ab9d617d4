/** Lua: what a name holds at the cursor: by the last place above that gives it something, else by what its file declares or requires. */
import { leadStart } from '../../extract/code-text.ts';
import { luaNotes } from '../../extract/lua-notes.ts';
import { closingAt, splitOutside } from '../../extract/split.ts';
import type { Found } from '../../project.ts';
import type { Infer } from '../infer.ts';
import { ModuleView } from '../module-view.ts';
import { deeper, type Scope } from '../scope.ts';
import { alternatives, union } from '../type-text.ts';
import { expressionEnd, functionEnd, isVisible, luaPlain } from './lua-text.ts';
import { luaTypeText } from './lua-types.ts';

/** The code before is read that far back, in UTF-16 units. */
const LONGEST_BEFORE = 40_000;
/** A list of names is looked for so far around, in UTF-16 units. */
const LONGEST_LIST = 300;

export function variable(name: string, scope: Scope, infer: Infer): string {
  const given = scope.given?.get(name);
  if (given !== undefined) return given;
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || name === '_') return '';
  const before = openFunction(scope.before.slice(-LONGEST_BEFORE));
  const plain = luaPlain(before);
  const word = new RegExp(`(?<![\\p{L}\\p{N}_.:])${name}(?![\\p{L}\\p{N}_])`, 'gu');
  for (const { index } of [...plain.matchAll(word)].reverse()) {
    const type = givenAt(name, index, before, plain, scope, infer);
    if (type !== undefined) return type;
  }
  if (name === 'self') return ownType(scope);
  const param = scope.params.find((one) => one.name === name);
  if (param !== undefined) return param.type ?? '';
  return fileValue(name, scope, infer);
}

/** Of a function that is read as a whole, its end would hide what is inside. */
function openFunction(code: string): string {
  const plain = luaPlain(code);
  const head = /^\s*(?:local\s+)?(?:[\w.]+\s*=\s*)?(?=function\b)/u.exec(plain)?.[0];
  const end = head === undefined ? 0 : functionEnd(plain, head.length);
  return end > 0 && end < plain.length && plain.slice(end + 1).trim() === '' ? code.slice(0, end - 2) : code;
}

function ownType({ self, as }: Scope): string {
  return self === undefined ? '' : as || self.declaration.qualified || self.declaration.name;
}

/** @returns `undefined` where the name is given nothing there that tells */
function givenAt(
  name: string,
  at: number,
  before: string,
  plain: string,
  scope: Scope,
  infer: Infer,
): string | undefined {
  const front = plain.slice(Math.max(0, at - LONGEST_LIST), at);
  const rest = plain.slice(at + name.length, at + name.length + LONGEST_LIST);
  const around = deeper(scope, before.slice(0, at));
  // `setmetatable(name, Class)` as a statement.
  if (/(?:^|[\n;])\s*setmetatable\s*\(\s*$/u.test(front) && rest.startsWith(',') && isVisible(plain, at)) {
    const open = plain.lastIndexOf('(', at);
    const end = closingAt(plain, open);
    return end >= plain.length ? undefined : metatableType(before.slice(at + name.length + 1, end), around, infer);
  }
  const names =
    /(?:^|[\n;]|\b(?:then|do|else|function\s*\([^()]*\)))[ \t]*(local\s+)?((?:[\p{L}_][\p{L}\p{N}_]*\s*,\s*)*)$/u.exec(
      front,
    );
  const equals = /^(?:\s*<\w+>)?(?:\s*,\s*[\p{L}_][\p{L}\p{N}_]*)*\s*=(?!=)\s*/u.exec(rest);
  if (names !== null && equals !== null) {
    if (!isVisible(plain, at)) return undefined;
    const start = at + name.length + equals[0].length;
    const position = (names[2] ?? '').split(',').length - 1;
    return assigned(position, start, at, before, plain, around, infer);
  }
  const loop = /\bfor\s+((?:[\p{L}_][\p{L}\p{N}_]*\s*,\s*)*)$/u.exec(front);
  if (loop !== null) return loopType((loop[1] ?? '').split(',').length - 1, at, before, plain, around, infer);
  return paramType(name, at, before, plain, scope);
}

function assigned(
  position: number,
  start: number,
  at: number,
  before: string,
  plain: string,
  scope: Scope,
  infer: Infer,
): string | undefined {
  const lineStart = before.lastIndexOf('\n', at) + 1;
  const lead = leadStart(before, lineStart + (/^\s*/u.exec(before.slice(lineStart))?.[0].length ?? 0), (line) =>
    line.startsWith('--'),
  );
  const notes = lead < lineStart ? luaNotes(before.slice(lead, lineStart)) : undefined;
  if (notes !== undefined && notes.type !== '') return luaTypeText(notes.type);
  if (notes !== undefined && notes.className !== '') return notes.className;
  let [from, end] = [start, expressionEnd(plain, start)];
  for (let skip = 0; skip < position && plain[end] === ','; skip++) {
    from = end + 1;
    end = expressionEnd(plain, from);
  }
  // What is being written is not known by itself.
  if (end >= plain.length) return undefined;
  const value = before.slice(from, end).trim();
  if (value === '' || value === 'nil' || /^\{\s*\}$/u.test(value)) return undefined;
  // Of what a call gives besides its first value nothing is known.
  if (position > 0 && from === start) return '';
  // A table of the file is known with what is put into it.
  const isTable =
    /^(?:setmetatable\b|\{)/u.test(value) && before.slice(lineStart, at).trimStart() === before.slice(lineStart, at);
  return (isTable ? tableOf(before.slice(at).match(/^[\p{L}\p{N}_]+/u)?.[0] ?? '', scope) : '') || infer(value, scope);
}

/** `for i, name in ipairs(values) do` */
function loopType(
  position: number,
  at: number,
  before: string,
  plain: string,
  scope: Scope,
  infer: Infer,
): string | undefined {
  if (!isVisible(plain, at, 0) || !isLoopOpen(plain, at)) return undefined;
  const into = /^[^\n=]*?\bin\s+/u.exec(plain.slice(at, at + LONGEST_LIST));
  if (into === null) return '';
  const start = at + into[0].length;
  const value = before.slice(start, expressionEnd(plain, start)).trim();
  const list = /^(i?pairs)\s*\((.*)\)$/su.exec(value);
  if (list === null || position !== 1) return '';
  const whole = infer(list[2] ?? '', scope);
  return union(alternatives(whole).map((part) => infer.elementType(part, scope)));
}

function isLoopOpen(plain: string, at: number): boolean {
  const body = /\bdo\b/u.exec(plain.slice(at));
  return body !== null && isVisible(plain, at + body.index + 'do'.length, 1);
}

/** Of a function whose end is not reached. */
function paramType(name: string, at: number, before: string, plain: string, scope: Scope): string | undefined {
  const front = plain.slice(Math.max(0, at - LONGEST_LIST), at);
  const head = /\bfunction\s*([\p{L}\p{N}_.:]*)\s*\([^()]*$/u.exec(front);
  if (head === null) return undefined;
  const start = at - (front.length - head.index);
  if (!isVisible(plain, start + 'function'.length, 1)) return undefined;
  const lineStart = before.lastIndexOf('\n', start) + 1;
  const lead = leadStart(before, lineStart + (/^\s*/u.exec(before.slice(lineStart))?.[0].length ?? 0), (line) =>
    line.startsWith('--'),
  );
  const type = luaNotes(before.slice(lead, lineStart)).params.get(name)?.type ?? '';
  if (type !== '') return luaTypeText(type);
  if (name === 'self') return ownType(scope);
  return scope.params.find((one) => one.name === name)?.type ?? '';
}

/** The class that objects with such a metatable are of: `Order`, `{ __index = Order }`. */
export function metatableType(code: string, scope: Scope, infer: Infer): string {
  const index = /^\s*\{[\s\S]*\b__index\s*=\s*([\w.]+)/u.exec(code)?.[1];
  if (index !== undefined) return infer(index, scope);
  return /^\s*\{/u.test(code) ? '' : infer(code.trim(), scope);
}

/** What a name stands for in its file: a table, a module, a value. */
function fileValue(name: string, scope: Scope, infer: Infer): string {
  if (!(scope.project instanceof ModuleView)) return '';
  const table = tableOf(name, scope);
  if (table !== '') return table;
  const member = importedMember(name, scope);
  if (member !== '') return infer(member, deeper(scope));
  const found = scope.project.value(scope.path, name);
  return found === undefined ? '' : valueType(found, scope, infer);
}

/** Code for what `local name = require('a').b` stands for; '' where it was not got like this. */
export function importedMember(name: string, { symbols }: Scope): string {
  const imported = symbols.imports.find(({ alias }) => alias === name);
  return imported === undefined || imported.name === '*' ? '' : `require('${imported.from}').${imported.name}`;
}

/** A table of the file, by its variable: it may be called otherwise by its annotation. */
function tableOf(name: string, { symbols, project, path }: Scope): string {
  const own = new RegExp(`^(?:local\\s+)?${name}\\b`, 'u');
  const table = symbols.declarations.find(
    ({ kind, parent, signature }) => parent < 0 && /^(?:class|module|enum)$/u.test(kind) && own.test(signature),
  );
  if (table === undefined || !(project instanceof ModuleView)) return '';
  return project.value(path, table.name)?.declaration.qualified ?? '';
}

export function valueType(found: Found, scope: Scope, infer: Infer): string {
  const { kind, qualified } = found.declaration;
  if (/^(?:class|module|enum)$/u.test(kind)) return qualified;
  if (kind === 'function' || scope.depth <= 1) return '';
  return infer.declared(found, deeper(scope));
}

/** What `require` gives. */
export function requiredType(from: string, scope: Scope, infer: Infer): string {
  if (!(scope.project instanceof ModuleView)) return '';
  const found = scope.project.module(from, scope.path);
  return found === undefined ? '' : valueType(found, scope, infer);
}

export function typeName(name: string, scope: Scope): string {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return '';
  return tableOf(name, scope);
}

/** Fields of a table that is written out: `a = 1`. */
export function fieldsIn(inside: string): readonly (readonly [string, string])[] {
  return splitOutside(inside, ',').flatMap((item): readonly (readonly [string, string])[] => {
    const match = /^([\p{L}_][\p{L}\p{N}_]*)\s*=\s*([\s\S]+)$/u.exec(item);
    return match === null ? [] : [[match[1] ?? '', match[2] ?? '']];
  });
}
