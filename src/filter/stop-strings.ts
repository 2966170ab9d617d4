/** Ends the text at the first stop string, wherever it stands. What may still become one is held back. */
import { ended, type Filter, open } from './filter.ts';

export const stopStrings: Filter = {
  name: 'stop-strings',
  run(text, { stop, done }) {
    const at = firstOf(text, stop);
    if (at >= 0) return ended(text.slice(0, at));
    return open(done ? text : text.slice(0, text.length - heldBack(text, stop)));
  },
};

/** UTF-16 index of the first stop string; −1 when there is none. */
function firstOf(text: string, stop: readonly string[]): number {
  const found = stop.map((string) => text.indexOf(string)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

/** Length of the longest end of `text` that a stop string begins with. */
function heldBack(text: string, stop: readonly string[]): number {
  let longest = 0;
  for (const string of stop) {
    for (let length = Math.min(string.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(string.slice(0, length))) longest = length;
    }
  }
  return longest;
}
