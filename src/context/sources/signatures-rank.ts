/** Orders members by how likely they are typed next: how often the project uses the name, which words stand near the cursor. */
import type { Found, ProjectView } from '../project.ts';
import type { Moment } from '../source.ts';
import { MembersInOrder } from './members-in-order.ts';

/** Rows above and below the cursor whose words count. */
const NEAR_ROWS = 10;
/** What each word in common adds, to a factor of 1; and how many count. */
const WORD_GAIN = 0.5;
const MOST_WORDS = 3;
/** `__get` and the like are called by the language, not by name. */
const MAGIC = /^__/u;
const MAGIC_FACTOR = 0.1;
/** The window shows how a name is used already. */
const SEEN_FACTOR = 0.3;
const SUBWORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+/gu;
/** Shorter ones (`a`, `to`) say nothing. In characters. */
const SHORTEST_WORD = 3;

/** Words of names that were ranked lately: types are shown again and again. */
const MOST_NAMES = 20_000;

const words = new Map<string, readonly string[]>();
const nearWords = new WeakMap<Moment, ReadonlySet<string>>();

/** Best first; equals stay in their order. */
export function rankMembers(members: readonly Found[], moment: Moment, project: ProjectView): MembersInOrder {
  return new MembersInOrder(members, (some) => ranked(some, moment, project));
}

export function ranked(members: readonly Found[], moment: Moment, project: ProjectView): readonly Found[] {
  const near = wordsNear(moment);
  return members
    .map((member) => ({ member, score: scoreOf(member, moment, project, near) }))
    .sort((a, b) => b.score - a.score)
    .map(({ member }) => member);
}

function scoreOf({ declaration }: Found, moment: Moment, project: ProjectView, near: ReadonlySet<string>): number {
  const { name } = declaration;
  const usage = Math.log2(2 + project.usage(name));
  let common = 0;
  for (const word of wordsOfName(name)) if (near.has(word)) common++;
  const factor = 1 + WORD_GAIN * Math.min(common, MOST_WORDS);
  return usage * factor * (MAGIC.test(name) ? MAGIC_FACTOR : 1) * (moment.seen.has(name) ? SEEN_FACTOR : 1);
}

/** Like `wordsOf`, of a name that comes again. */
export function wordsOfName(name: string): readonly string[] {
  let known = words.get(name);
  if (known === undefined) {
    known = wordsOf(name);
    if (words.size >= MOST_NAMES) words.clear();
    words.set(name, known);
  }
  return known;
}

/** Words of the identifiers around the cursor, in lower case. */
function wordsNear(moment: Moment): ReadonlySet<string> {
  const known = nearWords.get(moment);
  if (known !== undefined) return known;
  const { lines, row } = moment;
  const near = new Set(wordsOf(lines.slice(Math.max(0, row - NEAR_ROWS), row + NEAR_ROWS + 1).join('\n')));
  nearWords.set(moment, near);
  return near;
}

/** The parts of camelCase and snake_case names, in lower case. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(SUBWORD)) if (word.length >= SHORTEST_WORD) words.push(word.toLowerCase());
  return words;
}
