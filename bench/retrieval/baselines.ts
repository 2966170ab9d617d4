/** What other plugins send, for the same measure on the same cursors. Pure over texts. */
import { type SearchIndex, USUAL_BM25 } from '../../src/context/search/search-index.ts';
import { identifiersIn, termsOf } from '../../src/context/search/words.ts';
import { estimateTokens } from '../../src/text/tokens.ts';
import type { Cursor } from './cursors.ts';
import type { CommitHunk } from './hunks.ts';
import { ROWS_ABOVE, ROWS_BELOW } from './measure.ts';

export interface BaselineSnippet {
  readonly kind: 'code';
  readonly text: string;
  /** Estimated; without a header, which makes baselines cheaper than they are. */
  readonly tokens: number;
}

/** llama.vim's ring: chunks of 64 lines around what was looked at last, 16 of them. */
const RING_CHUNKS = 16;
const RING_LINES = 64;
/** Continue's open files. */
const OPEN_FILES = 5;
/** Plain BM25 asks with so many lines above and below the cursor (RETRIEVAL.md §1). */
const LINES_ABOVE = 10;
const LINES_BELOW = 5;
const PLAIN_HITS = 60;

/** Text of a file; the ring and open files are as they were at the parent. */
type ReadsText = (path: string) => string | undefined;

/**
 * Chunks around the last edits, the newest first, none twice. Of the cursor's own file only what the window doesn't show.
 * @param recent hunks of the commits before, the newest commit first
 */
export function ring(recent: readonly CommitHunk[], cursor: Cursor, text: ReadsText): readonly BaselineSnippet[] {
  const chunks: { readonly path: string; readonly first: number; readonly snippet: BaselineSnippet }[] = [];
  for (const { path, row, lines: added } of recent) {
    if (chunks.length === RING_CHUNKS) break;
    const lines = text(path)?.split('\n');
    if (lines === undefined) continue;
    const middle = row + Math.floor(added.length / 2);
    const first = Math.max(0, Math.min(middle - RING_LINES / 2, lines.length - RING_LINES));
    if (path === cursor.path && isShown([first, first + RING_LINES - 1], cursor)) continue;
    if (chunks.some((one) => one.path === path && Math.abs(one.first - first) < RING_LINES)) continue;
    chunks.push({ path, first, snippet: snippetOf(lines.slice(first, first + RING_LINES)) });
  }
  return chunks.map(({ snippet }) => snippet);
}

/** Whole files. @param paths those that were edited last, the newest first */
export function openFiles(
  paths: readonly string[],
  { path: own }: Cursor,
  text: ReadsText,
): readonly BaselineSnippet[] {
  const texts = paths.filter((path) => path !== own).flatMap((path) => text(path) ?? []);
  return texts.slice(0, OPEN_FILES).map((one) => snippetOf(one.split('\n')));
}

/**
 * The best whole chunks for the lines around the cursor, all words alike, as one flat index of all chunks finds them.
 * @param path of the cursor's file in the index; @param text by the paths of the index
 */
export function plainBm25(
  search: SearchIndex,
  path: string,
  cursor: Cursor,
  text: ReadsText,
): readonly BaselineSnippet[] {
  const { lines, row, col } = cursor;
  const asked = [
    ...lines.slice(Math.max(0, row - LINES_ABOVE), row),
    (lines[row] ?? '').slice(0, col),
    ...lines.slice(row + 1, row + 1 + LINES_BELOW),
  ];
  const query = new Map<string, number>();
  for (const term of asked.flatMap(identifiersIn).flatMap(termsOf)) query.set(term, (query.get(term) ?? 0) + 1);
  const everything = { mostTerms: query.size, mostFiles: Number.POSITIVE_INFINITY, bm25: USUAL_BM25 };
  return search.search(query, { limit: PLAIN_HITS, ...everything }).flatMap(({ path: other, rows }) => {
    if (other === path && isShown(rows, cursor)) return [];
    const code = text(other)?.split('\n');
    return code === undefined ? [] : [snippetOf(code.slice(rows[0], rows[1] + 1))];
  });
}

/** What the window shows is no context. */
function isShown([first, last]: readonly [first: number, last: number], { row }: Cursor): boolean {
  return first <= row + ROWS_BELOW && last >= row - ROWS_ABOVE;
}

/** Whole lines from the start, as many as the budget pays for. @param budget tokens */
export function cutTo(snippets: readonly BaselineSnippet[], budget: number): readonly BaselineSnippet[] {
  const cut: BaselineSnippet[] = [];
  let left = budget;
  for (const snippet of snippets) {
    if (snippet.tokens <= left) {
      cut.push(snippet);
      left -= snippet.tokens;
      continue;
    }
    const lines: string[] = [];
    for (const line of snippet.text.split('\n')) {
      left -= estimateTokens(`${line}\n`);
      if (left < 0) break;
      lines.push(line);
    }
    if (lines.length > 0) cut.push(snippetOf(lines));
    break;
  }
  return cut;
}

function snippetOf(lines: readonly string[]): BaselineSnippet {
  const text = lines.join('\n');
  return { kind: 'code', text, tokens: estimateTokens(`${text}\n`) };
}
