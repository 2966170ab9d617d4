/** Patterns that have a name in them. Names come again, and making a pattern takes longer than looking for it. */

import { escapePattern } from '../../text/escape-pattern.ts';
import { remembered } from '../remembered.ts';
import { placesIn } from './places.ts';

/** Names whose pattern is kept. */
const MOST_NAMES = 100;

/** @param source of the pattern for a name, which is escaped; @returns what gives a name's pattern: for `matchesIn`, or to test a text without flag `g` */
export function patternsWith(source: (name: string) => string, flags = 'gu'): (name: string) => RegExp {
  return remembered((name) => new RegExp(source(escapePattern(name)), flags), MOST_NAMES);
}

/** All matches in a code. Unlike `matchAll` it makes no copy of the pattern, which is to have the flag `g` and to match no empty text. */
export function matchesIn(code: string, pattern: RegExp): readonly RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(code); match !== null; match = pattern.exec(code)) matches.push(match);
  return matches;
}

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
