/** What a language is to the plugin: data only. Shared code never asks "is it PHP?"; it asks the entry. */

/** What a piece of code stands in, when it starts in the middle of a file. */
export interface Surroundings {
  /** Where the piece has a line like this, between its indentation and its end, it stands in them. Without it: always. */
  readonly when?: RegExp;
  /** Opens them, in one line; the last `{` or word is the opener. */
  readonly head: string;
}

export interface Language {
  /** Name of the entry, unique in the registry. */
  readonly id: string;
  /** The grammar's file in `grammars/`, copied there by `npm run build`. */
  readonly grammar: string;
  /** Folder in `grammars/` that holds its queries. */
  readonly queries: string;
  /** Neovim's filetypes. */
  readonly filetypes: readonly string[];
  /** Endings of file names, with the dot, in lower case. */
  readonly extensions: readonly string[];
  /** Names of files that only declare: no function has a body there. */
  readonly onlyDeclares?: RegExp;
  /** What starts a comment that runs to the end of the line. */
  readonly lineComment: string;
  /** What encloses a comment that may have several lines. */
  readonly blockComment?: readonly [start: string, end: string];
  /** Starts a string that ends with a quote and what the first group has caught. */
  readonly rawString?: RegExp;
  /** What starts and ends the strings that document. */
  readonly docQuotes?: RegExp;
  /** `indentation`: a block ends at the first line that is indented less. Otherwise at a closing token. */
  readonly layout?: 'indentation';
  /** Words that go on with a statement behind the end of one of its blocks (`else`). */
  readonly follow: readonly string[];
  /** How a file says in which namespace it is, with `{name}`. */
  readonly namespaceLine?: string;
  /** A file's text that begins its code with a tag (`<?php`): nothing of the language may stand before it. */
  readonly openingTag?: RegExp;
  /** What has to stand in front of a piece of code, so that it is read as code (`<?php`). */
  readonly tag?: (piece: string) => string;
  /** What an indented piece may stand in; the first that fits is taken. */
  readonly surroundings: readonly Surroundings[];
}
