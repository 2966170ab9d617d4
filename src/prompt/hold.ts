/** Decides which snippets a prompt goes on with: what was in it stays, byte for byte and in its place, as long as it is worth that. Pure. */
import type { Snippet, SourceName, Stability } from '../text/snippet.ts';

/** What stays longest stands first: servers reuse the leading tokens that two prompts share. */
const ORDER: readonly Stability[] = ['project', 'file', 'session', 'block', 'cursor'];
/** Near the place of the prompt before, a rival takes the place of what is in by being that many times as good. */
export const WIDE_MARGIN = 1.25;
/** Anywhere else, what is in has to be among the best again. */
export const NO_MARGIN = 0;

export interface Holding {
  /** Tokens that all of them may have together. */
  readonly budget: number;
  /** How many times as good a rival has to be. */
  readonly margin: number;
  /** Tokens of one snippet in the prompt. */
  readonly cost: Cost;
}

type Cost = (snippet: Snippet) => number;

/**
 * The snippets of the next prompt, in their order: by stability; within one, what was in before stands first, and of the new ones the best nearest to the
 * cursor. Scores are compared within one source only, and no source gets room that another one's fresh snippets need.
 * @param held those of the prompt before, in its order
 * @param fresh those that are the best now
 */
export function holdSnippets(
  held: readonly Snippet[],
  fresh: readonly Snippet[],
  { budget, margin, cost }: Holding,
): readonly Snippet[] {
  const now = new Map(fresh.map((snippet) => [snippet.id, snippet]));
  const before = new Set(held.map(({ id }) => id));
  const room = new Room(
    [...now.values()].filter(({ id }) => !before.has(id)),
    budget - total([...now.values()], cost),
    cost,
  );
  const worst = worstScores(fresh);
  const kept: Snippet[] = [];
  // In their order: where not all can stay, the last ones go, and what stands before them need not be read again.
  for (const snippet of held) {
    const same = now.get(snippet.id);
    // What belongs to the cursor is for another place by now.
    if (same === undefined && snippet.stability === 'cursor') continue;
    if (same !== undefined) kept.push(same.text === snippet.text ? snippet : same);
    else {
      const score = Math.min(snippet.score, worst.get(snippet.source) ?? snippet.score);
      if (room.take(snippet, score * margin)) kept.push(snippet);
    }
  }
  return ORDER.flatMap((stability) => [
    ...kept.filter((snippet) => snippet.stability === stability),
    ...room.newcomers.filter((snippet) => snippet.stability === stability).sort((a, b) => a.score - b.score),
  ]);
}

/** The room that is left, and the new snippets that would like to have their own. */
class Room {
  #newcomers: readonly Snippet[];
  #free: number;
  readonly #cost: Cost;

  constructor(newcomers: readonly Snippet[], free: number, cost: Cost) {
    this.#newcomers = newcomers;
    this.#free = free;
    this.#cost = cost;
  }

  get newcomers(): readonly Snippet[] {
    return this.#newcomers;
  }

  /**
   * Makes room for a snippet that was in before: what is free, then that of newcomers of its source, the worst first.
   * @param score of rivals that do not make way
   */
  take(snippet: Snippet, score: number): boolean {
    const needed = this.#cost(snippet);
    const beaten = this.#newcomers
      .filter((rival) => rival.source === snippet.source && rival.score < score)
      .sort((a, b) => a.score - b.score);
    let free = this.#free;
    const leaving = new Set<Snippet>();
    for (const rival of beaten) {
      if (free >= needed) break;
      leaving.add(rival);
      free += this.#cost(rival);
    }
    if (free < needed) return false;
    this.#free = free - needed;
    this.#newcomers = this.#newcomers.filter((rival) => !leaving.has(rival));
    return true;
  }
}

/** What was not chosen again is worth no more than the worst that was. */
function worstScores(fresh: readonly Snippet[]): ReadonlyMap<SourceName, number> {
  const worst = new Map<SourceName, number>();
  for (const { source, score } of fresh)
    worst.set(source, Math.min(worst.get(source) ?? Number.POSITIVE_INFINITY, score));
  return worst;
}

function total(snippets: readonly Snippet[], cost: Cost): number {
  return snippets.reduce((sum, snippet) => sum + cost(snippet), 0);
}
