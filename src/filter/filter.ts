/** What a filter is: a rule that cuts or cleans the text of a model. It sees all text so far, never a single chunk, so the way a stream is cut cannot matter. */
import type { BlockReader } from '../syntax/block-reader.ts';

/** Where the text is to stand, and what is known of its end. */
export interface FilterContext {
  /** Text before the cursor. */
  readonly prefix: string;
  /** Text after the cursor. */
  readonly suffix: string;
  /** Strings that end the text. */
  readonly stop: readonly string[];
  /**
   * `one`: never more than a line. `line`: the rest of the line, and the block that this line opens, if it does.
   * `block`: also the lines after it, as many as the block has that the cursor stands in.
   */
  readonly extent: 'one' | 'line' | 'block';
  /** Whether the model has ended: nothing will be added to the text. */
  readonly done: boolean;
  /** Path of the file; '' or absent for a buffer without a name. */
  readonly path?: string | undefined;
  /** Neovim's filetype; '' or absent when unknown. */
  readonly filetype?: string | undefined;
  /** The blanks of one level of indentation. Absent: indentation is left as the model gives it. */
  readonly indentUnit?: string | undefined;
  /** Id of the model's family, for its quirks. */
  readonly family?: string | undefined;
  /** Reads blocks with the grammar of the file's language. Absent: brackets and indentation tell where a block ends. */
  readonly syntax?: BlockReader | undefined;
}

/** What one filter makes of a text. */
export interface Filtered {
  readonly text: string;
  /** The text ends here whatever else arrives: the request can be aborted. */
  readonly ended: boolean;
}

/** What all filters make of a text. */
export interface FilterResult extends Filtered {
  /** Name of the filter that ended it; absent where the model did. */
  readonly endedBy?: string;
  /** Why nothing is left of what the model has said: the name of the check, or of the filter. */
  readonly dropped?: string;
}

/** One rule. It must be stable: what it keeps of a text, it keeps of every longer text that begins with it, unless it says otherwise. */
export interface Filter {
  readonly name: string;
  run(text: string, context: FilterContext): Filtered;
}

/** A rule about the whole text, which keeps it or drops it. */
export interface Check {
  readonly name: string;
  /** Whether `text`, to which nothing will be added, is not to be shown. */
  fails(text: string, context: FilterContext): boolean;
  /** Whether `text` may still become one that fails, as far as its beginning tells: until then nothing is shown. */
  mayFail?(text: string, context: FilterContext): boolean;
}

/** The text goes on. */
export const open = (text: string): Filtered => ({ text, ended: false });
/** The text ends here. */
export const ended = (text: string): Filtered => ({ text, ended: true });

/** The text ends before line `row` of it, and without blank lines at its end. Blanks behind its last word may be wanted, and stay. */
export const endBefore = (lines: readonly string[], row: number): Filtered =>
  ended(
    lines
      .slice(0, row)
      .join('\n')
      .replace(/(?:\n[ \t]*)+$/u, ''),
  );

/** What becomes of line `row` (and those after it) is not known yet. The lines before it keep their line ends: they are whole. */
export const holdFrom = (lines: readonly string[], row: number): Filtered =>
  open(
    lines
      .slice(0, row)
      .map((line) => `${line}\n`)
      .join(''),
  );
