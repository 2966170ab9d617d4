/**
 * The face of the context part: what the host, the server, the command line and benches call. In a process of its own thread (`worker/`) or in
 * this one (`engine.ts`): both are this interface. Everything that goes through is plain data.
 */
import type { Snippet, SourceName } from '../text/snippet.ts';
import type { MadeOf } from './made-of.ts';
import type { SymbolKind } from './symbols.ts';

export interface ProjectOptions {
  /** Absolute path of the project's root. */
  readonly root: string;
  /** Absolute folders besides the root whose code counts as the project's. */
  readonly includePaths: readonly string[];
  /** Globs of files that are never read. */
  readonly secretFiles: readonly string[];
  /** False: no other file than the open ones is read. */
  readonly useOtherFiles: boolean;
  /** Largest file that is indexed, in bytes. */
  readonly maxFileBytes: number;
}

/** Lines [firstRow, lastRow) of a document become `lines`, as Neovim's `nvim_buf_lines_event` has it; rows 0-based. */
export interface LinesChange {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly lines: readonly string[];
}

export interface OpenDocument {
  /** Absolute. */
  readonly path: string;
  /** Neovim's filetype; '' to go by the path. */
  readonly filetype: string;
  readonly lines: readonly string[];
}

export interface ContextRequest {
  /** Absolute path of an open document. */
  readonly path: string;
  /** 0-based. */
  readonly row: number;
  /** 0-based UTF-16 column. */
  readonly col: number;
  /** What the prompt shows of the document anyway: rows [first, last], 0-based. */
  readonly window: readonly [first: number, last: number];
  /** Tokens for all snippets together. */
  readonly budget: number;
  /** Characters of ASCII code a token in the prompt's family; default 3.3. */
  readonly charsPerToken?: number;
  readonly clipboard?: string;
  /** Rows above and below the cursor that similar code is searched by; default 24 and 4. */
  readonly queryRows?: readonly [above: number, below: number];
  /** Edits with less in common with the lines around the cursor are left out, 0–1; default 0. */
  readonly editsThreshold?: number;
  /** Sources to ask; default all. */
  readonly sources?: readonly SourceName[];
  /** Milliseconds after which the sources that have not been asked are left out. */
  readonly limitMs?: number;
}

/** What one source did, for `--explain` and `:Fim context`. */
export interface SourceReport {
  readonly source: SourceName;
  readonly ms: number;
  readonly tokens: number;
  readonly snippets: number;
  /** It was left out because the time was up. */
  readonly isLate: boolean;
}

export interface ContextResult {
  /** In the order of the sources, best first within one. Who assembles a prompt sorts by stability. */
  readonly snippets: readonly Snippet[];
  readonly reports: readonly SourceReport[];
  /** False while the index still grows. */
  readonly isComplete: boolean;
  readonly ms: number;
}

export interface ProjectStatus {
  readonly root: string;
  /** The project's own files that have been read, and all that are known. */
  readonly files: number;
  readonly filesKnown: number;
  readonly libraryFiles: number;
  readonly declarations: number;
  /** Pieces that similar code is looked for in. */
  readonly chunks: number;
  readonly isComplete: boolean;
  /** Milliseconds from the start to the complete index; `undefined` before. */
  readonly indexedMs: number | undefined;
}

export interface MapRequest {
  readonly tokens: number;
  readonly charsPerToken?: number;
  /** Absolute paths that the ranking starts from; none: the whole project. */
  readonly focus: readonly string[];
  /** Identifiers that count more. */
  readonly mentioned?: readonly string[];
}

export interface MapEntry {
  /** From the root, with `/`. */
  readonly path: string;
  readonly score: number;
  /** Signatures, best first or in the file's order; indented under their types. */
  readonly lines: readonly string[];
}

export interface MapResult {
  readonly text: string;
  readonly tokens: number;
  readonly entries: readonly MapEntry[];
}

export interface LookupRequest {
  /** Absolute path of an open document. */
  readonly path: string;
  /** 0-based. */
  readonly row: number;
  /** 0-based UTF-16 column. */
  readonly col: number;
  /** The wrong or missing name, without `$`; '' where there is none. */
  readonly name: string;
  /** Names whose declarations are wanted: of types, functions, methods. */
  readonly names: readonly string[];
}

export interface NearName {
  readonly name: string;
  readonly kind: SymbolKind;
  /** As in `Declaration`; '' for a member. */
  readonly qualified: string;
  readonly distance: number;
  readonly isOwn: boolean;
}

/** A way to bring a name in. */
export interface ImportOffer {
  /** PHP: the qualified name. Else: the name in its module. */
  readonly name: string;
  /** Else than PHP: where it comes from, as the file would write it. */
  readonly from?: string;
  readonly kind: 'type' | 'function' | 'constant' | 'module';
  /** Files that import it so already. */
  readonly uses: number;
  /** What else there is to bring in from there. */
  readonly further?: readonly { readonly name: string; readonly isType: boolean }[];
}

export interface DeclaredText {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly reason: string;
}

/** A member that a class has to have, and has not. */
export interface MissingMember {
  readonly name: string;
  readonly kind: 'method' | 'property';
  /** As in `Declaration`, with names as the class's own file writes them. */
  readonly signature: string;
  /** As in `Declaration`; '' where it is not known. */
  readonly type: string;
  readonly isStatic: boolean;
  /** Lines above it that belong to it, without those that say that it is abstract. */
  readonly decorators: readonly string[];
  /** Name of the type that asks for it. */
  readonly owner: string;
  /** Its type is the class itself, or one that it inherits. */
  readonly returnsSelf: boolean;
  /** A parameter, or a property of the class, that has its type; '' without one. */
  readonly fromParam: string;
  readonly fromProperty: string;
  /** An enum's case, or an object that is made without arguments, of its type as the class's own file writes it. */
  readonly made?: MadeOf;
  /** An object of the class itself is made without arguments. */
  readonly isSelfMade: boolean;
  /** A method of the class whose name is nearly this one, and that nobody asks for or calls from elsewhere; '' without one. */
  readonly misspelled: string;
  /** What the signature needs, and the file does not bring in yet. */
  readonly imports: readonly { readonly alias: string; readonly offer: ImportOffer }[];
}

/** A class that lacks members. Rows are 0-based, the end inclusive. */
export interface MissingMembers {
  readonly name: string;
  readonly row: number;
  readonly endRow: number;
  readonly members: readonly MissingMember[];
}

export interface LookupResult {
  readonly near: readonly NearName[];
  readonly imports: readonly ImportOffer[];
  readonly declared: readonly DeclaredText[];
  /** How often the project's code has the name. */
  readonly uses?: number;
  /** The class around, or what it inherits from, has a member of the wrong name. */
  readonly isOwnMember?: boolean;
  /** Of the class around the place, or that the report names. */
  readonly missing?: MissingMembers;
}

export interface ContextService {
  /** Begins to index; resolves when the files are listed. */
  start(options: ProjectOptions): Promise<ProjectStatus>;
  /** Resolves when everything that is known of by now is indexed. */
  settled(): Promise<ProjectStatus>;
  open(document: OpenDocument): void;
  change(path: string, changes: readonly LinesChange[]): void;
  /** The document's whole text again: after a reload, or where changes were lost. */
  replace(document: OpenDocument): void;
  close(path: string): void;
  /** The user looks at this file now. */
  visit(path: string): void;
  /** Files were written, deleted or renamed; what stands on disk counts. */
  touched(paths: readonly string[]): void;
  query(request: ContextRequest, signal: AbortSignal): Promise<ContextResult>;
  map(request: MapRequest, signal: AbortSignal): Promise<MapResult>;
  /** What a report speaks of, for repairs. */
  lookup(request: LookupRequest, signal: AbortSignal): Promise<LookupResult>;
  status(): Promise<ProjectStatus>;
  dispose(): Promise<void>;
}
