/** The words of one file, packed: which identifiers it has, and which terms each of its chunks. Holds no text. */
import type { Rows } from './chunks.ts';
import type { KnownIdentifier } from './vocabulary.ts';

export interface FileWords {
  readonly path: string;
  readonly chunks: readonly Rows[];
  /** Terms in each chunk. */
  readonly lengths: Uint16Array;
  /** Ids of the identifiers of the file, ascending, and how often each occurs. */
  readonly identifiers: Uint32Array;
  readonly counts: Uint16Array;
  /** Ids of the terms of the file, ascending. Of the n-th, the entries `starts[n]` to `starts[n + 1]` say in which chunk it is, and how often. */
  readonly terms: Uint32Array;
  readonly starts: Uint32Array;
  readonly inChunk: Uint16Array;
  readonly frequency: Uint8Array;
}

const MOST_COUNTED = 255;

/** @param namesOf the identifiers of a line, each time that it stands there; none of a comment */
export function fileWords(
  path: string,
  lines: readonly string[],
  chunks: readonly Rows[],
  namesOf: (line: string) => readonly KnownIdentifier[],
): FileWords {
  const counts = new Map<number, number>();
  /** Term → chunk, frequency, chunk, frequency …; chunks ascend. */
  const postings = new Map<number, number[]>();
  const lengths = new Uint16Array(chunks.length);
  for (const [chunk, [first, last]] of chunks.entries()) {
    for (let row = first; row <= last; row++) {
      for (const { id, terms } of namesOf(lines[row] ?? '')) {
        counts.set(id, (counts.get(id) ?? 0) + 1);
        for (const term of terms) {
          note(postings, term, chunk);
          lengths[chunk] = (lengths[chunk] ?? 0) + 1;
        }
      }
    }
  }
  return { path, chunks, lengths, ...packedCounts(counts), ...packedPostings(postings) };
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

function note(postings: Map<number, number[]>, term: number, chunk: number): void {
  const known = postings.get(term);
  if (known === undefined) postings.set(term, [chunk, 1]);
  else if (known[known.length - 2] === chunk) known[known.length - 1] = (known[known.length - 1] ?? 0) + 1;
  else known.push(chunk, 1);
}

function packedCounts(counts: ReadonlyMap<number, number>): Pick<FileWords, 'identifiers' | 'counts'> {
  const identifiers = Uint32Array.from(counts.keys()).sort();
  return { identifiers, counts: Uint16Array.from(identifiers, (id) => counts.get(id) ?? 0) };
}

function packedPostings(
  postings: ReadonlyMap<number, readonly number[]>,
): Pick<FileWords, 'terms' | 'starts' | 'inChunk' | 'frequency'> {
  const terms = Uint32Array.from(postings.keys()).sort();
  const starts = new Uint32Array(terms.length + 1);
  let total = 0;
  for (const [index, term] of terms.entries()) {
    starts[index] = total;
    total += (postings.get(term)?.length ?? 0) / 2;
  }
  starts[terms.length] = total;
  const inChunk = new Uint16Array(total);
  const frequency = new Uint8Array(total);
  let at = 0;
  for (const term of terms) {
    const entries = postings.get(term) ?? [];
    for (let i = 0; i < entries.length; i += 2) {
      inChunk[at] = entries[i] ?? 0;
      frequency[at] = Math.min(MOST_COUNTED, entries[i + 1] ?? 0);
      at++;
    }
  }
  return { terms, starts, inChunk, frequency };
}
