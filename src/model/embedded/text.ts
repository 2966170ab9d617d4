/** Small facts about single lines (blanks, indentation, what may be shown); knows no files and keeps nothing. */

/** Longer lines are generated, minified or data: nobody wants them proposed. In UTF-16 units. */
export const LONGEST_LINE = 240;

/** A tab is counted as this many columns when the indentation of two lines is compared. */
const TAB_COLUMNS = 4;

/** Indentation that is assumed where a file has none: in columns. */
const USUAL_UNIT = 4;

/** Lines looked at to learn a file's indentation. */
const UNIT_SAMPLE = 200;

// C0 and C1 controls but the tab, line separators, bidirectional overrides (they make text look like what it is not), lone surrogates.
const UNSHOWABLE =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}/u;
const WORD = /[\p{L}\p{N}_]{2}/u;
const CLOSER = /^(?:[)\]}]|end\b|<\/|\*\/)/;
const OPENER = /(?:[{([:]|=>|\*\*|\bdo|\bthen)$/;

/** Whether `text` can be inserted and drawn as it is. */
export function isShowable(text: string): boolean {
  return !UNSHOWABLE.test(text);
}

/** Whether a stripped line says something: `}` and `);` repeat in honest code and prove nothing. */
export function isTelling(stripped: string): boolean {
  return WORD.test(stripped);
}

/** Whether a stripped line closes what a line above opened. */
export function isCloser(stripped: string): boolean {
  return CLOSER.test(stripped);
}

/** Whether a stripped line ends in the middle of something. */
export function isOpener(stripped: string): boolean {
  return OPENER.test(stripped) || stripped === '/**' || stripped === '/*';
}

/** The blanks that `line` starts with. */
export function indentOf(line: string): string {
  let end = 0;
  while (line.charCodeAt(end) === 32 || line.charCodeAt(end) === 9) end++;
  return line.slice(0, end);
}

/** Width in columns of the blanks that `line` starts with; a tab counts as four. */
export function indentColumns(line: string): number {
  let columns = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === 32) columns++;
    else if (code === 9) columns += TAB_COLUMNS;
    else break;
  }
  return columns;
}

/** Columns of one level of indentation in `lines`: the smallest indentation of two or more, continued comments aside. */
export function indentUnitColumns(lines: readonly string[]): number {
  let unit = 0;
  for (let row = 0; row < Math.min(lines.length, UNIT_SAMPLE); row++) {
    const line = lines[row] ?? '';
    const columns = indentColumns(line);
    if (columns < 2 || line.trimStart().startsWith('*')) continue;
    unit = unit === 0 ? columns : Math.min(unit, columns);
  }
  return unit === 0 ? USUAL_UNIT : unit;
}

/** Blanks for `columns` columns of indentation in a text whose level is `fromUnit` columns wide, written in units of `unit`. */
export function indentation(columns: number, fromUnit: number, unit: string): string {
  const levels = Math.floor(columns / fromUnit);
  return unit.repeat(levels) + ' '.repeat(columns - levels * fromUnit);
}
