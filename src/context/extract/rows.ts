/** From offsets in a text to rows. Keeps the places of the line ends, not the text. */
import { firstFrom } from '../../text/first-from.ts';

/** @returns 0-based row of a UTF-16 offset; offsets behind the end count as the end */
export function rowsIn(text: string): (offset: number) => number {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at);
  // The first line end at or behind the offset ends its row.
  return (offset) => firstFrom(ends, offset);
}
