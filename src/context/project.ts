/** The project as sources, the resolver and the map see it: a view that reads, never changes. Who builds it is in `index/`. */
import type { Declaration, FileSymbols } from './symbols.ts';

export interface ProjectFile {
  /** Absolute. */
  readonly path: string;
  /** From the project's root with `/`; outside of it (include paths) the absolute path. */
  readonly relative: string;
  readonly symbols: FileSymbols;
  /** False: a library's (vendor, node_modules), read because the project's own code names it. */
  readonly isOwn: boolean;
}

/** A declaration and where it stands. */
export interface Found {
  readonly file: ProjectFile;
  readonly declaration: Declaration;
  /** Of the declaration in `file.symbols.declarations`. */
  readonly index: number;
}

export interface IdentifierNumbers {
  /** Good as long as the project is open; `undefined` for an identifier that it has never had by now. */
  numberOf(identifier: string): number | undefined;
  /** Like `usage`. */
  usageOf(number: number): number;
}

export interface ProjectView {
  /** Absolute. */
  readonly root: string;
  /** The project's own files, in no order that means anything but always the same for the same files. */
  files(): Iterable<ProjectFile>;
  /** By absolute path. Own files and libraries' that have been read. */
  file(path: string): ProjectFile | undefined;
  /** The class, interface, trait, enum, struct, type of that qualified name (case-insensitive where the language is); a library's is read now if it can be found. */
  type(qualified: string): Found | undefined;
  /** Types of the project's own code with that short name. */
  typesNamed(short: string): readonly Found[];
  function(qualified: string): Found | undefined;
  /**
   * The file that another one imports by a name that is no path (`lodash`, `@/models`): a package's is read now if it can be found.
   * @param importer absolute path
   */
  library(specifier: string, importer: string): ProjectFile | undefined;
  /** Types that extend, implement or use it directly, own code only. */
  subtypes(qualified: string): readonly Found[];
  /** Members of a declaration of a type, in the order of the file: those whose `parent` is its index. */
  membersOf(type: Found): readonly Found[];
  /** How often the project's own code contains this identifier (without `$`), all files together. */
  usage(identifier: string): number;
  /** Counts identifiers by numbers: who asks for one again and again need not look it up. Left out where nobody counts. */
  readonly numbers?: IdentifierNumbers | undefined;
  /** The text of a file as it is now: unsaved text wins, else read again from disk (cached for a while); `undefined` when it is gone or must not be read. */
  text(path: string): string | undefined;
  /** How recently a buffer with this file was open or visited: 1 now … 0 never in this session. */
  recency(path: string): number;
}
