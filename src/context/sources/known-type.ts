/**
 * What sources want to know of a type and of its members again and again, found once for as long as its file stands as it is, and kept close together:
 * names and their words, what lines cost. What depends on the place that context is wanted for is no part of it. Judges nothing.
 */
import type { Found, ProjectView } from '../project.ts';
import type { Declaration, SymbolKind } from '../symbols.ts';
import { wordsOfName } from './name-words.ts';
import { lineText } from './signatures.ts';
import { styleOf } from './signatures-style.ts';

/** Estimated tokens of a text, as a moment has it. */
export type Estimate = (text: string) => number;

/** In front of a further name in a list of them. */
export const FURTHER = ', ';

/** `__get` begins so. */
const MAGIC = '__';

const METHODS: ReadonlySet<SymbolKind> = new Set(['method', 'function']);

/** Its members are told by their place among them, in the order of the file. */
export class KnownType {
  readonly found: Found;
  readonly #project: ProjectView;
  readonly #members: readonly Found[];
  readonly #names: NamesOfMembers;
  #places: readonly number[] | undefined;
  #open: readonly number[] | undefined;
  #asked: readonly number[] | undefined;
  #given: ReadonlySet<string> | undefined;
  #paths: ReadonlySet<string> | undefined;
  /** The estimate that costs were asked by last: most of the time there is only one. */
  #by: Estimate | undefined;
  #lines: number[] = [];
  #further: number[] = [];

  /** @param like the type as it was before, if it was known */
  constructor(found: Found, members: readonly Found[], project: ProjectView, like?: KnownType) {
    this.found = found;
    this.#members = members;
    this.#project = project;
    const before = like !== undefined && like.#project === project ? like.#names : undefined;
    this.#names = before?.fits(members) === true ? before : new NamesOfMembers(members, before);
  }

  /** Of all members. */
  get places(): readonly number[] {
    this.#places ??= this.#members.map((_, place) => place);
    return this.#places;
  }

  /** Members that everybody sees. */
  get open(): readonly number[] {
    this.#open ??= this.#where(({ visibility = 'public' }) => visibility === 'public');
    return this.#open;
  }

  /** Members that its subtypes have to have. */
  get asked(): readonly number[] {
    this.#asked ??= this.#where((member) => this.#asks(member));
    return this.#asked;
  }

  /** Keys of those that they need not have. */
  get given(): ReadonlySet<string> {
    this.#given ??= new Set(this.#where((member) => !this.#asks(member)).map((place) => this.keyOf(place)));
    return this.#given;
  }

  /** Keys of all members. */
  get keys(): ReadonlySet<string> {
    return this.#names.keySet;
  }

  /** Whether any of it stands in a file. @param path absolute */
  isIn(path: string): boolean {
    this.#paths ??= new Set([this.found, ...this.#members].map(({ file }) => file.path));
    return this.#paths.has(path);
  }

  member(place: number): Found | undefined {
    return this.#members[place];
  }

  nameOf(place: number): string {
    return this.#members[place]?.declaration.name ?? '';
  }

  /** Properties and methods may have the same name. */
  keyOf(place: number): string {
    return this.#names.keys[place] ?? '';
  }

  /** Whether the language calls it, and hardly anybody by its name. */
  isMagic(place: number): boolean {
    return this.#names.isMagic(place);
  }

  /** How often the project's own code has the name. */
  usageOf(place: number): number {
    return this.#names.usageOf(place, this.#project);
  }

  /** How many of the name's words are among these. */
  commonWords(place: number, words: ReadonlySet<number>): number {
    return this.#names.commonWords(place, words);
  }

  /** Tokens of a member's line below the head of the type. */
  lineCost(place: number, estimate: Estimate): number {
    this.#askedBy(estimate);
    const member = this.#members[place];
    if (member === undefined) return 0;
    this.#lines[place] ??= estimate(lineText(member.declaration, 1, styleOf(this.found.file.symbols.language)));
    return this.#lines[place];
  }

  /** Tokens of a member's name behind another one. */
  furtherCost(place: number, estimate: Estimate): number {
    this.#askedBy(estimate);
    this.#further[place] ??= estimate(FURTHER + this.nameOf(place));
    return this.#further[place];
  }

  #askedBy(estimate: Estimate): void {
    if (this.#by !== estimate) [this.#by, this.#lines, this.#further] = [estimate, [], []];
  }

  #where(fits: (member: Declaration) => boolean): readonly number[] {
    const all = this.places.filter((place) => fits(this.#members[place]?.declaration ?? this.found.declaration));
    return all.length === this.places.length ? this.places : all;
  }

  #asks({ kind, isAbstract, isVirtual }: Declaration): boolean {
    if (!METHODS.has(kind) || isVirtual === true) return false;
    return this.found.declaration.kind === 'interface' || isAbstract === true;
  }
}

/** Members in a row that may be gone, or be new, where two states of a type are compared. */
const MOST_SKIPPED = 8;

/** Names of a type's members, and the words that they are made of. Kept while only rows change. */
class NamesOfMembers {
  readonly #members: readonly Found[];
  readonly #words: Int32Array;
  /** Where the words of each begin. */
  readonly #starts: Int32Array;
  readonly #magic: readonly number[];
  /** As the project counts them; −1 for what it had not when it was asked last. */
  readonly #numbers: Int32Array;
  #keys: readonly string[] | undefined;
  #keySet: ReadonlySet<string> | undefined;

  /** @param like names of nearly the same members */
  constructor(members: readonly Found[], like?: NamesOfMembers) {
    this.#members = members;
    this.#numbers = new Int32Array(members.length).fill(-1);
    const words: number[] = [];
    const starts = [0];
    let next = 0;
    for (const [place, { declaration }] of members.entries()) {
      const same = like === undefined ? undefined : like.#placeOf(declaration.name, next);
      if (like === undefined || same === undefined) {
        for (const word of wordsOfName(declaration.name)) words.push(word);
      } else {
        const end = like.#starts[same + 1] ?? 0;
        for (let at = like.#starts[same] ?? 0; at < end; at++) words.push(like.#words[at] ?? 0);
        this.#numbers[place] = like.#numbers[same] ?? -1;
        next = same + 1;
      }
      starts.push(words.length);
    }
    this.#magic = members.flatMap(({ declaration }, place) => (declaration.name.startsWith(MAGIC) ? [place] : []));
    this.#words = Int32Array.from(words);
    this.#starts = Int32Array.from(starts);
  }

  /** Whether these are called the same. */
  fits(members: readonly Found[]): boolean {
    return (
      members.length === this.#members.length &&
      members.every(({ declaration }, place) => {
        const own = this.#members[place]?.declaration;
        return own === declaration || (own?.name === declaration.name && own.kind === declaration.kind);
      })
    );
  }

  get keys(): readonly string[] {
    this.#keys ??= this.#members.map(({ declaration: { kind, name } }) =>
      METHODS.has(kind) ? `${name.toLowerCase()}()` : name,
    );
    return this.#keys;
  }

  get keySet(): ReadonlySet<string> {
    this.#keySet ??= new Set(this.keys);
    return this.#keySet;
  }

  isMagic(place: number): boolean {
    return this.#magic.length > 0 && this.#magic.includes(place);
  }

  usageOf(place: number, project: ProjectView): number {
    const { numbers } = project;
    if (numbers === undefined) return project.usage(this.#nameOf(place));
    let number = this.#numbers[place] ?? -1;
    if (number < 0) {
      number = numbers.numberOf(this.#nameOf(place)) ?? -1;
      this.#numbers[place] = number;
    }
    return number < 0 ? 0 : numbers.usageOf(number);
  }

  /** The next one of that name, if it is near. */
  #placeOf(name: string, from: number): number | undefined {
    for (let place = from; place <= from + MOST_SKIPPED; place++) if (this.#nameOf(place) === name) return place;
    return undefined;
  }

  #nameOf(place: number): string {
    return this.#members[place]?.declaration.name ?? '';
  }

  commonWords(place: number, words: ReadonlySet<number>): number {
    let common = 0;
    const end = this.#starts[place + 1] ?? 0;
    for (let at = this.#starts[place] ?? 0; at < end; at++) if (words.has(this.#words[at] ?? -1)) common++;
    return common;
  }
}

/** Types that change while they are asked about: the one around the cursor, and those beside it. */
const MOST_CHANGING = 4;

/** By the list of members that a project gives of a type: it is the same one until its file changes. */
const known = new WeakMap<readonly Found[], KnownType>();
/** The latest first. */
let latest: readonly KnownType[] = [];

export function knownType(found: Found, project: ProjectView): KnownType {
  const members = project.membersOf(found);
  const before = known.get(members);
  if (before !== undefined) return before;
  const like = latest.find((one) => one.found.index === found.index && one.found.file.path === found.file.path);
  const type = new KnownType(found, members, project, like);
  latest = [type, ...latest.filter((one) => one !== like).slice(0, MOST_CHANGING - 1)];
  if (members.length > 0) known.set(members, type);
  return type;
}
