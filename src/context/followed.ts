/**
 * Keeps what a long document declares nearly right while somebody types, without reading it again: rows move, nothing else changes. Refuses a change of
 * what begins or ends blocks, and of rows that come or go with a declaration in them. Pure.
 */
import type { Language } from '../syntax/language.ts';
import type { FileSymbols } from './symbols.ts';

/** Whole rows that were replaced. */
export interface RowsChange {
  /** 0-based. */
  readonly firstRow: number;
  readonly oldLines: readonly string[];
  readonly lines: readonly string[];
}

/** What begins or ends blocks, comments and declarations in one language or another; a change of anything else stays within its statement. */
const STRUCTURE =
  /[{}]|\/\*|\*\/|"""|'''|--\[\[|\]\]|\b(?:class|def|do|end|enum|fn|func|function|impl|interface|module|repeat|struct|then|trait|until)\b/gu;

/**
 * @param before lines of the document before the change
 * @returns what is declared after it; `undefined` where that has to be read
 */
export function followed(
  symbols: FileSymbols,
  language: Language,
  before: readonly string[],
  change: RowsChange,
): FileSymbols | undefined {
  const { firstRow, oldLines, lines } = change;
  const lastRow = firstRow + oldLines.length - 1;
  if (structureOf(oldLines) !== structureOf(lines)) return undefined;
  const delta = lines.length - oldLines.length;
  const isWithin = (row: number): boolean => firstRow <= row && row <= lastRow;
  if (delta !== 0 && symbols.declarations.some(({ row, endRow }) => isWithin(row) || isWithin(endRow)))
    return undefined;
  if (language.layout === 'indentation') {
    const around = symbols.declarations.findLast(({ nameRow, endRow }) => nameRow < firstRow && lastRow <= endRow);
    if (around !== undefined && !isBelow(lines, before[around.nameRow] ?? '')) return undefined;
  }
  return moved(symbols, lastRow, delta);
}

function structureOf(lines: readonly string[]): string {
  return lines.flatMap((line) => line.match(STRUCTURE) ?? []).join(' ');
}

/** Whether all lines are indented more than the head of a block. */
function isBelow(lines: readonly string[], head: string): boolean {
  return lines.every((line) => line.trim() === '' || indentOf(line) > indentOf(head));
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Rows below `lastRow` move by `delta`. */
function moved(symbols: FileSymbols, lastRow: number, delta: number): FileSymbols {
  if (delta === 0) return symbols;
  const to = (row: number): number => (row > lastRow ? row + delta : row);
  return {
    ...symbols,
    imports: symbols.imports.map((each) => ({ ...each, row: to(each.row) })),
    declarations: symbols.declarations.map((each) =>
      each.endRow <= lastRow
        ? each
        : { ...each, row: to(each.row), endRow: to(each.endRow), nameRow: to(each.nameRow) },
    ),
    references: symbols.references.map((each) => ({ ...each, row: to(each.row) })),
  };
}
