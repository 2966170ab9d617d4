/** What reads the symbols of one language. */
import type { Capture, TextEdit } from '../../syntax/symbol-parser.ts';
import type { FileSymbols } from '../symbols.ts';
import type { TextRange } from './cut-text.ts';

/** @param captures of `symbols.scm` in `text`, in its order */
export type Extractor = (text: string, captures: readonly Capture[]) => FileSymbols;

/** The code in a file's functions that declares nothing for others: an index parses the rest alone. */
export interface Bodies {
  /** Ascending, apart from each other. */
  readonly find: (text: string) => readonly TextRange[];
  /** The same of types: their members; and the code in functions outside of them. */
  readonly ofTypes: (text: string) => readonly TextRange[];
  /** A text that reads as code where the body of a function does, and not where it doesn't. */
  readonly alone: (body: string) => string;
  /** Whether it is certain, without a parser, that the body of a function is no code. */
  readonly isBroken: (body: string) => boolean;
  /** Of a body that is code. */
  readonly statements: (body: string) => Statements;
  /** Whether it is certain that no body is code that holds these statements if they are none by themselves. */
  readonly areApart: (statements: string) => boolean;
}

/** The statements of a function's body. */
export interface Statements {
  /**
   * Those that an edit touches: the body is code after it where they are by themselves.
   * @param start UTF-16 offset in the body where the edit begins; @param end where it ended before
   * @returns where they stood before it
   */
  around(start: number, end: number): TextRange;
}

/** Reads the texts of one document, which are much the same. */
export interface Follower {
  readonly read: Extractor;
  /** Like `read`, for a text that others are much like. @param bodies of its functions */
  readonly readParts: (text: string, captures: readonly Capture[], bodies: readonly TextRange[]) => ReadParts;
}

/** A text that was read, of which a part can be read again where it is another one: all else is known. */
export interface ReadParts {
  readonly symbols: FileSymbols;
  /**
   * What a text declares that differs by one edit.
   * @returns `null` where it is certain that it is no code; `undefined` where that can't be told from the part alone
   */
  after(edit: TextEdit, text: string, parser: PartParser): FileSymbols | null | undefined;
}

export interface PartParser {
  /** Of a text that is a file by itself; `undefined` where it isn't code. */
  readonly captures: (text: string) => readonly Capture[] | undefined;
  /** Whether the body of a function is code. */
  readonly isBody: (body: string) => boolean;
}
