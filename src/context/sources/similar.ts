/** The source `similar`: places of the project that are written as what stands at the cursor. Takes all the room that is left. */
import type { Snippet } from '../../text/snippet.ts';
import type { ProjectView } from '../project.ts';
import type { ChunkHit, SearchIndex } from '../search/search-index.ts';
import { identifiersIn, termsOf } from '../search/words.ts';
import type { Moment, Source } from '../source.ts';
import { boostOf } from './similar-boost.ts';
import { type Excerpt, excerptOf } from './similar-excerpt.ts';
import { similarQuery } from './similar-query.ts';

/** Chunks that are looked at together, the best first, until the room is used; and how many times. */
const BATCH = 24;
const MOST_BATCHES = 5;
/** Room that is used as far as it can be: what is left is less than an excerpt. Share of the room. */
const NEARLY_FULL = 0.08;
/** Less than that part of the best one's score is chance. */
const FLOOR = 0.1;
/** Excerpts of one file: a project has others. */
const MOST_OF_FILE = 4;
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
      const hits = search.search(query, { limit: BATCH * MOST_BATCHES, boost: boostOf(moment, project) });
      const value = worthOf(query, search);
      const choice = new Choice(moment, room, hits[0]?.score ?? 1);
      for (let at = 0; at < hits.length && choice.left > room * NEARLY_FULL; at += BATCH) {
        choice.take(excerptsOf(hits.slice(at, at + BATCH), moment, project, value, (hits[0]?.score ?? 0) * FLOOR));
      }
      return choice.snippets;
    },
  };
}

/** What an identifier is worth for a query; the same names come again and again. */
function worthOf(query: ReadonlyMap<string, number>, search: SearchIndex): (identifier: string) => number {
  const known = new Map<string, number>();
  return (identifier) => {
    let worth = known.get(identifier);
    if (worth === undefined) {
      worth = 0;
      for (const term of termsOf(identifier)) worth += (query.get(term) ?? 0) * search.rarity(term);
      known.set(identifier, worth);
    }
    return worth;
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
  value: (identifier: string) => number,
  floor: number,
): readonly Candidate[] {
  return hits.flatMap((hit) => {
    if (hit.score < floor) return [];
    const isOwn = hit.path === moment.path;
    const lines = isOwn ? moment.lines : project.text(hit.path)?.split('\n');
    const excerpt = lines && excerptOf(lines, hit.rows, value, isOwn ? moment.window : undefined);
    return excerpt === undefined ? [] : [{ ...excerpt, hit, names: namesIn(excerpt.text) }];
  });
}

/** The excerpts that fit, each chosen for what it adds to those before. */
class Choice {
  readonly snippets: Snippet[] = [];
  /** Tokens that are left. */
  left: number;
  readonly #moment: Moment;
  readonly #best: number;
  readonly #known: Set<string>;
  readonly #shown: ReadonlySet<string>[];
  readonly #perFile = new Map<string, number>();

  constructor(moment: Moment, room: number, best: number) {
    this.#moment = moment;
    this.left = room;
    this.#best = best;
    this.#known = new Set(moment.seen);
    const [first, last] = moment.window;
    this.#shown = [namesIn(moment.lines.slice(first, last + 1).join('\n'))];
  }

  take(candidates: readonly Candidate[]): void {
    const waiting = [...candidates];
    while (waiting.length > 0) {
      const [index, worth] = mostWorth(waiting, this.#known);
      const [candidate] = waiting.splice(index, 1);
      if (candidate !== undefined) this.#add(candidate, worth);
    }
  }

  #add({ hit, text, rows, names }: Candidate, worth: number): void {
    const count = this.#perFile.get(hit.path) ?? 0;
    if (count >= MOST_OF_FILE || this.#shown.some((other) => isSame(names, other))) return;
    const path = pathOf(hit.path, this.#moment);
    const tokens = this.#moment.estimate(`${path}\n${text}\n`) + HEADER_TOKENS;
    if (tokens > this.left) return;
    this.left -= tokens;
    this.#perFile.set(hit.path, count + 1);
    this.#shown.push(names);
    for (const name of names) this.#known.add(name);
    const { row } = this.#moment;
    this.snippets.push({
      source: 'similar',
      id: `similar:${hit.path}:${rows[0]}`,
      path,
      text,
      kind: 'code',
      score: Math.min(1, worth / this.#best),
      reason: `words in common with lines ${Math.max(1, row - 3)}–${row + 1}`,
      stability: 'block',
      tokens,
      rows,
    });
  }
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

function pathOf(path: string, moment: Moment): string {
  const root = moment.path.slice(0, moment.path.length - moment.relative.length);
  return root !== '' && path.startsWith(root) ? path.slice(root.length) : path;
}
