/**
 * Places in text in every unit that the edges speak, each with a type of its own, so that a mix-up does not compile. Pure arithmetic:
 * asks no editor and knows no file. Neovim counts bytes of UTF-8, JavaScript and web-tree-sitter count UTF-16 code units.
 */

declare const unit: unique symbol;

/** 0-based line number. */
export type Row = number & { readonly [unit]: 'row' };
/** Bytes (UTF-8) from the start of a line, 0-based, as Neovim's API gives columns. */
export type ByteColumn = number & { readonly [unit]: 'byte column' };
/** UTF-16 code units from the start of a line, 0-based, as JavaScript, web-tree-sitter and LSP count. */
export type Utf16Column = number & { readonly [unit]: 'utf-16 column' };
/** Bytes (UTF-8) from the start of the document, line ends included. */
export type ByteOffset = number & { readonly [unit]: 'byte offset' };
/** UTF-16 code units from the start of the document, line ends (`\n`, one unit) included, as web-tree-sitter's `index`. */
export type Utf16Offset = number & { readonly [unit]: 'utf-16 offset' };

/** A place as Neovim names it. */
export interface BytePosition {
  readonly row: Row;
  readonly byteCol: ByteColumn;
}

/** A place as JavaScript names it. */
export interface Utf16Position {
  readonly row: Row;
  readonly utf16Col: Utf16Column;
}

/** Bytes of a line end: `\n` 1, `\r\n` 2. */
export type EolBytes = 1 | 2;

/** A number from outside as a row. @throws RangeError unless it is a whole number ≥ 0 (so do the others below). */
export const row = (n: number): Row => natural(n, 'row') as Row;
/** A number from outside as a byte column. */
export const byteCol = (n: number): ByteColumn => natural(n, 'byte column') as ByteColumn;
/** A number from outside as a UTF-16 column. */
export const utf16Col = (n: number): Utf16Column => natural(n, 'UTF-16 column') as Utf16Column;
/** A number from outside as a byte offset. */
export const byteOffset = (n: number): ByteOffset => natural(n, 'byte offset') as ByteOffset;
/** A number from outside as a UTF-16 offset. */
export const utf16Offset = (n: number): Utf16Offset => natural(n, 'UTF-16 offset') as Utf16Offset;

/** Length of `text` in bytes of UTF-8. A lone surrogate counts as U+FFFD: 3. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** Characters (code points) of `text`, counted without a copy of each. A lone surrogate counts as one. */
export function countCharacters(text: string): number {
  let count = text.length;
  for (let at = 1; at < text.length; at++)
    if (isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1))) count--;
  return count;
}

/**
 * Byte column in a line → UTF-16 column.
 * @param byteCol as Neovim gives it; inside a character it rounds down to the character's start.
 * @throws RangeError when the line is shorter: the mirror is stale, resync.
 */
export function utf16Column(line: string, byteCol: ByteColumn): Utf16Column {
  let bytes = 0;
  let units = 0;
  while (bytes < byteCol && units < line.length) {
    const character = widthAt(line, units);
    bytes += character.bytes;
    if (bytes > byteCol) return units as Utf16Column;
    units += character.units;
  }
  if (bytes < byteCol) throw new RangeError(`byte column ${byteCol} in a line of ${bytes} bytes`);
  return units as Utf16Column;
}

/**
 * UTF-16 column in a line → byte column. Between the halves of a surrogate pair it rounds down to the character's start.
 * @throws RangeError when the line is shorter.
 */
export function byteColumn(line: string, utf16Col: Utf16Column): ByteColumn {
  if (utf16Col > line.length) throw new RangeError(`UTF-16 column ${utf16Col} in a line of ${line.length} units`);
  return byteLength(line.slice(0, characterStart(line, utf16Col))) as ByteColumn;
}

/** `utf16Col`, or the unit before it where it stands between the halves of a surrogate pair. */
export function characterStart(text: string, utf16Col: number): number {
  const splitsPair = isLowSurrogate(text.charCodeAt(utf16Col)) && isHighSurrogate(text.charCodeAt(utf16Col - 1));
  return splitsPair ? utf16Col - 1 : utf16Col;
}

/**
 * Row and byte column → byte offset in the document, which is `lines` joined by line ends of `eolBytes`.
 * The column is taken as it is, also inside a character.
 * @throws RangeError when there is no such row, or its line is shorter.
 */
export function byteOffsetAt(lines: readonly string[], at: BytePosition, eolBytes: EolBytes = 1): ByteOffset {
  const length = byteLength(lineAt(lines, at.row));
  if (at.byteCol > length) throw new RangeError(`byte column ${at.byteCol} in a line of ${length} bytes`);
  let offset = 0;
  for (let above = 0; above < at.row; above += 1) offset += byteLength(lines[above] ?? '') + eolBytes;
  return (offset + at.byteCol) as ByteOffset;
}

/**
 * Byte offset in the document (`lines` joined by line ends of `eolBytes`) → row and byte column. Inside a character it rounds down to
 * the character's start, inside a `\r\n` to the line's end.
 * @throws RangeError when the document is shorter.
 */
export function bytePositionAt(lines: readonly string[], offset: ByteOffset, eolBytes: EolBytes = 1): BytePosition {
  let rest: number = offset;
  for (const [index, line] of lines.entries()) {
    const length = byteLength(line);
    if (rest <= length) {
      const col = utf16Column(line, rest as ByteColumn);
      return { row: index as Row, byteCol: byteColumn(line, col) };
    }
    if (rest < length + eolBytes) return { row: index as Row, byteCol: length as ByteColumn };
    rest -= length + eolBytes;
  }
  throw new RangeError(`byte offset ${offset} is ${rest + eolBytes} bytes past the document's end`);
}

/**
 * Row and UTF-16 column → UTF-16 offset in `lines` joined by `\n`.
 * @throws RangeError when there is no such row, or its line is shorter.
 */
export function utf16OffsetAt(lines: readonly string[], at: Utf16Position): Utf16Offset {
  const { length } = lineAt(lines, at.row);
  if (at.utf16Col > length) throw new RangeError(`UTF-16 column ${at.utf16Col} in a line of ${length} units`);
  let offset = 0;
  for (let above = 0; above < at.row; above += 1) offset += (lines[above]?.length ?? 0) + 1;
  return (offset + at.utf16Col) as Utf16Offset;
}

function lineAt(lines: readonly string[], at: Row): string {
  const line = lines[at];
  if (line === undefined) throw new RangeError(`row ${at} of ${lines.length}`);
  return line;
}

/** How long the character at `units` is, in both units. */
function widthAt(text: string, units: number): { bytes: number; units: number } {
  const code = text.charCodeAt(units);
  if (code < 0x80) return ONE_BYTE;
  if (code < 0x800) return TWO_BYTES;
  return isHighSurrogate(code) && isLowSurrogate(text.charCodeAt(units + 1)) ? FOUR_BYTES : THREE_BYTES;
}

const ONE_BYTE = { bytes: 1, units: 1 };
const TWO_BYTES = { bytes: 2, units: 1 };
const THREE_BYTES = { bytes: 3, units: 1 };
const FOUR_BYTES = { bytes: 4, units: 2 };

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}

function natural(n: number, what: string): number {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`${what} ${n}`);
  return n;
}
