/** Types that the function around the cursor works with, before an arrow is typed. One rule for those who show them and those who leave them out. */
import { countLineEnds, offsetOf } from '../../text/lines.ts';
import type { Stability } from '../../text/snippet.ts';
import type { Found, ProjectView } from '../project.ts';
import type { Moment } from '../source.ts';
import type { Declaration, SymbolKind } from '../symbols.ts';
import { knownType } from './known-type.ts';
import type { MembersInOrder } from './members-in-order.ts';
import { localsNear } from './scope-locals.ts';
import { ancestorsOf, enclosingType, keyOf, namesInType, typeNamed } from './scope-lookup.ts';
import type { Candidate } from './signatures-fit.ts';
import { rankMembers } from './signatures-rank.ts';

export interface UsedType {
  readonly found: Found;
  readonly reason: string;
  /** An object of it is made here: its constructor is wanted. */
  readonly isMade: boolean;
}

/** A place that names types: the nearer to the cursor, the more they matter. */
interface Mention {
  /** See `Declaration.type`. */
  readonly type: string;
  /** Rows to the cursor. */
  readonly distance: number;
  readonly reason: string;
  readonly isMade: boolean;
}

/** More types than that are in the scope of no function that somebody is writing. */
const MOST_TYPES = 12;
/** Rows around the cursor that count where there is no function, and in one that never ends. */
const FAR_ROWS = 60;
/** A parameter, property or return type that is not used yet is as far as this: it waits to be used. In rows. */
const UNUSED_DISTANCE = 15;
/** Where a class has fewer members of its own, those that it inherits are worth more than its name. */
const FEW_MEMBERS = 3;
const CONSTRUCTORS: ReadonlySet<string> = new Set(['__construct', 'constructor', '__init__', 'new']);
const HOLDERS: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'trait', 'enum', 'struct']);
const VALUES: ReadonlySet<SymbolKind> = new Set(['property', 'constant', 'variable']);

const known = new WeakMap<Moment, readonly UsedType[]>();

/** Nearest first, without the class around the cursor and what it inherits. */
export function typesInScope(moment: Moment, project: ProjectView): readonly UsedType[] {
  const before = known.get(moment);
  if (before !== undefined) return before;
  const own = enclosingType(moment, project);
  const lineage = own === undefined ? [] : [own, ...ancestorsOf(own, moment, project)];
  const left = new Set(lineage.map(keyOf));
  const used: UsedType[] = [];
  for (const { type, reason, isMade } of mentions(moment, project, lineage)) {
    for (const name of namesInType(type)) {
      const found = used.length < MOST_TYPES ? typeNamed(name, moment, project) : undefined;
      if (found === undefined || left.has(keyOf(found))) continue;
      left.add(keyOf(found));
      used.push({ found, reason, isMade });
    }
  }
  known.set(moment, used);
  return used;
}

/** The candidates of several types, each type's made when it is asked for. */
export class CandidatesOfTypes {
  readonly #used: readonly UsedType[];
  readonly #moment: Moment;
  readonly #project: ProjectView;
  readonly #stability: Stability;
  readonly #made: (readonly Candidate[])[] = [];

  /** @param stability of their snippets; the scores fall from the first type to the last */
  constructor(used: readonly UsedType[], moment: Moment, project: ProjectView, stability: Stability) {
    this.#used = used;
    this.#moment = moment;
    this.#project = project;
    this.#stability = stability;
  }

  /** Of the first `most` types. */
  *first(most = this.#used.length): Iterable<Candidate> {
    for (const [at, type] of this.#used.slice(0, most).entries()) {
      const score = 1 - at / (this.#used.length + 1);
      this.#made[at] ??= candidatesOf(type, this.#moment, this.#project, score, this.#stability);
      for (const candidate of this.#made[at]) yield candidate;
    }
  }
}

/** What may be called on objects of a type from outside, where it is declared. */
function candidatesOf(
  { found, reason, isMade }: UsedType,
  moment: Moment,
  project: ProjectView,
  score: number,
  stability: Stability,
): readonly Candidate[] {
  const own = callable(found, isMade, moment, project);
  // A head without members says nothing that its name doesn't.
  const isEmpty = own.count === 0 && HOLDERS.has(found.declaration.kind);
  const candidates: Candidate[] = isEmpty ? [] : [{ found, members: own, reason, stability, score }];
  if (own.count >= FEW_MEMBERS) return candidates;
  for (const base of ancestorsOf(found, moment, project)) {
    const members = callable(base, isMade, moment, project);
    if (members.count === 0) continue;
    candidates.push({
      found: base,
      members,
      reason: `${reason}, which ${found.declaration.name} inherits from`,
      stability,
      score,
    });
    break;
  }
  return candidates;
}

/** Public members outside of the window, best first; the constructor first where an object is made. */
function callable(type: Found, isMade: boolean, moment: Moment, project: ProjectView): MembersInOrder {
  const known = knownType(type, project);
  const { open } = known;
  const places = known.isIn(moment.path) ? open.filter((place) => isOutside(known.member(place), moment)) : open;
  return rankMembers(known, places, moment, isMade ? isConstructor : undefined);
}

function isOutside(member: Found | undefined, { path, window: [first, last] }: Moment): boolean {
  if (member === undefined || member.file.path !== path) return true;
  const { nameRow } = member.declaration;
  return nameRow < first || nameRow > last;
}

function isConstructor(name: string): boolean {
  return CONSTRUCTORS.has(name);
}

/** Nearest first; equals in the order of the file. */
function mentions(moment: Moment, project: ProjectView, lineage: readonly Found[]): readonly Mention[] {
  const { row, symbols } = moment;
  const rows = functionRows(moment);
  const { first, last } = rows;
  const all: Mention[] = [
    ...ofFunction(moment, rows),
    ...ofProperties(moment, project, lineage, rows),
    ...ofLocals(moment, project),
  ];
  for (const reference of symbols.references) {
    if (reference.row < first || reference.row > last || reference.role === 'call') continue;
    const distance = Math.abs(reference.row - row);
    all.push({ type: reference.name, distance, reason: 'named in this function', isMade: reference.role === 'new' });
  }
  return all.sort((a, b) => a.distance - b.distance);
}

function ofFunction(moment: Moment, { first, last }: Rows): readonly Mention[] {
  const declaration = moment.enclosingFunction?.declaration;
  if (declaration === undefined) return [];
  const found: Mention[] = [];
  const body = rowsBetween(moment, Math.max(first, declaration.nameRow + 1), last);
  for (const { name, type } of declaration.params ?? []) {
    if (type === undefined) continue;
    const use = nearestUse(bare(name), body, moment.row);
    found.push({ type, distance: use ?? UNUSED_DISTANCE, reason: `type of ${name}`, isMade: false });
  }
  if (declaration.type !== undefined) {
    found.push({
      type: declaration.type,
      distance: UNUSED_DISTANCE,
      reason: `what ${declaration.name} returns`,
      isMade: false,
    });
  }
  return found;
}

function ofProperties(moment: Moment, project: ProjectView, lineage: readonly Found[], rows: Rows): readonly Mention[] {
  const found: Mention[] = [];
  for (const type of lineage) {
    for (const { declaration } of project.membersOf(type)) {
      if (!VALUES.has(declaration.kind) || declaration.type === undefined) continue;
      const isOwn = type === lineage[0];
      const use = nearestUse(declaration.name, rows, moment.row);
      // What the class was given it will use; what it inherits is much, and mostly used elsewhere.
      if (use === undefined && !isOwn) continue;
      found.push({
        type: declaration.type,
        distance: use ?? UNUSED_DISTANCE + 1,
        reason: `type of ${labelOf(declaration)}`,
        isMade: false,
      });
    }
  }
  return found;
}

function ofLocals(moment: Moment, project: ProjectView): readonly Mention[] {
  return localsNear(moment, project).map(({ name, type, distance }) => ({
    type,
    distance,
    reason: `type of ${name}`,
    isMade: false,
  }));
}

function labelOf({ kind, name }: Declaration): string {
  return `the ${kind} ${name}`;
}

/** Rows of the document, 0-based, the last one inclusive; looked through at once, which is faster than a line at a time. */
interface Rows {
  readonly first: number;
  readonly last: number;
  /** What stands in them. */
  readonly code: string;
}

function rowsBetween({ text, lines }: Moment, first: number, last: number): Rows {
  const start = offsetOf(lines, first, 0);
  return { first, last, code: text.slice(start, Math.max(start, offsetOf(lines, last + 1, 0) - 1)) };
}

/** Rows from the cursor's to the nearest one that has the word. */
function nearestUse(word: string, { first, code }: Rows, row: number): number | undefined {
  if (word === '') return undefined;
  let nearest: number | undefined;
  let [at, from] = [first, 0];
  for (let place = code.indexOf(word); place >= 0; place = code.indexOf(word, place + 1)) {
    if (WORD_CHARACTER.test(code[place - 1] ?? '') || WORD_CHARACTER.test(code[place + word.length] ?? '')) continue;
    at += countLineEnds(code.slice(from, place));
    from = place;
    nearest = Math.min(nearest ?? Number.MAX_SAFE_INTEGER, Math.abs(at - row));
  }
  return nearest;
}

const WORD_CHARACTER = /[\p{L}\p{N}_]/u;

/** Names without what PHP writes in front of variables. */
function bare(name: string): string {
  return name.replace(/^[$&.*]+/u, '');
}

function functionRows(moment: Moment): Rows {
  const { enclosingFunction, lines, row } = moment;
  const start = enclosingFunction?.declaration.row ?? 0;
  const end = enclosingFunction?.declaration.endRow ?? lines.length - 1;
  return rowsBetween(moment, Math.max(start, row - FAR_ROWS), Math.min(end, row + FAR_ROWS));
}
