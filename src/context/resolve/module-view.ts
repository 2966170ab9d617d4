/**
 * A project of files that see only what they declare and import, as one where every type has a name of its own: the view that the resolver works on.
 * A type is called by its file and its name (`\project\src\order_2ets\Order`), in all that its file says. Follows imports and what is handed on; how a
 * path becomes a file is the language's business.
 */
import type { Found, ProjectFile, ProjectView } from '../project.ts';
import type { Declaration, FileSymbols, Import, SymbolKind } from '../symbols.ts';
import { namedType } from './type-text.ts';

/** What a language knows of its modules. */
export interface ModuleRules {
  /** The file that `importer` means by `from`. @param importer absolute path */
  readonly fileOf: (from: string, importer: string, project: ProjectView) => ProjectFile | undefined;
  /** A type that another one extends, without what only leaves out or loosens members. */
  readonly parentOf: (type: string) => string;
  /** Path of the file that declares what every file sees, as the index has it. */
  readonly globals: string;
  /** A type as declarations write it, in the resolver's notation. */
  readonly typeText?: (type: string) => string;
  /** Whether names from that module are those of `globals`. */
  readonly isGlobal?: (from: string) => boolean;
  /** What an import of a whole module means by its name alone. */
  readonly wholeFrom?: (alias: string, from: string) => string;
  /** A name may be a module where nothing else is called so: Rust's crates and what is below a file. */
  readonly isPath?: boolean;
  /** Types are known in the whole project by their names. */
  readonly isByName?: boolean;
  /** Which names in a type are looked up in its file; those that it declares or imports where this is left out. */
  readonly isName?: (name: string) => boolean;
  /** Of files that see each other's names: the one beside it that declares a name. */
  readonly beside?: (file: ProjectFile, name: string) => ProjectFile | undefined;
  /** All of them, the file itself as well. */
  readonly together?: (file: ProjectFile) => Iterable<ProjectFile>;
  /** Modules that are members of another one, with their names. */
  readonly submodules?: (file: ProjectFile, project: ProjectView) => Iterable<readonly [string, ProjectFile]>;
}

/** Imports that hand on to each other: more are a circle. */
const MOST_HOPS = 8;
/** A module with more names than these hands on no further ones. */
const MOST_NAMES = 2000;
/** A module itself, as the name of a type. */
const MODULE = 'module__';
/** Shapes without a name. */
const SHAPE = '\\shape_';

const TYPES: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'trait', 'enum', 'struct', 'type']);
/** Kinds whose name in code is the class itself, not an object of it. */
const CLASSES: ReadonlySet<SymbolKind> = new Set(['class', 'enum', 'struct']);

export class ModuleView implements ProjectView {
  readonly #project: ProjectView;
  readonly #rules: ModuleRules;
  /** The file that is being written, as it is now. */
  readonly #own: ProjectFile | undefined;
  readonly #shapes: Found[] = [];
  readonly #modules = new Map<string, Found>();
  /** Types with the members that other files give them, by their names. */
  readonly #whole = new Map<string, Found>();

  constructor(project: ProjectView, rules: ModuleRules, own: ProjectFile | undefined) {
    this.#project = project;
    this.#rules = rules;
    this.#own = own;
  }

  get root(): string {
    return this.#project.root;
  }

  *files(): Iterable<ProjectFile> {
    for (const file of this.#project.files()) yield this.#qualified(file);
  }

  file(path: string): ProjectFile | undefined {
    const file = this.#own?.path === path ? this.#own : this.#project.file(path);
    return file && this.#qualified(file);
  }

  library(specifier: string, importer: string): ProjectFile | undefined {
    return this.#project.library(specifier, importer);
  }

  /** @param qualified a file's name for it, or the name of a global one */
  type(qualified: string): Found | undefined {
    if (qualified.startsWith(SHAPE)) return this.#shapes[Number(qualified.slice(SHAPE.length))];
    const found = this.#named(qualified, true);
    if (found?.declaration.kind === 'module') return found;
    return found !== undefined && TYPES.has(found.declaration.kind) ? this.whole(found) : undefined;
  }

  /** A type with the members that other files give it. */
  whole(type: Found): Found {
    if (this.#rules.together === undefined || type.file.path.startsWith('<')) return type;
    const { file, declaration } = type;
    const known = this.#whole.get(declaration.qualified);
    if (known !== undefined) return known;
    const raw = this.#own?.path === file.path ? this.#own : this.#project.file(file.path);
    const written = raw?.symbols.declarations[type.index];
    if (raw === undefined || written === undefined || written.name !== declaration.name) return type;
    const members = this.#project.membersOf({ file: raw, declaration: written, index: type.index });
    const isWhole = members.every((one) => one.file.path === file.path);
    const theirs = members.map((one) => this.#qualifiedFound(one).declaration);
    const found = isWhole ? type : synthetic(declaration, theirs, file);
    this.#whole.set(declaration.qualified, found);
    return found;
  }

  function(qualified: string): Found | undefined {
    const found = this.#named(qualified, false);
    return found?.declaration.kind === 'function' ? found : undefined;
  }

  /** What a name stands for in the code of a file: a class, a function, a value, a module. @param path absolute */
  value(path: string, name: string): Found | undefined {
    const file = this.file(path);
    return (file && this.#find(file, name, false, MOST_HOPS)) ?? this.#global(name, false);
  }

  /** What a module is as one thing. @param importer absolute path */
  module(from: string, importer: string): Found | undefined {
    const file = this.file(importer);
    const target = file && this.#target(from, file);
    return target && this.#wholeModule(target, false, MOST_HOPS);
  }

  /** Like `value`, for a name as types have it. */
  valueNamed(qualified: string): Found | undefined {
    return this.#named(qualified, false);
  }

  typesNamed(short: string): readonly Found[] {
    return this.#project.typesNamed(short).map((found) => this.#qualifiedFound(found));
  }

  /** Types that name it as a parent, and mean the same one. */
  subtypes(qualified: string): readonly Found[] {
    const wanted = this.type(qualified)?.declaration.qualified;
    const short = qualified.slice(qualified.lastIndexOf('\\') + 1);
    return this.#project
      .subtypes(short)
      .map((found) => this.#qualifiedFound(found))
      .filter(({ declaration: { extends: parents = [], implements: interfaces = [] } }) =>
        [...parents, ...interfaces].some(
          (one) => this.type(namedType(one)?.name ?? '')?.declaration.qualified === wanted,
        ),
      );
  }

  membersOf(type: Found): readonly Found[] {
    return this.#project.membersOf(type);
  }

  usage(identifier: string): number {
    return this.#project.usage(identifier);
  }

  text(path: string): string | undefined {
    return this.#project.text(path);
  }

  recency(path: string): number {
    return this.#project.recency(path);
  }

  /** A type without a name, by its members. @returns what it is called here */
  shape(members: readonly Declaration[], signature: string): string {
    const name = `${SHAPE}${this.#shapes.length}`;
    const head: Declaration = { kind: 'interface', name, qualified: name, ...NOWHERE, parent: -1, signature };
    const shown = members.map((member) => ({ ...member, signature: plainType(member.signature) }));
    this.#shapes.push(synthetic(head, shown, this.#own ?? { path: '', relative: '', isOwn: true, symbols: EMPTY }));
    return name;
  }

  /** What a name that code writes is called here: `Order` → the file's own name for it; a global's own; '' for what nobody declares. */
  nameIn(path: string, name: string): string {
    const file = this.file(path);
    const [first = ''] = name.split('.');
    const isOwn =
      this.#rules.isName ?? ((one: string) => file !== undefined && namesOf(file.symbols, this.#rules).has(one));
    if (file !== undefined && isOwn(first)) return `${encoded(path)}\\${name}`;
    return this.#global(name, true) === undefined ? '' : name;
  }

  /** A type that code writes, with the names of its file. */
  typeIn(path: string, text: string): string {
    const file = this.file(path);
    return file === undefined ? text : qualify(text, namesIn(file.symbols, this.#rules), encoded(path), NONE);
  }

  #named(qualified: string, isType: boolean): Found | undefined {
    const cut = qualified.lastIndexOf('\\');
    const name = qualified.slice(cut + 1);
    const file = cut < 0 ? undefined : this.file(decoded(qualified.slice(0, cut)));
    const found = cut < 0 ? this.#global(name, isType) : file && this.#find(file, name, isType, MOST_HOPS);
    return found ?? (this.#rules.isByName === true ? this.#anywhere(name) : undefined);
  }

  /** The only type of that name in the project; the file's own before others. */
  #anywhere(name: string): Found | undefined {
    const own = this.#own && this.file(this.#own.path);
    const here = own && declaredIn(own, name, true);
    if (here !== undefined) return here;
    const named = this.#project.typesNamed(name).filter(({ declaration }) => declaration.name === name);
    return named.length === 1 && named[0] !== undefined ? this.#qualifiedFound(named[0]) : undefined;
  }

  #global(name: string, isType: boolean): Found | undefined {
    const file = this.file(this.#rules.globals);
    return file && declaredIn(file, name, isType);
  }

  /** What a name stands for inside of a file. */
  #find(file: ProjectFile, name: string, isType: boolean, hops: number): Found | undefined {
    if (hops <= 0) return undefined;
    if (name === MODULE) return this.#moduleOf(file, hops);
    // Names of types may have dots.
    const dotted = this.#rules.isByName === true && name.includes('.') ? declaredIn(file, name, isType) : undefined;
    if (dotted !== undefined) return dotted;
    const [first = '', ...rest] = name.split('.');
    if (rest.length > 0) {
      const outer = namespaceOf(file, first) ?? this.#find(file, first, false, hops);
      return this.#inside(outer, rest.join('.'), isType, hops);
    }
    const declared = declaredIn(file, first, isType) ?? this.#beside(file, first, isType);
    if (declared !== undefined) return declared;
    const imported = file.symbols.imports.find(({ alias }) => alias === first);
    const found =
      imported === undefined ? this.#fromAll(file, first, isType, hops) : this.#imported(imported, file, isType, hops);
    return found ?? (this.#rules.isPath === true ? this.#pathTo(file, first, hops) : undefined);
  }

  #imported(imported: Import, file: ProjectFile, isType: boolean, hops: number): Found | undefined {
    const { alias, name, from = '' } = imported;
    const isWhole = name === '*';
    const target = this.#target(isWhole ? (this.#rules.wholeFrom?.(alias, from) ?? from) : from, file);
    if (target !== undefined) {
      const found = isWhole ? this.#wholeModule(target, isType, hops) : this.#exported(target, name, isType, hops - 1);
      return found ?? (this.#rules.submodules === undefined ? undefined : this.#submodule(target, name, hops));
    }
    if (this.#rules.submodules === undefined || file.path === this.#rules.globals) return undefined;
    if (this.#rules.isPath === true) return this.#alongPath(imported, file, isType, hops);
    // What looks like a module in a package may be something that the package declares.
    const [, dots = '', path = '', inside = ''] = /^(\.*)(.*?)(?:\.|(?<=^\.*))([^.]*)$/u.exec(from) ?? [];
    if (!isWhole) return this.#global(name, isType);
    const around = dots + path === '' ? undefined : this.#target(dots + path, file);
    if (around !== undefined) return this.#exported(around, inside, isType, hops - 1);
    return path === '' ? undefined : this.#global(inside, isType);
  }

  #beside(file: ProjectFile, name: string, isType: boolean): Found | undefined {
    const other = this.#rules.beside?.(file, name);
    const seen = other && this.file(other.path);
    return seen && declaredIn(seen, name, isType);
  }

  /** A path whose steps are handed on from module to module: `grep::printer` of another crate. */
  #alongPath({ alias, name, from = '' }: Import, file: ProjectFile, isType: boolean, hops: number): Found | undefined {
    const cut = from.lastIndexOf('::');
    if (cut < 0 || hops <= 0) return this.#global(name, isType);
    const step = from.slice(cut + 2);
    const above: Import = { alias: step, name: step, from: from.slice(0, cut), kind: 'module', row: 0 };
    const outer = this.#imported(above, file, false, hops - 1);
    if (outer === undefined || outer.declaration.kind !== 'module') return this.#global(name, isType);
    return name === '*' ? outer : this.#inside(outer, name === 'self' ? alias : name, isType, hops - 1);
  }

  /** Of what is imported without its names. */
  #fromAll(file: ProjectFile, name: string, isType: boolean, hops: number): Found | undefined {
    for (const imported of file.symbols.imports) {
      if (imported.alias !== '*' || imported.from === undefined) continue;
      const target = this.#target(imported.from, file);
      const found = target && this.#exported(target, name, isType, hops - 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #pathTo(file: ProjectFile, name: string, hops: number): Found | undefined {
    const below = this.#submodule(file, name, hops);
    if (below !== undefined) return below;
    const target = this.#target(name, file);
    return target && this.#moduleOf(target, hops);
  }

  #submodule(file: ProjectFile, name: string, hops: number): Found | undefined {
    for (const [called, one] of this.#rules.submodules?.(file, this.#project) ?? []) {
      const module = called === name ? this.file(one.path) : undefined;
      if (module !== undefined) return this.#moduleOf(module, hops);
    }
    return undefined;
  }

  #inside(outer: Found | undefined, name: string, isType: boolean, hops: number): Found | undefined {
    if (outer === undefined) return undefined;
    const file = this.file(outer.file.path);
    return outer.declaration.kind === 'module' && file !== undefined
      ? this.#exported(file, name, isType, hops - 1)
      : undefined;
  }

  #exported(file: ProjectFile, name: string, isType: boolean, hops: number): Found | undefined {
    if (hops <= 0) return undefined;
    const { exports = [] } = file.symbols;
    const named = exports.find(({ alias }) => alias === name);
    const found =
      named === undefined ? this.#find(file, name, isType, hops - 1) : this.#handedOn(file, named, isType, hops);
    if (found !== undefined) return found;
    for (const { alias, from } of exports) {
      if (alias !== '*' || from === undefined) continue;
      const target = this.#target(from, file);
      const further = target && this.#exported(target, name, isType, hops - 1);
      if (further !== undefined) return further;
    }
    // A module that is one object is imported as its default.
    return name === 'default' && !file.isOwn ? this.#wholeModule(file, isType, hops) : undefined;
  }

  #handedOn(
    file: ProjectFile,
    { name, from }: { readonly name: string; readonly from?: string },
    isType: boolean,
    hops: number,
  ): Found | undefined {
    if (from === undefined) return this.#find(file, name, isType, hops - 1);
    const target = this.#target(from, file);
    if (target === undefined) return undefined;
    return name === '*' ? this.#wholeModule(target, isType, hops) : this.#exported(target, name, isType, hops - 1);
  }

  /** A module as one thing: what it says that it is, else all of its names. */
  #wholeModule(file: ProjectFile, isType: boolean, hops: number): Found | undefined {
    const { exports } = file.symbols;
    const itself = exports?.find(({ alias }) => alias === '=');
    // What is given is written nowhere.
    if (this.#rules.isByName === true && exports?.length === 0) return undefined;
    return itself === undefined ? this.#moduleOf(file, hops) : this.#find(file, itself.name, isType, hops - 1);
  }

  /** All names of a file as members of one thing, those that it hands on as well. */
  #moduleOf(file: ProjectFile, hops: number): Found {
    const before = this.#modules.get(file.path);
    if (before !== undefined) return before;
    const members = new Map<string, Declaration>();
    this.#collect(file, members, hops);
    const module = asModule(file, undefined, [...members.values()]);
    this.#modules.set(file.path, module);
    return module;
  }

  #collect(file: ProjectFile, members: Map<string, Declaration>, hops: number): void {
    for (const one of this.#rules.together?.(file) ?? [file]) collectDeclared(this.file(one.path) ?? file, members);
    for (const one of file.symbols.exports ?? []) {
      const { alias, from } = one;
      if (hops <= 0 || members.size > MOST_NAMES || members.has(alias)) continue;
      if (alias === '*' && from !== undefined) this.#collectFrom(from, file, members, hops);
      const isName = /^[\w$]+$/u.test(alias) && alias !== 'default';
      const handedOn = (isType: boolean): Found | undefined => this.#handedOn(file, one, isType, hops - 1);
      const found = isName ? (handedOn(false) ?? handedOn(true)) : undefined;
      if (found !== undefined) members.set(alias, renamed(found.declaration, alias));
    }
    if (this.#rules.submodules !== undefined) this.#collectPackage(file, members, hops);
  }

  #collectFrom(from: string, importer: ProjectFile, members: Map<string, Declaration>, hops: number): void {
    const target = hops > 0 ? this.#target(from, importer) : undefined;
    if (target !== undefined) this.#collect(target, members, hops - 1);
  }

  /** A package hands on what its main file imports, and has its modules. */
  #collectPackage(file: ProjectFile, members: Map<string, Declaration>, hops: number): void {
    for (const imported of isPackage(file) ? file.symbols.imports : []) {
      const { alias, from = '' } = imported;
      if (alias === '*') this.#collectFrom(from, file, members, hops);
      if (members.has(alias) || alias === '*') continue;
      const found = this.#imported(imported, file, false, hops - 1);
      if (found !== undefined) members.set(alias, renamed(found.declaration, alias));
    }
    for (const [name, { path }] of this.#rules.submodules?.(file, this.#project) ?? []) {
      if (members.has(name)) continue;
      const head = { kind: 'module', name, qualified: `${encoded(path)}\\${MODULE}`, ...NOWHERE, parent: -1 } as const;
      members.set(name, { ...head, signature: name });
    }
  }

  #target(from: string, importer: ProjectFile): ProjectFile | undefined {
    const file = this.#rules.fileOf(from, importer.path, this.#project);
    return file && this.file(file.path);
  }

  #qualifiedFound({ file, index, declaration }: Found): Found {
    const qualified = this.#qualified(file);
    return { file: qualified, index, declaration: qualified.symbols.declarations[index] ?? declaration };
  }

  #qualified(file: ProjectFile): ProjectFile {
    return { ...file, symbols: qualifiedSymbols(file.symbols, file.path, this.#rules) };
  }
}

/** The class that a name stands for is written like that; an object's type by its name alone. */
export function typeOfValue({ declaration: { kind, qualified } }: Found): string {
  return CLASSES.has(kind) ? `class-string<${qualified}>` : kind === 'module' ? qualified : '';
}

/** What a person would write: `\project\src\order_2ets\Order` → `Order`. */
export function plainType(type: string): string {
  return type
    .replace(/\\shape_\d+/gu, '{…}')
    .replace(/_module__\b|\\module__\b/gu, '\\module')
    .replace(/class-string<([^<>]+)>/gu, 'typeof $1')
    .replace(/(?:\\\w+)+\\(?=[\w.])/gu, '');
}

const NOWHERE = { row: 0, endRow: 0, nameRow: 0 } as const;
const NONE: ReadonlySet<string> = new Set();
const EMPTY: FileSymbols = { language: '', namespace: '', imports: [], declarations: [], references: [] };

/** Everything but letters and digits is written as its code, so that types that hold it are taken apart like others. */
function encoded(path: string): string {
  return path
    .replaceAll(/[^A-Za-z0-9/\\]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`)
    .replaceAll('/', '\\');
}

function decoded(name: string): string {
  return name
    .replaceAll('\\', '/')
    .replaceAll(/_([0-9a-f]+)_/gu, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}

const known = new WeakMap<FileSymbols, FileSymbols>();

/** The same symbols, every type being called by its file and name. */
function qualifiedSymbols(symbols: FileSymbols, path: string, rules: ModuleRules): FileSymbols {
  const { parentOf, typeText = unchanged } = rules;
  const before = known.get(symbols);
  if (before !== undefined) return before;
  const names = namesIn(symbols, rules);
  const file = encoded(path);
  const isGlobal = path.startsWith('<');
  const { declarations } = symbols;
  const qualified: FileSymbols = {
    ...symbols,
    declarations: declarations.map((declaration) => {
      const {
        parent,
        templates: own = [],
        type,
        params,
        extends: parents,
        implements: interfaces,
        bounds,
      } = declaration;
      const around = declarations[parent]?.templates ?? [];
      const open = own.length + around.length === 0 ? NONE : new Set([...own, ...around]);
      const inFile = (text: string): string => (isGlobal ? typeText(text) : qualify(typeText(text), names, file, open));
      return {
        ...declaration,
        qualified: parent >= 0 ? '' : isGlobal ? declaration.name : `${file}\\${declaration.name}`,
        ...(type === undefined ? {} : { type: inFile(type) }),
        ...(params === undefined
          ? {}
          : {
              params: params.map((param) =>
                param.type === undefined ? param : { ...param, type: inFile(param.type) },
              ),
            }),
        ...(parents === undefined ? {} : { extends: parents.map((one) => inFile(parentOf(one))) }),
        ...(interfaces === undefined ? {} : { implements: interfaces.map(inFile) }),
        ...(bounds === undefined ? {} : { bounds: bounds.map(inFile) }),
      };
    }),
  };
  known.set(symbols, qualified);
  // What is qualified stays as it is.
  known.set(qualified, qualified);
  return qualified;
}

function unchanged(text: string): string {
  return text;
}

const names = new WeakMap<FileSymbols, ReadonlySet<string>>();

/** Names that a file declares at its top level, or imports. */
interface Names {
  has(name: string): boolean;
}

function namesIn(symbols: FileSymbols, rules: ModuleRules): Names {
  return rules.isName === undefined ? namesOf(symbols, rules) : { has: rules.isName };
}

function namesOf(symbols: FileSymbols, { isGlobal }: ModuleRules): ReadonlySet<string> {
  const before = names.get(symbols);
  if (before !== undefined) return before;
  const found = new Set<string>();
  for (const { parent, name } of symbols.declarations) if (parent < 0) found.add(name);
  for (const { alias, name, from } of symbols.imports) {
    if (alias !== name || from === undefined || isGlobal?.(from) !== true) found.add(alias);
  }
  names.set(symbols, found);
  return found;
}

const TOKEN =
  /'[^']*'|"[^"]*"|`[^`]*`|(?<![\w$.\\-])[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*(?![\\\w])/gu;

/** Names of a file in a type. What is written in front of a colon is no type. @param open templates */
function qualify(text: string, own: Names, file: string, open: ReadonlySet<string>): string {
  return text.replace(TOKEN, (token, at: number) => {
    const [first = ''] = token.split('.');
    if (!own.has(first) || open.has(first)) return token;
    if (/^\s*\??\s*:/u.test(text.slice(at + token.length, at + token.length + 4))) return token;
    return `${file}\\${token}`;
  });
}

const DECLARES_TYPE: ReadonlySet<SymbolKind> = new Set([...TYPES, 'module']);
const DECLARES_VALUE: ReadonlySet<SymbolKind> = new Set([...CLASSES, 'function', 'constant', 'variable', 'module']);

/** A name may be a type and a value at once: which one is wanted comes first. */
function declaredIn(file: ProjectFile, name: string, isType: boolean): Found | undefined {
  const { declarations } = file.symbols;
  const kinds = isType ? DECLARES_TYPE : DECLARES_VALUE;
  const find = (fits: (declaration: Declaration) => boolean): number =>
    declarations.findIndex((one) => one.parent < 0 && one.name === name && fits(one));
  const index = find(({ kind }) => kinds.has(kind) && kind !== 'module');
  const at = index >= 0 ? index : find(({ kind }) => kinds.has(kind));
  const declaration = declarations[at];
  if (declaration === undefined) return undefined;
  const found = { file, declaration, index: at };
  // A table has members of its own; a namespace has what stands between its braces.
  const isTable = declarations.some(({ parent }) => parent === at);
  return declaration.kind === 'module' && !isTable ? moduleOf(file, found) : found;
}

function collectDeclared({ symbols }: ProjectFile, members: Map<string, Declaration>): void {
  for (const declaration of symbols.declarations) {
    const { parent, kind, name } = declaration;
    if (parent < 0 && kind !== 'extension' && !members.has(name)) members.set(name, declaration);
  }
}

function isPackage({ path }: ProjectFile): boolean {
  return /\/(?:__init__\.py|(?:lib|main|mod)\.rs)$/u.test(path);
}

/** A declaration as others know it. */
function renamed(declaration: Declaration, name: string): Declaration {
  if (declaration.name === name) return declaration;
  const pattern = new RegExp(`(?<![\\w$])${declaration.name.replaceAll('$', '\\$')}(?![\\w$])`, 'u');
  return { ...declaration, name, signature: declaration.signature.replace(pattern, () => name) };
}

const namespaces = new WeakMap<FileSymbols, Map<number, Found>>();

/** All names of a namespace in a file as members of one thing. */
function moduleOf(file: ProjectFile, namespace: Found): Found {
  let found = namespaces.get(file.symbols);
  if (found === undefined) {
    found = new Map();
    namespaces.set(file.symbols, found);
  }
  const before = found.get(namespace.index);
  if (before !== undefined) return before;
  const around = namespace.declaration;
  const members = file.symbols.declarations.filter(
    (one) => one.parent < 0 && one !== around && around.row <= one.row && one.endRow <= around.endRow,
  );
  const module = asModule(file, around, members);
  found.set(namespace.index, module);
  return module;
}

function namespaceOf(file: ProjectFile, name: string): Found | undefined {
  const index = file.symbols.declarations.findIndex((one) => one.kind === 'module' && one.name === name);
  const declaration = file.symbols.declarations[index];
  return declaration && moduleOf(file, { file, declaration, index });
}

function asModule(file: ProjectFile, around: Declaration | undefined, members: readonly Declaration[]): Found {
  // The main file of a folder is called like the folder.
  const path = file.relative.replace(/\/(?:__init__|init|mod)\.[^./]*$/u, '');
  const { namespace } = file.symbols;
  const name = around?.name || namespace || path.replace(/^.*\/|(?:\.d)?\.[^./]*$/gu, '');
  const head: Declaration = {
    ...NOWHERE,
    kind: 'module',
    name,
    qualified: `${encoded(file.path)}\\${around === undefined ? MODULE : around.name}`,
    parent: -1,
    signature: around?.signature ?? `${namespace === '' ? 'namespace' : 'package'} ${name}`,
  };
  return synthetic(head, members.map(asMember), file);
}

function asMember(declaration: Declaration): Declaration {
  const { kind, qualified } = declaration;
  if (CLASSES.has(kind)) return { ...declaration, kind: 'property', type: `class-string<${qualified}>` };
  if (kind === 'module') return { ...declaration, kind: 'property', type: qualified };
  return { ...declaration, kind: kind === 'function' ? 'method' : 'property' };
}

function synthetic(
  head: Declaration,
  members: readonly Declaration[],
  { path, relative, isOwn, symbols }: ProjectFile,
): Found {
  const declarations = [head, ...members.map((member): Declaration => ({ ...member, parent: 0 }))];
  const file: ProjectFile = { path, relative, isOwn, symbols: { ...symbols, declarations, references: [] } };
  known.set(file.symbols, file.symbols);
  return { file, declaration: head, index: 0 };
}
