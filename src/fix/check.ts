/** Lets a verifier judge texts against the one as it is: first that it sees the target there at all, then that the target is gone and nothing came. */
import type { Diagnostic } from './diagnostic.ts';
import { isCause } from './pick.ts';
import type { Proposed } from './proposal.ts';
import type { Refusal } from './refusal.ts';
import { contentOf, type LineEdit, type SourceText } from './source-text.ts';
import { sameIn, verdictOf } from './verdict.ts';
import type { Verifier, Worth } from './verify/verifier.ts';

/** What is said of a change beside it. `unverified`: nobody who could tell has looked at it. */
export type Label = Worth | 'unverified';

export interface Control {
  readonly verifier: Verifier;
  /** The text as it is. */
  readonly source: SourceText;
  readonly before: readonly Diagnostic[];
  /** The target as the verifier reports it; `undefined`: it does not see it. */
  readonly target: Diagnostic | undefined;
}

/** Judges the text as it is. To be asked once. */
export async function control(
  verifier: Verifier,
  source: SourceText,
  target: Diagnostic,
  signal: AbortSignal,
): Promise<Control> {
  const before = await verifier.diagnose(contentOf(source), signal);
  return { verifier, source, before, target: sameIn(before, target) };
}

export interface Checked {
  readonly label: Label;
  /** Reports of other rows that came with the end of a syntax error: of several repairs, the one with the fewest is the likeliest. */
  readonly hidden: number;
  readonly ms: number;
}

/** Sentences of a report, for people and for the model. */
function told({ row, message }: Diagnostic): string {
  return `line ${row + 1}: ${message.replace(/\s+/gu, ' ').slice(0, 200)}`;
}

/** A line that ends or begins blocks says nothing of its neighbours. */
const BRACKETS = /^[\s()[\]{};,]*$/u;

/** Rows of the text after the edits, and those beside them; where lines only go, those that took their place. */
function changedRows({ lines: old }: SourceText, edits: readonly LineEdit[]): readonly number[] {
  let shift = 0;
  const rows = new Set<number>();
  for (const { first, last, lines } of edits) {
    const at = first + shift;
    shift += lines.length - (last - first);
    const isApart = [...lines, ...old.slice(first, last)].every((line) => BRACKETS.test(line));
    const near = isApart ? 0 : ROWS_NEAR;
    const end = at + Math.max(lines.length, isApart ? 0 : 1);
    for (let row = at - near; row < end + near; row++) rows.add(row);
  }
  return [...rows];
}

/** Rows beside a change that speak of it. */
const ROWS_NEAR = 1;

/** Tells reports of single names that the changed rows and those beside them had before: nobody looked at them while the parser was lost. */
function oldNames(source: SourceText, after: SourceText, edits: readonly LineEdit[]): (report: Diagnostic) => boolean {
  const before = edits
    .map(({ first, last }) => source.lines.slice(Math.max(0, first - ROWS_NEAR), last + ROWS_NEAR + 1).join('\n'))
    .join('\n');
  const names = new Set(before.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu));
  return (report) => {
    const { row, col, endRow, endCol } = report;
    const name = row === endRow ? (after.lines[row] ?? '').slice(col, endCol) : '';
    return isCause(report) && names.has(name.slice(name.lastIndexOf('\\') + 1));
  };
}

/** @returns what may be said of the text, or why it is no repair */
export async function check(
  { verifier, source, before, target }: Control,
  { after, edits }: Proposed,
  signal: AbortSignal,
): Promise<Checked | (Refusal & { readonly ms: number })> {
  const start = performance.now();
  const found = await verifier.diagnose(contentOf(after), signal).catch(() => undefined);
  signal.throwIfAborted();
  const ms = performance.now() - start;
  // Servers have faults of their own: one text that they fail at is no reason to end.
  if (found === undefined) return { verdict: 'not-looked-at', detail: `${verifier.name} failed at this text.`, ms };
  if (target === undefined) {
    // Who does not see the target can't say that it is gone. That nothing came is worth something where no more can be had.
    return { label: verifier.worth === 'syntax only' ? 'syntax only' : 'unverified', hidden: 0, ms };
  }
  const verdict = verdictOf(target, before, found, changedRows(source, edits), oldNames(source, after, edits));
  switch (verdict.kind) {
    case 'holds':
      return { label: verifier.worth, hidden: verdict.hidden, ms };
    case 'no-control':
      return { label: 'unverified', hidden: 0, ms };
    case 'still-there':
      return { verdict: 'still-there', detail: `The problem is still there: ${told(verdict.left)}`, ms };
    case 'others-grew': {
      const [first, ...others] = verdict.grown;
      const more = others.length === 0 ? '' : `, and ${others.length} more`;
      return {
        verdict: 'others-grew',
        detail: `The problem is gone, but there is a new one: ${(first === undefined ? '' : told(first)).replace(/\.$/u, '')}${more}.`,
        ms,
      };
    }
  }
}
