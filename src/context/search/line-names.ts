/** The lines of files and which names each has, read when they are looked at and kept for a while: neighbouring requests quote the same places. Judges nothing. */
import { LRUCache } from 'lru-cache';
import type { Rows } from './chunks.ts';
import { type Lines, TextLines } from './text-lines.ts';

/** UTF-16 units of the texts whose lines are kept: what a few requests quote. */
const MOST_UNITS = 6_000_000;

/** Numbers of the identifiers of a line, each once; `undefined` for a line that says nothing. */
type NamesIn = (line: string) => readonly number[] | undefined;

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
    const named = new NamedLines(text, lines ?? new TextLines(text), this.#namesIn);
    this.#kept.set(path, named);
    return named;
  }
}

export class NamedLines {
  readonly text: string;
  readonly lines: Lines;
  readonly #namesIn: NamesIn;
  /** What some rows say, by the first one. */
  readonly #said = new Map<number, { readonly last: number; readonly said: Uint32Array }>();

  constructor(text: string, lines: Lines, namesIn: NamesIn) {
    this.text = text;
    this.lines = lines;
    this.#namesIn = namesIn;
  }

  /**
   * What rows say, one after the other: the row, 0-based, how many names it has, and their numbers, each once. Blank lines, comments, and what is behind
   * the end are left out.
   */
  said([first, last]: Rows): Uint32Array {
    const known = this.#said.get(first);
    if (known?.last === last) return known.said;
    const parts: number[] = [];
    for (let row = first; row <= last && row < this.lines.length; row++) {
      const names = this.#namesIn(this.lines.at(row) ?? '');
      if (names === undefined) continue;
      parts.push(row, names.length);
      for (const name of names) parts.push(name);
    }
    const said = new Uint32Array(parts);
    this.#said.set(first, { last, said });
    return said;
  }
}
