/** What reads the symbols of one language. */
import type { Capture } from '../../syntax/symbol-parser.ts';
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
}
