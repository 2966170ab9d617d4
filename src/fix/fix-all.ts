/** Repairs every report of one kind in a text, each in the text that the ones before have left. Draws nothing, changes no file. */
import { normalised } from './aliases.ts';
import type { Diagnostic } from './diagnostic.ts';
import { hunks } from './fit.ts';
import type { Candidate, Outcome } from './fix.ts';
import type { LineEdit, SourceText } from './source-text.ts';

export interface AllOutcome {
  /** All repairs as one change of the text; `undefined` where none holds. */
  readonly candidate: Candidate | undefined;
  readonly repaired: number;
  readonly wanted: number;
  /** Why the first of the others is left. */
  readonly reason: string;
}

/** What one repair is worth beside others: the sum is worth as much as the least of them. */
const WORTH: Readonly<Record<Candidate['label'], number>> = { verified: 2, 'syntax only': 1, unverified: 0 };

/** Reports of the same code by the same reporter; of the same message where it has no code. */
export function sameKind(target: Diagnostic, reported: readonly Diagnostic[]): readonly Diagnostic[] {
  const kind = kindOf(target);
  return reported.filter((each) => kindOf(each) === kind);
}

/**
 * @param targets in `source`
 * @param repair one of them, in the text as it is by then
 * @throws what `repair` throws, unless something was repaired before
 */
export async function fixAll(
  source: SourceText,
  targets: readonly Diagnostic[],
  repair: (text: SourceText, target: Diagnostic) => Promise<Outcome>,
  signal: AbortSignal,
): Promise<AllOutcome> {
  let text = source;
  let reason = '';
  const taken: Candidate[] = [];
  // From the end: what stands above stays where it is, but for what is put in at the top.
  let left = [...targets].sort((a, b) => b.row - a.row || b.col - a.col);
  for (let target = left.shift(); target !== undefined; target = left.shift()) {
    signal.throwIfAborted();
    const outcome = await repair(text, target);
    const [best] = outcome.candidates;
    if (best === undefined) {
      reason ||= outcome.reason;
      continue;
    }
    taken.push(best);
    text = best.after;
    left = left.map((each) => moved(each, best.edits));
  }
  return { candidate: joined(source, text, taken), repaired: taken.length, wanted: targets.length, reason };
}

function kindOf({ source, code, message }: Diagnostic): string {
  const known = normalised(source, code);
  return JSON.stringify([known.source, known.code, known.code === '' ? message : '']);
}

function moved(diagnostic: Diagnostic, edits: readonly LineEdit[]): Diagnostic {
  let shift = 0;
  for (const { first, last, lines } of edits) if (last <= diagnostic.row) shift += lines.length - (last - first);
  return { ...diagnostic, row: diagnostic.row + shift, endRow: diagnostic.endRow + shift };
}

function joined(source: SourceText, after: SourceText, taken: readonly Candidate[]): Candidate | undefined {
  const [first] = taken;
  if (first === undefined) return undefined;
  const least = taken.reduce((worst, each) => (WORTH[each.label] < WORTH[worst.label] ? each : worst), first);
  return {
    label: least.label,
    verifier: least.verifier,
    verifyMs: taken.reduce((sum, { verifyMs }) => sum + verifyMs, 0),
    origin: [...new Set(taken.map(({ origin }) => origin))].join(', '),
    explanation: [...new Set(taken.map(({ explanation }) => explanation).filter((text) => text !== ''))].join('\n\n'),
    edits: hunks(source.lines, after.lines, 0),
    after,
  };
}
