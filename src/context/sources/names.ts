/** Lists names without signatures, as one comment: the cheapest way to tell a model that something exists. Only names that it hasn't seen. */
import type { Snippet, SourceName } from '../../text/snippet.ts';
import type { Moment } from '../source.ts';

export interface NameList {
  /** Whose names they are: `Order`. */
  readonly owner: string;
  /** Best first. Asked for only where some may fit. */
  readonly names: () => readonly string[];
}

/** Names of each owner before one gets more, and at most: what stands further down was not ranked well. */
const ROUNDS = [4, 16] as const;
/** In front of a further name. */
const FURTHER = ', ';
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
  const told = new Set([...printed, ...moment.seen, '']);
  const { estimate } = moment;
  const [first, all] = ROUNDS;
  const least = estimate(`${comment} : \n`);
  let left = room;
  const begun: { readonly list: NameList; readonly line: string }[] = [];
  for (const list of request.lists) {
    if (left < least) break;
    const { line, cost } = lengthen('', list, { comment, told, most: first, room: left, estimate });
    if (line !== '') begun.push({ list, line });
    left -= cost;
  }
  const lines = begun.map(({ list, line: before }) => {
    const { line, cost } = lengthen(before, list, { comment, told, most: all, room: left, estimate });
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
  /** Names that need not be told; those that are told now are put in. */
  readonly told: Set<string>;
  /** Names in a line. */
  readonly most: number;
  /** Tokens. */
  readonly room: number;
  readonly estimate: (text: string) => number;
}

/** Puts names at the end of a line as long as they fit. */
function lengthen(
  before: string,
  { owner, names }: NameList,
  { comment, told, most, room, estimate }: Lengthening,
): { readonly line: string; readonly cost: number } {
  let line = before;
  let cost = 0;
  let count = before === '' ? 0 : before.split(FURTHER).length;
  const start = `${comment} ${owner}: `;
  const least = estimate(FURTHER);
  if (room < (line === '' ? estimate(`${start}\n`) : least)) return { line, cost };
  for (const name of names()) {
    if (count >= most || room - cost < least) break;
    if (told.has(name)) continue;
    const more = (line === '' ? start : FURTHER) + name;
    const price = estimate(line === '' ? more + '\n' : more);
    if (cost + price > room) continue;
    cost += price;
    line += more;
    count++;
    told.add(name);
  }
  return { line, cost };
}
