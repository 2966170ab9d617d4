/** Members of a type in the order that they are shown, put in order as far as somebody looks: of most types nobody does, of the others at the first few. */
import type { Estimate, KnownType } from './known-type.ts';

/** What speaks for members, by their places in their type. */
export interface MemberScores {
  /** The best have the most. */
  scoreOf(place: number): number;
  /** What it is worth if it is already in sight, 0–1: only those that would be shown next are asked for. */
  shareOf(place: number): number;
}

export class MembersInOrder {
  readonly type: KnownType;
  readonly #places: readonly number[];
  readonly #by: MemberScores | undefined;
  /** Made when somebody looks. */
  #left: BestFirst | undefined;
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
    this.#left ??= new BestFirst(this.#places, this.#by);
    while (this.#ordered.length <= rank) {
      const next = this.#left.take();
      if (next === undefined) return undefined;
      this.#ordered.push(next);
    }
    return this.#ordered[rank];
  }

  nameAt(rank: number): string | undefined {
    const place = this.at(rank);
    return place === undefined ? undefined : this.type.nameOf(place);
  }

  furtherCost(rank: number, estimate: Estimate): number {
    const place = this.at(rank);
    return place === undefined ? 0 : this.type.furtherCost(place, estimate);
  }

  /** Those that aren't called so. */
  without(names: ReadonlySet<string>): MembersInOrder {
    if (names.size === 0) return this;
    const left = this.#places.filter((place) => !names.has(this.type.nameOf(place)));
    return new MembersInOrder(this.type, left, this.#by);
  }
}

/** Members that are taken one by one, the best first: a heap, as of most types only a few are. */
class BestFirst {
  readonly #places: readonly number[];
  readonly #by: MemberScores;
  /** Of each place; of those that nobody asked `shareOf` for what it is at most. */
  readonly #scores: number[] = [];
  /** Indices in `#places` of those that somebody asked for. */
  readonly #final = new Set<number>();
  /** Indices in `#places`, the best one first: none is better than the one above it, whose children are at twice its own index and 1 or 2. */
  readonly #heap: number[];

  constructor(places: readonly number[], by: MemberScores) {
    this.#places = places;
    this.#by = by;
    this.#heap = places.map((_, at) => at);
    // Not by `map`, which leaves room for holes: reading numbers from among those makes an object of each.
    for (const place of places) this.#scores.push(by.scoreOf(place));
    for (let node = (places.length >> 1) - 1; node >= 0; node--) this.#sink(node);
  }

  /** The best place that is left. */
  take(): number | undefined {
    const heap = this.#heap;
    if (heap.length === 0) return undefined;
    let best = heap[0] ?? 0;
    while (!this.#final.has(best)) {
      this.#final.add(best);
      this.#scores[best] = (this.#scores[best] ?? 0) * this.#by.shareOf(this.#places[best] ?? 0);
      this.#sink(0);
      best = heap[0] ?? 0;
    }
    const last = heap.pop() ?? 0;
    if (heap.length > 0) {
      heap[0] = last;
      this.#sink(0);
    }
    return this.#places[best];
  }

  /** Puts what is at `start` below all that are better. */
  #sink(start: number): void {
    const heap = this.#heap;
    const own = heap[start] ?? 0;
    let node = start;
    for (let child = 2 * node + 1; child < heap.length; child = 2 * node + 1) {
      if (child + 1 < heap.length && this.#isBetter(heap[child + 1] ?? 0, heap[child] ?? 0)) child++;
      if (!this.#isBetter(heap[child] ?? 0, own)) break;
      heap[node] = heap[child] ?? 0;
      node = child;
    }
    heap[node] = own;
  }

  #isBetter(one: number, other: number): boolean {
    const difference = (this.#scores[one] ?? 0) - (this.#scores[other] ?? 0);
    return difference === 0 ? one < other : difference > 0;
  }
}
