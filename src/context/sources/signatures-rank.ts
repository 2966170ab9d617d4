/** Orders members by how likely they are typed next: how often the project uses the name, which words stand near the cursor. */
import { knownLine } from '../known-lines.ts';
import type { Moment } from '../source.ts';
import type { KnownType } from './known-type.ts';
import { type MemberScores, MembersInOrder } from './members-in-order.ts';

/** Rows above and below the cursor whose words count. */
const NEAR_ROWS = 10;
/** What each word in common adds, to a factor of 1; and how many count. */
const WORD_GAIN = 0.5;
const MOST_WORDS = 3;
/** `__get` and the like are called by the language, not by name. */
const MAGIC_FACTOR = 0.1;
/** The window shows how a name is used already. */
const SEEN_FACTOR = 0.3;
/** More than any score. */
const FIRST = 1000;

const nearWords = new WeakMap<Moment, ReadonlySet<number>>();

/**
 * Best first; equals stay in their order.
 * @param places of the members in their type @param isFirst members that go before all others
 */
export function rankMembers(
  type: KnownType,
  places: readonly number[],
  moment: Moment,
  isFirst?: (name: string) => boolean,
): MembersInOrder {
  return new MembersInOrder(type, places, new Likelihood(type, moment, isFirst));
}

/** How likely a member is typed next. */
class Likelihood implements MemberScores {
  readonly #type: KnownType;
  readonly #near: ReadonlySet<number>;
  readonly #seen: ReadonlySet<string>;
  readonly #isFirst: ((name: string) => boolean) | undefined;

  constructor(type: KnownType, moment: Moment, isFirst: ((name: string) => boolean) | undefined) {
    this.#type = type;
    this.#near = wordsNear(moment);
    this.#seen = moment.seen;
    this.#isFirst = isFirst;
  }

  scoreOf(place: number): number {
    const type = this.#type;
    const usage = Math.log2(2 + type.usageOf(place));
    const factor = 1 + WORD_GAIN * Math.min(type.commonWords(place, this.#near), MOST_WORDS);
    const score = usage * factor * (type.isMagic(place) ? MAGIC_FACTOR : 1);
    return this.#goesFirst(place) ? FIRST + score * this.#seenShare(place) : score;
  }

  shareOf(place: number): number {
    return this.#goesFirst(place) ? 1 : this.#seenShare(place);
  }

  #goesFirst(place: number): boolean {
    return this.#isFirst?.(this.#type.nameOf(place)) === true;
  }

  #seenShare(place: number): number {
    return this.#seen.has(this.#type.nameOf(place)) ? SEEN_FACTOR : 1;
  }
}

/** Words of the identifiers around the cursor, in lower case. */
function wordsNear(moment: Moment): ReadonlySet<number> {
  const known = nearWords.get(moment);
  if (known !== undefined) return known;
  const { lines, row } = moment;
  const near = new Set<number>();
  for (const line of lines.slice(Math.max(0, row - NEAR_ROWS), row + NEAR_ROWS + 1)) {
    for (const word of knownLine(line).words) near.add(word);
  }
  nearWords.set(moment, near);
  return near;
}
