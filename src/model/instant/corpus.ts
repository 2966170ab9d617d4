/** All that is learnt from: the project's index, the files that changed since it was built, and which of its files count no more. */
import { Lexer } from './lexer.ts';
import { LineJoiner } from './line-joiner.ts';
import { PostedTokens, type Tokens } from './posted-tokens.ts';
import type { TokenRules } from './rules.ts';
import { runAtOnce } from './slices.ts';
import { type SourceText, type TokenIndex, TokenIndexBuilder } from './token-index.ts';
import { Vocabulary } from './vocabulary.ts';

/** Positions in the index that do not count: half-open, sorted, apart. */
export type Hidden = readonly (readonly [from: number, to: number])[];

/** Lines whose tokens are remembered: twice what a window holds. */
const MOST_LINES = 8192;

/**
 * Tokens of changed files from which on the index should be built anew: as many, or this share of the index. Each of their places counts, where the index is
 * asked for a sample: a tenth of a millisecond for 30,000.
 */
const MOST_CHANGED = 30_000;
const MOST_CHANGED_SHARE = 0.03;

export class Corpus {
  readonly index: TokenIndex;
  readonly vocabulary: Vocabulary;
  /** Variables have a mark, and belong to a function. */
  readonly marksVariables: boolean;
  readonly #lexer: Lexer;
  /** Numbers of paths in the index. */
  readonly #numbers: ReadonlyMap<string, number>;
  /** Files that changed since the index was built; without tokens where they are gone. */
  readonly #changed = new Map<string, PostedTokens>();
  readonly #lines = new Map<string, Tokens>();
  #changedTokens = 0;
  /** Of the index: asked for at each key, of one file for a while. */
  #own: { readonly path: string; readonly tokens: Tokens } = { path: '', tokens: new Int32Array(0) };

  constructor(rules: TokenRules, index: TokenIndex = runAtOnce(new TokenIndexBuilder(rules).finish())) {
    this.index = index;
    this.vocabulary = new Vocabulary(index.texts);
    this.marksVariables = rules.beforeNames.includes('$');
    this.#lexer = new Lexer(rules);
    this.#numbers = new Map(index.paths.map((path, at) => [path, at]));
  }

  /** So much has changed since the index was built that answers become slow: it should be built anew. */
  get isStale(): boolean {
    return this.#changedTokens > Math.max(MOST_CHANGED, MOST_CHANGED_SHARE * this.index.tokens.length);
  }

  /** A file is new, or has this text now. */
  put({ path, text }: SourceText): void {
    // The last line ends as well, whether or not somebody wrote it so.
    const lines = text.split('\n');
    this.#set(path, this.tokens(text.endsWith('\n') ? lines : [...lines, '']));
  }

  /** A file is gone. */
  remove(path: string): void {
    if (this.#numbers.has(path)) this.#set(path, new Int32Array(0));
    else this.#forget(path);
  }

  /** Texts that changed, but for one path. */
  changedBut(path: string): PostedTokens[] {
    const texts: PostedTokens[] = [];
    for (const [other, posted] of this.#changed) if (other !== path && posted.tokens.length > 0) texts.push(posted);
    return texts;
  }

  /** The tokens of a file as it was last put, or indexed. */
  ownTokens(path: string): Tokens {
    const changed = this.#changed.get(path);
    if (changed !== undefined) return changed.tokens;
    if (this.#own.path !== path) this.#own = { path, tokens: this.#indexedTokens(path) };
    return this.#own.tokens;
  }

  /** What of the index does not count for a cursor in `path`. */
  hiddenFrom(path: string): Hidden {
    const ranges: (readonly [number, number])[] = [];
    const hide = (number: number | undefined): void => {
      if (number === undefined) return;
      ranges.push([this.index.fileStarts[number] ?? 0, this.index.fileStarts[number + 1] ?? 0]);
    };
    if (!this.#changed.has(path)) hide(this.#numbers.get(path));
    for (const other of this.#changed.keys()) hide(this.#numbers.get(other));
    return ranges.sort((a, b) => a[0] - b[0]);
  }

  /** The tokens of lines, with the ends of all lines but the last. */
  tokens(lines: readonly string[]): Tokens {
    const ids: number[] = [];
    const joiner = new LineJoiner((id) => ids.push(id));
    for (let row = 0; row < lines.length; row++) {
      const own = this.#line(lines[row] ?? '');
      for (const id of own) joiner.token(id);
      if (row < lines.length - 1) joiner.lineEnd(own.length === 0);
    }
    joiner.flush();
    return Int32Array.from(ids);
  }

  /**
   * The tokens before a cursor on its line, and the last one by itself, as nobody knows whether it is whole. Its text may be blanks only.
   * @param line up to the cursor
   */
  cursorTokens(line: string): { readonly tokens: Tokens; readonly partial: string } {
    const starts: number[] = [];
    const ends: number[] = [];
    const end = this.#lexer.line(line, (from, to) => {
      starts.push(from);
      ends.push(to);
    });
    const isBlank = line.trim() === '';
    const hasBlanks = !isBlank && end < line.length;
    const partial = hasBlanks ? line.slice(end) : line.slice(starts.pop() ?? line.length);
    const ids = starts.map((from, at) => this.vocabulary.idOf(line.slice(from, ends[at])));
    return { tokens: Int32Array.from(ids), partial };
  }

  #line(line: string): Tokens {
    const known = this.#lines.get(line);
    if (known !== undefined) return known;
    const ids: number[] = [];
    this.#lexer.line(line, (start, end) => ids.push(this.vocabulary.idOf(line.slice(start, end))));
    const tokens = Int32Array.from(ids);
    if (this.#lines.size >= MOST_LINES) this.#lines.clear();
    this.#lines.set(line, tokens);
    return tokens;
  }

  #set(path: string, tokens: Tokens): void {
    this.#forget(path);
    if (this.#isIndexed(path, tokens)) return;
    this.#changed.set(path, new PostedTokens(tokens));
    this.#changedTokens += tokens.length;
  }

  /** Of a file, without its end. */
  #indexedTokens(path: string): Tokens {
    const number = this.#numbers.get(path);
    if (number === undefined) return new Int32Array(0);
    const { fileStarts, tokens } = this.index;
    return Int32Array.from(tokens.subarray(fileStarts[number] ?? 0, (fileStarts[number + 1] ?? 1) - 1));
  }

  /** Whether the index has just this of the file: nothing needs to be hidden then. */
  #isIndexed(path: string, tokens: Tokens): boolean {
    if (!this.#numbers.has(path)) return false;
    const indexed = this.#indexedTokens(path);
    return indexed.length === tokens.length && tokens.every((id, at) => id === indexed[at]);
  }

  #forget(path: string): void {
    this.#changedTokens -= this.#changed.get(path)?.tokens.length ?? 0;
    this.#changed.delete(path);
  }
}
