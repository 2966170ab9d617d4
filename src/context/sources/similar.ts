/** The source `similar`: places of the project that are written as what stands at the cursor. Takes all the room that is left. */
import type { Snippet } from '../../text/snippet.ts';
import type { ChunkHit } from '../search/chunk-scores.ts';
import { LineNames, type NamedLines } from '../search/line-names.ts';
import { NumberTable } from '../search/number-table.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { Moment, Source } from '../source.ts';
import { boostOf, MOST_BOOST } from './similar-boost.ts';
import { type Excerpt, excerptOf, textOf } from './similar-excerpt.ts';
import { begunName, similarQuery } from './similar-query.ts';

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
/** Letters of a half-typed name that tell something. */
const SHORTEST_BEGUN = 3;
/** Names that neither the window nor an excerpt before has: so many are all that one excerpt is wanted for. */
const ENOUGH_NEW = 5;
/** What an excerpt without any is still worth. */
const NOTHING_NEW = 0.2;
/** How much the words of the lines that are shown count, beside those of the whole chunk: an exponent. */
const EXCERPT_POWER = 0.3;
/** What a name that may be the half-typed one is worth in an excerpt: as much as a few rare words. */
const BEGUN_WORTH = 16;

export function createSimilarSource(search: SearchIndex): Source {
  const lines = new LineNames((line) => search.namesIn(line));
  const [worths, shown] = [new NumberTable(), new NumberTable()];
  return {
    name: 'similar',
    share: () => 1,
    collect(moment, project, room) {
      const query = similarQuery(moment);
      const begun = begunName(moment);
      const boost = boostOf(moment, project);
      const best = search.search(query, { limit: BATCH * MOST_BATCHES, boost, mostBoost: MOST_BOOST, begun });
      const most = best[0]?.score ?? 0;
      const hits = best.filter(({ score }) => score >= most * FLOOR);
      const value = worthOf(query, begun, search, worths.clear());
      const linesOf = (path: string): NamedLines =>
        path === moment.path ? lines.of(path, moment.text, moment.lines) : lines.of(path, project.text(path) ?? '');
      const choice = new Choice(moment, room, numbersOf(moment.seen, search), shown.clear());
      for (let at = 0; at < hits.length && choice.left > room * NEARLY_FULL; at += BATCH) {
        choice.take(excerptsOf(hits.slice(at, at + BATCH), moment, linesOf, value));
      }
      return choice.snippets;
    },
  };
}

/** What a name is worth for a query, by its number; the same names come again and again. @param known empty */
function worthOf(
  query: ReadonlyMap<string, number>,
  begun: string,
  search: SearchIndex,
  known: NumberTable,
): (name: number) => number {
  const worthOfTerms = search.worth(query);
  const isBegun = (name: number): boolean =>
    begun.length >= SHORTEST_BEGUN && search.nameOf(name).toLowerCase().startsWith(begun);
  return (name) => {
    const before = known.get(name, -1);
    if (before >= 0) return before;
    const worth = worthOfTerms(name) + (isBegun(name) ? BEGUN_WORTH : 0);
    known.set(name, worth);
    return worth;
  };
}

/** Those that no other line has tell nothing: they have no number. */
function numbersOf(names: Iterable<string>, search: SearchIndex): readonly number[] {
  const numbers: number[] = [];
  for (const name of names) {
    const number = search.numberOf(name);
    if (number !== undefined) numbers.push(number);
  }
  return numbers;
}

interface Candidate extends Excerpt {
  readonly hit: ChunkHit;
  readonly named: NamedLines;
  /** Score of the hit, as far as the excerpt has what it was found for. */
  readonly score: number;
}

function excerptsOf(
  hits: readonly ChunkHit[],
  moment: Moment,
  linesOf: (path: string) => NamedLines,
  value: (name: number) => number,
): readonly Candidate[] {
  return hits.flatMap((hit) => {
    const hidden = hit.path === moment.path ? moment.window : undefined;
    const named = linesOf(hit.path);
    const excerpt = excerptOf(named, hit.rows, value, hidden);
    if (excerpt === undefined) return [];
    const { rows, names } = excerpt;
    let worth = 0;
    for (const name of names) worth += value(name);
    return { rows, names, hit, named, score: hit.score * worth ** EXCERPT_POWER };
  });
}

/** The excerpts that fit, each chosen for what it adds to those before. */
class Choice {
  readonly snippets: Snippet[] = [];
  /** Tokens that are left. */
  left: number;
  readonly #moment: Moment;
  /** Score of the best one. */
  #best = 0;
  /** Names that the prompt shows. */
  readonly #known: NumberTable;
  readonly #shown: (readonly number[])[];
  readonly #perFile = new Map<string, number>();

  /** @param seen numbers of the names in the window; @param known empty */
  constructor(moment: Moment, room: number, seen: readonly number[], known: NumberTable) {
    this.#moment = moment;
    this.left = room;
    this.#known = known;
    for (const name of seen) this.#known.set(name, 1);
    this.#shown = [seen];
  }

  take(candidates: readonly Candidate[]): void {
    const waiting = [...candidates];
    if (this.#best === 0) this.#best = Math.max(0, ...candidates.map(({ score }) => score));
    while (waiting.length > 0) {
      const [index, worth] = mostWorth(waiting, this.#known);
      const [candidate] = waiting.splice(index, 1);
      if (candidate !== undefined) this.#add(candidate, worth);
    }
  }

  #add({ hit, named, rows, names }: Candidate, worth: number): void {
    const count = this.#perFile.get(hit.path) ?? 0;
    if (count >= MOST_OF_FILE || this.#leastOf(rows) > this.left) return;
    const path = pathOf(hit.path, this.#moment);
    const text = textOf(named, rows);
    const tokens = this.#moment.estimate(`${path}\n${text}\n`) + HEADER_TOKENS;
    if (tokens > this.left || this.#shown.some((other) => isSame(names, other))) return;
    this.left -= tokens;
    this.#perFile.set(hit.path, count + 1);
    this.#shown.push(names);
    for (const name of names) this.#known.set(name, 1);
    const { row } = this.#moment;
    this.snippets.push({
      source: 'similar',
      id: `similar:${hit.path}:${rows[0]}`,
      path,
      text,
      kind: 'code',
      score: this.#best === 0 ? 0 : Math.min(1, worth / this.#best),
      reason: `words in common with lines ${Math.max(1, row - 3)}–${row + 1}`,
      stability: 'block',
      tokens,
      rows: [rows[0] ?? 0, rows.at(-1) ?? 0],
    });
  }

  /** What rows cost at least, without a look at them. In tokens. */
  #leastOf(rows: readonly number[]): number {
    return this.#moment.estimate('\n'.repeat(rows.length)) + HEADER_TOKENS;
  }
}

/** For the token that separates files, in tokens. */
const HEADER_TOKENS = 3;

function mostWorth(candidates: readonly Candidate[], known: NumberTable): readonly [index: number, worth: number] {
  let index = 0;
  let most = -1;
  for (const [at, { score, names }] of candidates.entries()) {
    let added = 0;
    for (let name = 0; name < names.length && added < ENOUGH_NEW; name++) if (!known.has(names[name] ?? 0)) added++;
    const worth = score * (NOTHING_NEW + (1 - NOTHING_NEW) * Math.min(1, added / ENOUGH_NEW));
    if (worth > most) [index, most] = [at, worth];
  }
  return [index, most];
}

const met = new NumberTable();

function isSame(a: readonly number[], b: readonly number[]): boolean {
  // No more than all of the shorter one is in both.
  if (Math.min(a.length, b.length) / Math.max(1, a.length, b.length) <= SAME) return false;
  met.clear();
  for (const name of a) met.set(name, 1);
  let both = 0;
  for (const name of b) if (met.has(name)) both++;
  return both / Math.max(1, a.length + b.length - both) > SAME;
}

function pathOf(path: string, moment: Moment): string {
  const root = moment.path.slice(0, moment.path.length - moment.relative.length);
  return root !== '' && path.startsWith(root) ? path.slice(root.length) : path;
}
