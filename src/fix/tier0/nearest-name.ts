/** A name that is not known, by one that is and differs by a typing error or two. */
import { nameDistance } from '../../text/near-name.ts';
import type { Idea, Rule } from './rule.ts';
import { markedWord, wordsOf } from './word.ts';

const MOST_DISTANCE = 2;
const SHORT_NAME = 4;
/** Each is verified. */
const MOST_IDEAS = 8;
/** `Did you mean 'total'?` of TypeScript and pyright. */
const MEANT =
  /did you mean (?:to write |the instance member |the static member )?['"‘“`](?:this\.|self\.)?([\p{L}_$][\p{L}\p{N}_$]*)['"’”`]/iu;

interface Option {
  readonly name: string;
  readonly distance: number;
  /** The smaller the likelier, among those of one distance. */
  readonly rank: number;
}

export const nearestName: Rule = {
  name: 'nearest-name',
  *ideas(scene, { near }) {
    const word = markedWord(scene);
    if (word === undefined || word.name.length < 2) return;
    const { name, start, end } = word;
    const most = name.length < SHORT_NAME ? 1 : MOST_DISTANCE;
    const options = new Map<string, Option>();
    const add = (option: Option): void => {
      const known = options.get(option.name);
      if (known === undefined || option.rank < known.rank) options.set(option.name, option);
    };
    const meant = MEANT.exec(scene.target.message)?.[1];
    if (meant !== undefined && meant !== name) add({ name: meant, distance: 0, rank: 0 });
    for (const each of near) add({ name: each.name, distance: each.distance, rank: each.isOwn ? 1 : 3 });
    const inRegion = wordsOf(scene.dedented.join('\n'));
    for (const [other, count] of wordsOf(scene.source.text)) {
      // A name that stands in the text as often is no more than another mistake of that kind.
      if (other === name || count === 0) continue;
      const distance = nameDistance(name, other, most);
      if (distance <= most) add({ name: other, distance, rank: inRegion.has(other) ? 1 : 2 });
    }
    const isSameLetters = (other: string): number => Number(other.toLowerCase() !== name.toLowerCase());
    const sorted = [...options.values()].sort(
      (a, b) => a.distance - b.distance || isSameLetters(a.name) - isSameLetters(b.name) || a.rank - b.rank,
    );
    for (const { name: other } of sorted.slice(0, MOST_IDEAS)) {
      yield {
        changes: [{ start, end, text: other }],
        explanation: `\`${name}\` is not known; \`${other}\` is.`,
      } satisfies Idea;
    }
  },
};
