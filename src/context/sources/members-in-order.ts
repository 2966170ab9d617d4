/** Members of a type in the order that they are shown, put in order as far as somebody looks: of most types nobody does, of the others at the first few. */
import type { Found } from '../project.ts';
import type { Estimate, KnownType } from './known-type.ts';

/** What speaks for members, by their places in their type. */
export interface MemberScores {
  /** The best have the most. */
  readonly scoreOf: (place: number) => number;
  /** What it is worth if it is already in sight, 0–1: only those that would be shown next are asked for. */
  readonly shareOf: (place: number) => number;
}

/** Each of the first ones is looked for among all; whoever wants more wants them sorted. */
const MOST_LOOKED_FOR = 8;

export class MembersInOrder {
  readonly type: KnownType;
  readonly #places: readonly number[];
  readonly #by: MemberScores | undefined;
  /** Of the places that are not in order yet: those that are have none. */
  #scores: number[] | undefined;
  /** Whether a score is more than a bound. */
  #isFinal: boolean[] = [];
  readonly #ordered: number[] = [];

  /** @param by Left out: they are in order. Equals stay in their order. */
  constructor(type: KnownType, places: readonly number[], by?: MemberScores) {
    this.type = type;
    this.#places = places;
    this.#by = by;
  }

  get count(): number {
    return this.#places.length;
  }

  /** The place in the type of the member that is at `rank`, the best one at 0. */
  at(rank: number): number | undefined {
    if (this.#by === undefined) return this.#places[rank];
    while (this.#ordered.length <= rank && this.#ordered.length < this.#places.length) this.#further(this.#by);
    return this.#ordered[rank];
  }

  member(rank: number): Found | undefined {
    const place = this.at(rank);
    return place === undefined ? undefined : this.type.member(place);
  }

  /** What costs to list the name of a member behind another one. */
  listed(rank: number): { readonly name: string; readonly furtherCost: (estimate: Estimate) => number } | undefined {
    const place = this.at(rank);
    if (place === undefined) return undefined;
    return { name: this.type.nameOf(place), furtherCost: (estimate) => this.type.furtherCost(place, estimate) };
  }

  /** Those that aren't called so. */
  without(names: ReadonlySet<string>): MembersInOrder {
    if (names.size === 0) return this;
    const left = this.#places.filter((place) => !names.has(this.type.nameOf(place)));
    return new MembersInOrder(this.type, left, this.#by);
  }

  /** Finds the next one, or all that are left. */
  #further({ scoreOf, shareOf }: MemberScores): void {
    const places = this.#places;
    this.#scores ??= places.map(scoreOf);
    const scores = this.#scores;
    const settle = (at: number): void => {
      if (this.#isFinal[at] === true) return;
      this.#isFinal[at] = true;
      scores[at] = (scores[at] ?? 0) * shareOf(places[at] ?? 0);
    };
    if (this.#ordered.length >= MOST_LOOKED_FOR) {
      const left = scores.flatMap((score, at) => (score === Number.NEGATIVE_INFINITY ? [] : [at]));
      for (const at of left) settle(at);
      left.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
      this.#ordered.push(...left.map((at) => places[at] ?? 0));
      return;
    }
    let best = largest(scores);
    while (this.#isFinal[best] !== true) {
      settle(best);
      best = largest(scores);
    }
    scores[best] = Number.NEGATIVE_INFINITY;
    this.#ordered.push(places[best] ?? 0);
  }
}

/** Index of the first one of the largest. */
function largest(scores: readonly number[]): number {
  let best = 0;
  let most = scores[0] ?? 0;
  for (let at = 1; at < scores.length; at++) {
    const score = scores[at] ?? 0;
    if (score > most) [best, most] = [at, score];
  }
  return best;
}
