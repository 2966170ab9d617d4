/** A document that an editor has open, with its unsaved text and its tree, which follows each change. Reads no files. */
import type { Language } from '../syntax/language.ts';
import { languageOf } from '../syntax/registry.ts';
import type { TextEdit } from '../syntax/symbol-parser.ts';
import { applyLines } from '../text/lines.ts';
import { followed } from './followed.ts';
import type { ReadText, SymbolReader } from './index/reader.ts';
import type { LinesChange, OpenDocument } from './service.ts';
import type { FileSymbols } from './symbols.ts';

/** A document as it is now, and what it declares. */
export interface LiveDocument {
  /** Absolute. */
  readonly path: string;
  readonly language: Language | undefined;
  readonly lines: readonly string[];
  /** All lines, joined by `\n`. */
  readonly text: string;
  /** With what is half typed at a place. @param row 0-based; @param col 0-based UTF-16 */
  symbolsAt(row: number, col: number): FileSymbols;
  symbols(): FileSymbols;
}

/** A line change and the text that stood there before: what an incremental parse and a session's hunks need. */
export interface AppliedChange extends LinesChange {
  readonly oldLines: readonly string[];
}

/** More changes than this since the last tree: parsing afresh costs no more. */
const MOST_EDITS = 500;
/** Documents with more lines are not read again for each key. */
export const MANY_LINES = 400;

export class ContextDocument implements LiveDocument {
  readonly path: string;
  readonly language: Language | undefined;
  readonly lines: string[];
  readonly #reader: SymbolReader;
  #text: string | undefined;
  #read: ReadText | undefined;
  #repaired:
    | { readonly read: ReadText; readonly row: number; readonly col: number; readonly symbols: FileSymbols }
    | undefined;
  /** What is declared now, as far as that is known without reading it again. */
  #followed: FileSymbols | undefined;
  /** Changes since `#read`; `undefined`: too many. */
  #edits: TextEdit[] | undefined = [];

  constructor({ path, filetype, lines }: OpenDocument, reader: SymbolReader) {
    this.path = path;
    this.language = languageOf({ filetype, path });
    this.lines = [...lines];
    this.#reader = reader.following();
  }

  /** All lines, joined by `\n`. */
  get text(): string {
    this.#text ??= this.lines.join('\n');
    return this.#text;
  }

  /**
   * @returns the changes as they were applied
   * @throws RangeError when the lines to replace are not there: the copy is stale
   */
  change(changes: readonly LinesChange[]): readonly AppliedChange[] {
    return changes.map(({ firstRow, lastRow, lines }) => {
      const end = lastRow < 0 ? this.lines.length : lastRow;
      const oldLines = this.lines.slice(firstRow, end);
      if (this.#read?.parsed !== undefined) this.#note(firstRow, oldLines, lines);
      this.#followed =
        this.#followed &&
        this.language &&
        followed(this.#followed, this.language, this.lines, { firstRow, oldLines, lines });
      applyLines(this.lines, firstRow, end, lines);
      this.#text = undefined;
      return { firstRow, lastRow: end, lines, oldLines };
    });
  }

  /**
   * What the document declares now, with the class and function around a place, also where they are half typed. What is being typed may be missing for
   * a moment in a long document.
   * @param row 0-based; @param col 0-based UTF-16
   */
  symbolsAt(row: number, col: number): FileSymbols {
    const known = this.lines.length > MANY_LINES ? this.#followed : undefined;
    return known ?? this.#readAt(row, col);
  }

  /** What the document declares now; where it was asked about last, also what is half typed. */
  symbols(): FileSymbols {
    const { row, col } = this.#repaired ?? { row: 0, col: 0 };
    return this.#readAt(Math.min(row, this.lines.length - 1), col);
  }

  /** The tree lives outside of the garbage collector. */
  delete(): void {
    this.#read?.parsed?.delete();
    this.#read = undefined;
  }

  #readAt(row: number, col: number): FileSymbols {
    const read = this.#current();
    const known = this.#repaired;
    if (known?.read === read && known.row === row && known.col === col) return known.symbols;
    const symbols = this.#reader.repair(this.language, this.lines, row, col, read);
    // At a place where nobody types, what is broken elsewhere was not mended.
    if (known !== undefined || row > 0 || col > 0 || read.parsed?.hasError !== true) this.#followed = symbols;
    this.#repaired = { read, row, col, symbols };
    return symbols;
  }

  #current(): ReadText {
    const before = this.#read;
    if (before?.parsed !== undefined && this.#edits?.length === 0) return before;
    const isFollowed = before?.parsed !== undefined && this.#edits !== undefined;
    const read = isFollowed
      ? this.#reader.parse(this.language, this.text, before.parsed, this.#edits)
      : this.#reader.parse(this.language, this.text);
    before?.parsed?.delete();
    this.#read = read;
    this.#edits = [];
    return read;
  }

  #note(firstRow: number, oldLines: readonly string[], lines: readonly string[]): void {
    if (this.#edits === undefined) return;
    if (this.#edits.length >= MOST_EDITS) {
      this.#edits = undefined;
      return;
    }
    this.#edits.push(editOf(this.lines, firstRow, oldLines, lines));
  }
}

/** Whole rows as a text edit: with their line ends, or with the one before them where they are the last rows, which have none behind them. */
function editOf(
  before: readonly string[],
  firstRow: number,
  oldLines: readonly string[],
  lines: readonly string[],
): TextEdit {
  const rowStart = lengthOf(before.slice(0, firstRow));
  const oldEndRow = firstRow + oldLines.length;
  if (oldEndRow < before.length) {
    return {
      start: rowStart,
      oldEnd: rowStart + lengthOf(oldLines),
      newEnd: rowStart + lengthOf(lines),
      ...{ startRow: firstRow, startCol: 0 },
      ...{ oldEndRow, oldEndCol: 0 },
      ...{ newEndRow: firstRow + lines.length, newEndCol: 0 },
    };
  }
  const above = before[firstRow - 1];
  const start = above === undefined ? 0 : rowStart - 1;
  // A text without any line has an empty one.
  const kept = firstRow === 0 && lines.length === 0 ? [''] : lines;
  const [oldLast, newLast] = [before.at(-1) ?? '', kept.at(-1) ?? above ?? ''];
  return {
    start,
    oldEnd: Math.max(start, rowStart + lengthOf(oldLines) - 1),
    newEnd: Math.max(start, rowStart + lengthOf(kept) - 1),
    ...{ startRow: above === undefined ? 0 : firstRow - 1, startCol: above?.length ?? 0 },
    ...{ oldEndRow: before.length - 1, oldEndCol: oldLast.length },
    ...{ newEndRow: Math.max(0, firstRow + kept.length - 1), newEndCol: newLast.length },
  };
}

/** Length of rows with their line ends. */
function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
