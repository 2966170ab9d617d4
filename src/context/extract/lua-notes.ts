/** The annotations of Lua's language server: `---@class`, `---@field`, `---@param`, `---@return` … in the comment above a declaration. Resolves no names. */
import type { Visibility } from '../symbols.ts';
import { splitType } from './docblock.ts';
import { LONGEST_VALUE } from './pieces.ts';
import { oneLine, splitOutside } from './split.ts';

export interface LuaField {
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly visibility?: Visibility;
  /** 0-based row in the comment. */
  readonly row: number;
}

/** What a comment tells; '' and empty lists for what it doesn't. Types are as written. */
export interface LuaNotes {
  readonly className: string;
  readonly isEnum: boolean;
  readonly parents: readonly string[];
  readonly fields: readonly LuaField[];
  readonly alias: string;
  /** Of a variable, or of what an alias stands for. */
  readonly type: string;
  readonly params: ReadonlyMap<string, LuaField>;
  readonly returns: string;
  readonly visibility?: Visibility;
  readonly templates: readonly string[];
  readonly bounds: readonly string[];
}

export const NO_LUA_NOTES: LuaNotes = {
  className: '',
  isEnum: false,
  parents: [],
  fields: [],
  alias: '',
  type: '',
  params: new Map(),
  returns: '',
  templates: [],
  bounds: [],
};

const TAG = /^\s*---\s?@([\w-]+)\s*(.*)$/u;
const CLASS = /^(?:\(\w+\)\s*)?([\p{L}_][\p{L}\p{N}_.*-]*)(?:<[^>]*>)?\s*(?::\s*(.*))?$/u;
const FIELD = /^(?:(private|protected|public|package)\s+)?([\p{L}_][\p{L}\p{N}_]*)(\?)?\s+(.*)$/u;

type Writable = { -readonly [K in keyof LuaNotes]: LuaNotes[K] };

/** @param comment lines that begin with `--` */
export function luaNotes(comment: string): LuaNotes {
  if (!comment.includes('@')) return NO_LUA_NOTES;
  const notes: Writable = { ...NO_LUA_NOTES };
  const fields: LuaField[] = [];
  const params = new Map<string, LuaField>();
  for (const [row, line] of comment.split('\n').entries()) {
    const [, tag = '', text = ''] = TAG.exec(line) ?? [];
    if (tag === 'field') fields.push(...fieldOf(text, row));
    else if (tag === 'param') for (const one of fieldOf(text, row)) params.set(one.name, one);
    else if (tag !== '') read(notes, tag, text);
  }
  return { ...notes, fields, params };
}

function read(notes: Writable, tag: string, text: string): void {
  switch (tag) {
    case 'class': {
      const [, name = '', parents = ''] = CLASS.exec(withoutRemark(text)) ?? [];
      notes.className = name;
      notes.parents = splitOutside(parents, ',', true).map((one) => splitType(one)[0]);
      break;
    }
    case 'enum':
      notes.className = /^(?:\(\w+\)\s*)?([\p{L}_][\p{L}\p{N}_.]*)/u.exec(text)?.[1] ?? '';
      notes.isEnum = true;
      break;
    case 'alias': {
      const [name = '', ...rest] = text.split(/\s+/u);
      notes.alias = name;
      notes.type = typeOf(rest.join(' '));
      break;
    }
    case 'type':
      notes.type = typeOf(text);
      break;
    case 'return':
      // Of several values the first one is what an expression is.
      notes.returns ||= typeOf(splitOutside(text, ',', true)[0] ?? '');
      break;
    case 'private':
    case 'protected':
      notes.visibility = tag;
      break;
    case 'generic': {
      const list = splitOutside(text, ',', true).map((one) => one.split(/\s*:\s*/u));
      notes.templates = list.map(([name = '']) => name);
      notes.bounds = list.map(([, bound = '']) => bound);
      break;
    }
  }
}

function fieldOf(text: string, row: number): readonly LuaField[] {
  const [, shown, name = '', optional = '', rest = ''] = FIELD.exec(text) ?? [];
  if (name === '') return [];
  const type = typeOf(rest);
  const isOptional = optional !== '' || type.endsWith('?');
  // Behind what a function returns the mark would be that type's.
  const mark = type === '' || type.endsWith('?') || type.includes('fun(') ? '' : optional;
  const visibility: Visibility | undefined = shown === 'private' || shown === 'protected' ? shown : undefined;
  return [{ name, type: type + mark, isOptional, row, ...(visibility === undefined ? {} : { visibility }) }];
}

function typeOf(text: string): string {
  const type = splitType(withoutRemark(text))[0].replace(/,$/u, '');
  return type.length > LONGEST_VALUE ? '' : oneLine(type, LONGEST_VALUE);
}

/** What stands behind `#` or `--` is for people. */
function withoutRemark(text: string): string {
  return text.replace(/\s+(?:#|--|@).*$/u, '').trim();
}

export interface LuaBlock {
  /** UTF-16 offset of its first line, and of the end of its last one. */
  readonly start: number;
  readonly end: number;
  /** The comment from there on. */
  readonly text: string;
}

const TYPE_BLOCK = /^[ \t]*---\s?@(?:class|alias)\b.*(?:\n[ \t]*--(?!-\s?@(?:class|alias)\b|\[=*\[).*)*/gmu;

/** The comments that declare types, each from its `---@class` or `---@alias` on. */
export function typeBlocks(text: string): readonly LuaBlock[] {
  if (!text.includes('@')) return [];
  return Array.from(text.matchAll(TYPE_BLOCK), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
  }));
}
