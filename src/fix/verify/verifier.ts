/** Whoever can say what is wrong with a text: a language server of our own, a linter, the parser. None of them is the user's own client. */
import type { Diagnostic } from '../diagnostic.ts';

/** How much a verifier's word is worth. `verified`: types and names. `syntax only`: that the text can be parsed. */
export type Worth = 'verified' | 'syntax only';

/** A text that an editor has open, and has not written. */
export interface Unsaved {
  /** Absolute. */
  readonly path: string;
  /** Neovim's. */
  readonly filetype: string;
  readonly content: string;
}

export interface Verifier {
  /** As people know it. */
  readonly name: string;
  readonly worth: Worth;
  /**
   * What is wrong with the file's text, were it this.
   * @param content with its line ends, as it would be written
   * @throws FimError when it can not be asked; AbortError
   */
  diagnose(content: string, signal: AbortSignal): Promise<readonly Diagnostic[]>;
  /**
   * Names that could stand at a place, in no order that means much.
   * @param content a text that ends a name, or nothing yet, at the place
   * @param row 0-based @param col 0-based UTF-16 column
   * @throws FimError when it can not be asked; AbortError
   */
  namesAt?(content: string, row: number, col: number, signal: AbortSignal): Promise<readonly string[]>;
}
