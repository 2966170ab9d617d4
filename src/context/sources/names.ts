/** Lists names without signatures, as one comment: the cheapest way to tell a model that something exists. Only names that it hasn't seen. */
import type { Snippet, SourceName } from '../../text/snippet.ts';
import type { Moment } from '../source.ts';
import { type Estimate, FURTHER } from './known-type.ts';

/** Names, the best one at rank 0. Only those are asked for that may fit. */
export interface RankedNames {
  nameAt(rank: number): string | undefined;
  /** Tokens of the name behind another one. */
  furtherCost(rank: number, estimate: Estimate): number;
}

export interface NameList {
  /** Whose names they are: `Order`. */
  readonly owner: string;
  readonly names: RankedNames;
}

/** Names of each owner before one gets more, and at most: what stands further down was not ranked well. */
const ROUNDS = [4, 16] as const;
/** For a language that has no entry. */
const USUAL_COMMENT = '//';

export interface NamesRequest {
  readonly source: SourceName;
  readonly id: string;
  readonly reason: string;
  readonly stability: Snippet['stability'];
  /** Those further down are not looked at when the room is used up. */
  readonly lists: Iterable<NameList>;
  /** Names that other snippets of the same source print. */
  readonly printed: ReadonlySet<string>;
  /** Tokens. */
  readonly room: number;
}

/** One snippet with a line for each owner, `// Order: total, items`; none when nothing is new or fits. */
export function namesSnippet(moment: Moment, request: NamesRequest): Snippet | undefined {
  const { source, id, reason, stability, printed, room } = request;
  const telling = new Telling(moment, printed);
  const [first, all] = ROUNDS;
  const least = moment.estimate(`${telling.comment} : \n`);
  let left = room;
  const lines: NameLine[] = [];
  for (const list of request.lists) {
    if (left < least) break;
    const line = new NameLine(list, telling);
    left -= line.lengthen(first, left);
    if (line.text !== '') lines.push(line);
  }
  for (const line of lines) left -= line.lengthen(all, left);
  if (lines.length === 0) return undefined;
  return {
    source,
    id,
    path: '',
    text: lines.map(({ text }) => text).join('\n'),
    kind: 'names',
    score: 0.3,
    reason,
    stability,
    tokens: room - left,
  };
}

/** What the lines of one snippet have in common: how they are written, and which names need not be told any more. */
class Telling {
  readonly comment: string;
  readonly estimate: Estimate;
  /** Tokens that no further name costs less than. */
  readonly least: number;
  readonly #seen: ReadonlySet<string>;
  readonly #told: Set<string>;

  constructor({ language, seen, estimate }: Moment, printed: ReadonlySet<string>) {
    this.comment = language?.lineComment ?? USUAL_COMMENT;
    this.estimate = estimate;
    this.least = estimate(FURTHER);
    this.#seen = seen;
    this.#told = new Set(printed).add('');
  }

  isTold(name: string): boolean {
    return this.#told.has(name) || this.#seen.has(name);
  }

  tell(name: string): void {
    this.#told.add(name);
  }
}

/** A line that names are put at the end of. */
class NameLine {
  /** '' as long as no name is in it. */
  text = '';
  #count = 0;
  readonly #names: RankedNames;
  readonly #start: string;
  readonly #telling: Telling;

  constructor({ owner, names }: NameList, telling: Telling) {
    this.#names = names;
    this.#start = `${telling.comment} ${owner}: `;
    this.#telling = telling;
  }

  /** Takes new names until there are `most`, as long as they fit into `room`, in tokens. @returns tokens taken */
  lengthen(most: number, room: number): number {
    const { estimate, least } = this.#telling;
    if (room < (this.text === '' ? estimate(`${this.#start}\n`) : least)) return 0;
    let taken = 0;
    for (let rank = 0; this.#count < most && room - taken >= least; rank++) {
      const name = this.#names.nameAt(rank);
      if (name === undefined) break;
      if (this.#telling.isTold(name)) continue;
      const isFirst = this.text === '';
      const cost = isFirst ? estimate(`${this.#start}${name}\n`) : this.#names.furtherCost(rank, estimate);
      if (taken + cost > room) continue;
      taken += cost;
      this.text += (isFirst ? this.#start : FURTHER) + name;
      this.#count++;
      this.#telling.tell(name);
    }
    return taken;
  }
}
