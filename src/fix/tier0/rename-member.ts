/** A member's name changed where it is declared and where it is called: by its own object alone, or by all that have one of that name. Reads no types: a verifier tells which was right. */
import { closest } from '../closest.ts';
import type { FixLanguage } from '../languages/language.ts';
import type { Scene } from '../scene.ts';
import type { TextChange } from './rule.ts';
import { placesOf } from './word.ts';

/** Characters before a name that tell what has it. */
const REACH = 40;
/** What stands before any member. */
const MEMBER = /(?:\?->|->|::|\??\.)$/u;

/**
 * @param from UTF-16 offset of the class @param to exclusive
 * @returns the own object's only first; none where it is not declared there
 */
export function renamings(
  scene: Pick<Scene, 'source' | 'root'>,
  language: FixLanguage,
  { from, to }: { readonly from: number; readonly to: number },
  old: string,
  name: string,
): readonly (readonly TextChange[])[] {
  const { text } = scene.source;
  const { ownReach } = language;
  const places = [...placesOf(text, old)].map((start) => ({
    start,
    before: text.slice(Math.max(0, start - REACH), start),
  }));
  const declared = places.filter(({ start }) => start >= from && start < to && isDeclared(scene, language, start));
  if (declared.length !== 1) return [];
  const own = places.filter(({ start, before }) => start >= from && start < to && ownReach?.test(before) === true);
  const all = places.filter(({ before }) => MEMBER.test(before) || ownReach?.test(before) === true);
  const changed = (some: typeof places): readonly TextChange[] =>
    [...declared, ...some].map(({ start }) => ({ start, end: start + old.length, text: name }));
  return all.length > own.length ? [changed(own), changed(all)] : [changed(own)];
}

function isDeclared({ root }: Pick<Scene, 'root'>, { functions }: FixLanguage, start: number): boolean {
  return closest(root?.at(start, start + 1), functions)?.field('name')?.start === start;
}
