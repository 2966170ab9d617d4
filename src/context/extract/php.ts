/** Symbols of PHP, from the ranges that `grammars/php/symbols.scm` names. What a head says is read from its text; no tree is walked. */
import type { Capture } from '../../syntax/symbol-parser.ts';
import type { FileSymbols, Import, Reference, SymbolKind } from '../symbols.ts';
import { betterType } from './php-better-type.ts';
import { type Draft, PhpDeclarations, tellAssigned, type ValuePlace } from './php-declarations.ts';
import type { PhpDoc } from './php-docs.ts';
import { constantHead, type FunctionHead, modifiersOf, propertyHead, signatureOf, typeHead } from './php-header.ts';
import type { Mark, PhpStart, Scope } from './php-marks.ts';
import { importsOf, isBuiltin, PhpNames } from './php-names.ts';
import { type PhpPieces, READ_ANEW } from './php-pieces.ts';
import { docCommentBefore, headText } from './php-text.ts';
import { rowsIn } from './rows.ts';
import { splitOutside } from './split.ts';

/** A longer head is half typed: the rest of the file is not its parameters. In UTF-16 units. */
const LONGEST_HEAD = 10_000;

/** A function whose body is being read. */
interface Body {
  readonly start: number;
  readonly end: number;
  readonly declaration: Draft;
}

interface Documented {
  readonly doc: PhpDoc;
  /** 0-based row where the comment begins; that of the declaration without one. */
  readonly row: number;
}

const NO_TEMPLATES: ReadonlySet<string> = new Set();

export function phpSymbols(text: string, captures: readonly Capture[]): FileSymbols {
  return new PhpReader(text, captures, READ_ANEW).read();
}

/** Reads a text once. What it has found stays to be seen. */
export class PhpReader {
  readonly found = new PhpDeclarations();
  readonly names: PhpNames;
  readonly marks: Mark[] = [];
  readonly values: ValuePlace[] = [];
  readonly #imports: Import[] = [];
  readonly #text: string;
  readonly #captures: readonly Capture[];
  readonly #pieces: PhpPieces;
  readonly #rowOf: (offset: number) => number;
  readonly #end: number;
  readonly #scopes: Scope[] = [];
  readonly #bodies: Body[] = [];
  #namespace: string | undefined;
  /** Code before it has been scanned. */
  #scanned: number;
  /** Whether a function's declaration begins there. */
  #isAtFunction = false;
  /** What is named before the first mark. */
  readonly first = new Map<string, Reference>();
  #references = this.first;

  constructor(text: string, captures: readonly Capture[], pieces: PhpPieces, start?: PhpStart) {
    this.#text = text;
    this.#captures = captures;
    this.#pieces = pieces;
    this.#rowOf = start?.rowOf ?? rowsIn(text);
    this.names = start?.names ?? new PhpNames();
    this.#scanned = start?.from ?? 0;
    this.#end = start?.to ?? text.length;
    if (start?.around === undefined) return;
    this.found.addDraft(start.around.declaration);
    this.#scopes.push(start.around.scope);
  }

  /** @param isMarked whether to keep `marks` */
  read(isMarked = false): FileSymbols {
    this.scan(isMarked);
    tellAssigned(this.found.all, this.found.assignments, this.#text);
    return {
      language: 'php',
      namespace: this.#namespace ?? '',
      imports: this.#imports,
      declarations: this.found.all,
      references: firstMentions([this.first, ...this.marks.map(({ references }) => references)]),
    };
  }

  /** Reads all, but for what is told by what stands further down. */
  scan(isMarked = false): void {
    for (const [index, capture] of this.#captures.entries()) {
      if (capture.name === 'body' || capture.name === 'code') continue;
      this.#scanTo(capture.start);
      this.#leave(capture.start);
      if (isMarked) this.#mark(index);
      this.#take(capture, index);
    }
    this.#scanTo(this.#end);
  }

  #mark(index: number): void {
    const scope = this.#scopes.at(-1);
    if (this.#bodies.length > 0 || this.#scopes.length > 1) return;
    this.#references = new Map();
    this.marks.push({
      index,
      declared: this.found.all.length,
      assigned: this.found.assignments.length,
      scope,
      traits: (scope && this.found.at(scope.type).traits?.length) ?? 0,
      meaning: this.names.meaning,
      references: this.#references,
    });
  }

  #refer(written: string, role: Reference['role'], offset: number): void {
    if (!isBuiltin(written)) this.#note(this.names.type(written), role, this.#rowOf(offset));
  }

  #returned(offset: number): void {
    const body = this.#bodies.findLast(({ end }) => end > offset);
    // What stands before the body is an attribute's.
    if (body === undefined || body.start >= offset) return;
    this.values.push({ offset, limit: body.end });
    this.found.returned(body.declaration, this.#text, offset);
  }

  #assigned(name: string, offset: number): void {
    const scope = this.#scopes.findLast(({ end }) => end > offset);
    const body = this.#bodies.findLast(({ end }) => end > offset);
    if (scope === undefined) return;
    this.values.push({ offset, limit: body?.end ?? offset });
    this.found.assigned({ type: scope.type, name, where: body?.declaration.name ?? '', offset });
  }

  /** Every declaration begins outside of strings and comments: what is not closed before it does no harm behind. */
  #scanTo(end: number): void {
    if (end <= this.#scanned) return;
    const from = this.#scanned;
    this.#pieces.scan(this.#text.slice(from, end), from === 0, this.#isAtFunction, {
      refer: (written, role, offset) => this.#refer(written, role, from + offset),
      returned: (offset) => this.#returned(from + offset),
      assigned: (name, offset) => this.#assigned(name, from + offset),
    });
    this.#scanned = end;
    this.#isAtFunction = false;
  }

  /** Everything that ended before `start` is behind. */
  #leave(start: number): void {
    while ((this.#scopes.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= start) this.#scopes.pop();
    while ((this.#bodies.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= start) this.#bodies.pop();
  }

  #take(capture: Capture, index: number): void {
    switch (capture.name) {
      case 'namespace':
        this.#enterNamespace(capture);
        break;
      case 'use':
        this.#import(capture);
        break;
      case 'class':
      case 'interface':
      case 'trait':
      case 'enum':
        this.#type(capture.name, capture, index);
        break;
      case 'anonymous':
        this.#anonymous(capture, index);
        break;
      case 'function':
      case 'method':
        this.#function(capture, index);
        break;
      case 'property':
        this.#property(capture, index);
        break;
      case 'constant':
        this.#constant(capture);
        break;
      case 'case':
        this.#case(capture);
        break;
      case 'traits':
        this.#traits(capture, index);
        break;
    }
  }

  #enterNamespace({ start, end }: Capture): void {
    const head = headText(this.#text.slice(start, Math.min(end, start + LONGEST_HEAD)));
    const name = /^namespace\s+([\w\\\u0080-\uffff]+)/iu.exec(head)?.[1] ?? '';
    this.#namespace ??= name;
    this.names.enter(name);
  }

  #import({ start, end, row }: Capture): void {
    for (const found of importsOf(this.#text.slice(start, Math.min(end, start + LONGEST_HEAD)), row)) {
      this.#imports.push(found);
      this.names.import(found);
    }
    this.#scanned = end;
  }

  #type(kind: SymbolKind, capture: Capture, index: number): void {
    const body = this.#within(index, 'body');
    const head = this.#headOf(capture, body);
    const { name, nameAt, parents, interfaces, backing } = typeHead(head);
    if (name === '') return;
    const { doc, row } = this.#documented(capture, NO_TEMPLATES);
    const nameRow = this.#rowOf(capture.start + nameAt);
    const enumBase = backing === '' ? 'UnitEnum' : 'BackedEnum';
    const templates = new Set(doc.templates);
    const type = this.found.add(kind, name, -1, { row, nameRow, endRow: capture.endRow }, signatureOf(head), {
      qualified: this.names.declared(name),
      ...modifiersOf(head),
      ...listed('extends', generic(this.#qualified(parents), doc.extends)),
      ...listed('implements', [
        ...generic(this.#qualified(interfaces), doc.implements),
        ...(kind === 'enum' ? [enumBase] : []),
      ]),
      ...listed('mixins', doc.mixins),
      ...listed('templates', doc.templates),
      ...listed('bounds', doc.bounds),
    });
    if (kind === 'enum') this.#enumMembers(backing, type, nameRow);
    for (const mixin of doc.mixins) this.#noteType(mixin, 'doc', nameRow, templates);
    this.#virtualMembers(doc, row, type, templates);
    this.#scopes.push({ end: body?.end ?? capture.end, type, templates });
  }

  /** What every enum has. */
  #enumMembers(backing: string, type: number, row: number): void {
    const place = { row, nameRow: row, endRow: row };
    const add = (name: string, written: string): void => {
      const signature = `public readonly ${written} $${name}`;
      this.found.add('property', name, type, place, signature, { isVirtual: true, type: written });
    };
    add('name', 'string');
    if (backing !== '') add('value', backing.toLowerCase());
  }

  /** What only the comment declares. */
  #virtualMembers({ virtual }: PhpDoc, commentRow: number, type: number, templates: ReadonlySet<string>): void {
    for (const member of virtual) {
      const row = commentRow + member.row;
      this.found.add(member.kind, member.name, type, { row, nameRow: row, endRow: row }, member.signature, {
        isVirtual: true,
        ...typed(member.type),
        ...(member.isStatic ? { isStatic: true } : {}),
        ...(member.kind === 'method' ? { params: member.params } : {}),
      });
      this.#noteType(member.type, 'doc', row, templates);
    }
  }

  /** A class without a name: a type of its own, so that `$this` in it is not the class around. Nobody can name it. */
  #anonymous(capture: Capture, index: number): void {
    const body = this.#within(index, 'body');
    if (body === undefined) return;
    const head = this.#headOf(capture, body);
    const { parents, interfaces } = typeHead(head);
    const place = { row: capture.row, nameRow: capture.row, endRow: capture.endRow };
    const type = this.found.add('class', 'class@anonymous', -1, place, signatureOf(head), {
      qualified: this.names.declared(`anonymous:${capture.row + 1}`),
      ...listed('extends', this.#qualified(parents)),
      ...listed('implements', this.#qualified(interfaces)),
    });
    this.#scopes.push({ end: capture.end, type, templates: NO_TEMPLATES });
  }

  #function(capture: Capture, index: number): void {
    this.#isAtFunction = true;
    const isMethod = capture.name === 'method';
    const scope = isMethod ? this.#scopes.at(-1) : undefined;
    const code = this.#within(index, 'code');
    const outer = scope?.templates ?? NO_TEMPLATES;
    const { doc, row } = this.#documented(capture, outer);
    const templates = doc.templates.length === 0 ? outer : new Set([...outer, ...doc.templates]);
    const head = this.#pieces.head(this.#writtenHead(capture, code), this.names, templates);
    // A method outside of any type: the type is half typed.
    if (head === undefined || (isMethod && scope === undefined)) return;
    const params = head.params.map((param) => this.found.param(param, doc.params.get(param.name) ?? ''));
    const type = betterType(head.type, doc.returns);
    const nameRow = this.#rowOf(capture.start + head.nameAt);
    const place = { row, nameRow, endRow: capture.endRow };
    const parent = scope?.type ?? -1;
    const at = this.found.add(isMethod ? 'method' : 'function', head.name, parent, place, head.signature, {
      qualified: isMethod ? '' : this.names.declared(head.name),
      ...(isMethod ? modifiersOf(head.signature) : {}),
      params,
      ...typed(type),
      ...listed('templates', doc.templates),
      ...listed('bounds', doc.bounds),
    });
    for (const { type: written = '' } of [{ type }, ...params]) this.#noteType(written, 'type', nameRow, templates);
    if (isMethod) this.#promoted(head, at, parent, capture, templates);
    this.#bodies.push({
      start: code?.start ?? capture.end,
      end: capture.end,
      declaration: this.found.at(at),
    });
  }

  /** The properties that a constructor's parameters declare. */
  #promoted(
    { params }: FunctionHead,
    method: number,
    parent: number,
    { start }: Capture,
    templates: ReadonlySet<string>,
  ): void {
    for (const [index, { promoted, name, front, start: from, nameAt }] of params.entries()) {
      if (promoted === undefined) continue;
      const row = this.#rowOf(start + nameAt);
      const declared = this.found.at(method).params?.[index];
      const comment = /\/\*\*[\s\S]*?\*\//u.exec(this.#text.slice(start + from, start + nameAt))?.[0] ?? '';
      const type = betterType(declared?.type ?? '', this.#pieces.doc(comment, this.names, templates).value);
      this.found.add('property', name.slice(1), parent, { row, nameRow: row, endRow: row }, front, {
        ...(promoted === 'public' ? {} : { visibility: promoted }),
        ...typed(type),
      });
    }
  }

  #property(capture: Capture, index: number): void {
    const scope = this.#scopes.at(-1);
    if (scope === undefined) return;
    const head = this.#headOf(capture, this.#within(index, 'code'));
    const found = propertyHead(head);
    if (found === undefined) return;
    const { doc, row } = this.#documented(capture, scope.templates);
    const native = found.type === '' ? '' : this.names.typeText(found.type, scope.templates);
    const type = betterType(native, doc.value);
    for (const { name, nameAt } of found.names) {
      const nameRow = this.#rowOf(capture.start + nameAt);
      const place = { row, nameRow, endRow: capture.endRow };
      this.found.add('property', name, scope.type, place, signatureOf(found.front, found.type, `$${name}`), {
        ...modifiersOf(`${found.front} `),
        ...typed(type),
      });
    }
    this.#noteType(type, 'type', capture.row, scope.templates);
  }

  #constant(capture: Capture): void {
    const scope = this.#scopes.at(-1);
    const head = this.#headOf(capture);
    const { entries, type, front } = constantHead(head);
    const { row } = this.#documented(capture, NO_TEMPLATES);
    for (const { name, nameAt, value } of entries) {
      const place = { row, nameRow: this.#rowOf(capture.start + nameAt), endRow: capture.endRow };
      const signature = `${signatureOf(front, type, name)} = ${value}`;
      this.found.add('constant', name, scope?.type ?? -1, place, signature, {
        qualified: scope === undefined ? this.names.declared(name) : '',
        ...modifiersOf(head),
        ...(type === '' ? { values: [value] } : { type: this.names.typeText(type) }),
      });
    }
  }

  #case(capture: Capture): void {
    const scope = this.#scopes.at(-1);
    if (scope === undefined) return;
    const head = this.#headOf(capture).replace(/;\s*$/u, '');
    const match = /\bcase\s+([\w\u0080-\uffff]+)/iu.exec(head);
    if (match === null) return;
    const { row } = this.#documented(capture, NO_TEMPLATES);
    const nameRow = this.#rowOf(capture.start + match.index);
    const place = { row, nameRow, endRow: capture.endRow };
    this.found.add('case', match[1] ?? '', scope.type, place, signatureOf(head), {
      isStatic: true,
      type: this.found.at(scope.type).qualified,
    });
  }

  #traits(capture: Capture, index: number): void {
    const scope = this.#scopes.at(-1);
    this.#scanned = capture.end;
    if (scope === undefined) return;
    const head = this.#headOf(capture, this.#within(index, 'code'));
    const written = splitOutside(head.replace(/^\s*use\s+|;\s*$/giu, ''), ',');
    const { doc } = this.#documented(capture, scope.templates);
    for (const name of written) this.#refer(name, 'trait', capture.start);
    const type = this.found.at(scope.type);
    type.traits = [...(type.traits ?? []), ...generic(this.#qualified(written), doc.traits)];
  }

  /** The doc comment right before a declaration, and the row where both begin. */
  #documented({ start, row }: Capture, templates: ReadonlySet<string>): Documented {
    const comment = docCommentBefore(this.#text, start);
    const text = comment === undefined ? '' : this.#text.slice(comment.start, comment.end);
    return {
      doc: this.#pieces.doc(text, this.names, templates),
      row: comment === undefined ? row : this.#rowOf(comment.start),
    };
  }

  /** The text of a declaration up to its body, with blanks in place of comments and attributes. */
  #headOf(capture: Capture, body?: Capture): string {
    return headText(this.#writtenHead(capture, body));
  }

  #writtenHead({ start, end }: Capture, body?: Capture): string {
    return this.#text.slice(start, Math.min(body?.start ?? end, start + LONGEST_HEAD));
  }

  /** The first capture of that name inside of the one at `index`. */
  #within(index: number, name: 'body' | 'code'): Capture | undefined {
    const end = this.#captures[index]?.end ?? 0;
    for (let at = index + 1; at < this.#captures.length; at++) {
      const other = this.#captures[at];
      if (other === undefined || other.start >= end) return undefined;
      if (other.name === name) return other;
    }
    return undefined;
  }

  #qualified(written: readonly string[]): readonly string[] {
    return written.map((name) => this.names.type(name));
  }

  /** Every class in a qualified type. */
  #noteType(type: string, role: Reference['role'], row: number, templates: ReadonlySet<string>): void {
    for (const [name] of type.matchAll(/(?<![\w\\$-]|::)[A-Za-z_\u0080-\uffff][\w\\\u0080-\uffff]*(?![\w-])/gu)) {
      const isClass = !isBuiltin(name) && !templates.has(name) && (name.includes('\\') || /^[A-Z]/u.test(name));
      if (isClass) this.#note(name, role, row);
    }
  }

  /** Each name once in each role, where it is met first. */
  #note(name: string, role: Reference['role'], row: number): void {
    const key = `${role} ${name}`;
    if (!this.#references.has(key)) this.#references.set(key, { name, role, row });
  }
}

/** Each name once in each role, where it is met first, in the order of their rows. @param pieces of a file, in its order */
export function firstMentions(pieces: readonly ReadonlyMap<string, Reference>[]): readonly Reference[] {
  const all = new Map<string, Reference>();
  for (const piece of pieces) {
    for (const [key, reference] of piece) if (!all.has(key)) all.set(key, reference);
  }
  return [...all.values()].sort((a, b) => a.row - b.row);
}

function listed<K extends 'extends' | 'implements' | 'mixins' | 'templates' | 'bounds'>(
  key: K,
  list: readonly string[],
): Partial<Pick<Draft, K>> {
  const one: Partial<Pick<Draft, 'extends' | 'implements' | 'mixins' | 'templates' | 'bounds'>> = {};
  if (list.length > 0) one[key] = list;
  return one;
}

function typed(type: string): { readonly type?: string } {
  return type === '' ? {} : { type };
}

/** Names in code, with the generics that the comment gives to them. */
function generic(names: readonly string[], documented: readonly string[]): readonly string[] {
  return names.map((name) => documented.find((type) => type.startsWith(`${name}<`)) ?? name);
}
