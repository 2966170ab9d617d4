/** The source `similar`: places of the project that are written as what stands at the cursor. Takes all the room that is left. */
import type { Snippet } from '../../text/snippet.ts';
import type { ChunkHit } from '../search/chunk-scores.ts';
import { LineNames, type NamedLines, tokensPerCost } from '../search/line-names.ts';
import { NumberTable } from '../search/number-table.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { Worths } from '../search/worths.ts';
import type { Moment, Source } from '../source.ts';
import { Boosts, MOST_BOOST } from './similar-boost.ts';
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
/** Names that neither the window nor an excerpt before has: so many are all that one excerpt is wanted for. */
const ENOUGH_NEW = 5;
/** What an excerpt without any is still worth. */
const NOTHING_NEW = 0.2;
/** How much the words of the lines that are shown count, beside those of the whole chunk: an exponent. */
const EXCERPT_POWER = 0.3;

export function createSimilarSource(search: SearchIndex): Source {
  const lines = new LineNames((line) => search.namesIn(line));
  const shown = new NumberTable();
  const asked = new NumberTable();
  const boosts = new Boosts();
  return {
    name: 'similar',
    share: () => 1,
    collect(moment, project, room) {
      const query = similarQuery(moment, search, asked.clear());
      const begun = begunName(moment);
      const boost = boosts.of(moment, project);
      const { best, worths } = search.find(query, { boost, mostBoost: MOST_BOOST, begun });
      const opened = new Map<string, NamedLines>();
      const linesOf = (path: string): NamedLines => {
        const known = opened.get(path);
        if (known !== undefined) return known;
        const isOwn = path === moment.path;
        const named = isOwn ? lines.of(path, moment.text, moment.lines) : lines.of(path, project.text(path) ?? '');
        opened.set(path, named);
        return named;
      };
      const choice = new Choice(moment, room, numbersOf(moment.seen, search), shown.clear());
      let least = 0;
      for (let batch = 0; batch < MOST_BATCHES && choice.left > room * NEARLY_FULL; batch++) {
        const found = best.take(BATCH);
        if (batch === 0) least = (found[0]?.score ?? 0) * FLOOR;
        const hits = found.filter(({ score }) => score >= least);
        if (hits.length === 0) break;
        choice.take(excerptsOf(hits, moment, linesOf, worths));
      }
      return choice.snippets;
    },
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
  worths: Worths,
): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (const hit of hits) {
    const hidden = hit.path === moment.path ? moment.window : undefined;
    const named = linesOf(hit.path);
    const excerpt = excerptOf(named, hit.rows, worths, hidden);
    if (excerpt === undefined) continue;
    const { rows, names, cost } = excerpt;
    const score = hit.score * worths.sum(names) ** EXCERPT_POWER;
    candidates.push({ rows, names, cost, hit, named, score });
  }
  return candidates;
}

/** The excerpts that fit, each chosen for what it adds to those before. */
class Choice {
  readonly snippets: Snippet[] = [];
  /** Tokens that are left. */
  left: number;
  readonly #moment: Moment;
  readonly #tokensPerCost: number;
  /** Score of the best one. */
  #best = 0;
  /** Names that the prompt shows. */
  readonly #known: NumberTable;
  readonly #shown: (readonly number[])[];
  readonly #perFile = new Map<string, number>();

  /** @param seen numbers of the names in the window; @param known empty */
  constructor(moment: Moment, room: number, seen: readonly number[], known: NumberTable) {
    this.#moment = moment;
    this.#tokensPerCost = tokensPerCost(moment.estimate);
    this.left = room;
    this.#known = known;
    for (const name of seen) this.#known.set(name, 1);
    this.#shown = [seen];
  }

  take(candidates: readonly Candidate[]): void {
    if (this.#best === 0) for (const { score } of candidates) this.#best = Math.max(this.#best, score);
    // What is shown makes others worth less, never more: only the one that comes first has to be looked at anew.
    const worths = candidates.map((candidate) => this.#worthOf(candidate));
    for (;;) {
      const index = indexOfLargest(worths);
      const candidate = candidates[index];
      if (candidate === undefined || worths[index] === TAKEN) return;
      const worth = this.#worthOf(candidate);
      if (worth < (worths[index] ?? 0)) worths[index] = worth;
      else {
        worths[index] = TAKEN;
        this.#add(candidate, worth);
      }
    }
  }

  /** What a candidate adds to what is shown. */
  #worthOf({ score, names }: Candidate): number {
    let added = 0;
    for (let name = 0; name < names.length && added < ENOUGH_NEW; name++) {
      if (!this.#known.has(names[name] ?? 0)) added++;
    }
    return score * (NOTHING_NEW + (1 - NOTHING_NEW) * Math.min(1, added / ENOUGH_NEW));
  }

  /** Shows one, where it fits, and others of its file and others like it are not shown yet. */
  #add({ hit, named, rows, names, cost }: Candidate, worth: number): void {
    const count = this.#perFile.get(hit.path) ?? 0;
    // Most are too dear, and need not be written down to see that.
    if (count >= MOST_OF_FILE || cost * this.#tokensPerCost + HEADER_TOKENS > this.left) return;
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
}

/** In place of the worth of one that was taken. */
const TAKEN = -1;
/** For the token that separates files, in tokens. */
const HEADER_TOKENS = 3;

/** The first of equal ones. */
function indexOfLargest(values: readonly number[]): number {
  let index = 0;
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) > (values[index] ?? 0)) index = at;
  return index;
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
