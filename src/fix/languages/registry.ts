/** All languages that repairs know. A new one is an entry here. */
import type { FixLanguage } from './language.ts';
import { php } from './php.ts';
import { go, lua, rust } from './plain.ts';
import { python } from './python.ts';
import { javascript, tsx, typescript } from './script.ts';

const LANGUAGES: readonly FixLanguage[] = [php, typescript, tsx, javascript, python, lua, go, rust];

const byId = new Map(LANGUAGES.map((language) => [language.id, language]));

/** @param id of an entry in `src/syntax` */
export function fixLanguage(id: string): FixLanguage | undefined {
  return byId.get(id);
}

/** The language that a fence's word names; `undefined` for one that is none of ours. */
export function namedLanguages(word: string): readonly string[] {
  return LANGUAGES.filter(({ names }) => names.includes(word)).map(({ id }) => id);
}
