/** All languages. A new one is a file in `languages/`, a line here, and queries in `grammars/`. */
import type { Language } from './language.ts';
import { go } from './languages/go.ts';
import { javascript } from './languages/javascript.ts';
import { lua } from './languages/lua.ts';
import { php } from './languages/php.ts';
import { python } from './languages/python.ts';
import { rust } from './languages/rust.ts';
import { tsx } from './languages/tsx.ts';
import { typescript } from './languages/typescript.ts';

export const LANGUAGES: readonly Language[] = [php, typescript, tsx, javascript, python, lua, go, rust];

const byFiletype = new Map(LANGUAGES.flatMap((language) => language.filetypes.map((name) => [name, language])));
const byExtension = new Map(LANGUAGES.flatMap((language) => language.extensions.map((name) => [name, language])));

/** Ending of the file name with its dot, in lower case; '' for `.bashrc` and `Makefile`. */
function extensionOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot).toLowerCase() : '';
}

/**
 * The language of a buffer. Neovim's filetype decides where there is one, as the user may have set it; the path does for
 * files that no buffer holds.
 * @returns undefined for a language without an entry
 */
export function languageOf({
  filetype,
  path,
}: {
  readonly filetype: string;
  readonly path: string;
}): Language | undefined {
  // Compound filetypes (`php.laravel`) start with the one that has a grammar.
  const main = filetype.split('.')[0] ?? '';
  return main === '' ? byExtension.get(extensionOf(path)) : byFiletype.get(main);
}
