/** The lines of files and which names each has, read when they are looked at and kept for a while: neighbouring requests quote the same places. Judges nothing. */
import { LRUCache } from 'lru-cache';
import { estimateTokens } from '../../text/tokens.ts';
import type { Rows } from './chunks.ts';
import { Pieces } from './pieces.ts';
import { type Lines, TextLines } from './text-lines.ts';

/** UTF-16 units of the texts whose lines are kept: what a few requests quote. */
const MOST_UNITS = 6_000_000;

/** Numbers of the identifiers of a line, each once; `undefined` for a line that says nothing. */
type NamesIn = (line: string) => readonly number[] | undefined;

/**
 * What some rows say, one after the other: the row, counted from the first one; what it costs at least, as `COST` says; how many names it has, and their
 * numbers, each once. Blank lines, comments, and what is behind the end are left out.
 */
export type Said = Uint32Array;

/** Numbers of a row in what is said before its names. */
export const SAID = { row: 0, cost: 1, count: 2, names: 3 } as const;

/** What a row costs, with its end and without its indentation: tokens of one character each. */
const CHARS_PER_COST = 1;

/** Tokens of what costs 1, where tokens are estimated so. */
export function tokensPerCost(estimate: (text: string) => number): number {
  return estimate('\n') / estimateTokens('\n', CHARS_PER_COST);
}

export class LineNames {
  readonly #namesIn: NamesIn;
  readonly #kept = new LRUCache<string, NamedLines>({
    maxSize: MOST_UNITS,
    sizeCalculation: ({ text }) => text.length + 1,
  });

  constructor(namesIn: NamesIn) {
    this.#namesIn = namesIn;
  }

  /** @param path absolute; @param text of the whole file as it is now; @param lines of it, where they are known */
  of(path: string, text: string, lines?: Lines): NamedLines {
    const kept = this.#kept.get(path);
    if (kept?.text === text) return kept;
    const named = new NamedLines(text, lines ?? new TextLines(text), this.#namesIn, kept);
    this.#kept.set(path, named);
    return named;
  }
}

/** Lines that stand together, and what they say wherever that is. */
interface Piece {
  readonly lines: readonly string[];
  readonly said: Said;
}

export class NamedLines {
  readonly text: string;
  readonly lines: Lines;
  readonly #namesIn: NamesIn;
  /** What some rows say, by the first one. */
  readonly #said = new Map<number, { readonly last: number; readonly said: Said }>();
  /** Of a text that changes. */
  readonly #pieces: Pieces<Piece> | undefined;

  /** @param before what the file was: most of its pieces stay as they are, further up or down */
  constructor(text: string, lines: Lines, namesIn: NamesIn, before?: NamedLines) {
    this.text = text;
    this.lines = lines;
    this.#namesIn = namesIn;
    this.#pieces = before && (before.#pieces ?? new Pieces());
  }

  said(rows: Rows): Said {
    const [first, last] = rows;
    const known = this.#said.get(first);
    if (known?.last === last) return known.said;
    const said = this.#pieces === undefined ? this.#saidIn(rows) : this.#saidBefore(rows, this.#pieces);
    this.#said.set(first, { last, said });
    return said;
  }

  #saidBefore(rows: Rows, pieces: Pieces<Piece>): Said {
    const [first, last] = rows;
    const lines: string[] = [];
    for (let row = first; row <= last; row++) lines.push(this.lines.at(row) ?? '');
    const known = pieces.find(lines);
    if (known !== undefined) return known.said;
    const said = this.#saidIn(rows);
    pieces.add({ lines, said });
    return said;
  }

  #saidIn([first, last]: Rows): Said {
    const parts: number[] = [];
    for (let row = first; row <= last && row < this.lines.length; row++) {
      const line = this.lines.at(row) ?? '';
      const names = this.#namesIn(line);
      if (names === undefined) continue;
      const cost = Math.floor(estimateTokens(`${line.trim()}\n`, CHARS_PER_COST));
      parts.push(row - first, cost, names.length);
      for (const name of names) parts.push(name);
    }
    return new Uint32Array(parts);
  }
}
