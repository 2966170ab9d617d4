/** Which diagnostic is meant by a place in a text: the one there, else the nearest, and of several the cause before its consequences. */
import { normalised } from './aliases.ts';
import { covers, type Diagnostic } from './diagnostic.ts';

/** Rows below the cursor's that are still meant. */
const ROWS_BELOW = 3;

/**
 * Codes that say that something is not known, or not readable: what follows from that is reported as well, and goes with it. Measured: with these
 * first, 13 of 180 faults more were repaired without a model.
 */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
  intelephense: ['P1001', 'P1009', 'P1010', 'P1011', 'P1008', 'P1012', 'P1013', 'P1014'],
  ts: ['1005', '1109', '1128', '1003', '1161', '2304', '2552', '2662', '2663', '2307', '2305', '2724', '2339', '2551'],
  pyright: ['', 'reportMissingImports', 'reportUndefinedVariable', 'reportAttributeAccessIssue'],
  'tree-sitter': ['syntax'],
};

/** What is left unused, or is of no known type, where something else is wrong. */
const CONSEQUENCES: Readonly<Record<string, readonly string[]>> = {
  intelephense: ['P1003'],
  ts: ['6133', '6192', '6196', '6198'],
  pyright: [
    'reportUnknownMemberType',
    'reportUnknownVariableType',
    'reportUnknownArgumentType',
    'reportUnknownParameterType',
    'reportUnknownLambdaType',
    'reportAny',
  ],
};

function causeRank(diagnostic: Diagnostic): number {
  const { source, code } = normalised(diagnostic.source, diagnostic.code);
  const rank = CAUSES[source]?.indexOf(code) ?? -1;
  if (rank >= 0) return rank;
  return CONSEQUENCES[source]?.includes(code) === true ? Number.MAX_SAFE_INTEGER : MOST_CAUSES;
}

/** More than any reporter has. */
const MOST_CAUSES = 1000;

/** Whether it says that something is not known. */
export function isCause(diagnostic: Diagnostic): boolean {
  return causeRank(diagnostic) < MOST_CAUSES;
}

/** How much of the text it marks; the narrower says more. */
function width({ row, col, endRow, endCol }: Diagnostic): number {
  return (endRow - row) * 10_000 + Math.max(0, endRow === row ? endCol - col : endCol);
}

function byWeight(a: Diagnostic, b: Diagnostic): number {
  return (
    a.severity - b.severity || causeRank(a) - causeRank(b) || width(a) - width(b) || a.row - b.row || a.col - b.col
  );
}

/** Characters between a column and what a diagnostic marks of the row. */
function distanceOnRow({ row: first, col: from, endRow, endCol }: Diagnostic, row: number, col: number): number {
  const start = first === row ? from : 0;
  const end = endRow === row ? endCol : Number.POSITIVE_INFINITY;
  return col < start ? start - col : Math.max(0, col - end);
}

/**
 * All that may be meant by a place, best first: under the cursor, then on its row by distance, then on the next rows.
 * @param row 0-based @param col 0-based UTF-16 column; `undefined`: the row as a whole
 */
export function candidatesAt(
  diagnostics: readonly Diagnostic[],
  row: number,
  col: number | undefined,
): readonly Diagnostic[] {
  const under = col === undefined ? [] : diagnostics.filter((each) => covers(each, row, col));
  const onRow = diagnostics.filter(
    (each) => !under.includes(each) && each.row <= row && row <= each.endRow && isMarked(each, row),
  );
  const below = diagnostics.filter(({ row: first }) => first > row && first <= row + ROWS_BELOW);
  const near = (each: Diagnostic): number => (col === undefined ? 0 : distanceOnRow(each, row, col));
  return [
    ...[...under].sort(byWeight),
    ...[...onRow].sort((a, b) => near(a) - near(b) || byWeight(a, b)),
    ...[...below].sort((a, b) => a.row - b.row || byWeight(a, b)),
  ];
}

/** A range that ends at a row's start marks nothing of it. */
function isMarked({ row: first, endRow, endCol }: Diagnostic, row: number): boolean {
  return first === row || row < endRow || endCol > 0;
}

/** @param nth of those that may be meant, from 1: a count before the command */
export function pick(
  diagnostics: readonly Diagnostic[],
  row: number,
  col: number | undefined,
  nth = 1,
): Diagnostic | undefined {
  return candidatesAt(diagnostics, row, col)[nth - 1];
}
