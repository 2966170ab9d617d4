/** The cursor and the lines around it, cut from a situation. Plain data: decides nothing. */
import type { Situation } from '../../text/situation.ts';
import { hasTextAfter, linePrefix, lineSuffix } from '../../text/situation.ts';
import type { Source } from './corpus.ts';
import { indentOf, isTelling } from './text.ts';

/** Text looked at around the cursor itself, in UTF-16 units: some 400 lines above and 200 below, read in 0.05 ms. */
const NEAR_ABOVE = 16_384;
const NEAR_BELOW = 8_192;

/** Non-blank lines above the cursor that another place is compared with. */
const CONTEXT_LINES = 6;

export interface Cursor {
  readonly path: string;
  /** The lines around the cursor as a source of their own. */
  readonly near: Source;
  /** Row of the cursor in `near`. */
  readonly row: number;
  /** The cursor's line up to the cursor. */
  readonly before: string;
  /** The cursor's line from the cursor on. */
  readonly after: string;
  /** The blanks that the cursor's line starts with, up to the cursor. */
  readonly indent: string;
  /** `before` without them. */
  readonly typed: string;
  readonly indentUnit: string;
  /** Whether nothing but closing punctuation follows on the line. */
  readonly isAtEnd: boolean;
  /** Stripped non-blank lines above, the nearest first. */
  readonly context: readonly string[];
  /** The first non-blank line below; '' when there is none. */
  readonly below: string;
}

/** Columns of `unit`, the blanks of one level; a tab counts as four. */
export function unitColumns(unit: string): number {
  return unit.includes('\t') ? 4 : Math.max(1, unit.length);
}

/** The cursor of `situation`. */
export function cursorOf(situation: Situation): Cursor {
  const { path, prefix, suffix } = situation;
  const indentUnit = /^(?:\t| +)$/.test(situation.indentUnit) ? situation.indentUnit : '    ';
  const before = linePrefix(situation);
  const after = lineSuffix(situation);
  const above = linesAbove(prefix, before.length);
  const below = linesBelow(suffix, after.length);
  const indent = indentOf(before);
  const lines = [...above, before + after, ...below];
  return {
    path,
    near: { path, open: true, lines, unit: unitColumns(indentUnit) },
    row: above.length,
    before,
    after,
    indent,
    typed: before.slice(indent.length),
    indentUnit,
    isAtEnd: !hasTextAfter(situation),
    context: contextAbove(lines, above.length),
    below: below.find((line) => line.trim() !== '') ?? '',
  };
}

function linesAbove(prefix: string, lineLength: number): string[] {
  const end = prefix.length - lineLength;
  if (end === 0) return [];
  const from = Math.max(0, end - NEAR_ABOVE);
  const lines = prefix.slice(from, end - 1).split('\n');
  // The first one may be cut.
  return from === 0 ? lines : lines.slice(1);
}

function linesBelow(suffix: string, restLength: number): string[] {
  if (restLength >= suffix.length) return [];
  const to = restLength + 1 + NEAR_BELOW;
  const lines = suffix.slice(restLength + 1, to).split('\n');
  return to >= suffix.length ? lines : lines.slice(0, -1);
}

/** The stripped non-blank lines above `row`, the nearest first, `CONTEXT_LINES` at most. */
export function contextAbove(lines: readonly string[], row: number): string[] {
  const context: string[] = [];
  for (let r = row - 1; r >= 0 && context.length < CONTEXT_LINES; r--) {
    const stripped = (lines[r] ?? '').trim();
    if (stripped !== '') context.push(stripped);
  }
  return context;
}

/**
 * How many telling lines above `row` equal those of `context`, the nearest first, up to the first difference.
 * Lines such as `{` must agree too but prove nothing.
 */
export function contextDepth(lines: readonly string[], row: number, context: readonly string[]): number {
  let depth = 0;
  let r = row - 1;
  for (const wanted of context) {
    while (r >= 0 && (lines[r] ?? '').trim() === '') r--;
    if (r < 0 || (lines[r] ?? '').trim() !== wanted) break;
    if (isTelling(wanted)) depth++;
    r--;
  }
  return depth;
}
