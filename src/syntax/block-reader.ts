/** The questions that are asked of code while it is being written: where does a block end, and what is the place at the cursor? */
import type { Language } from './language.ts';

/** UTF-16 indices in the text that was asked about. */
export interface BlockEnd {
  /** Where the closing token starts, or where a block without such a token (Python) ends. */
  readonly inner: number;
  /** Behind the closing token; as `inner` where there is none. */
  readonly outer: number;
}

/**
 * What the place at the cursor is. `block-start`: nothing but blanks and comments between a block's opener and the cursor;
 * `in-block`: inside a block's body. A list that is spread over lines is a block, too.
 */
export type Place = 'block-start' | 'in-block' | 'top-level';

/**
 * Reads the blocks of code that is being written, without waiting: its grammar is loaded. Never throws. The answer depends
 * on the arguments alone, not on what was asked before. The cursor is the end of `prefix`, which may start anywhere in a file.
 */
export interface BlockReader {
  readonly language: Language;
  /**
   * Where the innermost block around the cursor ends. A list (array, arguments) is a block where a line break stands between
   * its opener and the cursor.
   * @returns undefined: not closed within `text`, no block around the cursor, or the code is too broken to tell
   */
  blockEnd(prefix: string, text: string): BlockEnd | undefined;
  /**
   * Where the block is closed that is opened on the cursor's line, of several the outermost. What belongs to its statement
   * is part of it (`else`, `catch`, `while` of `do`), as are the closers and the `;` or `,` that follow on the closing line.
   * @returns UTF-16 index in `text` behind all of that; undefined as above
   */
  openedEnd(prefix: string, text: string): number | undefined;
  /** What the place between prefix and suffix is; undefined: cannot tell, as in a comment or a string. */
  lineStart(prefix: string, suffix: string): Place | undefined;
}
