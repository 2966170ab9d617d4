/** Chooses which members of which types are printed in a room of tokens, and makes snippets of them: one for each type. */
import type { Snippet, SourceName, Stability } from '../../text/snippet.ts';
import type { Found } from '../project.ts';
import type { Moment } from '../source.ts';
import type { MembersInOrder } from './members-in-order.ts';
import { headText, lineText, signatureLines } from './signatures.ts';
import { type SignatureStyle, styleOf } from './signatures-style.ts';

/** A type (or function) that is worth showing, and its members that are, best first. */
export interface Candidate {
  readonly found: Found;
  readonly members: MembersInOrder;
  readonly reason: string;
  readonly stability: Stability;
  /** 0–1. */
  readonly score: number;
  /** Behind the source's name in the snippet's id; default: the qualified name. */
  readonly id?: string;
  /** Members that are printed before another type gets more than its first ones. */
  readonly first?: number;
  /** Members that are printed at most. */
  readonly most?: number;
}

const FIRST_MEMBERS = 2;
const MOST_MEMBERS = 5;
/** The line with the path that stands before a snippet has a marker as well. */
const HEADER_EXTRA = '// \n';
/** No member costs less. */
const LEAST_LINE = '\n';

export interface Fitted {
  readonly snippets: readonly Snippet[];
  /** Names of the members and functions that are printed. */
  readonly printed: ReadonlySet<string>;
  /** Tokens that are left of the room. */
  readonly left: number;
}

/** What the line with a snippet's path costs. */
export function headerTokens(moment: Moment, path: string): number {
  return moment.estimate(path + HEADER_EXTRA);
}

/**
 * Prints as much as fits: first each candidate with its best members, in their order, then further members of all.
 * @param candidates those further down are not looked at when the room is used up
 */
export function fitSignatures(
  source: SourceName,
  candidates: Iterable<Candidate>,
  moment: Moment,
  room: number,
): Fitted {
  const least = moment.estimate(HEADER_EXTRA);
  const plans: Plan[] = [];
  let left = room;
  for (const candidate of candidates) {
    // Most have no room: they need not be looked at.
    if (least > left) break;
    const plan = new Plan(candidate, moment);
    left -= plan.begin(left);
    plans.push(plan);
  }
  for (const plan of plans) left -= plan.add(left);
  const shown = plans.filter(({ isShown }) => isShown);
  return {
    snippets: shown.map((plan) => plan.snippet(source)),
    printed: new Set(shown.flatMap(({ names }) => names)),
    left,
  };
}

/** What is printed of one candidate. */
class Plan {
  readonly #candidate: Candidate;
  readonly #moment: Moment;
  readonly #style: SignatureStyle;
  /** Places in its type. */
  readonly #chosen: number[] = [];
  #tokens = 0;

  constructor(candidate: Candidate, moment: Moment) {
    this.#candidate = candidate;
    this.#moment = moment;
    this.#style = styleOf(candidate.found.file.symbols.language);
  }

  get isShown(): boolean {
    return this.#tokens > 0;
  }

  get names(): readonly string[] {
    const { type } = this.#candidate.members;
    return [this.#candidate.found.declaration.name, ...this.#chosen.map((place) => type.nameOf(place))];
  }

  /** Takes its head and first members out of `room`, in tokens. Without room for one member it isn't worth its header. @returns tokens taken */
  begin(room: number): number {
    const { found, members, first = FIRST_MEMBERS } = this.#candidate;
    const { estimate } = this.#moment;
    const header = headerTokens(this.#moment, found.file.relative);
    if (members.count === 0) {
      const cost = header + estimate(lineText(found.declaration, 0, this.#style));
      if (cost <= room) this.#tokens = cost;
      return this.#tokens;
    }
    const head = header + estimate(headText(found.declaration, this.#style));
    const taken = head > room ? 0 : this.#take(first, room - head);
    this.#tokens = taken > 0 ? head + taken : 0;
    return this.#tokens;
  }

  /** Takes further members out of `room`. @returns tokens taken */
  add(room: number): number {
    if (this.#chosen.length === 0) return 0;
    const taken = this.#take(this.#candidate.most ?? MOST_MEMBERS, room);
    this.#tokens += taken;
    return taken;
  }

  /** Members up to `most` in all that fit, best first. */
  #take(most: number, room: number): number {
    let taken = 0;
    const { estimate } = this.#moment;
    const { members } = this.#candidate;
    const least = estimate(LEAST_LINE);
    for (let rank = 0; this.#chosen.length < most && taken + least <= room; rank++) {
      const place = members.at(rank);
      if (place === undefined) break;
      if (this.#chosen.includes(place)) continue;
      const cost = members.type.lineCost(place, estimate);
      if (taken + cost > room) continue;
      this.#chosen.push(place);
      taken += cost;
    }
    return taken;
  }

  snippet(source: SourceName): Snippet {
    const { found, id, members, reason, score, stability } = this.#candidate;
    const { declarations } = found.file.symbols;
    const isHere = ({ file }: Found): boolean => file.path === found.file.path;
    const all = this.#chosen.flatMap((place) => members.type.member(place) ?? []);
    const chosen = [found.index, ...all.filter(isHere).map(({ index }) => index)];
    // What other files add to a type has its place behind it.
    const further = all
      .filter((one) => !isHere(one))
      .map(({ declaration }) => lineText(declaration, 0, this.#style).trimEnd());
    const text = [...signatureLines(declarations, chosen, this.#style), ...further].join('\n');
    return {
      source,
      id: `${source}:${id ?? (found.declaration.qualified || found.declaration.name)}`,
      path: found.file.relative,
      text,
      kind: 'signatures',
      score,
      reason,
      stability,
      tokens: headerTokens(this.#moment, found.file.relative) + this.#moment.estimate(text + '\n'),
    };
  }
}
