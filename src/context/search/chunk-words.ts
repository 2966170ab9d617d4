/** What one chunk says, counted: of a file that changes most chunks stay as they are, and are not counted again. */
import type { Rows } from './chunks.ts';
import { NumberTable } from './number-table.ts';
import type { KnownIdentifier } from './vocabulary.ts';

export interface ChunkWords {
  /** The same lines say the same. */
  readonly lines: readonly string[];
  /** Terms, each as often as it stands there. */
  readonly length: number;
  /** Id of an identifier, how often it occurs, the next id … */
  readonly identifiers: Uint32Array;
  /** The same of the terms. */
  readonly terms: Uint32Array;
}

const [identifierTable, termTable] = [new NumberTable(), new NumberTable()];

/** @param namesOf the identifiers of a line, each time that it stands there; none of a comment */
export function chunkWords(
  lines: readonly string[],
  namesOf: (line: string) => readonly KnownIdentifier[],
): ChunkWords {
  const [identifiers, terms] = [identifierTable.clear(), termTable.clear()];
  let length = 0;
  for (const line of lines) {
    for (const identifier of namesOf(line)) {
      identifiers.set(identifier.id, identifiers.get(identifier.id) + 1);
      for (const term of identifier.terms) terms.set(term, terms.get(term) + 1);
      length += identifier.terms.length;
    }
  }
  return { lines, length, identifiers: pairs(identifiers), terms: pairs(terms) };
}

function pairs(counts: NumberTable): Uint32Array {
  const packed = new Uint32Array(2 * counts.numbers.length);
  for (const [at, number] of counts.numbers.entries()) {
    packed[2 * at] = number;
    packed[2 * at + 1] = counts.get(number);
  }
  return packed;
}

/**
 * Words of each chunk of a file.
 * @param before of what the file was, in its order
 * @param count makes those of lines that were not there
 */
export function wordsOfChunks(
  lines: readonly string[],
  chunks: readonly Rows[],
  before: readonly ChunkWords[],
  count: (lines: readonly string[]) => ChunkWords,
): readonly ChunkWords[] {
  let next = 0;
  return chunks.map((rows) => {
    for (let at = next; at < before.length; at++) {
      const known = before[at];
      if (known === undefined || !isOf(known, lines, rows)) continue;
      next = at + 1;
      return known;
    }
    return count(lines.slice(rows[0], rows[1] + 1));
  });
}

function isOf(words: ChunkWords, lines: readonly string[], [first, last]: Rows): boolean {
  if (words.lines.length !== last - first + 1) return false;
  for (let row = first; row <= last; row++) if (words.lines[row - first] !== lines[row]) return false;
  return true;
}
