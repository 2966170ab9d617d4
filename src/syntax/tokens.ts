/** Reads from a tree the few tokens that blocks are made of. Which ones those are, the language's `blocks.scm` says. */
import type { Node, Query } from 'web-tree-sitter';

/** What a token is for, by the name of its capture: `block.open.brace`. `grammars/php/blocks.scm` explains the parts. */
export interface Role {
  readonly rank: string;
  readonly side: string;
  readonly kind: string;
}

/** UTF-16 indices. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly role: Role;
}

export interface Tokens {
  /** In the order in which they end: what stands inside of a tag comes before it. */
  readonly tokens: readonly Token[];
  /** Starts of strings whose end the parser did not find, in the order of the text. */
  readonly quotes: readonly Token[];
}

/** Tokens of a tree that end behind `from`. Those that the parser invented are left out. */
export function readTokens(query: Query, root: Node, from: number): Tokens {
  const tokens: Token[] = [];
  const quotes: Token[] = [];
  for (const { name, node } of query.captures(root, { startIndex: from, endIndex: root.endIndex })) {
    const { startIndex: start, endIndex: end } = node;
    if (end <= from || start === end) continue;
    (name === 'quote' ? quotes : tokens).push({ start, end, role: roleOf(name) });
  }
  return { tokens: tokens.sort((a, b) => a.end - b.end), quotes: quotes.sort((a, b) => a.start - b.start) };
}

const roles = new Map<string, Role>();

function roleOf(name: string): Role {
  const known = roles.get(name);
  if (known) return known;
  const [rank = '', side = '', kind = ''] = name.split('.');
  const role = { rank, side, kind };
  roles.set(name, role);
  return role;
}
