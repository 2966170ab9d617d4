/** What other plugins send: the same measure on the same cursors. Pure over texts. */

import type { SearchIndex } from '../../src/context/search/search-index.ts';
import { identifiersIn, termsOf } from '../../src/context/search/words.ts';
import { estimateTokens } from '../../src/text/tokens.ts';
import type { Cursor } from './cursors.ts';
import { ROWS_ABOVE, ROWS_BELOW } from './measure.ts';

export interface BaselineSnippet {
  readonly kind: 'code';
  readonly text: string;
}

/** llama.vim's ring: chunks of 64 lines around what was looked at last, 16 of them. */
const RING_CHUNKS = 16;
const RING_LINES = 64;
/** Continue's open files. */
const OPEN_FILES = 5;
/** Plain BM25 asks with so many lines above and below the cursor. */
const LINES_ABOVE = 10;
const LINES_BELOW = 5;
const PLAIN_HITS = 40;

/** @param recent texts of files, the one that was changed last first; not the cursor's own */
export function ring(recent: readonly string[], random: () => number): readonly BaselineSnippet[] {
  return recent.slice(0, RING_CHUNKS).map((text) => {
    const lines = text.split('\n');
    const start = Math.floor(random() * Math.max(1, lines.length - RING_LINES));
    return { kind: 'code', text: lines.slice(start, start + RING_LINES).join('\n') };
  });
}

export function openFiles(recent: readonly string[]): readonly BaselineSnippet[] {
  return recent.slice(0, OPEN_FILES).map((text) => ({ kind: 'code', text }));
}

/** The best whole chunks for the lines around the cursor, all words alike. */
export function plainBm25(
  search: SearchIndex,
  { path, lines, row, col }: Cursor,
  text: (path: string) => string | undefined,
): readonly BaselineSnippet[] {
  const asked = [
    ...lines.slice(Math.max(0, row - LINES_ABOVE), row),
    (lines[row] ?? '').slice(0, col),
    ...lines.slice(row + 1, row + 1 + LINES_BELOW),
  ];
  const query = new Map<string, number>();
  for (const line of asked) {
    for (const term of identifiersIn(line).flatMap(termsOf)) query.set(term, (query.get(term) ?? 0) + 1);
  }
  return search
    .search(query, { limit: PLAIN_HITS, mostTerms: query.size })
    .flatMap(({ path: other, rows: [first, last] }) => {
      // What the window shows is no context.
      if (other === path && first <= row + ROWS_BELOW && last >= row - ROWS_ABOVE) return [];
      const code = text(other)
        ?.split('\n')
        .slice(first, last + 1)
        .join('\n');
      return code === undefined ? [] : [{ kind: 'code' as const, text: code }];
    });
}

/** Whole lines from the start, as many as the budget pays for. */
export function cutTo(snippets: readonly BaselineSnippet[], budget: number): readonly BaselineSnippet[] {
  const cut: BaselineSnippet[] = [];
  let left = budget;
  for (const { text } of snippets) {
    const lines: string[] = [];
    for (const line of text.split('\n')) {
      left -= estimateTokens(`${line}\n`);
      if (left < 0) break;
      lines.push(line);
    }
    cut.push({ kind: 'code', text: lines.join('\n') });
    if (left < 0) break;
  }
  return cut;
}

export function tokensOf(snippets: readonly { readonly text: string }[]): number {
  return snippets.reduce((sum, { text }) => sum + estimateTokens(`${text}\n`), 0);
}
