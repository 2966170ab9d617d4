/** What one chunk says, counted. */
import { NumberTable } from './number-table.ts';
import type { KnownIdentifier } from './vocabulary.ts';

export interface ChunkWords {
  /** The same lines say the same. */
  readonly lines: readonly string[];
  /** Terms, each as often as it stands there. */
  readonly length: number;
  /** Ids, ascending, and how often each occurs. */
  readonly identifiers: Uint32Array;
  readonly identifierCounts: Uint32Array;
  readonly terms: Uint32Array;
  readonly termCounts: Uint32Array;
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
      identifiers.add(identifier.id, 1);
      for (const term of identifier.terms) terms.add(term, 1);
      length += identifier.terms.length;
    }
  }
  const [identifierIds, termIds] = [idsIn(identifiers), idsIn(terms)];
  return {
    lines,
    length,
    identifiers: identifierIds,
    identifierCounts: countsOf(identifierIds, identifiers),
    terms: termIds,
    termCounts: countsOf(termIds, terms),
  };
}

function idsIn({ numbers }: NumberTable): Uint32Array {
  return new Uint32Array(numbers).sort();
}

function countsOf(ids: Uint32Array, table: NumberTable): Uint32Array {
  const counts = new Uint32Array(ids.length);
  for (let at = 0; at < ids.length; at++) counts[at] = table.get(ids[at] ?? 0);
  return counts;
}
