/** A project's tokens and the order of their suffixes, as typed arrays that can be handed from one thread to another. Built once, changed never. */
import { Lexer } from './lexer.ts';
import { LineJoiner } from './line-joiner.ts';
import type { TokenRules } from './rules.ts';
import { sortSuffixes } from './suffixes.ts';
import { FILE_END, FIRST_TEXT, type PackedTexts, packTexts } from './vocabulary.ts';

/** Text of one file. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

export interface TokenIndex {
  readonly texts: PackedTexts;
  /** Ids, file behind file. */
  readonly tokens: Uint16Array | Uint32Array;
  /** Positions in `tokens` by what begins there. */
  readonly order: Uint32Array;
  readonly paths: readonly string[];
  /** By number of the path: where its tokens begin; one more than there are paths. */
  readonly fileStarts: Uint32Array;
}

/** So many ids fit into two bytes, with one to spare: see suffixes.ts. */
const SHORT_IDS = 65_535;
/** Room that is made at first, in tokens; it doubles. */
const FIRST_ROOM = 1 << 16;

/** Takes files one by one, so that whoever builds can give way in between. */
export class TokenIndexBuilder {
  readonly #lexer: Lexer;
  readonly #ids = new Map<string, number>();
  readonly #paths: string[] = [];
  readonly #fileStarts: number[] = [];
  #tokens = new Uint32Array(FIRST_ROOM);
  #length = 0;

  constructor(rules: TokenRules) {
    this.#lexer = new Lexer(rules);
  }

  /** Tokens so far. */
  get length(): number {
    return this.#length;
  }

  add({ path, text }: SourceText): void {
    this.#paths.push(path);
    this.#fileStarts.push(this.#length);
    const ids = this.#ids;
    const joiner = new LineJoiner((id) => this.#push(id));
    this.#lexer.text(
      text,
      (start, end) => {
        const word = text.slice(start, end);
        let id = ids.get(word);
        if (id === undefined) {
          id = FIRST_TEXT + ids.size;
          ids.set(word, id);
        }
        joiner.token(id);
      },
      (isBlank) => joiner.lineEnd(isBlank),
    );
    // The last line ends as well, whether or not somebody wrote it so.
    joiner.lineEnd(false);
    joiner.flush();
    this.#push(FILE_END);
  }

  /** Gives way often. */
  *finish(): Generator<void, TokenIndex> {
    const words = [...this.#ids.keys()].sort(byUnit);
    const sortedIds = new Uint32Array(FIRST_TEXT + words.length);
    for (let id = 0; id < FIRST_TEXT; id++) sortedIds[id] = id;
    yield;
    for (const [at, word] of words.entries()) sortedIds[this.#ids.get(word) ?? 0] = FIRST_TEXT + at;
    const tokens = sortedIds.length <= SHORT_IDS ? new Uint16Array(this.#length) : new Uint32Array(this.#length);
    for (let i = 0; i < tokens.length; i++) tokens[i] = sortedIds[this.#tokens[i] ?? 0] ?? 0;
    yield;
    return {
      texts: packTexts(words),
      tokens,
      order: yield* sortSuffixes(tokens, sortedIds.length),
      paths: this.#paths,
      fileStarts: Uint32Array.from([...this.#fileStarts, this.#length]),
    };
  }

  #push(id: number): void {
    if (this.#length === this.#tokens.length) {
      const larger = new Uint32Array(this.#length * 2);
      larger.set(this.#tokens);
      this.#tokens = larger;
    }
    this.#tokens[this.#length++] = id;
  }
}

function byUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
