/** Answers to texts that are asked about again and again. For what follows from the text alone. */

import { detached } from '../text/detached.ts';

/** @param make of a text; what it gives is not changed by anybody @param most texts that are remembered */
export function remembered<T extends object>(make: (text: string) => T, most: number): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    // What it was cut out of is not to be kept.
    const own = detached(text);
    const made = make(own);
    if (known.size >= most) known.clear();
    known.set(own, made);
    return made;
  };
}
