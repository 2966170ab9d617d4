/**
 * Members that a class has to have and has not: of its interfaces, and abstract ones of what it extends, with their signatures as the class's own file would
 * write them. Writes no bodies.
 */
import { type Written, written } from './as-written.ts';
import { isMadeOfNothing, madeOf } from './made-of.ts';
import { misspelled } from './misspelled.ts';
import { namingOf } from './naming/registry.ts';
import type { Found, ProjectFile, ProjectView } from './project.ts';
import type { MissingMember, MissingMembers } from './service.ts';
import type { Moment } from './source.ts';
import { ancestorsOf, enclosingType, shortName } from './sources/scope-lookup.ts';
import type { Declaration } from './symbols.ts';

/** A class that lacks more is not written by a rule. */
const MOST_MEMBERS = 30;
const METHODS = new Set(['method', 'property']);

/** @param names types of this file that are meant where the place stands in none that lacks something */
export function missingMembers(
  moment: Moment,
  project: ProjectView,
  names: readonly string[],
): MissingMembers | undefined {
  const { path, relative, symbols } = moment;
  const around = enclosingType(moment, project);
  const named = symbols.declarations.flatMap((declaration, index): readonly Found[] =>
    declaration.kind === 'class' && names.includes(declaration.name)
      ? [{ file: { path, relative, symbols, isOwn: true }, declaration, index }]
      : [],
  );
  for (const type of [...(around === undefined ? [] : [around]), ...named]) {
    const members = lackingIn(type, moment, project);
    if (members.length === 0) continue;
    const { name, row, endRow } = type.declaration;
    return { name, row, endRow, members };
  }
  return undefined;
}

function lackingIn(type: Found, moment: Moment, project: ProjectView): readonly MissingMember[] {
  const { kind, isAbstract } = type.declaration;
  if ((kind !== 'class' && kind !== 'enum') || isAbstract === true) return [];
  const ancestors = ancestorsOf(type, moment, project);
  const known = new Set<string>();
  const wanted = new Map<string, MissingMember>();
  const own = project.membersOf(type);
  const inherited = new Set(
    ancestors.flatMap((owner) => project.membersOf(owner).map(({ declaration }) => declaration.name)),
  );
  const world: ClassWorld = { type, ancestors, own, inherited, isSelfMade: isMadeOfNothing(type, ancestors, project) };
  for (const { declaration } of own) known.add(keyOf(declaration, moment));
  for (const owner of ancestors) {
    for (const { declaration } of project.membersOf(owner)) {
      if (!isOpen(declaration, owner, project)) known.add(keyOf(declaration, moment));
    }
  }
  for (const owner of ancestors) {
    for (const { declaration } of project.membersOf(owner)) {
      const key = keyOf(declaration, moment);
      if (known.has(key) || wanted.has(key) || !isOpen(declaration, owner, project)) continue;
      wanted.set(key, memberOf(declaration, owner, world, moment, project));
    }
  }
  return [...wanted.values()].slice(0, MOST_MEMBERS);
}

/** Methods of PHP have one name in any case. */
function keyOf({ name, kind }: Declaration, { language }: Moment): string {
  return language?.namespaceLine !== undefined && kind === 'method' ? `${name.toLowerCase()}()` : name;
}

/** Whether it has no body yet, and has to have one. */
function isOpen(declaration: Declaration, { file, declaration: owner }: Found, project: ProjectView): boolean {
  const { kind, isAbstract, isVirtual, signature, name } = declaration;
  if (!METHODS.has(kind) || isVirtual === true) return false;
  if (owner.kind === 'interface') return !isOptional(signature, name);
  if (isAbstract === true) return true;
  const mark = namingOf(file.symbols.language)?.abstractMark;
  return mark?.test(headOf(declaration, file, project).join('\n')) === true;
}

/** `name?: string` */
function isOptional(signature: string, name: string): boolean {
  return signature.includes(`${name}?`);
}

/** The rows above its name: where languages mark what is abstract there, not in the signature. */
function headOf(
  { row, nameRow }: Declaration,
  { path, symbols }: ProjectFile,
  project: ProjectView,
): readonly string[] {
  if (namingOf(symbols.language)?.abstractMark === undefined) return [];
  return project.text(path)?.split(/\r?\n/u).slice(row, nameRow) ?? [];
}

/** What is known of the class that lacks members. */
interface ClassWorld {
  readonly type: Found;
  readonly ancestors: readonly Found[];
  readonly own: readonly Found[];
  /** Names of all members of the ancestors. */
  readonly inherited: ReadonlySet<string>;
  readonly isSelfMade: boolean;
}

function memberOf(
  declaration: Declaration,
  owner: Found,
  { type, ancestors, own, inherited, isSelfMade }: ClassWorld,
  moment: Moment,
  project: ProjectView,
): MissingMember {
  const { name, kind, isStatic, type: result } = declaration;
  const words = new Map<string, Written>();
  const rewritten = (text: string): string =>
    written(
      withArguments(withOwner(text, owner, moment), owner, type),
      declaration,
      owner.file,
      moment,
      project,
      words,
    );
  const params = (declaration.params ?? []).map((param) => ({ name: param.name, type: param.type ?? '' }));
  const alike = (other: string | undefined): boolean => other !== undefined && other !== '' && other === result;
  const mark = namingOf(owner.file.symbols.language)?.abstractMark;
  const selfTypes = [type, ...ancestors].map((each) => each.declaration.qualified);
  const made =
    result === undefined ? undefined : madeOf(withArguments(result, owner, type), moment.symbols.language, project);
  const signature = rewritten(declaration.signature);
  return {
    name,
    kind: kind === 'property' ? 'property' : 'method',
    signature,
    type: result === undefined ? '' : withArguments(result, owner, type),
    isStatic: isStatic === true,
    decorators: headOf(declaration, owner.file, project)
      .map((line) => line.trim())
      .filter((line) => line.startsWith('@') && mark?.test(line) !== true),
    owner: owner.declaration.name,
    returnsSelf: result !== undefined && (selfTypes.includes(result) || SELF.has(result)),
    fromParam: params.find((param) => alike(param.type))?.name ?? '',
    fromProperty:
      own.find(
        (each) =>
          each.declaration.kind === 'property' && alike(each.declaration.type) && each.declaration.isStatic !== true,
      )?.declaration.name ?? '',
    ...(made === undefined ? {} : { made: { ...made, type: rewritten(rooted(made.type, moment)) } }),
    isSelfMade,
    misspelled: misspelled(declaration, own, inherited, moment, project),
    imports: [...words.values()].flatMap(({ alias, offer }) => (offer === undefined ? [] : [{ alias, offer }])),
  };
}

/** Types that mean the class itself, in any language. */
const SELF = new Set(['self', 'static', '$this', 'this', 'Self']);

/** Names of `Declaration.type` are whole where names are qualified. */
function rooted(type: string, { language }: Moment): string {
  return language?.namespaceLine === undefined ? type : `\\${type}`;
}

/** Where names are qualified, `self` in a signature is the type that asks for the member. */
function withOwner(text: string, { declaration }: Found, { language }: Moment): string {
  return language?.namespaceLine === undefined
    ? text
    : text.replace(/(?<![$\w\\])self\b(?!\s*::)/gu, () => `\\${declaration.qualified}`);
}

/** `I<T>` that is implemented as `I<Order>`: `T` is `Order`. */
function withArguments(text: string, owner: Found, type: Found): string {
  const { templates = [], name } = owner.declaration;
  if (templates.length === 0) return text;
  const { extends: parents = [], implements: interfaces = [] } = type.declaration;
  const base = [...interfaces, ...parents].find((each) => shortName(each.split('<')[0] ?? '') === name);
  const list = /<(.*)>$/u.exec(base ?? '')?.[1];
  if (list === undefined) return text;
  const values = list.split(/,(?![^<]*>)/u).map((each) => each.trim());
  return text.replace(/[\p{L}_][\p{L}\p{N}_]*/gu, (word) => values[templates.indexOf(word)] ?? word);
}
