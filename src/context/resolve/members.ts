/** The members that can be written behind an arrow: inherited ones included, hidden ones left out. Ranks nothing. */
import type { Found, ProjectView } from '../project.ts';
import type { Declaration, SymbolKind } from '../symbols.ts';
import { ancestors, type Instance, isKindOf, usersOf } from './hierarchy.ts';
import type { Receiver } from './receiver.ts';
import type { ExpressionSyntax } from './syntax.ts';

export interface Member {
  readonly found: Found;
  /** The type that it comes from, and how far that is from the receiver's. */
  readonly owner: Found;
  readonly distance: number;
}

const CALLED: ReadonlySet<SymbolKind> = new Set(['method', 'function']);
const VALUES: ReadonlySet<SymbolKind> = new Set(['constant', 'case']);

/**
 * @param around the type around the cursor, where the receiver does not know better
 */
export function membersOf(receiver: Receiver, around: Found | undefined): readonly Member[] {
  const { project, syntax } = receiver;
  const from = receiver.self ?? around;
  const found = new Map<string, Member>();
  const add = (members: Iterable<Member>): void => {
    for (const member of members) {
      const key = keyOf(member.found.declaration);
      if (!found.has(key)) found.set(key, member);
    }
  };
  for (const instance of receiver.instances) {
    const { found: own } = instance;
    add(ownMembers(instance, receiver, from, project));
    const users = own.declaration === from?.declaration ? usersOf(own, project) : [];
    for (const user of users) add(ownMembers(user, receiver, from, project));
  }
  for (const instance of receiver.lent) add(lentMembers(instance, syntax, project));
  return [...found.values()];
}

function* ownMembers(
  instance: Instance,
  receiver: Receiver,
  from: Found | undefined,
  project: ProjectView,
): Iterable<Member> {
  for (const { found: owner, distance, isMixin } of ancestors(instance, project)) {
    // What a class overrides itself is not what it calls its parent for.
    if (receiver.isParent && owner.declaration === from?.declaration) continue;
    const sees = isMixin ? onlyPublic : visibility(owner, instance, from, receiver);
    for (const found of project.membersOf(owner)) {
      if (sees(found.declaration) && fits(found.declaration, receiver)) yield { found, owner, distance };
    }
  }
}

function* lentMembers(instance: Instance, syntax: ExpressionSyntax, project: ProjectView): Iterable<Member> {
  for (const { found: owner, distance } of ancestors(instance, project)) {
    for (const found of project.membersOf(owner)) {
      if (isLent(found.declaration, syntax)) yield { found, owner, distance: distance + 1 };
    }
  }
}

/** What `__call` hands on. */
function isLent(
  { kind, name, visibility: own = 'public' }: Declaration,
  { constructorName }: ExpressionSyntax,
): boolean {
  return kind === 'method' && own === 'public' && name !== constructorName;
}

/** A property may have the name of a method. */
function keyOf({ kind, name }: Declaration): string {
  return `${kind === 'method' ? 'method' : 'value'} ${name}`;
}

function fits(declaration: Declaration, receiver: Receiver): boolean {
  const { isStatic: isOfClass, isParent, syntax, operator } = receiver;
  const { kind, name, isStatic = false, isVirtual = false } = declaration;
  if (operator === syntax.methodOperator && !CALLED.has(kind)) return false;
  if (syntax.classesAreObjects === true) return isOfBoth(declaration, receiver);
  if (isParent) return kind === 'method' || VALUES.has(kind);
  if (isOfClass) return VALUES.has(kind) || isStatic || (isVirtual && kind === 'method');
  if (name === syntax.constructorName || VALUES.has(kind)) return false;
  return !isStatic || (kind === 'method' && syntax.objectsHaveStatics === true);
}

/** Where classes are objects: what only its objects are given is not the class's. */
function isOfBoth({ kind, name, valuesIn = [] }: Declaration, { isStatic, isParent }: Receiver): boolean {
  if (/^__\w+__$/u.test(name)) return isParent;
  return !isStatic || kind !== 'property' || valuesIn.every((where) => where === '');
}

function onlyPublic({ visibility: own = 'public' }: Declaration): boolean {
  return own === 'public';
}

function notPrivate({ visibility: own = 'public' }: Declaration): boolean {
  return own !== 'private';
}

/** Private members are seen in their own class, also by way of its traits; protected ones in the family. */
function visibility(
  owner: Found,
  { found }: Instance,
  from: Found | undefined,
  { project, syntax, path }: Receiver,
): (declaration: Declaration) => boolean {
  if (syntax.privateTo !== undefined) {
    const isNear = syntax.privateTo === 'folder' ? isBeside(owner.file.path, path) : isBelow(owner.file.path, path);
    return isNear ? () => true : onlyPublic;
  }
  const others = syntax.classesAreObjects === true ? notPrivate : onlyPublic;
  if (from === undefined) return others;
  const name = nameOf(owner);
  const isSame = nameOf(from) === name || (owner.declaration.kind === 'trait' && nameOf(from) === nameOf(found));
  if (isSame) return () => true;
  const isFamily = isKindOf(from, name, project) || isKindOf(found, nameOf(from), project);
  return isFamily ? notPrivate : others;
}

function isBeside(owner: string, path: string): boolean {
  return folderOf(owner) === folderOf(path);
}

/** The file itself, or one of a module inside of its. */
function isBelow(owner: string, path: string): boolean {
  const inside = owner.replace(/(?:\/(?:mod|lib|main))?\.\w+$/u, '/');
  return path === owner || path.startsWith(inside);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function nameOf({ declaration }: Found): string {
  return (declaration.qualified || declaration.name).toLowerCase();
}
