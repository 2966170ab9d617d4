/** The words of one file, packed: which identifiers it has, and which terms each of its chunks. Holds no text. */
import type { ChunkWords } from './chunk-words.ts';
import type { Rows } from './chunks.ts';
import { NumberTable } from './number-table.ts';

/** Where terms are in a file. */
export interface TermWords {
  /** Absolute. */
  readonly path: string;
  readonly chunks: readonly Rows[];
  /** Terms in each chunk. */
  readonly lengths: Uint16Array;
  /** Ids of terms, ascending. Of the n-th, the entries `starts[n]` to `starts[n + 1]` say in which chunk it is, and how often. */
  readonly terms: Uint32Array;
  readonly starts: Uint32Array;
  readonly inChunk: Uint16Array;
  readonly frequency: Uint8Array;
}

export interface FileWords extends TermWords {
  /** Ids of the identifiers of the file, ascending, and how often each occurs. */
  readonly identifiers: Uint32Array;
  readonly counts: Uint16Array;
}

/** What is counted of a term in a chunk. */
export const MOST_COUNTED = 255;

export const NO_WORDS: Pick<ChunkWords, 'terms' | 'termCounts'> = {
  terms: new Uint32Array(0),
  termCounts: new Uint32Array(0),
};

const table = new NumberTable();

/** @param words of each chunk, in the order of the chunks */
export function fileWords(path: string, chunks: readonly Rows[], words: readonly ChunkWords[]): FileWords {
  return { path, chunks, lengths: lengthsOf(words), ...packedCounts(words), ...packedPostings(words) };
}

export function lengthsOf(words: readonly ChunkWords[]): Uint16Array {
  const lengths = new Uint16Array(words.length);
  for (let chunk = 0; chunk < words.length; chunk++) lengths[chunk] = words[chunk]?.length ?? 0;
  return lengths;
}

/** Index of an id in ascending ids; −1 where it is not there. */
export function indexOfId(ids: Uint32Array, id: number): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = ids[middle] ?? 0;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function packedCounts(words: readonly ChunkWords[]): Pick<FileWords, 'identifiers' | 'counts'> {
  const totals = table.clear();
  for (const { identifiers, identifierCounts } of words) {
    for (let at = 0; at < identifiers.length; at++) {
      totals.add(identifiers[at] ?? 0, identifierCounts[at] ?? 0);
    }
  }
  const identifiers = new Uint32Array(totals.numbers).sort();
  const counts = new Uint16Array(identifiers.length);
  for (let at = 0; at < identifiers.length; at++) counts[at] = totals.get(identifiers[at] ?? 0);
  return { identifiers, counts };
}

function packedPostings(words: readonly ChunkWords[]): Pick<FileWords, 'terms' | 'starts' | 'inChunk' | 'frequency'> {
  /** First how many chunks have a term, then where the entry of the next one goes. */
  const places = table.clear();
  for (const { terms } of words) {
    for (let at = 0; at < terms.length; at++) places.add(terms[at] ?? 0, 1);
  }
  const terms = new Uint32Array(places.numbers).sort();
  const starts = new Uint32Array(terms.length + 1);
  let total = 0;
  for (let index = 0; index < terms.length; index++) {
    const term = terms[index] ?? 0;
    starts[index] = total;
    total += places.get(term);
    places.set(term, starts[index] ?? 0);
  }
  starts[terms.length] = total;
  const inChunk = new Uint16Array(total);
  const frequency = new Uint8Array(total);
  for (let chunk = 0; chunk < words.length; chunk++) {
    const { terms: said, termCounts: often } = words[chunk] ?? NO_WORDS;
    for (let from = 0; from < said.length; from++) {
      const at = places.get(said[from] ?? 0);
      inChunk[at] = chunk;
      frequency[at] = Math.min(MOST_COUNTED, often[from] ?? 0);
      places.set(said[from] ?? 0, at + 1);
    }
  }
  return { terms, starts, inChunk, frequency };
}
