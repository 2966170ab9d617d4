/**
 * Symbols of Lua, from what `symbols.scm` names: tables that stand for modules or classes with what is put into them, functions, variables, and the
 * types that annotations declare. Runs nothing.
 */
import type { Capture } from '../../syntax/symbol-parser.ts';
import type { Export, FileSymbols, Reference } from '../symbols.ts';
import { type Draft, Drafts, given, type Item, itemsOf } from './captured.ts';
import { codeText, leadStart } from './code-text.ts';
import type { Extractor } from './extractor.ts';
import { importedUses } from './imported-uses.ts';
import { type LuaNotes, luaNotes, NO_LUA_NOTES, typeBlocks } from './lua-notes.ts';
import {
  isLuaClass,
  isLuaName,
  LUA_NOT_CODE,
  LUA_TELLS_NOTHING,
  type LuaImport,
  luaAssigned,
  luaImports,
  luaParams,
  luaParents,
  luaReturns,
  luaValue,
  luaVisibility,
} from './lua-text.ts';
import { LONGEST_VALUE } from './pieces.ts';
import { rowsIn } from './rows.ts';
import { closingAt, oneLine, splitOutside } from './split.ts';
import { typeReferences } from './type-references.ts';

/** Values that make a table which others may be put into. */
const MAKES_TABLE =
  /^(?:[\w.]+\s+or\s+)?(?:\{|setmetatable\b|(?:[\w.]+\.)?[cC]lass\b|[\w.]+:(?:extend|subclass|derive)\b)/u;
const BUILTIN =
  /^(?:string|number|integer|boolean|table|function|fun|thread|userdata|lightuserdata|nil|any|unknown|self|true|false|void)$/u;
/** So much of a value tells what it is, in UTF-16 units. */
const LONGEST_TELLING = 2000;

export const luaSymbols: Extractor = (text, captures) => new LuaReader(text, captures).read();

/** `M.a.f` → `M.a`, `f`, and whether it was written `M.a:f`. */
interface Path {
  readonly owner: string;
  readonly name: string;
  readonly isMethod: boolean;
}

class LuaReader {
  readonly #text: string;
  readonly #code: string;
  readonly #bare: string;
  readonly #items: readonly Item[];
  readonly #rowOf: (offset: number) => number;
  readonly #found: Drafts;
  readonly #imports: readonly LuaImport[];
  /** Indices of the tables that others are put into, by their variables; and of types by their names. */
  readonly #tables = new Map<string, number>();
  readonly #types = new Map<string, number>();
  /** `index name` of members that are known. */
  readonly #members = new Set<string>();
  /** What stands before a dot where something is declared, and what the file returns. */
  readonly #owners: ReadonlySet<string>;

  constructor(text: string, captures: readonly Capture[]) {
    this.#text = text;
    ({ code: this.#code, bare: this.#bare } = codeText(text, LUA_NOT_CODE, (found) => found.startsWith('--')));
    this.#items = itemsOf(captures);
    this.#rowOf = rowsIn(text);
    this.#found = new Drafts(this.#code, this.#rowOf);
    this.#imports = luaImports(this.#code, this.#rowOf);
    this.#owners = this.#ownersIn();
  }

  read(): FileSymbols {
    this.#declareTypes();
    for (const item of this.#items) {
      const { name } = item.capture;
      if (name === 'function') this.#function(item);
      else if (name === 'field') this.#field(item);
      else if (name === 'variable' || this.#isFlush(item)) this.#variable(item);
    }
    const declarations = this.#found.inOrder();
    return {
      language: 'lua',
      namespace: '',
      imports: this.#imports.map(({ start, end, ...one }) => one),
      exports: this.#exports(),
      declarations,
      references: this.#references(declarations),
    };
  }

  /** Where the parser is lost, only its indentation tells that something stands outside of functions. */
  #isFlush({ capture: { start } }: Item): boolean {
    return start === 0 || this.#text[start - 1] === '\n';
  }

  #ownersIn(): ReadonlySet<string> {
    const owners = new Set<string>();
    for (const { capture, parts } of this.#items) {
      if (capture.name === 'field') continue;
      const { owner } = pathOf(this.#found.text(parts.get('name')));
      if (owner !== '') owners.add(owner);
    }
    const returned = returnedName(this.#bare);
    if (returned !== undefined) owners.add(returned);
    return owners;
  }

  /** What `require` of the file gives: a table by its name, or one that is written out. */
  #exports(): readonly Export[] {
    const name = returnedName(this.#bare);
    if (name !== undefined) return [{ alias: '=', name: this.#found.all[this.#tables.get(name) ?? -1]?.name ?? name }];
    const open = /^return\s*(?=\{)/mu.exec(this.#bare);
    if (open === null) return [];
    const at = open.index + open[0].length;
    return splitOutside(this.#bare.slice(at + 1, closingAt(this.#bare, at)), ',').flatMap(
      (field): readonly Export[] => {
        const [, alias = '', value = ''] =
          /^([\p{L}_][\p{L}\p{N}_]*)\s*=\s*([\p{L}_][\p{L}\p{N}_]*)$/u.exec(field) ?? [];
        return alias === '' ? [] : [{ alias, name: this.#found.all[this.#tables.get(value) ?? -1]?.name ?? value }];
      },
    );
  }

  /** What `---@class` and `---@alias` declare, where no table follows that it is the type of. */
  #declareTypes(): void {
    const rows = new Set(this.#items.map(({ capture }) => capture.row));
    for (const block of typeBlocks(this.#text)) {
      const [row, endRow] = [this.#rowOf(block.start), this.#rowOf(block.end)];
      const notes = luaNotes(block.text);
      if (notes.alias === '' && rows.has(endRow + 1)) continue;
      const capture: Capture = { name: 'note', start: block.start, end: block.end, row, endRow };
      const item: Item = { capture, parts: new Map(), around: undefined };
      if (notes.alias !== '') {
        const signature = block.text.split('\n')[0]?.trim() ?? '';
        this.#found.add(item, 'type', notes.alias, signature, given('type', notes.type));
      } else if (notes.className !== '') this.#class(item, notes, notes.className, '');
    }
  }

  /** @param owner the variable of its table; '' where it has none @returns its index */
  #class(item: Item, notes: LuaNotes, variable: string, value: string): number {
    const { className, parents } = notes;
    const bases = parents.length > 0 || variable === '' ? parents : this.#parents(variable, value);
    const isClass = className !== '' || bases.length > 0 || isLuaClass(variable, value, this.#bare);
    const place = this.#place(item);
    const name = className || variable;
    const index =
      this.#types.get(className) ??
      this.#found.add(item, notes.isEnum ? 'enum' : isClass ? 'class' : 'module', name, this.#head(item, notes), {
        parent: -1,
        ...place,
        ...given('extends', bases),
      });
    if (className !== '') this.#types.set(className, index);
    const prefix = item.capture.name === 'note' ? '' : `${variable}.`;
    for (const { name, type, row, visibility = luaVisibility(name) } of notes.fields) {
      const at = place.row + row;
      this.#member(item, index, name, luaValue(prefix + name, type, ''), {
        row: at,
        endRow: at,
        nameRow: at,
        ...given('type', type),
        ...given('visibility', visibility),
      });
    }
    return index;
  }

  /** By the names of their types, where they have one. */
  #parents(variable: string, value: string): readonly string[] {
    return luaParents(variable, value, this.#bare).map(
      (one) => this.#found.all[this.#tables.get(one) ?? -1]?.name ?? one,
    );
  }

  /** `local M = {} ---@class Name: Parent` */
  #head({ capture }: Item, { className, parents, isEnum }: LuaNotes): string {
    const heirs = parents.length === 0 ? '' : `: ${parents.join(', ')}`;
    const note = className === '' ? '' : `---@${isEnum ? 'enum' : 'class'} ${className}${heirs}`;
    if (capture.name === 'note') return note;
    const code = this.#code.slice(capture.start, capture.end).replace(/\{\s*__\w+\s*=\s*function[\s\S]*$/u, '…)');
    const isShort = !/\{\s*\S*[^\s}]/u.test(code) && code.length <= LONGEST_VALUE;
    const written = isShort ? code : code.replace(/=\s*\{[\s\S]*$/u, '= {}').slice(0, LONGEST_VALUE);
    return `${oneLine(written, LONGEST_VALUE)} ${note}`.trim();
  }

  #member(item: Item, parent: number, name: string, signature: string, more: Partial<Draft>): void {
    const key = `${parent} ${name}`;
    if (this.#members.has(key)) return;
    this.#members.add(key);
    const isCase = this.#found.all[parent]?.kind === 'enum';
    this.#found.add(item, isCase ? 'case' : 'property', name, signature, { ...more, parent });
  }

  #variable(item: Item): void {
    const { capture, parts } = item;
    const written = this.#found.text(parts.get('name'));
    const { name } = pathOf(written);
    if (!isLuaName(name) || this.#imports.some(({ start }) => start >= capture.start && start < capture.end)) return;
    if (this.#isFunctionValue(item)) this.#function(item);
    else this.#value(item, written);
  }

  #value(item: Item, written: string): void {
    const { capture, parts } = item;
    const { owner, name } = pathOf(written);
    const notes = this.#notes(item);
    const value = this.#found.text(parts.get('value')).slice(0, LONGEST_TELLING);
    const isOwner = this.#owners.has(written) || notes.className !== '';
    if (isOwner && !this.#tables.has(written) && (MAKES_TABLE.test(value) || notes.className !== '')) {
      this.#tables.set(written, this.#class(item, notes, written, value));
      return;
    }
    const parent = this.#tables.get(owner);
    const isLocal = /^local\b/u.test(this.#code.slice(capture.start, capture.end));
    const shared = {
      ...this.#place(item),
      ...given('type', notes.type),
      ...given('visibility', notes.visibility ?? (isLocal ? 'private' : luaVisibility(name))),
    };
    const known = notes.type === '' ? this.#valuesOf(value) : [];
    const signature = luaValue(`${isLocal ? 'local ' : ''}${written}`, notes.type, oneLine(value, LONGEST_VALUE));
    if (parent !== undefined) {
      const values = { ...given('values', known), ...given('valuesIn', known.length === 0 ? [] : ['']) };
      if (name !== '__index') this.#member(item, parent, name, signature, { ...shared, ...values });
    } else if (owner === '' && !this.#tables.has(name)) {
      const kind = /^[A-Z][A-Z0-9_]*$/u.test(name) ? 'constant' : 'variable';
      this.#found.add(item, kind, name, signature, { parent: -1, ...shared, ...given('values', known) });
    }
  }

  #valuesOf(value: string): readonly string[] {
    const line = oneLine(value, LONGEST_VALUE + 1);
    return LUA_TELLS_NOTHING.test(line) || line.length > LONGEST_VALUE ? [] : [line];
  }

  /** The function in `f(function() end)` is not the value. */
  #isFunctionValue({ parts }: Item): boolean {
    return (
      parts.has('params') && /^function\b/u.test(this.#found.text(parts.get('value')).slice(0, 'function '.length))
    );
  }

  /** What stands in the braces of a table. */
  #field(item: Item): void {
    const { parts, around } = item;
    const table = around?.capture.name === 'variable' ? this.#found.text(around.parts.get('name')) : '';
    const parent = this.#tables.get(table);
    const name = this.#found.text(parts.get('name'));
    if (parent === undefined || !isLuaName(name) || name.startsWith('__')) return;
    if (this.#isFunctionValue(item)) this.#function(item, { owner: table, name, isMethod: false });
    else {
      const value = this.#found.text(parts.get('value')).slice(0, LONGEST_TELLING);
      const notes = this.#notes(item);
      const known = notes.type === '' ? this.#valuesOf(value) : [];
      this.#member(item, parent, name, luaValue(`${table}.${name}`, notes.type, oneLine(value, LONGEST_VALUE)), {
        ...this.#place(item),
        ...given('type', notes.type),
        ...given('visibility', notes.visibility ?? luaVisibility(name)),
        ...given('values', known),
        ...given('valuesIn', known.length === 0 ? [] : ['']),
      });
    }
  }

  #function(item: Item, path = pathOf(this.#found.text(item.parts.get('name')))): void {
    const { capture, parts, around } = item;
    const { owner, name, isMethod } = path;
    if (!isLuaName(name)) return;
    const parent = owner === '' ? -1 : (this.#tables.get(owner) ?? -1);
    const notes = this.#notes(item);
    const isLocal = /^local\b/u.test(this.#code.slice(capture.start, capture.end));
    const list = this.#found.text(parts.get('params'));
    const params = luaParams(list, notes);
    const takesSelf = isMethod || params[0]?.name === 'self';
    const isMember = takesSelf || this.#found.all[parent]?.kind === 'class';
    const written = owner === '' ? name : `${owner}${isMethod ? ':' : '.'}${name}`;
    this.#found.add(
      item,
      parent >= 0 && isMember ? 'method' : 'function',
      name,
      `${isLocal ? 'local ' : ''}function ${written}${list}`,
      {
        parent,
        ...(parent < 0 && around === undefined ? { qualified: written } : {}),
        ...this.#place(item),
        ...given('visibility', notes.visibility ?? (isLocal ? 'private' : luaVisibility(name))),
        ...given('isStatic', parent >= 0 && isMember && !takesSelf),
        params: params.filter((one) => one.name !== 'self'),
        ...given('type', notes.returns),
        ...given('values', notes.returns === '' ? this.#returns(parts.get('body')) : []),
        ...given('templates', notes.templates),
        ...(notes.bounds.some((one) => one !== '') ? { bounds: notes.bounds } : {}),
      },
    );
    this.#members.add(`${parent} ${name}`);
    if (parent >= 0 && isMember) this.#assigned(item, parent, owner, name, params);
  }

  #returns(body: Capture | undefined): readonly string[] {
    if (body === undefined) return [];
    return luaReturns(this.#code.slice(body.start, body.end), this.#bare.slice(body.start, body.end));
  }

  /** `self.x = …`, and the fields of objects that a function makes. */
  #assigned(item: Item, parent: number, owner: string, where: string, params: Draft['params'] = []): void {
    const body = item.parts.get('body');
    if (body === undefined) return;
    const [code, bare] = [this.#code, this.#bare].map((text) => text.slice(body.start, body.end));
    for (const { name, value, at } of luaAssigned(code ?? '', bare ?? '', owner)) {
      const row = this.#rowOf(body.start + at);
      const type = params.find((one) => one.name === value)?.type ?? '';
      const known = type === '' ? this.#valuesOf(value) : [];
      this.#member(item, parent, name, luaValue(`${owner}.${name}`, type, ''), {
        row,
        endRow: row,
        nameRow: row,
        ...given('type', type),
        ...given('visibility', luaVisibility(name)),
        ...given('values', known),
        ...given('valuesIn', known.length === 0 ? [] : [where]),
      });
    }
  }

  #notes({ capture }: Item): LuaNotes {
    const start = leadStart(this.#text, capture.start, isComment);
    return start === capture.start ? NO_LUA_NOTES : luaNotes(this.#text.slice(start, capture.start));
  }

  /** 0-based rows with the comment above. */
  #place({ capture }: Item): { readonly row: number; readonly endRow: number } {
    const start = capture.name === 'note' ? capture.start : leadStart(this.#text, capture.start, isComment);
    return { row: this.#rowOf(start), endRow: capture.endRow };
  }

  #references(declarations: FileSymbols['declarations']): readonly Reference[] {
    const used = importedUses(this.#bare, this.#imports, this.#ranges(), this.#rowOf, { member: /^\s*[.:]\s*(\w+)/u });
    return [...used, ...typeReferences(declarations, (name) => BUILTIN.test(name))];
  }

  #ranges(): readonly Capture[] {
    return this.#imports.map(({ start, end, row }) => ({ name: 'import', start, end, row, endRow: row }));
  }
}

function returnedName(bare: string): string | undefined {
  return /^return\s+([\p{L}_][\p{L}\p{N}_]*)\s*;?\s*$/mu.exec(bare)?.[1];
}

function isComment(line: string): boolean {
  return line.startsWith('--');
}

function pathOf(written: string): Path {
  const at = Math.max(written.lastIndexOf('.'), written.lastIndexOf(':'));
  return {
    owner: at < 0 ? '' : written.slice(0, at).trim(),
    name: written.slice(at + 1).trim(),
    isMethod: written[at] === ':',
  };
}
