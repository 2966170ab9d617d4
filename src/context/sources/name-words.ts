/** The words that names are made of, as numbers: the same word has the same number everywhere. Forgets no word: those of a project are few, and come again. */
import { detached } from '../../text/detached.ts';
import { remembered } from '../remembered.ts';

const SUBWORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+/gu;
/** Shorter ones (`a`, `to`) say nothing. In characters. */
const SHORTEST_WORD = 3;
/** Names whose words are remembered: types are shown again and again. */
const MOST_NAMES = 20_000;

const numbers = new Map<string, number>();

/** Like `wordsOf`, of a name that comes again. */
export const wordsOfName = remembered(wordsOf, MOST_NAMES);

/** The parts of camelCase and snake_case names; case does not matter. */
export function wordsOf(text: string): readonly number[] {
  const words: number[] = [];
  for (const word of text.match(SUBWORD) ?? []) if (word.length >= SHORTEST_WORD) words.push(numberOf(word));
  return words;
}

function numberOf(word: string): number {
  const own = word.toLowerCase();
  const known = numbers.get(own);
  if (known !== undefined) return known;
  const number = numbers.size;
  // The text that it was cut out of is not to be kept.
  numbers.set(detached(own), number);
  return number;
}
