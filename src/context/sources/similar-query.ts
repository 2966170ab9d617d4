/** What similar code is searched by: the words around the cursor, the near ones more, and the names of the place. Pure. */
import type { NumberTable } from '../search/number-table.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { NO_TERM, type Word } from '../search/vocabulary.ts';
import type { Moment } from '../source.ts';

/** Rows after which a word counts half. */
const HALF_LIFE = 4;
/** What stands below was often written before, about something else. */
const BELOW_SHARE = 0.5;
/** Outside of the function around the cursor. */
const OUTSIDE_SHARE = 0.4;
/** A part of a name says less than the name. */
const PART_SHARE = 0.8;
/** The names of file, class and function, and what the cursor's arrow stands behind. */
const PLACE_WEIGHT = 0.5;
const RECEIVER_WEIGHT = 1;
/** However often a word stands there, it counts that much at most. */
const MOST_WEIGHT = 2.5;

/** @param query gets the weights, by the ids of terms */
export function similarQuery(
  moment: Moment,
  search: Pick<SearchIndex, 'wordsIn' | 'word'>,
  query: NumberTable,
): NumberTable {
  const add = ({ terms }: Word, weight: number): void => {
    for (let at = 0; at < terms.length; at++) {
      const term = terms[at] ?? NO_TERM;
      if (term === NO_TERM) continue;
      const share = at === 0 ? weight : weight * PART_SHARE;
      query.set(term, Math.min(MOST_WEIGHT, query.get(term) + share));
    }
  };
  const around = moment.enclosingFunction?.declaration;
  const [above, below] = moment.queryRows;
  const first = Math.max(0, moment.row - above);
  const last = Math.min(moment.lines.length - 1, moment.row + below);
  for (let row = first; row <= last; row++) {
    const line = row === moment.row ? moment.linePrefix : (moment.lines[row] ?? '');
    const distance = Math.abs(row - moment.row);
    const isInside = around === undefined || (around.row <= row && row <= around.endRow);
    const weight =
      0.5 ** (distance / HALF_LIFE) * (row > moment.row ? BELOW_SHARE : 1) * (isInside ? 1 : OUTSIDE_SHARE);
    for (const word of search.wordsIn(line)) add(word, weight);
  }
  for (const name of [baseName(moment.relative), around?.name, moment.enclosingType?.declaration.name]) {
    if (name !== undefined) add(search.word(name), PLACE_WEIGHT);
  }
  for (const word of search.wordsIn(moment.member?.receiver ?? '')) add(word, RECEIVER_WEIGHT);
  return query;
}

/** The name that is half typed at the cursor, in lower case; '' where none is. */
export function begunName({ linePrefix }: Moment): string {
  // Underscores in front are no part of its words.
  return (/[\w\u00aa-\uffff]*$/u.exec(linePrefix)?.[0] ?? '').replace(/^[_\d]+/u, '').toLowerCase();
}

/** `src/OrderService.php` → `OrderService`. */
export function baseName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.indexOf('.', 1);
  return dot < 0 ? name : name.slice(0, dot);
}
