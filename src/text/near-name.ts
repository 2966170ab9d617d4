/** How far one name is from another, in typing errors: letters that are missing, surplus, wrong, or swapped with their neighbour. */

/**
 * Damerau–Levenshtein distance (optimal string alignment: no part is edited twice), or `most` + 1 where it is more than that.
 * Source: Boytsov, Indexing methods for approximate dictionary searching, 2011, section 2.2.
 */
export function nameDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = nextRow(a, b, i, last, before);
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}

/** Distances of the first `i` letters of `a` to all beginnings of `b`, from those of one and of two letters less. */
function nextRow(
  a: string,
  b: string,
  i: number,
  last: readonly number[],
  before: readonly number[],
): readonly number[] {
  const row = [i];
  for (let j = 1; j <= b.length; j++) {
    const isSame = a[i - 1] === b[j - 1];
    const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    const edited = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (isSame ? 0 : 1));
    row.push(isSwapped ? Math.min(edited, at(before, j - 2) + 1) : edited);
  }
  return row;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
