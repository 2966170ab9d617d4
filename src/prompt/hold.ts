/** Decides which snippets a prompt goes on with: what was in it stays, byte for byte and in its place, as long as it is worth that. Pure. */
import type { Snippet, Stability } from '../text/snippet.ts';

/** What stays longest stands first: servers reuse the leading tokens that two prompts share. */
const ORDER: readonly Stability[] = ['project', 'file', 'session', 'block', 'cursor'];
/** A rival takes the place of what is in by being that many times as good. */
const WIDE_MARGIN = 1.5;

/**
 * The snippets of the next prompt, in their order.
 * @param held those of the prompt before
 * @param fresh those that are the best now
 * @param budget tokens
 */
export function holdSnippets(held: readonly Snippet[], fresh: readonly Snippet[], budget: number): readonly Snippet[] {
  const now = new Map(fresh.map((snippet) => [snippet.id, snippet]));
  const best = bestOf(fresh);
  const kept = held.filter((snippet) => isWorthKeeping(snippet, now.get(snippet.id), best));
  const ids = new Set(kept.map(({ id }) => id));
  const added = fresh.filter(({ id }) => !ids.has(id)).sort((a, b) => b.score - a.score);
  let left = budget - tokensOf(kept);
  const fitting: Snippet[] = [];
  for (const snippet of added) {
    if (snippet.tokens > left) continue;
    left -= snippet.tokens;
    fitting.push(snippet);
  }
  return ordered(kept, fitting, budget);
}

/** By stability; within one, what was in before stands first, and of the new ones the best nearest to the cursor. */
function ordered(kept: readonly Snippet[], added: readonly Snippet[], budget: number): readonly Snippet[] {
  const all = ORDER.flatMap((stability) => [
    ...kept.filter((snippet) => snippet.stability === stability),
    ...added.filter((snippet) => snippet.stability === stability).sort((a, b) => a.score - b.score),
  ]);
  let left = budget;
  return all.filter(({ tokens }) => {
    if (tokens > left) return false;
    left -= tokens;
    return true;
  });
}

function isWorthKeeping(snippet: Snippet, now: Snippet | undefined, best: ReadonlyMap<string, number>): boolean {
  if (now !== undefined) return now.text === snippet.text;
  // What belongs to the cursor is for another place by now.
  if (snippet.stability === 'cursor') return false;
  const rival = best.get(snippet.source);
  return rival === undefined || rival < snippet.score * WIDE_MARGIN;
}

/** The worst score that is new in each source: what it would take the place of. */
function bestOf(fresh: readonly Snippet[]): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (const { source, score } of fresh)
    best.set(source, Math.min(best.get(source) ?? Number.POSITIVE_INFINITY, score));
  return best;
}

function tokensOf(snippets: readonly Snippet[]): number {
  return snippets.reduce((sum, { tokens }) => sum + tokens, 0);
}
