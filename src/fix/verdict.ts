/** Compares the diagnostics before and after a change: is the one that was meant gone, and did nothing come? Never asks that none is left. */
import { isSyntaxReport, normalised } from './aliases.ts';
import type { Diagnostic } from './diagnostic.ts';

export type Verdict =
  /** The text as it was does not show the target: this verifier can say nothing. */
  | { readonly kind: 'no-control' }
  /** As many of the target's kind as before. */
  | { readonly kind: 'still-there'; readonly left: Diagnostic }
  /** The target is gone, others came. */
  | { readonly kind: 'others-grew'; readonly grown: readonly Diagnostic[] }
  /** `hidden`: what a server says now that it kept to itself while its parser was lost. */
  | { readonly kind: 'holds'; readonly hidden: number };

/** Errors and warnings count; hints, such as that of an unused name, do not. */
const COUNTED_SEVERITY = 2;

/** Rows and columns shift with an edit, so that they are no part of what a diagnostic is. Neither are numbers of lines in its message. */
function keyOf(diagnostic: Diagnostic): string {
  const { source, code } = normalised(diagnostic.source, diagnostic.code);
  const message = diagnostic.message
    .replace(/\bline \d+/giu, 'line')
    .replace(/\s+/gu, ' ')
    .trim();
  return JSON.stringify([source, code, diagnostic.severity, message]);
}

function counts(diagnostics: readonly Diagnostic[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const diagnostic of diagnostics) {
    const key = keyOf(diagnostic);
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}

/** Those of `after` that there are more of than before. */
export function grownIn(before: readonly Diagnostic[], after: readonly Diagnostic[]): readonly Diagnostic[] {
  const left = counts(before);
  return after.filter((diagnostic) => {
    if (diagnostic.severity > COUNTED_SEVERITY) return false;
    const key = keyOf(diagnostic);
    const known = left.get(key) ?? 0;
    left.set(key, known - 1);
    return known <= 0;
  });
}

/**
 * Where the parser was lost, a server did not look at names and types: what it says of other rows, once the parser goes on, was there before. Of the changed
 * rows, and of syntax, everything counts, but for names that stood there before.
 * @param target as `before` has it: the verifier's own report, not the one of another server
 * @param changed rows of the text after the change that it may speak of, 0-based
 * @param isOldName whether what is reported is a name that the changed rows had before
 */
export function verdictOf(
  target: Diagnostic,
  before: readonly Diagnostic[],
  after: readonly Diagnostic[],
  changed: readonly number[] = [],
  isOldName: (report: Diagnostic) => boolean = () => false,
): Verdict {
  const key = keyOf(target);
  const was = counts(before).get(key) ?? 0;
  if (was === 0) return { kind: 'no-control' };
  const is = counts(after).get(key) ?? 0;
  const left = after.find((diagnostic) => keyOf(diagnostic) === key);
  if (is >= was && left !== undefined) return { kind: 'still-there', left };
  const grown = grownIn(before, after);
  const wasLost = isSyntaxReport(target.source, target.code);
  const isNear = ({ row, endRow }: Diagnostic): boolean => changed.some((each) => each >= row && each <= endRow);
  const counted = grown.filter(
    (each) => !wasLost || isSyntaxReport(each.source, each.code) || (isNear(each) && !isOldName(each)),
  );
  return counted.length > 0 ? { kind: 'others-grew', grown: counted } : { kind: 'holds', hidden: grown.length };
}

/**
 * The target as a verifier reports it: the same code and message in the same row, else the nearest with the same code and message, else one of the
 * same code in the row.
 */
export function sameIn(diagnostics: readonly Diagnostic[], target: Diagnostic): Diagnostic | undefined {
  const key = keyOf({ ...target, severity: 1 });
  const alike = diagnostics.filter((each) => keyOf({ ...each, severity: 1 }) === key);
  const nearest = alike.sort((a, b) => Math.abs(a.row - target.row) - Math.abs(b.row - target.row))[0];
  if (nearest !== undefined) return nearest;
  const wanted = normalised(target.source, target.code);
  return diagnostics.find((each) => {
    const { source, code } = normalised(each.source, each.code);
    return each.row === target.row && source === wanted.source && code === wanted.code;
  });
}
