/** What a filter is: a rule that cuts or cleans the text of a model. It sees all text so far, never a single chunk, so the way a stream is cut cannot matter. */

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
}

export interface FilterResult {
  readonly text: string;
  /** The text ends here whatever else arrives: the request can be aborted. */
  readonly ended: boolean;
}

/** One rule. It must be stable: what it keeps of a text, it keeps of every longer text that begins with it, unless it says otherwise. */
export interface Filter {
  readonly name: string;
  run(text: string, context: FilterContext): FilterResult;
}

/** The text goes on. */
export const open = (text: string): FilterResult => ({ text, ended: false });
/** The text ends here. */
export const ended = (text: string): FilterResult => ({ text, ended: true });

/** The text ends before line `row` of it, and without blank lines at its end. */
export const endBefore = (lines: readonly string[], row: number): FilterResult =>
  ended(lines.slice(0, row).join('\n').trimEnd());

/** What becomes of line `row` (and those after it) is not known yet. The lines before it keep their line ends: they are whole. */
export const holdFrom = (lines: readonly string[], row: number): FilterResult =>
  open(
    lines
      .slice(0, row)
      .map((line) => `${line}\n`)
      .join(''),
  );
