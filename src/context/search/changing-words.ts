/** The words of one file that changes again and again, chunk by chunk: most chunks stay as they are, and nothing of them is looked at again. */
import type { ChunkWords } from './chunk-words.ts';
import type { Rows } from './chunks.ts';
import { type FileWords, fileWords, lengthsOf, type TermWords } from './file-words.ts';
import { Pieces } from './pieces.ts';
import { someTerms } from './some-terms.ts';

export interface WordsChange {
  /** Chunks that are no longer there, and those that are new. */
  readonly gone: readonly ChunkWords[];
  readonly come: readonly ChunkWords[];
  /** Ids of the terms that no chunk has any more, and of those that none had before. */
  readonly lost: readonly number[];
  readonly won: readonly number[];
}

export class ChangingWords {
  readonly path: string;
  #chunks: readonly Rows[] = [];
  #words: readonly ChunkWords[] = [];
  #lengths: Uint16Array = new Uint16Array(0);
  /** Those that were there before as well. */
  readonly #pieces = new Pieces<ChunkWords>();
  /** By the id of a term: how many chunks have it. */
  readonly #having = new Map<number, number>();
  #packed: FileWords | undefined;

  constructor(path: string) {
    this.path = path;
  }

  get words(): readonly ChunkWords[] {
    return this.#words;
  }

  /** @param lines of the file as it is now; @param count what lines say that were never there */
  change(
    lines: readonly string[],
    chunks: readonly Rows[],
    count: (lines: readonly string[]) => ChunkWords,
  ): WordsChange {
    const before = this.#words;
    const [gone, come]: [ChunkWords[], ChunkWords[]] = [[], []];
    let next = 0;
    const words = chunks.map((rows) => {
      for (let at = next; at < before.length; at++) {
        const known = before[at];
        if (known === undefined || !stands(known, lines, rows)) continue;
        gone.push(...before.slice(next, at));
        next = at + 1;
        return known;
      }
      const one = this.#said(lines.slice(rows[0], rows[1] + 1), count);
      come.push(one);
      return one;
    });
    gone.push(...before.slice(next));
    [this.#chunks, this.#words, this.#lengths, this.#packed] = [chunks, words, lengthsOf(words), undefined];
    return { gone, come, ...this.#recount(gone, come) };
  }

  /** Whether any chunk has a term. @param term its id */
  has(term: number): boolean {
    return this.#having.has(term);
  }

  /** As those of a file that stays. */
  packed(): FileWords {
    this.#packed ??= fileWords(this.path, this.#chunks, this.#words);
    return this.#packed;
  }

  /** Where some terms are. @param ids of the terms */
  only(ids: Iterable<number>): TermWords {
    return { path: this.path, chunks: this.#chunks, lengths: this.#lengths, ...someTerms(this.#words, ids) };
  }

  #recount(gone: readonly ChunkWords[], come: readonly ChunkWords[]): Pick<WordsChange, 'lost' | 'won'> {
    const [lost, won]: [number[], number[]] = [[], []];
    const having = this.#having;
    for (const { terms } of come) {
      for (let at = 0; at < terms.length; at++) {
        const term = terms[at] ?? 0;
        const chunks = having.get(term) ?? 0;
        if (chunks === 0) won.push(term);
        having.set(term, chunks + 1);
      }
    }
    // The new ones first: what moved from one to another was not lost.
    for (const { terms } of gone) {
      for (let at = 0; at < terms.length; at++) {
        const term = terms[at] ?? 0;
        const chunks = having.get(term) ?? 0;
        if (chunks === 1) {
          lost.push(term);
          having.delete(term);
        } else having.set(term, chunks - 1);
      }
    }
    return { lost, won };
  }

  #said(lines: readonly string[], count: (lines: readonly string[]) => ChunkWords): ChunkWords {
    const known = this.#pieces.find(lines);
    if (known !== undefined) return known;
    const words = count(lines);
    this.#pieces.add(words);
    return words;
  }
}

/** Whether a chunk is what stands in those rows. */
function stands({ lines: own }: ChunkWords, lines: readonly string[], [first, last]: Rows): boolean {
  if (own.length !== last - first + 1) return false;
  for (let row = first; row <= last; row++) if (own[row - first] !== lines[row]) return false;
  return true;
}
