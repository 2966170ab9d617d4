/** The class around the cursor: what it has still to implement, what it inherits, and its members that stand outside of the window. */
import type { Found, ProjectView } from '../project.ts';
import type { Moment } from '../source.ts';
import type { SymbolKind } from '../symbols.ts';
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

const METHODS: ReadonlySet<SymbolKind> = new Set(['method', 'function']);
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
  const have = new Set(project.membersOf(type).map(nameKey));
  for (const base of ancestors) {
    if (base.declaration.kind === 'interface') continue;
    for (const member of project.membersOf(base)) if (!isAsked(base, member)) have.add(nameKey(member));
  }
  const candidates: Candidate[] = [];
  for (const base of ancestors) {
    const members = project
      .membersOf(base)
      .filter((member) => isAsked(base, member) && !have.has(nameKey(member)) && !isWritten(member, moment));
    for (const member of members) have.add(nameKey(member));
    if (members.length === 0) continue;
    candidates.push({
      found: base,
      members: new MembersInOrder(members),
      first: MOST_MISSING,
      most: MOST_MISSING,
      id: `missing:${base.declaration.qualified}`,
      reason: `${type.declaration.name} has still to implement it`,
      stability: 'file',
      score: 1,
    });
  }
  return candidates;
}

/** Whether the text has a function of that name: half-typed code hides some from the parser. Behind an arrow or a dot it is a call. */
function isWritten({ declaration }: Found, { text }: Moment): boolean {
  const name = declaration.name.replace(/[^\p{L}\p{N}_]/gu, '');
  return new RegExp(`(?<![.>:$\\p{L}\\p{N}_])${name}\\s*\\(`, 'iu').test(text);
}

/** Whether a base asks its subtypes for this member. */
function isAsked(base: Found, { declaration }: Found): boolean {
  if (!METHODS.has(declaration.kind) || declaration.isVirtual === true) return false;
  return base.declaration.kind === 'interface' || declaration.isAbstract === true;
}

function membersOf(
  type: Found,
  ancestors: readonly Found[],
  moment: Moment,
  project: ProjectView,
): readonly Candidate[] {
  const { name } = type.declaration;
  const own = project.membersOf(type);
  const have = new Set(own.map(nameKey));
  const outside = own.filter(({ declaration }) => isOutside(declaration.nameRow, moment.window));
  const candidates: Candidate[] = [
    {
      found: type,
      members: rankMembers(outside, moment, project),
      reason: `members of ${name} that the window does not show`,
      stability: 'file',
      score: 0.9,
    },
  ];
  for (const base of ancestors) {
    const members = project
      .membersOf(base)
      .filter((member) => !have.has(nameKey(member)) && member.declaration.visibility !== 'private');
    // Private members of a trait are the class's own.
    const traits =
      base.declaration.kind === 'trait'
        ? project.membersOf(base).filter((member) => !have.has(nameKey(member)))
        : members;
    for (const member of traits) have.add(nameKey(member));
    const isInFile = base.file.path === moment.path;
    const unseen = isInFile
      ? traits.filter(({ declaration }) => isOutside(declaration.nameRow, moment.window))
      : traits;
    candidates.push({
      found: base,
      members: rankMembers(unseen, moment, project),
      reason: `${name} inherits it`,
      stability: 'file',
      score: 0.7,
    });
  }
  return candidates.filter(({ members }) => members.count > 0).slice(0, MOST_BASES + 1);
}

function isOutside(row: number, [first, last]: Moment['window']): boolean {
  return row < first || row > last;
}

/** Properties and methods may have the same name. */
function nameKey({ declaration }: Found): string {
  return METHODS.has(declaration.kind) ? `${declaration.name.toLowerCase()}()` : declaration.name;
}
