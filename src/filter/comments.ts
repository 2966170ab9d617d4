/** How comments are written, for many more languages than have a grammar. A guess by the name of the file or its type, and nothing is parsed. */
import { languageOf } from '../syntax/registry.ts';
import type { FilterContext } from './filter.ts';

/** File name endings and filetypes, by the comment that they share. What is not here has the comment of C. */
const MARKS: readonly (readonly [mark: string, names: string])[] = [
  [
    '#',
    'py pyi python pyx rb ruby rake gemspec sh bash zsh fish ps1 yaml yml toml conf cfg r jl julia pl pm perl ex exs elixir nim cr crystal mk make makefile dockerfile cmake tcl awk nix gd gdscript coffee graphql gql tf terraform hcl properties ninja bzl starlark',
  ],
  ['--', 'lua sql hs haskell elm adb ads ada vhd vhdl applescript purs purescript dhall'],
  [';', 'clj cljs cljc edn clojure lisp el scm scheme rkt racket asm ini fnl fennel'],
  ['%', 'tex latex erl erlang m matlab prolog'],
  ['"', 'vim'],
  ['', 'md markdown mdx txt text html htm xml svg json csv tsv rst adoc css'],
];
const markOf = new Map(MARKS.flatMap(([mark, names]) => names.split(' ').map((name) => [name, mark] as const)));

/** Files in which text stands, and code in fences. */
const MARKDOWN = /^(?:md|markdown|mdx|mkd|mdown|rmd|qmd|rst|adoc|asciidoc|vimwiki|org|typst|quarto|pandoc)$/u;
/** Files of expressions in parentheses: there an apostrophe quotes an expression, not a string. */
const LISP = /^(?:clj|cljs|cljc|edn|clojure|lisp|el|scm|scheme|rkt|racket|fnl|fennel)$/u;

type File = Pick<FilterContext, 'path' | 'filetype'>;

/** What starts a line comment; undefined where there is none. */
export function lineCommentOf(file: File): string | undefined {
  const language = languageOf({ filetype: file.filetype ?? '', path: file.path ?? '' });
  if (language !== undefined) return language.lineComment;
  const mark = namesOf(file)
    .map((name) => markOf.get(name))
    .find((found) => found !== undefined);
  return mark === '' ? undefined : (mark ?? '//');
}

/** What encloses a comment that may have several lines; undefined where there is none. */
export function blockCommentOf(file: File): readonly [start: string, end: string] | undefined {
  const language = languageOf({ filetype: file.filetype ?? '', path: file.path ?? '' });
  if (language !== undefined) return language.blockComment;
  return lineCommentOf(file) === '//' ? ['/*', '*/'] : undefined;
}

/** Whether text, rather than code, is what the file is made of. */
export function isMarkdown(file: File): boolean {
  return namesOf(file).some((name) => MARKDOWN.test(name));
}

/** Whether the file's language is a Lisp. */
export function isLisp(file: File): boolean {
  return namesOf(file).some((name) => LISP.test(name));
}

/** The filetype, the ending of the file's name and that name, in lower case: what may tell the language. */
function namesOf({ path = '', filetype = '' }: File): string[] {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  return [filetype.toLowerCase(), name.slice(name.lastIndexOf('.') + 1), name].filter((part) => part !== '');
}
