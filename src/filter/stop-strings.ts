/** Ends the text at the stop string that is complete first, wherever it stands. What may still become one is held back. */
import { ended, type Filter, open } from './filter.ts';

export const stopStrings: Filter = {
  name: 'stop-strings',
  run(text, { stop, done }) {
    const at = firstOf(text, stop);
    if (at !== undefined) return ended(text.slice(0, at));
    return open(done ? text : text.slice(0, text.length - heldBack(text, stop)));
  },
};

/**
 * UTF-16 index of the stop string that ends first, the longest of those that end there.
 * The one that starts first may not be complete yet when another one is: the cut must not depend on how much has arrived.
 */
function firstOf(text: string, stop: readonly string[]): number | undefined {
  let first: { readonly start: number; readonly end: number } | undefined;
  for (const string of stop) {
    const start = string === '' ? -1 : text.indexOf(string);
    const end = start + string.length;
    if (start < 0) continue;
    if (first === undefined || end < first.end || (end === first.end && start < first.start)) first = { start, end };
  }
  return first?.start;
}

/** Length of the longest end of `text` that a stop string begins with. */
export function heldBack(text: string, stop: readonly string[]): number {
  let longest = 0;
  for (const string of stop) {
    for (let length = Math.min(string.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(string.slice(0, length))) longest = length;
    }
  }
  return longest;
}
