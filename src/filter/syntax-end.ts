/** Asks the grammar where the block ends, line by line: the verdict on a line depends on the lines up to it alone, so a longer text cannot change it. */
import type { BlockReader } from '../syntax/block-reader.ts';
import { continues, isText } from './code-lines.ts';
import { endBefore, ended, type FilterContext, type Filtered } from './filter.ts';

/** More is not parsed anew for each line: so far no one waits for the end of a block. In UTF-16 units. */
const MOST_PARSED = 8000;
/** What may close a block, or become a word that does. A line is shown up to there, hence no end before it counts. */
const CLOSER = /[)\]}]|\b(?:end\w*|until)\b|\b(?:en?|u(?:n(?:t(?:i)?)?)?)$/u;

type Answer = number | boolean | undefined;

/** Answers that the next chunk of a stream asks for again. */
const known = new Map<string, Answer>();
let knownFor: { readonly prefix: string; readonly syntax: BlockReader } | undefined;

/**
 * The text up to where the block ends, when line `row` shows it. What the lines above it have shown stays: they were judged before.
 * @param isOwned whether the block is the one that the cursor's line opens, rather than the one that it stands in
 */
export function syntaxEnd(
  lines: readonly string[],
  row: number,
  isOwned: boolean,
  { syntax, prefix }: FilterContext,
): Filtered | undefined {
  if (syntax === undefined || row === 0) return undefined;
  const above = lines.slice(0, row).join('\n').length + 1;
  const text = lines.slice(0, row + 1).join('\n');
  if (text.length > MOST_PARSED) return undefined;
  const end = ask(text, isOwned, syntax, prefix);
  if (end === undefined || end > text.length) return undefined;
  const rest = text.slice(end);
  // The statement goes on behind the closer: `} else {`.
  if (continues(rest.trimStart())) return undefined;
  if (end < above) return isByIndentation(syntax) ? endBefore(lines, row) : undefined;
  const first = (lines[row] ?? '').search(CLOSER);
  if (first < 0 || end <= above + first) return undefined;
  return ended(isText(rest.replace(/^[)\]};,\s]+/u, '')) ? text.slice(0, end) : text);
}

/** Whether the whole lines before `row` end inside a string of several lines, which brackets and indentation know nothing of. */
export function endsInString(lines: readonly string[], row: number, { syntax, prefix }: FilterContext): boolean {
  if (syntax === undefined || row === 0) return false;
  const text = lines.slice(0, row).join('\n');
  if (text.length > MOST_PARSED) return false;
  return recall(syntax, prefix, `string\n${text}`, () => syntax.isInString(prefix, text)) === true;
}

/**
 * How much of a line that is still being written may be shown, in UTF-16 units: what stands before anything that may close the block.
 * @param isDedented whether the line is no deeper than the block
 */
export function certainLength(line: string, isDedented: boolean, { syntax }: FilterContext): number {
  if (syntax === undefined) return line.length;
  if (isDedented && isByIndentation(syntax)) return 0;
  const at = line.search(CLOSER);
  return at < 0 ? line.length : at;
}

function isByIndentation({ language }: BlockReader): boolean {
  return language.layout === 'indentation';
}

function ask(text: string, isOwned: boolean, syntax: BlockReader, prefix: string): number | undefined {
  const answer = recall(syntax, prefix, `${isOwned ? 'owned' : 'around'}\n${text}`, () =>
    isOwned ? syntax.openedEnd(prefix, text) : syntax.blockEnd(prefix, text)?.outer,
  );
  return typeof answer === 'number' ? answer : undefined;
}

function recall(syntax: BlockReader, prefix: string, key: string, question: () => Answer): Answer {
  if (knownFor?.prefix !== prefix || knownFor.syntax !== syntax) {
    known.clear();
    knownFor = { prefix, syntax };
  }
  if (!known.has(key)) known.set(key, question());
  return known.get(key);
}
