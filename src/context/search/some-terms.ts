/** Where a few terms are in the chunks of a file: all that a query wants to know of one whose words are not packed. */
import type { ChunkWords } from './chunk-words.ts';
import { indexOfId, MOST_COUNTED, NO_WORDS, type TermWords } from './file-words.ts';

/** The last bits of an id. */
const MARKS = 1023;
const marks = new Uint8Array(MARKS + 1);

/** @param words of each chunk; @param ids of the terms */
export function someTerms(
  words: readonly ChunkWords[],
  ids: Iterable<number>,
): Omit<TermWords, 'path' | 'chunks' | 'lengths'> {
  const terms = Uint32Array.from(new Set(ids)).sort();
  const found = placesIn(words, terms);
  const starts = new Uint32Array(terms.length + 1);
  for (let at = 0; at < found.length; at += 3) starts[(found[at] ?? 0) + 1] = (starts[(found[at] ?? 0) + 1] ?? 0) + 1;
  for (let term = 0; term < terms.length; term++) starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0);
  const next = starts.slice();
  const inChunk = new Uint16Array(found.length / 3);
  const frequency = new Uint8Array(found.length / 3);
  for (let at = 0; at < found.length; at += 3) {
    const term = found[at] ?? 0;
    const entry = next[term] ?? 0;
    next[term] = entry + 1;
    inChunk[entry] = found[at + 1] ?? 0;
    frequency[entry] = found[at + 2] ?? 0;
  }
  return { terms, starts, inChunk, frequency };
}

/** The place of a term among those that are looked for, a chunk that has it, how often, the next place … */
function placesIn(words: readonly ChunkWords[], terms: Uint32Array): readonly number[] {
  const found: number[] = [];
  marks.fill(0);
  for (let term = 0; term < terms.length; term++) marks[(terms[term] ?? 0) & MARKS] = 1;
  for (let chunk = 0; chunk < words.length; chunk++) {
    const { terms: said, termCounts } = words[chunk] ?? NO_WORDS;
    for (let at = 0; at < said.length; at++) {
      const id = said[at] ?? 0;
      // Most are none of them, which a glance tells.
      const term = marks[id & MARKS] === 0 ? -1 : indexOfId(terms, id);
      if (term >= 0) found.push(term, chunk, Math.min(MOST_COUNTED, termCounts[at] ?? 0));
    }
  }
  return found;
}
