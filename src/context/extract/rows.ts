/** From offsets in a text to rows. Keeps the places of the line ends, not the text. */

/** @returns 0-based row of a UTF-16 offset; offsets behind the end count as the end */
export function rowsIn(text: string): (offset: number) => number {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at);
  return (offset) => {
    let low = 0;
    let high = ends.length;
    // The first line end at or behind the offset ends its row.
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
