/** Lists names without signatures, as one comment: the cheapest way to tell a model that something exists. Only names that it hasn't seen. */
import type { Snippet, SourceName } from '../../text/snippet.ts';
import type { Moment } from '../source.ts';
import { type Estimate, FURTHER } from './known-type.ts';

export interface NameList {
  /** Whose names they are: `Order`. */
  readonly owner: string;
  /** The best one is at 0. Asked for only where it may fit. */
  readonly at: (place: number) => ListedName | undefined;
}

export interface ListedName {
  readonly name: string;
  /** Tokens of it behind another name. */
  readonly furtherCost: (estimate: Estimate) => number;
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
  const comment = moment.language?.lineComment ?? USUAL_COMMENT;
  const told = new Set(printed).add('');
  const isTold = (name: string): boolean => told.has(name) || moment.seen.has(name);
  const tell = (name: string): void => void told.add(name);
  const { estimate } = moment;
  const shared = { comment, isTold, tell, estimate };
  const [first, all] = ROUNDS;
  const least = estimate(`${comment} : \n`);
  let left = room;
  const begun: { readonly list: NameList; readonly line: string }[] = [];
  for (const list of request.lists) {
    if (left < least) break;
    const { line, cost } = lengthen('', list, { ...shared, most: first, room: left });
    if (line !== '') begun.push({ list, line });
    left -= cost;
  }
  const lines = begun.map(({ list, line: before }) => {
    const { line, cost } = lengthen(before, list, { ...shared, most: all, room: left });
    left -= cost;
    return line;
  });
  const text = lines.join('\n');
  if (text === '') return undefined;
  return {
    source,
    id,
    path: '',
    text,
    kind: 'names',
    score: 0.3,
    reason,
    stability,
    tokens: room - left,
  };
}

interface Lengthening {
  readonly comment: string;
  /** Whether a name need not be told. */
  readonly isTold: (name: string) => boolean;
  readonly tell: (name: string) => void;
  /** Names in a line. */
  readonly most: number;
  /** Tokens. */
  readonly room: number;
  readonly estimate: (text: string) => number;
}

/** Puts names at the end of a line as long as they fit. */
function lengthen(
  before: string,
  list: NameList,
  { comment, isTold, tell, most, room, estimate }: Lengthening,
): { readonly line: string; readonly cost: number } {
  let line = before;
  let cost = 0;
  let count = before === '' ? 0 : before.split(FURTHER).length;
  const start = `${comment} ${list.owner}: `;
  const least = estimate(FURTHER);
  if (room < (line === '' ? estimate(`${start}\n`) : least)) return { line, cost };
  for (let place = 0; count < most && room - cost >= least; place++) {
    const listed = list.at(place);
    if (listed === undefined) break;
    const { name } = listed;
    if (isTold(name)) continue;
    const price = line === '' ? estimate(`${start}${name}\n`) : listed.furtherCost(estimate);
    if (cost + price > room) continue;
    cost += price;
    line += (line === '' ? start : FURTHER) + name;
    count++;
    tell(name);
  }
  return { line, cost };
}
