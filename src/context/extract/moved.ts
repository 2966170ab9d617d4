/** Declarations of a text that stands further up or down than it did. */
import type { Declaration } from '../symbols.ts';

/** @param to from rows to rows, 0-based */
export function movedTo(declaration: Declaration, to: (row: number) => number): Declaration {
  const { row, endRow, nameRow } = declaration;
  const [newRow, newEnd, newName] = [to(row), to(endRow), to(nameRow)];
  const isSame = newEnd === endRow && newRow === row && newName === nameRow;
  if (isSame) return declaration;
  // A type that nobody can name is told from others by its row.
  const numbered = `:${row + 1}`;
  const { qualified } = declaration;
  const isNumbered = qualified.endsWith(numbered);
  return {
    ...declaration,
    ...{ row: newRow, endRow: newEnd, nameRow: newName },
    ...(isNumbered && { qualified: `${qualified.slice(0, -numbered.length)}:${newRow + 1}` }),
  };
}
