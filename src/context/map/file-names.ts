/**
 * What the graph needs of one file: the names that it declares and those that it mentions, as numbers. Made once for each version of a file.
 * Plain arrays: thousands of small typed ones take longer to make than all the rest.
 */
import type { ProjectFile } from '../project.ts';
import type { Declaration, Reference, SymbolKind } from '../symbols.ts';
import { Names } from './names.ts';

/** A name in a comment is worth less than one in code. */
const DOC_WEIGHT = 0.5;
/** Names as short as that (`id`, `x`) stand for something else in each file. In characters. */
const SHORTEST_NAME = 3;

const TYPES: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'trait', 'enum', 'struct', 'type']);

export function isType({ kind }: Declaration): boolean {
  return TYPES.has(kind);
}

export interface FileNames {
  readonly file: ProjectFile;
  /** For each declaration the number of its qualified name; −1 for what is no type. */
  readonly declaredTypes: readonly number[];
  /** For each declaration the number of its name; −1 for what no other file can name by that alone. */
  readonly declaredPlain: readonly number[];
  /** Numbers of the types that it refers to, each once, and how much: the logarithm of how often. */
  readonly types: readonly number[];
  readonly typeWeights: readonly number[];
  /** For the index of each type the indices of its members. */
  readonly members: ReadonlyMap<number, readonly number[]>;
  /** Numbers of the identifiers in it that name no type that it refers to, each once. */
  readonly mentioned: readonly number[];
}

/** Types are named by qualified names, all else by plain ones: two kinds of numbers. */
export interface NameSpaces {
  readonly types: Names;
  readonly plain: Names;
}

/** Languages differ in whether the case of a type's name matters; projects hardly ever rely on it. */
export function createNameSpaces(): NameSpaces {
  return { types: new Names((name) => name.toLowerCase()), plain: new Names() };
}

/** @param identifiers those in the file's text, each once */
export function fileNames(file: ProjectFile, identifiers: Iterable<string>, spaces: NameSpaces): FileNames {
  const { declarations, references } = file.symbols;
  const referred = countNames(references);
  const told = new Set<string>();
  const types: number[] = [];
  const typeWeights: number[] = [];
  for (const [name, count] of referred) {
    told.add(shortName(name));
    types.push(spaces.types.idOf(name));
    typeWeights.push(Math.log2(1 + count));
  }
  const mentioned: number[] = [];
  for (const name of identifiers) {
    if (name.length >= SHORTEST_NAME && !told.has(name)) mentioned.push(spaces.plain.idOf(name));
  }
  return {
    file,
    declaredTypes: declarations.map((declaration) => typeId(declaration, spaces)),
    declaredPlain: declarations.map((declaration) => plainId(declaration, spaces)),
    members: membersByType(declarations),
    types,
    typeWeights,
    mentioned,
  };
}

function typeId(declaration: Declaration, { types }: NameSpaces): number {
  return isType(declaration) ? types.idOf(declaration.qualified || declaration.name) : -1;
}

function plainId(declaration: Declaration, { plain }: NameSpaces): number {
  const { kind, name, qualified, visibility = 'public' } = declaration;
  // Types in a namespace are referred to by their whole name: what else is called the same is something else.
  const isNamedInFull = isType(declaration) && qualified !== name;
  if (kind === 'extension' || isNamedInFull || visibility === 'private' || name.length < SHORTEST_NAME) return -1;
  return plain.idOf(name);
}

function membersByType(declarations: readonly Declaration[]): ReadonlyMap<number, readonly number[]> {
  const members = new Map<number, number[]>();
  for (const [index, { parent }] of declarations.entries()) {
    if (parent < 0) continue;
    const siblings = members.get(parent);
    if (siblings === undefined) members.set(parent, [index]);
    else siblings.push(index);
  }
  return members;
}

function shortName(qualified: string): string {
  return qualified.slice(Math.max(qualified.lastIndexOf('\\'), qualified.lastIndexOf('.')) + 1);
}

function countNames(references: readonly Reference[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name, role } of references)
    counts.set(name, (counts.get(name) ?? 0) + (role === 'doc' ? DOC_WEIGHT : 1));
  return counts;
}
