/** Orders members by how likely they are typed next: how often the project uses the name, which words stand near the cursor. */
import { knownLine } from '../known-lines.ts';
import type { Moment } from '../source.ts';
import type { KnownType } from './known-type.ts';
import { MembersInOrder } from './members-in-order.ts';

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
  const near = wordsNear(moment);
  const shareOf = (place: number): number => (moment.seen.has(type.nameOf(place)) ? SEEN_FACTOR : 1);
  const plain = { scoreOf: (place: number) => scoreOf(type, place, near), shareOf };
  if (isFirst === undefined) return new MembersInOrder(type, places, plain);
  const goesFirst = (place: number): boolean => isFirst(type.nameOf(place));
  return new MembersInOrder(type, places, {
    scoreOf: (place) => (goesFirst(place) ? FIRST + plain.scoreOf(place) * shareOf(place) : plain.scoreOf(place)),
    shareOf: (place) => (goesFirst(place) ? 1 : shareOf(place)),
  });
}

function scoreOf(type: KnownType, place: number, near: ReadonlySet<number>): number {
  const usage = Math.log2(2 + type.usageOf(place));
  const factor = 1 + WORD_GAIN * Math.min(type.commonWords(place, near), MOST_WORDS);
  return usage * factor * (type.isMagic(place) ? MAGIC_FACTOR : 1);
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
