/** All that is known of a project's files, by name: the view that sources read. It is told what files hold; it reads none by itself. */
import type { Found, IdentifierNumbers, ProjectFile, ProjectView } from '../project.ts';
import type { Declaration } from '../symbols.ts';
import type { Recency } from './recency.ts';

/** What the index needs of the world. */
export interface IndexWorld {
  /** Absolute path of the project's root. */
  readonly root: string;
  /** The text of a file as it is now; `undefined` when it is gone or must not be read. */
  readonly text: (path: string) => string | undefined;
  /** How often the project's own code contains an identifier. */
  readonly usage: (identifier: string) => number;
  readonly numbers?: IdentifierNumbers;
  /** Reads the file of a library that declares a type, and puts it into the index; false when there is none. */
  readonly loadLibraryType: (qualified: string) => boolean;
  readonly loadLibraryFunction: (qualified: string) => boolean;
  /** Like those, for what a file imports by a name that is no path. @returns the file's absolute path */
  readonly loadLibraryModule?: (specifier: string, importer: string) => string | undefined;
  readonly recency: Recency;
}

const TYPES: ReadonlySet<Declaration['kind']> = new Set(['class', 'interface', 'trait', 'enum', 'struct', 'type']);

export class ProjectIndex implements ProjectView {
  readonly root: string;
  readonly #world: IndexWorld;
  readonly #files = new Map<string, ProjectFile>();
  /** By path: what a file stands under. */
  readonly #entries = new Map<string, readonly Entry[]>();
  readonly #types = new Lookup();
  readonly #short = new Lookup();
  readonly #functions = new Lookup();
  readonly #subtypes = new Lookup();
  readonly #extensions = new Lookup();
  readonly #members = new WeakMap<ProjectFile, readonly (readonly Found[])[]>();
  #declarations = 0;
  #own = 0;

  constructor(world: IndexWorld) {
    this.#world = world;
    this.root = world.root;
  }

  /** Files of the project's own code, and of libraries, and declarations in all of them. */
  get counts(): { readonly own: number; readonly library: number; readonly declarations: number } {
    return { own: this.#own, library: this.#files.size - this.#own, declarations: this.#declarations };
  }

  /** Takes over what a file declares, in place of what it declared before. */
  put(file: ProjectFile): void {
    const before = this.#files.get(file.path);
    if (before !== undefined) this.#leave(before);
    // A file that changes keeps its place among the others.
    this.#files.set(file.path, file);
    this.#types.missing.clear();
    this.#functions.missing.clear();
    if (file.isOwn) this.#own++;
    this.#declarations += file.symbols.declarations.length;
    const entries = entriesOf(file);
    this.#entries.set(file.path, entries);
    for (const { lookup, key, found } of entries) this.#lookup(lookup).add(key, found);
  }

  remove(path: string): void {
    const file = this.#files.get(path);
    if (file === undefined) return;
    this.#leave(file);
    this.#files.delete(path);
    this.#entries.delete(path);
  }

  #leave(file: ProjectFile): void {
    if (file.isOwn) this.#own--;
    this.#declarations -= file.symbols.declarations.length;
    for (const { lookup, key } of this.#entries.get(file.path) ?? []) this.#lookup(lookup).remove(key, file.path);
  }

  *files(): Iterable<ProjectFile> {
    for (const file of this.#files.values()) if (file.isOwn) yield file;
  }

  known(): Iterable<ProjectFile> {
    return this.#files.values();
  }

  file(path: string): ProjectFile | undefined {
    return this.#files.get(path);
  }

  type(qualified: string): Found | undefined {
    return found(this.#types, qualified, this.#world.loadLibraryType);
  }

  function(qualified: string): Found | undefined {
    return found(this.#functions, qualified, this.#world.loadLibraryFunction);
  }

  library(specifier: string, importer: string): ProjectFile | undefined {
    return this.#files.get(this.#world.loadLibraryModule?.(specifier, importer) ?? '');
  }

  typesNamed(short: string): readonly Found[] {
    return this.#short.get(short);
  }

  subtypes(qualified: string): readonly Found[] {
    return this.#subtypes.get(qualified);
  }

  membersOf({ file, index }: Found): readonly Found[] {
    let members = this.#members.get(file);
    if (members === undefined) {
      members = membersByParent(file);
      this.#members.set(file, members);
    }
    const own = members[index] ?? [];
    const type = file.symbols.declarations[index];
    if (type === undefined || type.kind === 'extension' || type.qualified === '') return own;
    if (this.#extensions.isEmpty) return own;
    // What other files of its folder add to it.
    const further = this.#extensions
      .get(type.qualified)
      .filter((one) => one.file.path !== file.path && folderOf(one.file.path) === folderOf(file.path));
    return further.length === 0 ? own : [...own, ...further.flatMap((one) => this.membersOf(one))];
  }

  /** Whether any type that is known declares a member of that name: for benches. */
  declaresMember(name: string): boolean {
    for (const { symbols } of this.#files.values()) {
      if (symbols.declarations.some((declaration) => declaration.parent >= 0 && declaration.name === name)) return true;
    }
    return false;
  }

  get numbers(): IdentifierNumbers | undefined {
    return this.#world.numbers;
  }

  usage(identifier: string): number {
    return this.#world.usage(identifier);
  }

  text(path: string): string | undefined {
    return this.#world.text(path);
  }

  recency(path: string): number {
    return this.#world.recency.of(path);
  }

  #lookup(name: LookupName): Lookup {
    if (name === 'types') return this.#types;
    if (name === 'short') return this.#short;
    if (name === 'extensions') return this.#extensions;
    return name === 'functions' ? this.#functions : this.#subtypes;
  }
}

type LookupName = 'types' | 'short' | 'functions' | 'subtypes' | 'extensions';

/** Case does not matter. */
function keyOf(name: string): string {
  return name.toLowerCase();
}

/** Spellings of names that are remembered. */
const MOST_ASKED = 20_000;
/** Names that no library declares are asked for once, until files change. */
const MOST_MISSES = 20_000;
const NOTHING: readonly Found[] = [];

/** Declarations by a name whose case does not matter, in the order of their paths: when a file came tells nothing. */
class Lookup {
  /** A name's list is the same one for ever, even where nothing is left in it. */
  readonly #found = new Map<string, Found[]>();
  /** The same lists, by names as they were asked for: most are asked for again and again, also those that there are none of. */
  readonly #asked = new Map<string, readonly Found[]>();
  /** Names that no library declares, either. */
  readonly missing = new Set<string>();

  /** Whether nothing was ever in it. */
  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  /** @param key as `keyOf` writes it */
  add(key: string, found: Found): void {
    const known = this.#found.get(key);
    if (known === undefined) {
      this.#found.set(key, [found]);
      // It may have been asked for when it was not there.
      this.#asked.clear();
      return;
    }
    let at = known.length;
    while (at > 0 && (known[at - 1]?.file.path ?? '') > found.file.path) at--;
    known.splice(at, 0, found);
  }

  remove(key: string, path: string): void {
    const known = this.#found.get(key) ?? [];
    for (let at = known.length - 1; at >= 0; at--) if (known[at]?.file.path === path) known.splice(at, 1);
  }

  get(name: string): readonly Found[] {
    const known = this.#asked.get(name);
    if (known !== undefined) return known;
    const found = this.#found.get(keyOf(name)) ?? NOTHING;
    if (this.#asked.size >= MOST_ASKED) this.#asked.clear();
    this.#asked.set(name, found);
    return found;
  }

  /** Own code before a library's, the same spelling before another; then the path decides, so that the answer is always the same. */
  best(name: string): Found | undefined {
    const all = this.get(name);
    return all.length < 2 ? all[0] : bestOf(all, name);
  }
}

function bestOf(all: readonly Found[], name: string): Found | undefined {
  const rank = ({ file, declaration }: Found): number =>
    (file.isOwn ? 0 : 2) + (declaration.qualified === name || declaration.name === name ? 0 : 1);
  return all.reduce((best, one) => {
    const order = rank(one) - rank(best);
    return order < 0 || (order === 0 && one.file.path < best.file.path) ? one : best;
  });
}

/** The best declaration of a name, a library's where there is no other. @param load puts the library's file into the index, if it can be found */
function found(lookup: Lookup, qualified: string, load: (name: string) => boolean): Found | undefined {
  const known = lookup.best(qualified);
  if (known !== undefined || qualified === '' || lookup.missing.has(qualified)) return known;
  const loaded = load(qualified) ? lookup.best(qualified) : undefined;
  if (loaded === undefined && lookup.missing.size < MOST_MISSES) lookup.missing.add(qualified);
  return loaded;
}

/** What a file is found by. */
interface Entry {
  readonly lookup: LookupName;
  /** As `keyOf` writes it. */
  readonly key: string;
  readonly found: Found;
}

function entriesOf(file: ProjectFile): readonly Entry[] {
  const entries: Entry[] = [];
  const { declarations } = file.symbols;
  for (let index = 0; index < declarations.length; index++) {
    const declaration = declarations[index];
    if (declaration === undefined) continue;
    const { kind } = declaration;
    const isFunction = kind === 'function' && declaration.parent < 0;
    const isType = TYPES.has(kind);
    if (!isFunction && !isType && kind !== 'extension') continue;
    const found = { file, declaration, index };
    const add = (lookup: LookupName, name: string): void => {
      entries.push({ lookup, key: keyOf(name), found });
    };
    if (isFunction) add('functions', declaration.qualified);
    if (kind === 'extension') add('extensions', declaration.qualified);
    if (!isType) continue;
    add('types', declaration.qualified);
    if (!file.isOwn) continue;
    add('short', declaration.name);
    for (const base of basesOf(declaration)) add('subtypes', base);
  }
  return entries;
}

/** Names of what a type extends, implements and uses, without generics. */
function basesOf({
  extends: parents = [],
  implements: interfaces = [],
  traits = [],
}: Declaration): ReadonlySet<string> {
  return new Set([...parents, ...interfaces, ...traits].map((type) => type.replace(/<.*$/su, '').trim()));
}

function membersByParent(file: ProjectFile): readonly (readonly Found[])[] {
  const members: Found[][] = [];
  const { declarations } = file.symbols;
  for (let index = 0; index < declarations.length; index++) {
    const declaration = declarations[index];
    const parent = declaration?.parent ?? -1;
    if (declaration === undefined || parent < 0) continue;
    const found = { file, declaration, index };
    const siblings = members[parent];
    if (siblings === undefined) members[parent] = [found];
    else siblings.push(found);
  }
  return members;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
