/** What a language is to the plugin: data only. Shared code never asks "is it PHP?"; it asks the entry. */

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
  /** What starts a comment that runs to the end of the line. */
  readonly lineComment: string;
}
