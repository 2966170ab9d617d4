/** The source `similar`: places of the project that are written as what stands at the cursor. Takes all the room that is left. */
import type { Snippet } from '../../text/snippet.ts';
import type { ProjectView } from '../project.ts';
import type { ChunkHit, SearchIndex } from '../search/search-index.ts';
import { identifiersIn } from '../search/words.ts';
import type { Moment, Source } from '../source.ts';
import { boostOf } from './similar-boost.ts';
import { type Excerpt, excerptOf } from './similar-excerpt.ts';
import { similarQuery } from './similar-query.ts';

/** Chunks that are looked at. */
const CANDIDATES = 40;
/** Less than that part of the best one's score is chance. */
const FLOOR = 0.2;
/** Excerpts of one file: a project has others. */
const MOST_OF_FILE = 3;
/** Sets of words that share more than this are the same code. */
const SAME = 0.8;
/** Names that neither the window nor an excerpt before has: so many are all that one excerpt is wanted for. */
const ENOUGH_NEW = 5;
/** What an excerpt without any is still worth. */
const NOTHING_NEW = 0.4;

export function createSimilarSource(search: SearchIndex): Source {
  return {
    name: 'similar',
    share: () => 1,
    collect(moment, project, room) {
      const query = similarQuery(moment);
      const hits = search.search(query, { limit: CANDIDATES, boost: boostOf(moment, project) });
      const value = (term: string): number => (query.get(term) ?? 0) * search.rarity(term);
      return choose(excerptsOf(hits, moment, project, value), moment, room);
    },
  };
}

interface Candidate extends Excerpt {
  readonly hit: ChunkHit;
  readonly names: ReadonlySet<string>;
}

function excerptsOf(
  hits: readonly ChunkHit[],
  moment: Moment,
  project: ProjectView,
  value: (term: string) => number,
): readonly Candidate[] {
  const floor = (hits[0]?.score ?? 0) * FLOOR;
  return hits.flatMap((hit) => {
    if (hit.score < floor) return [];
    const isOwn = hit.path === moment.path;
    const lines = isOwn ? moment.lines : project.text(hit.path)?.split('\n');
    const excerpt = lines && excerptOf(lines, hit.rows, value, isOwn ? moment.window : undefined);
    return excerpt === undefined ? [] : [{ ...excerpt, hit, names: namesIn(excerpt.text) }];
  });
}

/** The best ones that fit, each chosen for what it adds to those before. */
function choose(candidates: readonly Candidate[], moment: Moment, room: number): readonly Snippet[] {
  const known = new Set(moment.seen);
  const window = namesIn(moment.lines.slice(...sliceOf(moment.window)).join('\n'));
  const chosen: Snippet[] = [];
  const shown: ReadonlySet<string>[] = [window];
  const perFile = new Map<string, number>();
  const best = candidates[0]?.hit.score ?? 1;
  let left = room;
  const waiting = candidates.filter(({ names }) => !isSame(names, window));
  while (waiting.length > 0) {
    const [index, worth] = mostWorth(waiting, known);
    const [candidate] = waiting.splice(index, 1);
    if (candidate === undefined) break;
    const { hit, text, rows, names } = candidate;
    const count = perFile.get(hit.path) ?? 0;
    if (count >= MOST_OF_FILE || shown.some((other) => isSame(names, other))) continue;
    const path = pathOf(hit.path, moment);
    const tokens = moment.estimate(`${path}\n${text}\n`) + HEADER_TOKENS;
    if (tokens > left) continue;
    left -= tokens;
    perFile.set(hit.path, count + 1);
    shown.push(names);
    for (const name of names) known.add(name);
    chosen.push({
      source: 'similar',
      id: `similar:${hit.path}:${rows[0]}`,
      path,
      text,
      kind: 'code',
      score: Math.min(1, worth / best),
      reason: `words in common with lines ${Math.max(1, moment.row - 3)}–${moment.row + 1}`,
      stability: 'block',
      tokens,
      rows,
    });
  }
  return chosen;
}

/** For the token that separates files, in tokens. */
const HEADER_TOKENS = 3;

function mostWorth(
  candidates: readonly Candidate[],
  known: ReadonlySet<string>,
): readonly [index: number, worth: number] {
  let index = 0;
  let most = -1;
  for (const [at, { hit, names }] of candidates.entries()) {
    let added = 0;
    for (const name of names) if (!known.has(name)) added++;
    const worth = hit.score * (NOTHING_NEW + (1 - NOTHING_NEW) * Math.min(1, added / ENOUGH_NEW));
    if (worth > most) [index, most] = [at, worth];
  }
  return [index, most];
}

function namesIn(text: string): ReadonlySet<string> {
  return new Set(identifiersIn(text));
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  let both = 0;
  for (const name of a) if (b.has(name)) both++;
  return both / Math.max(1, a.size + b.size - both) > SAME;
}

function sliceOf([first, last]: readonly [number, number]): [number, number] {
  return [first, last + 1];
}

function pathOf(path: string, moment: Moment): string {
  const root = moment.path.slice(0, moment.path.length - moment.relative.length);
  return root !== '' && path.startsWith(root) ? path.slice(root.length) : path;
}
