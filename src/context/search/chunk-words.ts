/** What one chunk says, counted. */
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
  const { numbers } = counts;
  const packed = new Uint32Array(2 * numbers.length);
  for (let at = 0; at < numbers.length; at++) {
    packed[2 * at] = numbers[at] ?? 0;
    packed[2 * at + 1] = counts.get(numbers[at] ?? 0);
  }
  return packed;
}
