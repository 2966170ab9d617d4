/** What Lua's code says of types, as text: imports, parents by metatables, what functions return and give to `self`. Follows no calls. */
import type { Import, Param, Visibility } from '../symbols.ts';
import type { LuaNotes } from './lua-notes.ts';
import { LONGEST_VALUE, MOST_VALUES, param, pieces, valueAt } from './pieces.ts';
import { closingAt, oneLine, splitOutside } from './split.ts';

/** Strings and comments, whichever begins first. */
export const LUA_NOT_CODE =
  /--\[(=*)\[[\s\S]*?(?:\]\1\]|$)|--[^\n]*|\[(=*)\[[\s\S]*?(?:\]\2\]|$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?/g;
export const LUA_TELLS_NOTHING = /^(?:nil|\{\s*\}|)$/u;
/** A longer value is not shown, in UTF-16 units. */
const LONGEST_SHOWN_VALUE = 60;

export function isLuaName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text);
}

/** By custom only: nothing in the language hides a name. */
export function luaVisibility(name: string): Visibility | undefined {
  return /^_[^_]/u.test(name) ? 'protected' : undefined;
}

/** `M.name = value`, where the value is short enough; its type as a comment. */
export function luaValue(name: string, type: string, value: string): string {
  const isShort =
    value !== '' && value.length <= LONGEST_SHOWN_VALUE && !/^(?:\{.|setmetatable|function\b)/su.test(value);
  return `${name}${isShort ? ` = ${value}` : ''}${type === '' ? '' : ` ---@type ${type}`}`;
}

/** @param list with its brackets */
export function luaParams(list: string, { params }: LuaNotes): readonly Param[] {
  return splitOutside(list.replace(/^\(|\)$/gu, ''), ',').flatMap((name) => {
    if (name !== '...' && !isLuaName(name)) return [];
    const { type = '', isOptional = false } = params.get(name) ?? {};
    return [param(name, type, isOptional, name === '...')];
  });
}

export interface LuaImport extends Import {
  /** UTF-16 offsets of the statement. */
  readonly start: number;
  readonly end: number;
}

const REQUIRE =
  /(?<![\w.])([\p{L}_][\p{L}\p{N}_]*)[ \t]*=[ \t]*require[ \t]*\(?[ \t]*(['"])([^'"\n]+)\2[ \t]*\)?(?:\.([\p{L}_][\p{L}\p{N}_]*))?(?=[ \t]*(?:[;\n]|$))/gu;

/** `local a = require 'b'`, `local c = require('b').c`, at the head of a file or in a function. */
export function luaImports(code: string, rowOf: (offset: number) => number): readonly LuaImport[] {
  return Array.from(code.matchAll(REQUIRE), (match) => {
    const [whole, alias = '', , from = '', member] = match;
    const place = { row: rowOf(match.index), start: match.index, end: match.index + whole.length };
    if (member === undefined) return { alias, name: '*', from, kind: 'module', ...place };
    return { alias, name: member, from, kind: /^\p{Lu}/u.test(member) ? 'type' : 'function', ...place };
  });
}

/** What a table gets its missing fields from: `setmetatable(A, { __index = B })`, `B:extend()`, `class('A', B)`. */
export function luaParents(name: string, value: string, bare: string): readonly string[] {
  const made =
    /^setmetatable\s*\(\s*\{[\s\S]*\}\s*,\s*\{[^{}]*__index\s*=\s*(?!function\b)([\w.]+)/u.exec(value)?.[1] ??
    /^([\w.]+):(?:extend|subclass|derive)\s*[({]/u.exec(value)?.[1] ??
    /^(?:[\w.]+\.)?[cC]lass\s*\(\s*(?:(['"]).*?\1\s*,\s*)?([\w.]+)\s*[,)]/u.exec(value)?.[2];
  const given = new RegExp(
    `(?<![\\w.])setmetatable\\s*\\(\\s*${name}\\s*,\\s*\\{[^{}]*__index\\s*=\\s*(?!function\\b)([\\w.]+)`,
    'u',
  ).exec(bare)?.[1];
  return [made, given].flatMap((one) => (one === undefined || one === name ? [] : [one]));
}

/** Whether objects are made of a table. */
export function isLuaClass(name: string, value: string, bare: string): boolean {
  if (/^(?:[\w.]+\.)?[cC]lass\b|^[\w.]+:(?:extend|subclass|derive)\b/u.test(value)) return true;
  return new RegExp(
    `(?<![\\w.])(?:${name}\\.__index\\s*=|__index\\s*=\\s*${name}\\b|setmetatable\\s*\\([^()]*,\\s*${name}\\s*\\))`,
    'u',
  ).test(bare);
}

export interface LuaAssigned {
  readonly name: string;
  /** Code; '' where it says nothing. */
  readonly value: string;
  /** UTF-16 offset in the body. */
  readonly at: number;
}

const MADE = /(?<![\w.:])setmetatable\s*\(\s*(?=\{)/gu;

/**
 * What a body gives to `self`, or to the object that it makes.
 * @param bare without strings
 * @param owner the table that its functions belong to
 */
export function luaAssigned(body: string, bare: string, owner: string): readonly LuaAssigned[] {
  const found: LuaAssigned[] = [];
  const objects = ['self', ...madeObjects(bare, owner)].join('|');
  const given = new RegExp(`(?<![\\w.:])(?:${objects})\\.([\\p{L}_][\\p{L}\\p{N}_]*)[ \\t]*=(?!=)`, 'gu');
  for (const match of bare.matchAll(given)) {
    const end = match.index + match[0].length;
    found.push({ name: match[1] ?? '', value: valueAt(body, end), at: match.index });
  }
  for (const match of bare.matchAll(MADE)) {
    const open = match.index + match[0].length;
    const close = closingAt(bare, open);
    const of = /^\s*,\s*(?:\{\s*__index\s*=\s*)?([\w.]+)/u.exec(bare.slice(close + 1))?.[1];
    if (of === owner || of === 'self') found.push(...fieldsIn(body, bare, open + 1, close));
  }
  return found;
}

/** `local o = setmetatable({}, Order)`, `setmetatable(o, self)`. */
function madeObjects(bare: string, owner: string): readonly string[] {
  const name = '([\\p{L}_][\\p{L}\\p{N}_]*)';
  const of = `\\s*,\\s*(?:self|${owner.replaceAll('.', '\\.')})\\s*\\)`;
  const made = new RegExp(
    `(?<![\\w.:])${name}\\s*=\\s*setmetatable\\s*\\((?:[^()]|\\([^()]*\\))*?${of}|(?<![\\w.:])setmetatable\\s*\\(\\s*${name}${of}`,
    'gu',
  );
  return Array.from(bare.matchAll(made), (match) => match[1] ?? match[2] ?? '').filter((one) => one !== '');
}

function fieldsIn(body: string, bare: string, start: number, end: number): readonly LuaAssigned[] {
  let at = start;
  return splitOutside(body.slice(start, end), ',').flatMap((written) => {
    const { name, value } = pieces(written);
    if (!isLuaName(name)) return [];
    at = Math.max(at, bare.indexOf(name, at));
    return [{ name, value: value.length > LONGEST_VALUE ? '' : oneLine(value, LONGEST_VALUE), at }];
  });
}

const WORDS = /(?<![\w.:])(?:function|if|do|repeat|end|until|return)(?!\w)/gu;

/** What `return` gives in a body itself, not in the functions inside of it. @param bare without strings */
export function luaReturns(body: string, bare: string): readonly string[] {
  const open: string[] = [];
  const values: string[] = [];
  for (const match of bare.matchAll(WORDS)) {
    const [word] = match;
    if (word === 'end' || word === 'until') open.pop();
    else if (word !== 'return') open.push(word);
    else if (!open.includes('function') && values.length < MOST_VALUES) {
      const value = valueAt(body, match.index + word.length).replace(/\s+(?:end|else|elseif|until)\b.*$/u, '');
      if (!LUA_TELLS_NOTHING.test(value) && value !== 'end') values.push(splitOutside(value, ',')[0] ?? '');
    }
  }
  return values;
}
