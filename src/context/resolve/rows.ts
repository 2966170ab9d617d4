/** Pieces of a text by its rows, without taking all of it apart. */

/** Rows `first` to `last` of a text, 0-based, the last one inclusive; '' where there are none. */
export function rowsOf(text: string, first: number, last: number): string {
  const start = rowStart(text, 0, first);
  if (start === undefined || last < first) return '';
  const end = rowStart(text, start, last - first + 1);
  return end === undefined ? text.slice(start) : text.slice(start, end - 1);
}

/** Where the row begins that is some rows behind the one at `from`, a UTF-16 offset; `undefined` behind the last one. */
function rowStart(text: string, from: number, rows: number): number | undefined {
  let start = from;
  for (let row = 0; row < rows; row++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  return start;
}
