/** The lines of files and which names each has, read when they are looked at and kept for a while: neighbouring requests quote the same places. Judges nothing. */
import { LRUCache } from 'lru-cache';
import { isCommentLine } from './words.ts';

/** UTF-16 units of the texts whose lines are kept: what a few requests quote. */
const MOST_UNITS = 3_000_000;

export class LineNames {
  readonly #namesIn: (line: string) => Uint32Array;
  readonly #kept = new LRUCache<string, NamedLines>({
    maxSize: MOST_UNITS,
    sizeCalculation: ({ text }) => text.length + 1,
  });

  /** @param namesIn numbers of the identifiers of a line, each once */
  constructor(namesIn: (line: string) => Uint32Array) {
    this.#namesIn = namesIn;
  }

  /** @param path absolute; @param text of the whole file as it is now */
  of(path: string, text: string): NamedLines {
    const kept = this.#kept.get(path);
    if (kept?.text === text) return kept;
    const lines = new NamedLines(text, this.#namesIn);
    this.#kept.set(path, lines);
    return lines;
  }
}

export class NamedLines {
  readonly text: string;
  readonly lines: readonly string[];
  readonly #namesIn: (line: string) => Uint32Array;
  /** By row; `null` for a line that says nothing. */
  readonly #names: (Uint32Array | null | undefined)[] = [];

  constructor(text: string, namesIn: (line: string) => Uint32Array) {
    this.text = text;
    this.lines = text.split('\n');
    this.#namesIn = namesIn;
  }

  /** Numbers of the names of a row, 0-based; `undefined` for a blank line, a comment, and behind the end. */
  names(row: number): Uint32Array | undefined {
    let names = this.#names[row];
    if (names === undefined) {
      const line = this.lines[row] ?? '';
      names = line.trim() === '' || isCommentLine(line) ? null : this.#namesIn(line);
      this.#names[row] = names;
    }
    return names ?? undefined;
  }
}
