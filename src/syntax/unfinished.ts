/**
 * Finds the string or comment that is still open at the end of a text. The parser reads what stands in it as code, braces and
 * all; nothing behind its start can be believed.
 */
import type { Node } from 'web-tree-sitter';
import { isInText } from './kinds.ts';
import type { Language } from './language.ts';
import type { Token } from './tokens.ts';

/**
 * @param quotes starts of strings whose end the parser did not find
 * @returns UTF-16 index of its start; undefined: none is open
 */
export function unfinishedFrom(
  { blockComment, rawString }: Language,
  source: string,
  root: Node,
  quotes: readonly Token[],
): number | undefined {
  const string = quotes.find(({ start, end }) => isOpen(source.slice(start, end), source.slice(end)))?.start;
  const comment = blockComment && openComment(source, root, blockComment);
  const raw = rawString && openRawString(source, root, rawString);
  const starts = [string, comment, raw].filter((start) => start !== undefined);
  return starts.length > 0 ? Math.min(...starts) : undefined;
}

/** Whether the string that `opener` starts does not end in `rest`. */
function isOpen(opener: string, rest: string): boolean {
  if (opener.length === 1) return countUnescaped(rest, opener) % 2 === 0; // further strings may start and end in it
  const closer = closerOf(opener);
  return closer === undefined ? !new RegExp(`^\\s*${opener}\\b`, 'm').test(rest) : !rest.includes(closer);
}

/** @returns undefined for the label of a heredoc, which ends with a line that begins with it */
function closerOf(opener: string): string | undefined {
  if (opener === '[[') return ']]';
  return /(?:"""|''')$/.exec(opener)?.[0];
}

function countUnescaped(text: string, quote: string): number {
  return text.replace(/\\./gs, '').split(quote).length - 1;
}

function openComment(source: string, root: Node, [opener, closer]: readonly [string, string]): number | undefined {
  const end = source.lastIndexOf(closer);
  const start = source.indexOf(opener, end < 0 ? 0 : end + closer.length);
  return start >= 0 && !isInText(root, start) ? start : undefined;
}

/** A raw string that is still open may leave no token at all. */
function openRawString(source: string, root: Node, opener: RegExp): number | undefined {
  for (const { 0: found, 1: hashes, index } of source.matchAll(opener)) {
    const isClosed = source.includes(`"${hashes}`, index + found.length);
    if (!isClosed && !isInText(root, index)) return index;
  }
  return undefined;
}
