/** A name that is not known, by one that is and differs by a typing error or two; or, where the known one is the odd one, that one by this. */
import type { NearName } from '../../context/service.ts';
import { nameDistance } from '../../text/near-name.ts';
import type { Scene } from '../scene.ts';
import type { Idea, Rule } from './rule.ts';
import { type MarkedWord, markedWord, placesOf, wordsOf } from './word.ts';

const MOST_DISTANCE = 2;
/** A name that the project has so often is meant as it is written. */
const KNOWN_USES = 5;
const SHORT_NAME = 4;
/** Among all names of a language, two errors away from a shorter one stand other words. */
const LONG_NAME = 9;
/** Each is verified. */
const MOST_IDEAS = 8;
/** `Did you mean 'total'?` of TypeScript, `should take a "self" parameter` of pyright. */
const MEANT =
  /(?:did you mean (?:to write |the instance member |the static member )?|should take a )['"‘“`](?:this\.|self\.)?([\p{L}_$][\p{L}\p{N}_$]*)['"’”`]/iu;

interface Option {
  readonly name: string;
  readonly distance: number;
  /** The smaller the likelier, among those of one distance. */
  readonly rank: number;
}

export const nearestName: Rule = {
  name: 'nearest-name',
  *ideas(scene, { near, uses = 0 }) {
    const word = markedWord(scene);
    if (word === undefined || word.name.length < 2) return;
    const inText = wordsOf(scene.source.text);
    const sorted = inSight(scene, word, near, inText).sorted();
    for (const part of qualifiers(scene, word)) yield* replacements(part, inSight(scene, part, [], inText).sorted());
    yield* declarations(scene, word, sorted, inText, uses >= KNOWN_USES);
    // Two errors away may stand another word, and the one that was meant nowhere in sight.
    yield* replacements(
      word,
      sorted.filter(({ distance }) => distance < MOST_DISTANCE),
    );
  },
  async further(scene, { near }, namesAt) {
    const word = markedWord(scene);
    if (word === undefined || word.name.length < 2) return [];
    const options = inSight(scene, word, near, wordsOf(scene.source.text));
    // The letter that a name begins with is seldom the wrong one; behind an arrow there are few names.
    const begun = word.start + (isMember(scene, word) ? 0 : 1);
    const content = scene.source.text.slice(0, begun) + scene.source.text.slice(word.end);
    const before = content.slice(0, begun).split('\n');
    const most = word.name.length < LONG_NAME ? 1 : MOST_DISTANCE;
    for (const other of await namesAt(content, before.length - 1, before.at(-1)?.length ?? 0))
      options.offer(other, 0, most);
    return replacements(word, options.sorted());
  },
};

/** Names of the text and of the project, and the one that the report means. */
function inSight(
  scene: Scene,
  { name }: MarkedWord,
  near: readonly NearName[],
  inText: ReadonlyMap<string, number>,
): Options {
  const options = new Options(name);
  const meant = MEANT.exec(scene.target.message)?.[1];
  if (meant !== undefined && meant !== name) options.add({ name: meant, distance: 0, rank: 0 });
  for (const each of near) options.add({ name: each.name, distance: each.distance, rank: each.isOwn ? 1 : 3 });
  const inRegion = wordsOf(scene.dedented.join('\n'));
  for (const other of inText.keys()) options.offer(other, inRegion.has(other) ? 1 : 2);
  return options;
}

/** The parts before a qualified name's last one: what is not known may be wrong there. */
function* qualifiers({ source }: Scene, { start: end }: MarkedWord): Iterable<MarkedWord> {
  const [before = ''] =
    /(?:[\p{L}_][\p{L}\p{N}_]*\\)*$/u.exec(source.text.slice(Math.max(0, end - LONGEST_NAME), end)) ?? [];
  for (const { index, 0: name } of before.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) {
    const start = end - before.length + index;
    yield { name, start, end: start + name.length, whole: name };
  }
}

/** Characters of a qualified name that are looked at. */
const LONGEST_NAME = 200;

function isMember({ source }: Scene, { start }: MarkedWord): boolean {
  return /(?:->|::|\.)\$?$/u.test(source.text.slice(Math.max(0, start - 3), start));
}

function replacements({ name, start, end }: MarkedWord, options: readonly Option[]): readonly Idea[] {
  return options.slice(0, MOST_IDEAS).map((other) => ({
    changes: [{ start, end, text: other.name }],
    explanation: `\`${name}\` is not known; \`${other.name}\` is.`,
    rank: 1 + other.distance,
  }));
}

/** Names that are near, each once. */
class Options {
  readonly #name: string;
  readonly #most: number;
  readonly #found = new Map<string, Option>();

  constructor(name: string) {
    this.#name = name;
    this.#most = name.length < SHORT_NAME ? 1 : MOST_DISTANCE;
  }

  add(option: Option): void {
    const known = this.#found.get(option.name);
    if (known === undefined || option.rank < known.rank) this.#found.set(option.name, option);
  }

  /** Where it is near. */
  offer(other: string, rank: number, most = this.#most): void {
    if (other === this.#name) return;
    const distance = nameDistance(this.#name, other, most);
    if (distance <= most) this.add({ name: other, distance, rank });
  }

  sorted(): readonly Option[] {
    const isOtherWord = (other: string): number => Number(other.toLowerCase() !== this.#name.toLowerCase());
    return [...this.#found.values()].sort(
      (a, b) => a.distance - b.distance || isOtherWord(a.name) - isOtherWord(b.name) || a.rank - b.rank,
    );
  }
}

/**
 * The error may be where a name is declared: then that one stands once in the text, and the one that is reported is written more often, or is made of words
 * that stand elsewhere in the text as well, or is a word of the project.
 */
function* declarations(
  { source }: Scene,
  { name, start }: MarkedWord,
  options: readonly Option[],
  counts: ReadonlyMap<string, number>,
  isKnown: boolean,
): Iterable<Idea> {
  for (const { name: other } of options) {
    if (counts.get(other) !== 1) continue;
    const uses = counts.get(name) ?? 0;
    if (uses < 2 && !isKnown && wordParts(name, other, counts) <= wordParts(other, name, counts)) continue;
    const [at] = placesOf(source.text, other);
    if (at === undefined || at === start) continue;
    yield {
      changes: [{ start: at, end: at + other.length, text: name }],
      explanation: `\`${name}\` was declared as \`${other}\`.`,
    };
    return;
  }
}

/** Share of the name's parts that other words of the text are made of. */
function wordParts(name: string, but: string, counts: ReadonlyMap<string, number>): number {
  const parts = partsOf(name);
  const others = new Set([...counts.keys()].filter((each) => each !== name && each !== but).flatMap(partsOf));
  return parts.filter((part) => others.has(part)).length / Math.max(1, parts.length);
}

/** `shareOf` → `share`, `of` */
function partsOf(name: string): string[] {
  return name
    .split(/_|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u)
    .map((part) => part.toLowerCase())
    .filter((part) => part !== '');
}
