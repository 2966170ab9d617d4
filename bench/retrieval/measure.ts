/** What is counted: names that are typed next, that the window does not show, and that the context does. Pure. */
import { isCommentLine } from '../../src/context/search/words.ts';
import type { Snippet } from '../../src/text/snippet.ts';
import { estimateTokens } from '../../src/text/tokens.ts';
import type { Cursor } from './cursors.ts';
import type { Place } from './draw.ts';

/** Lines of the file that a prompt shows anyway. */
export const ROWS_ABOVE = 60;
export const ROWS_BELOW = 20;
/** Names without a signature count up to that share of the budget (RETRIEVAL.md §8.5). */
const NAMES_SHARE = 0.15;

/** A: the rest of the line is typed next; B: and the added lines behind it. */
export type Variant = 'A' | 'B';
export const VARIANTS: readonly Variant[] = ['B', 'A'];

const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_]*/gu;

/** A name that is typed next and stands neither above nor below the cursor in the window. */
export interface NovelName {
  readonly name: string;
  /** In the cursor's line already (variant A). */
  readonly isInLine: boolean;
}

/** Each once. A name that is half typed counts as the whole one. */
export function novelNames({ lines, row, col }: Cursor, { names }: Pick<Place, 'names'>): readonly NovelName[] {
  const next = names.filter((name) => name.row > 0 || name.end > col);
  const half = next.find((name) => name.row === 0 && name.col < col);
  const typed = (lines[row] ?? '').slice(0, half?.col ?? col);
  const above = lines.slice(Math.max(0, row - ROWS_ABOVE), row);
  const below = lines.slice(row + 1, row + 1 + ROWS_BELOW);
  const shown = namesIn([...above, typed, ...below].join('\n'));
  const novel = new Map<string, boolean>();
  for (const { name, row: at } of next) if (!shown.has(name) && !novel.has(name)) novel.set(name, at === 0);
  return Array.from(novel, ([name, isInLine]) => ({ name, isInLine }));
}

/** All words of a text that could be names, also those of comments and strings: whoever reads it has seen them. */
export function namesIn(text: string): ReadonlySet<string> {
  return new Set(text.match(IDENTIFIER));
}

/**
 * Names that a context shows: all of those in code and signatures; in lists of names and in comments only as far as their share of the budget goes, as any
 * measure of names can be won by a list.
 * @param budget tokens
 */
export function namesOfContext(
  snippets: readonly Pick<Snippet, 'kind' | 'text'>[],
  budget: number,
): ReadonlySet<string> {
  const code: string[] = [];
  const bare: string[] = [];
  for (const { kind, text } of snippets) {
    for (const line of text.split('\n')) (kind === 'names' || isCommentLine(line) ? bare : code).push(line);
  }
  let left = budget * NAMES_SHARE;
  const counted: string[] = [];
  for (const word of bare.join('\n').split(/(?<=[\s,])/u)) {
    left -= estimateTokens(word);
    if (left < 0) break;
    counted.push(word);
  }
  return namesIn([...code, counted.join('')].join('\n'));
}
