/**
 * The lines that follow a line elsewhere, as far as the places agree, up to the end of the block by indentation.
 * Re-indents; knows neither the cursor's text nor its suffix but for the line at which to stop.
 */

import { indentation, indentColumns, isCloser, isOpener, isShowable, LONGEST_LINE } from './text.ts';
import type { Vote } from './votes.ts';

/** Longer blocks are somebody's whole function: right by luck only, and a screen full of grey. */
const MOST_LINES = 16;

/** Share of the places' weight (and of what is unknown) that must agree on each further line. */
const AGREEMENT = 0.5;

/** Weight of all that is not in the project yet. One place with one line of context in common stays just below it. */
const UNKNOWN = 6;

/** What a line of the block looks like, whatever the place's own indentation. */
interface BlockLine {
  /** Columns relative to the block's first line, in the place's own unit. */
  readonly columns: number;
  readonly unit: number;
  readonly stripped: string;
}

export interface BlockOptions {
  /** Blanks of the block's first line at the cursor. */
  readonly indent: string;
  readonly indentUnit: string;
  /** The line below the cursor; the block ends where it would repeat it. */
  readonly below: string;
  /** Whether only what the first line opens is wanted, rather than all that stands beside it. */
  readonly ownOnly: boolean;
  /** Row of the cursor for places in the lines around it: text at and behind the cursor is not proposed. */
  readonly isCursor: (vote: Vote, row: number) => boolean;
}

/** The lines below the first one, ready to be inserted; empty when there is no block or no agreement. */
export function blockBelow(votes: readonly Vote[], options: BlockOptions): string[] {
  const lines: BlockLine[] = [];
  let voters = votes;
  // Rows below the first one; blank lines count, so places with other spacing disagree only there.
  for (let offset = 1; offset < MOST_LINES; offset++) {
    const next = majority(voters, offset, options);
    if (next === undefined || isBelow(next.line, options)) break;
    lines.push(next.line);
    voters = next.voters;
    if (options.ownOnly && isEndOfOwn(next.line)) break;
  }
  return finished(lines, votes, options.ownOnly).map(({ stripped, columns, unit }) =>
    stripped === '' ? '' : options.indent + indentation(columns, unit, options.indentUnit) + stripped,
  );
}

interface Step {
  readonly line: BlockLine;
  readonly voters: readonly Vote[];
}

/** The line that most of the weight stands behind; `undefined` when that is the end, or not enough. */
function majority(voters: readonly Vote[], offset: number, options: BlockOptions): Step | undefined {
  const parties = new Map<string, { line: BlockLine; voters: Vote[]; weight: number }>();
  let total = UNKNOWN;
  for (const vote of voters) {
    total += vote.weight;
    const line = lineOfBlock(vote, offset, options);
    if (line === undefined) continue;
    const key = `${line.columns / line.unit}\u0001${line.stripped}`;
    const party = parties.get(key) ?? { line, voters: [], weight: 0 };
    party.voters.push(vote);
    party.weight += vote.weight;
    parties.set(key, party);
  }
  const best = [...parties.values()].reduce<(Step & { weight: number }) | undefined>(
    (a, b) => (a === undefined || b.weight > a.weight ? b : a),
    undefined,
  );
  return best !== undefined && best.weight / total >= AGREEMENT ? best : undefined;
}

/** The line `offset` rows below the place, unless the block has ended before. */
function lineOfBlock(vote: Vote, offset: number, options: BlockOptions): BlockLine | undefined {
  const { lines, unit } = vote.source;
  const row = vote.row + offset;
  const line = lines[row];
  if (line === undefined || options.isCursor(vote, row) || line.length > LONGEST_LINE || !isShowable(line))
    return undefined;
  const stripped = line.trim();
  if (stripped === '') return { columns: 0, unit, stripped };
  const columns = indentColumns(line) - indentColumns(lines[vote.row] ?? '');
  if (columns < 0) return undefined;
  if (options.ownOnly && columns === 0 && !isCloser(stripped) && stripped !== '{') return undefined;
  return { columns, unit, stripped };
}

function isBelow(line: BlockLine, options: BlockOptions): boolean {
  const { below, indent } = options;
  if (line.stripped === '' || line.stripped !== below.trim()) return false;
  return line.columns > 0 || indentColumns(below) === indentColumns(indent);
}

/** Whether what the first line opened is closed by this line for good: `}`, but not `} else {`. */
function isEndOfOwn({ columns, stripped }: BlockLine): boolean {
  return columns === 0 && isCloser(stripped) && !isOpener(stripped);
}

/** `lines` up to the last one that leaves nothing open. */
function finished(lines: readonly BlockLine[], votes: readonly Vote[], ownOnly: boolean): readonly BlockLine[] {
  const first = votes[0];
  const firstLine = first === undefined ? '' : (first.source.lines[first.row] ?? '').trim();
  for (let end = lines.length; end > 0; end--) {
    const last = lines[end - 1];
    if (last === undefined || last.columns > 0 || last.stripped === '' || isOpener(last.stripped)) continue;
    return lines.slice(0, end);
  }
  // Without brackets (Python, YAML) a block ends by its indentation alone.
  const isBracketed = /[{([]$/.test(firstLine) || lines[0]?.stripped === '{' || firstLine.startsWith('/*');
  return ownOnly && !isBracketed ? withoutBlankEnd(lines) : [];
}

function withoutBlankEnd(lines: readonly BlockLine[]): readonly BlockLine[] {
  let end = lines.length;
  while (end > 0 && (lines[end - 1]?.stripped === '' || isOpener(lines[end - 1]?.stripped ?? ''))) end--;
  return lines.slice(0, end);
}
