/** Symbols of PHP, from the ranges that `grammars/php/symbols.scm` names. What a head says is read from its text; no tree is walked. */
import type { Capture } from '../../syntax/symbol-parser.ts';
import type { Declaration, FileSymbols, Import, Param, Reference, SymbolKind } from '../symbols.ts';
import { betterType, type PhpDoc, readPhpDoc } from './php-docs.ts';
import {
  constantHead,
  functionHead,
  headText,
  modifiersOf,
  type PhpParam,
  propertyHead,
  signatureOf,
  typeHead,
} from './php-header.ts';
import { importsOf, isBuiltin, PhpNames } from './php-names.ts';
import { oneLine, splitOutside } from './split.ts';

type Draft = { -readonly [K in keyof Declaration]: Declaration[K] };

/** Longest right side that is kept, in UTF-16 units, and how many of a declaration. */
const LONGEST_VALUE = 200;
const MOST_VALUES = 3;

/** A statement that gives something back, to the end of it or of its text. */
const RETURN = /\breturn\s+([^;]+)/gu;
const SPACE = 0x20;

interface Scope {
  readonly end: number;
  /** Index of the type's declaration; −1 for an anonymous class, whose members belong to nobody. */
  readonly type: number;
  readonly templates: ReadonlySet<string>;
}

interface Body {
  readonly end: number;
  /** Index of the function's declaration; −1 for a closure. */
  readonly declaration: number;
}

const TYPE_KINDS: Readonly<Record<string, SymbolKind>> = {
  class: 'class',
  interface: 'interface',
  trait: 'trait',
  enum: 'enum',
};

const ROLES: Readonly<Record<string, Reference['role']>> = {
  attribute: 'attribute',
  new: 'new',
  static: 'static',
  type: 'type',
};

export function phpSymbols(text: string, captures: readonly Capture[]): FileSymbols {
  return new PhpReader(text, captures).read();
}

class PhpReader {
  readonly #text: string;
  readonly #captures: readonly Capture[];
  readonly #names = new PhpNames();
  readonly #imports: Import[] = [];
  readonly #declarations: Draft[] = [];
  readonly #references = new Map<string, Reference>();
  #scopes: Scope[] = [];
  #bodies: Body[] = [];
  readonly #last = new Map<string, string>();
  #namespace: string | undefined;

  constructor(text: string, captures: readonly Capture[]) {
    this.#text = text;
    this.#captures = captures;
  }

  read(): FileSymbols {
    for (const [index, capture] of this.#captures.entries()) this.#take(capture, index);
    return {
      language: 'php',
      namespace: this.#namespace ?? '',
      imports: this.#imports,
      declarations: this.#declarations,
      references: [...this.#references.values()],
    };
  }

  #take(capture: Capture, index: number): void {
    this.#leave(capture.start);
    const { name } = capture;
    // A query may name a node twice: with and without what is optional in it.
    const key = `${name} ${capture.start} ${capture.end}`;
    if (key === this.#last.get(name)) return;
    this.#last.set(name, key);
    if (name === 'namespace') this.#enterNamespace(capture);
    else if (name === 'use') this.#import(capture);
    else if (TYPE_KINDS[name] !== undefined) this.#type(capture, index);
    else if (name === 'anonymous') this.#anonymous(capture, index);
    else if (name === 'function' || name === 'method') this.#function(capture, index);
    else if (name === 'closure') this.#bodies.push({ end: capture.end, declaration: -1 });
    else if (name === 'property') this.#property(capture, index);
    else if (name === 'constant') this.#constant(capture);
    else if (name === 'case') this.#case(capture);
    else if (name === 'traits') this.#traits(capture, index);
    else if (name === 'assignment') this.#assignment(capture);
    else if (ROLES[name] !== undefined) this.#refer(this.#textOf(capture), ROLES[name], capture.row);
  }

  /** Everything that ended before `start` is behind. */
  #leave(start: number): void {
    while ((this.#scopes.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= start) this.#scopes.pop();
    while ((this.#bodies.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= start) this.#bodies.pop();
  }

  #enterNamespace(capture: Capture): void {
    const name = /^namespace\s+([\w\\\u0080-\uffff]+)/iu.exec(this.#textOf(capture))?.[1] ?? '';
    this.#namespace ??= name;
    this.#names.enter(name);
  }

  #import(capture: Capture): void {
    for (const found of importsOf(this.#textOf(capture), capture.row)) {
      this.#imports.push(found);
      this.#names.import(found);
    }
  }

  #type(capture: Capture, index: number): void {
    const body = this.#bodyOf(index, capture, 'body');
    const head = headText(this.#text.slice(capture.start, body?.start ?? capture.end));
    const { name, parents, interfaces } = typeHead(head);
    if (name === '') return;
    const kind = TYPE_KINDS[capture.name] ?? 'class';
    const [doc, row] = this.#docBefore(capture, NO_TEMPLATES);
    const bases = parents.map((parent) => this.#refer(parent, 'extends', capture.row));
    const implemented = interfaces.map((one) => this.#refer(one, 'implements', capture.row));
    const at = this.#declare(kind, name, -1, capture, row, signatureOf(head), {
      qualified: this.#names.declared(name),
      ...modifiersOf(head),
      ...listed('extends', generic(bases, doc.extends)),
      ...listed('implements', generic(implemented, doc.implements)),
      ...listed('mixins', doc.mixins),
      ...listed('templates', doc.templates),
    });
    if (kind === 'enum') this.#enumMembers(head, at, capture);
    for (const mixin of doc.mixins) this.#noteType(mixin, 'doc', capture.row);
    for (const member of doc.virtual) {
      this.#declare(member.kind, member.name, at, capture, row, member.signature, {
        isVirtual: true,
        ...(member.type === '' ? {} : { type: member.type }),
        ...(member.isStatic ? { isStatic: true } : {}),
        ...(member.kind === 'method' ? { params: member.params } : {}),
      });
      this.#noteType(member.type, 'doc', capture.row);
    }
    this.#scopes.push({ end: body?.end ?? capture.end, type: at, templates: new Set(doc.templates) });
  }

  /** What every enum has. */
  #enumMembers(head: string, at: number, capture: Capture): void {
    const backing = /\benum\s+[\w\u0080-\uffff]+\s*:\s*(\w+)/iu.exec(head)?.[1];
    const own = this.#declarations[at];
    if (own === undefined) return;
    own.implements = [...(own.implements ?? []), backing === undefined ? 'UnitEnum' : 'BackedEnum'];
    const add = (name: string, type: string): void => {
      this.#declare('property', name, at, capture, capture.row, `public readonly ${type} $${name}`, {
        isVirtual: true,
        type,
      });
    };
    add('name', 'string');
    if (backing !== undefined) add('value', backing);
  }

  #anonymous(capture: Capture, index: number): void {
    const body = this.#bodyOf(index, capture, 'body');
    const { parents, interfaces } = typeHead(this.#text.slice(capture.start, body?.start ?? capture.end));
    for (const parent of parents) this.#refer(parent, 'extends', capture.row);
    for (const one of interfaces) this.#refer(one, 'implements', capture.row);
    this.#scopes.push({ end: capture.end, type: -1, templates: NO_TEMPLATES });
  }

  #function(capture: Capture, index: number): void {
    const scope = capture.name === 'method' ? this.#scopes.at(-1) : undefined;
    const code = this.#bodyOf(index, capture, 'code');
    const outer = scope?.templates ?? NO_TEMPLATES;
    const [doc, row] = this.#docBefore(capture, outer);
    const templates = new Set([...outer, ...doc.templates]);
    const head = functionHead(
      headText(this.#text.slice(capture.start, code?.start ?? capture.end)),
      this.#names,
      templates,
    );
    const isHidden = scope?.type === -1 || (capture.name === 'method' && scope === undefined) || head === undefined;
    if (isHidden) {
      this.#bodies.push({ end: capture.end, declaration: -1 });
      return;
    }
    const params = head.params.map((param) => betterParam(param, doc));
    const parent = scope?.type ?? -1;
    const type = betterType(head.type, doc.returns);
    const at = this.#declare(parent < 0 ? 'function' : 'method', head.name, parent, capture, row, head.signature, {
      qualified: parent < 0 ? this.#names.declared(head.name) : '',
      ...(parent < 0 ? {} : modifiersOf(head.signature)),
      params,
      ...(type === '' ? {} : { type }),
      ...listed('templates', doc.templates),
    });
    this.#noteType(type, 'type', capture.row);
    for (const param of params) this.#noteType(param.type ?? '', 'type', capture.row);
    if (parent >= 0) this.#promoted(head.params, params, parent, capture);
    const declaration = this.#declarations[at];
    if (declaration !== undefined) this.#returns(declaration, code);
    this.#bodies.push({ end: capture.end, declaration: at });
  }

  /** The properties that a constructor's parameters declare. */
  #promoted(written: readonly PhpParam[], params: readonly Param[], parent: number, capture: Capture): void {
    for (const { promoted, name, signature } of written) {
      if (promoted === undefined) continue;
      const type = params.find((param) => param.name === name)?.type;
      this.#declare('property', name.slice(1), parent, capture, capture.row, signature.replace(/\s=\s.*$/su, ''), {
        ...(promoted === 'public' ? {} : { visibility: promoted }),
        ...(type === undefined ? {} : { type }),
      });
    }
  }

  #property(capture: Capture, index: number): void {
    const scope = this.#scopes.at(-1);
    if (scope === undefined || scope.type < 0) return;
    const hooks = this.#bodyOf(index, capture, 'code');
    const head = headText(this.#text.slice(capture.start, hooks?.start ?? capture.end));
    const found = propertyHead(head);
    if (found === undefined) return;
    const [doc, row] = this.#docBefore(capture, scope.templates);
    const native = found.type === '' ? '' : this.#names.typeText(found.type, scope.templates);
    const type = betterType(native, doc.value);
    for (const name of found.names) {
      this.#declare('property', name, scope.type, capture, row, signatureOf(found.front, found.type, `$${name}`), {
        ...modifiersOf(`${found.front} `),
        ...(type === '' ? {} : { type }),
      });
    }
    this.#noteType(type, 'type', capture.row);
  }

  #constant(capture: Capture): void {
    const scope = this.#scopes.at(-1);
    if (scope?.type === -1) return;
    const head = headText(this.#textOf(capture));
    const { entries, type, front } = constantHead(head);
    const [, row] = this.#docBefore(capture, NO_TEMPLATES);
    for (const { name, value } of entries) {
      this.#declare('constant', name, scope?.type ?? -1, capture, row, `${signatureOf(front, type, name)} = ${value}`, {
        qualified: scope === undefined ? this.#names.declared(name) : '',
        ...modifiersOf(head),
        ...(type === '' ? {} : { type: this.#names.typeText(type) }),
        ...(type === '' ? { values: [value] } : {}),
      });
    }
  }

  #case(capture: Capture): void {
    const scope = this.#scopes.at(-1);
    if (scope === undefined || scope.type < 0) return;
    const head = headText(this.#textOf(capture)).replace(/;\s*$/u, '');
    const name = /^case\s+([\w\u0080-\uffff]+)/iu.exec(head)?.[1];
    if (name === undefined) return;
    const [, row] = this.#docBefore(capture, NO_TEMPLATES);
    this.#declare('case', name, scope.type, capture, row, signatureOf(head), {
      isStatic: true,
      type: this.#declarations[scope.type]?.qualified ?? 'self',
    });
  }

  #traits(capture: Capture, index: number): void {
    const type = this.#declarations[this.#scopes.at(-1)?.type ?? -1];
    if (type === undefined) return;
    const list = this.#bodyOf(index, capture, 'code');
    const written = this.#text.slice(capture.start, list?.start ?? capture.end).replace(/^use\s+|;\s*$/giu, '');
    const [doc] = this.#docBefore(capture, this.#scopes.at(-1)?.templates ?? NO_TEMPLATES);
    const found = splitOutside(headText(written), ',').map((name) => this.#refer(name, 'trait', capture.row));
    type.traits = [...(type.traits ?? []), ...generic(found, doc.traits)];
  }

  /** What a function returns, where nothing says its type. Closures in it may return as well: a wrong guess is seldom and costs little. */
  #returns(declaration: Draft, code: Capture | undefined): void {
    if (code === undefined || declaration.type !== undefined) return;
    for (const [, value = ''] of this.#textOf(code).matchAll(RETURN)) keepValue(declaration, value);
  }

  #assignment(capture: Capture): void {
    const match = /^\$this->([\w\u0080-\uffff]+)\s*\??\??=(?!=|>)\s*([\s\S]*)$/u.exec(this.#textOf(capture));
    const scope = this.#scopes.at(-1);
    if (match === null || scope === undefined || scope.type < 0) return;
    // Inside a closure `$this` is the same; the variables are not all, but a wrong guess costs nothing.
    const body = this.#bodies.findLast(({ declaration }) => declaration >= 0);
    const property = this.#declarations.find(
      ({ kind, name, parent }) => kind === 'property' && parent === scope.type && name === match[1],
    );
    if (property === undefined || property.type !== undefined) return;
    const where = this.#declarations[body?.declaration ?? -1]?.name ?? '';
    if (keepValue(property, match[2] ?? '')) property.valuesIn = [...(property.valuesIn ?? []), where];
  }

  #declare(
    kind: SymbolKind,
    name: string,
    parent: number,
    capture: Capture,
    row: number,
    signature: string,
    more: Partial<Draft>,
  ): number {
    const nameRow = capture.row + (more.isVirtual === true ? 0 : nameRowIn(this.#text, capture, name));
    const { endRow } = capture;
    this.#declarations.push({ kind, name, qualified: '', parent, row, endRow, nameRow, signature, ...more });
    return this.#declarations.length - 1;
  }

  /** The doc comment right before a declaration, and the row where both begin. */
  #docBefore({ start, row }: Capture, templates: ReadonlySet<string>): readonly [PhpDoc, number] {
    const comment = commentBefore(this.#text, start);
    const doc = readPhpDoc(comment, this.#names, templates);
    return [doc, comment === '' ? row : row - rowsIn(this.#text.slice(this.#text.lastIndexOf(comment, start), start))];
  }

  /** The first capture of that name that stands inside of `capture` and belongs to it. */
  #bodyOf(index: number, capture: Capture, name: 'body' | 'code'): Capture | undefined {
    for (let at = index + 1; at < this.#captures.length; at++) {
      const other = this.#captures[at];
      if (other === undefined || other.start >= capture.end) return undefined;
      if (other.name === name) return other;
    }
    return undefined;
  }

  /** @returns the qualified name */
  #refer(written: string, role: Reference['role'], row: number): string {
    const name = written.trim();
    if (isBuiltin(name) || name === '') return name;
    const qualified = this.#names.type(name);
    this.#note(qualified, role, row);
    return qualified;
  }

  /** Every class in a qualified type. */
  #noteType(type: string, role: Reference['role'], row: number): void {
    for (const [name] of type.matchAll(/(?<![\w\\$-])[A-Za-z_\u0080-\uffff][\w\\\u0080-\uffff]*(?![\w-])/gu)) {
      if (!isBuiltin(name) && (name.includes('\\') || /^[A-Z]/u.test(name))) this.#note(name, role, row);
    }
  }

  #note(name: string, role: Reference['role'], row: number): void {
    const key = `${role} ${name}`;
    if (!this.#references.has(key)) this.#references.set(key, { name, role, row });
  }

  #textOf({ start, end }: Capture): string {
    return this.#text.slice(start, end);
  }
}

const NO_TEMPLATES: ReadonlySet<string> = new Set();

function listed<K extends 'extends' | 'implements' | 'mixins' | 'templates'>(
  key: K,
  list: readonly string[],
): Partial<Record<K, readonly string[]>> {
  return list.length === 0 ? {} : ({ [key]: list } as Partial<Record<K, readonly string[]>>);
}

/** Names in code, with the generics that the comment gives to them. */
function generic(names: readonly string[], documented: readonly string[]): readonly string[] {
  return names.map((name) => documented.find((type) => type.startsWith(`${name}<`)) ?? name);
}

function betterParam({ signature: _, promoted: __, ...param }: PhpParam, doc: PhpDoc): Param {
  const type = betterType(param.type ?? '', doc.params.get(param.name) ?? '');
  return type === '' ? param : { ...param, type };
}

function keepValue(declaration: Draft, value: string): boolean {
  const known = declaration.values ?? [];
  const line = oneLine(value, LONGEST_VALUE);
  if (known.length >= MOST_VALUES || line === '' || line === 'null' || line === '[]') return false;
  declaration.values = [...known, line];
  return true;
}

/** Rows from the start of a declaration to its name. */
function nameRowIn(text: string, { start, end }: Capture, name: string): number {
  const at = text.indexOf(name, start);
  return at < 0 || at >= end ? 0 : rowsIn(text.slice(start, at));
}

function rowsIn(text: string): number {
  let rows = 0;
  for (let line = text.indexOf('\n'); line >= 0; line = text.indexOf('\n', line + 1)) rows++;
  return rows;
}

/** The doc comment that ends right before `start`; '' for none. */
function commentBefore(text: string, start: number): string {
  let end = start;
  while (end > 0 && text.charCodeAt(end - 1) <= SPACE) end--;
  if (!text.startsWith('*/', end - 2)) return '';
  const open = text.lastIndexOf('/*', end - 2);
  return open >= 0 && text[open + 2] === '*' ? text.slice(open, end) : '';
}
