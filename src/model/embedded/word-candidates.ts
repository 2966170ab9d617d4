/** The rest of the identifier at the cursor, out of identifiers that stand elsewhere. Proposes nothing between words. */
import { isInsideWord } from '../../text/situation.ts';
import type { Corpus, Hidden } from './corpus.ts';
import type { Cursor } from './cursor.ts';
import type { Candidate } from './line-candidates.ts';
import { lastWord, words } from './tokens.ts';

/** Shorter starts fit too many words. `$` counts: `$o` is as good as `or`. */
const SHORTEST_PARTIAL = 2;

/** A rest of one character is typed as fast as it is read. */
const SHORTEST_REST = 2;

/** Weights of one occurrence: behind the same neighbour, near the cursor, anywhere. Measured on the sample project. */
const BIGRAM_WEIGHT = 4;
const NEAR_WEIGHT = 2;
const ANYWHERE_WEIGHT = 0.25;

/** Occurrences near the cursor that are looked at, the nearest first, and distinct words of each segment. */
const MOST_NEAR = 64;
const MOST_KEYS = 200;

/** Weight of words that are not in the project yet; halves with every this many typed characters. */
const NEW_WORD_WEIGHT = 4;
const TYPED_HALVES = 3;

/** Candidates, the likeliest first, each text once. */
export function wordCandidates(cursor: Cursor, corpus: Corpus, isHidden: Hidden): Candidate[] {
  const partial = lastWord(cursor.before);
  if (partial === undefined || partial.text.length < SHORTEST_PARTIAL || isInsideWord({ suffix: cursor.after }))
    return [];
  const weights = new Map<string, number>();
  const add = (word: string, weight: number): void => {
    weights.set(word, (weights.get(word) ?? 0) + weight);
  };
  for (const near of nearWords(cursor, partial.text))
    add(near.text, near.left === partial.left ? BIGRAM_WEIGHT : NEAR_WEIGHT);
  for (const [word, count] of corpus.wordCounts(partial.left, partial.text, MOST_KEYS, isHidden))
    add(word, BIGRAM_WEIGHT * saturated(count));
  for (const [word, count] of corpus.wordCounts('', partial.text, MOST_KEYS, isHidden))
    add(word, ANYWHERE_WEIGHT * saturated(count));
  let total = NEW_WORD_WEIGHT * 2 ** (-partial.text.length / TYPED_HALVES);
  for (const weight of weights.values()) total += weight;
  // Words that are too short to offer, the partial one itself among them, are rivals all the same.
  return [...weights]
    .filter(([word]) => word.length >= partial.text.length + SHORTEST_REST)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([word, weight]) => ({ text: word.slice(partial.text.length), confidence: weight / total }));
}

/** The hundredth occurrence says less than the second. */
function saturated(count: number): number {
  return Math.log2(1 + count);
}

/** Words near the cursor that start with `partial`, the cursor's own aside. */
function* nearWords(cursor: Cursor, partial: string): Generator<{ text: string; left: string }> {
  let found = 0;
  for (const line of linesOutwards(cursor)) {
    if (!line.includes(partial)) continue;
    for (const word of words(line)) {
      if (!word.text.startsWith(partial)) continue;
      yield word;
      if (++found >= MOST_NEAR) return;
    }
  }
}

/** The lines above the cursor, the nearest first, then those below; not its own. */
function* linesOutwards({ near, row }: Cursor): Generator<string> {
  for (let r = row - 1; r >= 0; r--) yield near.lines[r] ?? '';
  for (let r = row + 1; r < near.lines.length; r++) yield near.lines[r] ?? '';
}
