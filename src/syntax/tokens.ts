/** Reads from a tree the few tokens that blocks are made of. Which ones those are, the language's `blocks.scm` says. */
import type { Node, Query } from 'web-tree-sitter';

/** UTF-16 indices. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Name of the capture in `blocks.scm`: `block.open.brace`. */
  readonly role: string;
}

export interface Tokens {
  /** In the order of the text. */
  readonly tokens: readonly Token[];
  /** Starts of strings whose end the parser did not find, in the order of the text. */
  readonly quotes: readonly Token[];
}

/** Tokens of a tree that start at `from` or later. Those that the parser invented are left out. */
export function readTokens(query: Query, root: Node, from: number): Tokens {
  const tokens: Token[] = [];
  const quotes: Token[] = [];
  for (const { name, node } of query.captures(root, { startIndex: from, endIndex: root.endIndex })) {
    const { startIndex: start, endIndex: end } = node;
    if (start < from || start === end) continue;
    (name === 'quote' ? quotes : tokens).push({ start, end, role: name });
  }
  return { tokens: tokens.sort(byStart), quotes: quotes.sort(byStart) };
}

const byStart = (a: Token, b: Token): number => a.start - b.start;
