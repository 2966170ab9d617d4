/** From a type as code writes it to the declarations that it names, and from a type to what it inherits. Infers nothing: that is the resolver's. */
import type { Found, ProjectFile, ProjectView } from '../project.ts';
import { remembered } from '../remembered.ts';
import type { Moment } from '../source.ts';
import type { Declaration, FileSymbols, SymbolKind } from '../symbols.ts';
import { comesFrom, importOf } from './scope-imports.ts';

/** Types above one that are looked at: deeper hierarchies exist, but their roots have nothing that is typed. */
const MOST_ANCESTORS = 24;
/** Texts of types that are remembered. */
const MOST_TYPES = 5000;
const NAME = /[\p{L}_\\][\p{L}\p{N}_\\]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/gu;
const TYPES: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'trait', 'enum', 'struct', 'type']);
/** Stand for the class itself, or for no class. */
const NO_CLASS: ReadonlySet<string> = new Set(['self', 'static', 'parent', 'Self', 'this']);

/** Names in a type's text, in order: `App\Collection<int, App\User>|null` has two. Scalars are in as well: nobody declares them. */
export const namesInType = remembered(
  (type): readonly string[] => [...type.matchAll(NAME)].map(([name]) => name).filter((name) => !NO_CLASS.has(name)),
  MOST_TYPES,
);

/** What was found for a moment: the sources ask for the same again and again. */
interface FoundBefore {
  readonly types: Map<string, Found>;
  readonly ancestors: Map<Declaration, readonly Found[]>;
  file?: ProjectFile;
}

const foundBefore = new WeakMap<Moment, FoundBefore>();

function beforeOf(moment: Moment): FoundBefore {
  let before = foundBefore.get(moment);
  if (before === undefined) {
    before = { types: new Map(), ancestors: new Map() };
    foundBefore.set(moment, before);
  }
  return before;
}

/** The moment's file with what is not saved: the project's own view of it, where that has the same. */
export function fileOf(moment: Moment, project: ProjectView): ProjectFile {
  const before = beforeOf(moment);
  if (before.file === undefined) {
    const { path, relative, symbols } = moment;
    const known = project.file(path);
    before.file = known?.symbols === symbols ? known : { path, relative, symbols, isOwn: known?.isOwn ?? true };
  }
  return before.file;
}

/** The type of that name as the moment's file means it: its own first, then what it imports, then the project's. */
export function typeNamed(name: string, moment: Moment, project: ProjectView): Found | undefined {
  const { types } = beforeOf(moment);
  const before = types.get(name);
  if (before !== undefined) return before;
  const found = lookedUp(name, moment, project);
  // What nobody declares may come with a library's file.
  if (found !== undefined) types.set(name, found);
  return found;
}

function lookedUp(name: string, moment: Moment, project: ProjectView): Found | undefined {
  const plain = withoutGenerics(name);
  const own = declaredHere(plain, moment, project);
  if (own !== undefined) return own;
  const imported = importOf(plain, moment.symbols.imports);
  if (imported?.from !== undefined) {
    const name = imported.alias === plain && imported.name !== '*' ? imported.name : shortName(plain);
    return comesFrom(project.typesNamed(name), imported.from);
  }
  // A scalar, or another language's lower-case type: only own code has such, libraries aren't searched for `int`.
  if (/^\p{Ll}+$/u.test(plain)) {
    return onlySpelled(plain, project);
  }
  return sibling(plain, moment, project) ?? project.type(plain) ?? byShortName(plain, project);
}

/** In languages whose files see all of their package, a bare name is the package's. */
function sibling(name: string, { path, symbols }: Moment, project: ProjectView): Found | undefined {
  const { namespace } = symbols;
  if (namespace === '' || name.includes('\\') || name.includes('.')) return undefined;
  const named = project.typesNamed(name);
  if (named.length === 0) return undefined;
  const folder = folderOf(path);
  const qualified = `${namespace}.${name}`;
  return named.find(({ file, declaration }) => declaration.qualified === qualified && folderOf(file.path) === folder);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Half-typed code has no import yet: a short name that only one type of the project has is that type. */
function byShortName(name: string, project: ProjectView): Found | undefined {
  const named = project.typesNamed(shortName(name));
  if (named.length === 0 || name.includes('\\')) return only(named);
  // Where names are qualified, one without a namespace is the language's own (`Exception`), not some class called the same.
  return only(named.filter(({ declaration }) => !declaration.qualified.includes('\\')));
}

const types = new WeakMap<FileSymbols, readonly number[]>();

/** Indices of the types that a file declares: it is asked for many names, and has few. */
function typesOf(symbols: FileSymbols): readonly number[] {
  const before = types.get(symbols);
  if (before !== undefined) return before;
  const found: number[] = [];
  const { declarations } = symbols;
  for (let index = 0; index < declarations.length; index++) {
    const declaration = declarations[index];
    if (declaration !== undefined && TYPES.has(declaration.kind)) found.push(index);
  }
  types.set(symbols, found);
  return found;
}

function declaredHere(name: string, moment: Moment, project: ProjectView): Found | undefined {
  const { declarations } = moment.symbols;
  for (const index of typesOf(moment.symbols)) {
    const declaration = declarations[index];
    if (declaration?.qualified === name) return { file: fileOf(moment, project), declaration, index };
  }
  return undefined;
}

/** `App\Order` → `Order`, `models.Order` → `Order`. */
export function shortName(qualified: string): string {
  return qualified.slice(Math.max(qualified.lastIndexOf('\\'), qualified.lastIndexOf('.')) + 1);
}

export function withoutGenerics(type: string): string {
  const open = type.indexOf('<');
  return (open < 0 ? type : type.slice(0, open)).trim();
}

/** The type around the cursor as this document has it now, not as it was saved. */
export function enclosingType(moment: Moment, project: ProjectView): Found | undefined {
  const { enclosingType: type } = moment;
  return type && { file: fileOf(moment, project), declaration: type.declaration, index: type.index };
}

/** What a type gets members from: traits, parents, interfaces, mixins, nearest first, each once and not itself. */
export function ancestorsOf(type: Found, moment: Moment, project: ProjectView): readonly Found[] {
  const { ancestors } = beforeOf(moment);
  let found = ancestors.get(type.declaration);
  if (found === undefined) {
    found = ancestorsAbove(type, moment, project);
    ancestors.set(type.declaration, found);
  }
  return found;
}

function ancestorsAbove(type: Found, moment: Moment, project: ProjectView): readonly Found[] {
  const seen = new Set([keyOf(type)]);
  const ancestors: Found[] = [];
  const queue = [type];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const name of basesOf(next.declaration)) {
      if (ancestors.length >= MOST_ANCESTORS) return ancestors;
      const base = typeNamed(name, moment, project);
      if (base === undefined || seen.has(keyOf(base))) continue;
      seen.add(keyOf(base));
      ancestors.push(base);
      queue.push(base);
    }
  }
  return ancestors;
}

/** One place in one file: the same for two views of it. */
export function keyOf({ file, declaration }: Found): string {
  return `${file.path} ${declaration.qualified || declaration.name}`;
}

const NONE: readonly string[] = [];

function basesOf({
  traits = NONE,
  extends: parents = NONE,
  implements: interfaces = NONE,
  mixins = NONE,
}: Declaration): readonly string[] {
  return traits.concat(parents, interfaces, mixins);
}

/** The only type of the project's own code that has the name in just that spelling. */
function onlySpelled(name: string, project: ProjectView): Found | undefined {
  return only(project.typesNamed(name).filter(({ declaration }) => declaration.name === name));
}

function only(found: readonly Found[]): Found | undefined {
  return found.length === 1 ? found[0] : undefined;
}
