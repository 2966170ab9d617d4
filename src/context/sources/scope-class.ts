/** The class around the cursor: what it has still to implement, what it inherits, and its members that stand outside of the window. */
import type { Found, ProjectView } from '../project.ts';
import type { Moment } from '../source.ts';
import { knownType } from './known-type.ts';
import { MembersInOrder } from './members-in-order.ts';
import { ancestorsOf, enclosingType } from './scope-lookup.ts';
import type { Candidate } from './signatures-fit.ts';
import { rankMembers } from './signatures-rank.ts';

export interface ClassScope {
  readonly type: Found;
  readonly ancestors: readonly Found[];
  /** Abstract members of parents, interfaces and traits that it lacks, by who asks for them. */
  readonly missing: readonly Candidate[];
  /** Its own members outside of the window, then the inherited ones, by who has them. Best first. */
  readonly members: readonly Candidate[];
}

/** Somebody who implements an interface wants all of it. */
const MOST_MISSING = 24;
/** Bases that are shown with signatures; further ones are far away. */
const MOST_BASES = 3;

export function classScope(moment: Moment, project: ProjectView): ClassScope | undefined {
  const type = enclosingType(moment, project);
  if (type === undefined) return undefined;
  const ancestors = ancestorsOf(type, moment, project);
  return {
    type,
    ancestors,
    missing: missingOf(type, ancestors, moment, project),
    members: membersOf(type, ancestors, moment, project),
  };
}

function missingOf(
  type: Found,
  ancestors: readonly Found[],
  moment: Moment,
  project: ProjectView,
): readonly Candidate[] {
  const isOpen = type.declaration.isAbstract === true || type.declaration.kind !== 'class';
  // An abstract class, interface or trait may leave them to others; an enum implements as a class does.
  if (isOpen && type.declaration.kind !== 'enum') return [];
  const bases = ancestors.map((base) => knownType(base, project));
  if (bases.every(({ asked }) => asked.length === 0)) return [];
  const { keys } = knownType(type, project);
  const givers = bases.filter(({ found }) => found.declaration.kind !== 'interface');
  const told = new Set<string>();
  const has = (key: string): boolean => keys.has(key) || told.has(key) || givers.some(({ given }) => given.has(key));
  const candidates: Candidate[] = [];
  for (const base of bases) {
    const places = base.asked.filter((place) => !has(base.keyOf(place)) && !isWritten(base.nameOf(place), moment));
    for (const place of places) told.add(base.keyOf(place));
    if (places.length === 0) continue;
    candidates.push({
      found: base.found,
      members: new MembersInOrder(base, places),
      reason: `${type.declaration.name} has still to implement it`,
      stability: 'file',
      score: 1,
      id: `missing:${base.found.declaration.qualified}`,
      first: MOST_MISSING,
      most: MOST_MISSING,
    });
  }
  return candidates;
}

/** Whether the text has a function of that name: half-typed code hides some from the parser. Behind an arrow or a dot it is a call. */
function isWritten(name: string, { text }: Moment): boolean {
  const written = name.replace(/[^\p{L}\p{N}_]/gu, '');
  return new RegExp(`(?<![.>:$\\p{L}\\p{N}_])${written}\\s*\\(`, 'iu').test(text);
}

function membersOf(
  type: Found,
  ancestors: readonly Found[],
  moment: Moment,
  project: ProjectView,
): readonly Candidate[] {
  const { name } = type.declaration;
  const own = knownType(type, project);
  const { keys } = own;
  const outside = own.places.filter((place) => isOutside(own.member(place), moment.window));
  const candidates: Candidate[] = [];
  if (outside.length > 0) {
    candidates.push({
      found: type,
      members: rankMembers(own, outside, moment),
      reason: `members of ${name} that the window does not show`,
      stability: 'file',
      score: 0.9,
    });
  }
  const told = new Set<string>();
  for (const base of ancestors) {
    if (candidates.length > MOST_BASES) break;
    // Private members of a trait are the class's own.
    const seesAll = base.declaration.kind === 'trait';
    const known = knownType(base, project);
    const places = known.places.filter((place) => {
      const key = known.keyOf(place);
      if (keys.has(key) || told.has(key)) return false;
      return seesAll || known.member(place)?.declaration.visibility !== 'private';
    });
    for (const place of places) told.add(known.keyOf(place));
    const isInFile = base.file.path === moment.path;
    const unseen = isInFile ? places.filter((place) => isOutside(known.member(place), moment.window)) : places;
    if (unseen.length === 0) continue;
    candidates.push({
      found: base,
      members: rankMembers(known, unseen, moment),
      reason: `${name} inherits it`,
      stability: 'file',
      score: 0.7,
    });
  }
  return candidates;
}

function isOutside(member: Found | undefined, [first, last]: Moment['window']): boolean {
  return member === undefined || member.declaration.nameRow < first || member.declaration.nameRow > last;
}
