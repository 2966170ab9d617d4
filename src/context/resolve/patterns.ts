/** Patterns that have a name in them. Names come again, and making a pattern takes longer than looking for it. */

import { remembered } from '../remembered.ts';
import { placesIn } from './places.ts';

/** Patterns that are kept. */
const MOST_PATTERNS = 500;

/** Of that source, for all matches of a text. Nobody may set its `lastIndex`. */
export const patternOf = remembered((source) => new RegExp(source, 'gu'), MOST_PATTERNS);

/** Whether a name stands behind a word somewhere, with none of some characters between them: where a pattern asks for that, most codes need not be looked through for it. */
export function standsBehind(name: string, word: string, code: string, notBetween: string): boolean {
  const names = placesIn(code, name);
  let next = 0;
  let free = 0;
  for (const at of placesIn(code, word)) {
    if (at < free) continue;
    const between = at + word.length;
    while ((names[next] ?? code.length) < between) next++;
    const place = names[next];
    if (place === undefined) return false;
    free = endOf(code, between, place, notBetween);
    if (free === place) return true;
  }
  return false;
}

/** Where the first of some characters stands in a code from `start` on; `end` where none does. */
function endOf(code: string, start: number, end: number, characters: string): number {
  if (characters === '') return end;
  for (let at = start; at < end; at++) {
    const unit = code.charCodeAt(at);
    for (let each = 0; each < characters.length; each++) if (characters.charCodeAt(each) === unit) return at;
  }
  return end;
}
