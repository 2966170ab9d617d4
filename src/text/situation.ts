/** The place where a completion is asked for, as plain data. Everything below the edges works on this. */

export interface Situation {
  /** Absolute path of the file; '' for a buffer without a name. */
  readonly path: string;
  /** Neovim's filetype (`php`, `typescriptreact`, …); '' when unknown. */
  readonly filetype: string;
  /** Text before the cursor, from a line start on: as much as the window allows. Line ends are `\n`. */
  readonly prefix: string;
  /** `prefix` begins with the first line of the file. */
  readonly startsFile?: boolean;
  /** Text after the cursor, as much as the window allows. Line ends are `\n`. */
  readonly suffix: string;
  /** The blanks that one level of indentation is made of in this buffer: `\t` or n spaces. */
  readonly indentUnit: string;
}

/** Text of the cursor's line before the cursor. */
export function linePrefix(s: Pick<Situation, 'prefix'>): string {
  return s.prefix.slice(s.prefix.lastIndexOf('\n') + 1);
}

/** Text of the cursor's line after the cursor. */
export function lineSuffix(s: Pick<Situation, 'suffix'>): string {
  const end = s.suffix.indexOf('\n');
  return end < 0 ? s.suffix : s.suffix.slice(0, end);
}

/** Nothing but closing brackets, quotes and punctuation: text that a suggestion can be laid around. */
const ONLY_CLOSERS = /^[\s)\]}'"`;,.:>]*$/u;

/** Whether text other than closers stands between the cursor and the end of its line. */
export function hasTextAfter(situation: Pick<Situation, 'suffix'>): boolean {
  return !ONLY_CLOSERS.test(lineSuffix(situation));
}

/** Whether the cursor stands in front of a word: what would be inserted runs into it. */
export function isInsideWord(situation: Pick<Situation, 'suffix'>): boolean {
  return /^[\p{L}\p{N}_]/u.test(situation.suffix);
}
