/** Copies of data that keep nothing else alive: a piece of a text, as JavaScript cuts it, keeps the whole text in memory. */

/** A copy of plain data with strings of its own. */
export function detached<T extends object | string>(data: T): T {
  const copy: T = JSON.parse(JSON.stringify(data));
  return copy;
}
