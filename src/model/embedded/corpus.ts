/** The lines and words of one project in one kind of language: open buffers and files on disk. Holds text and finds places; ranks nothing, reads nothing. */
import { buildSegment, forPostings, prefixRange, SortedIndex } from './sorted-index.ts';
import { indentUnitColumns, isShowable, isTelling, LONGEST_LINE } from './text.ts';
import { words } from './tokens.ts';

/** A text as it was when it was indexed. */
export interface Source {
  /** Absolute path; '' for a buffer without a name. */
  readonly path: string;
  /** An open buffer; its file on disk is then not looked at. */
  readonly open: boolean;
  readonly lines: readonly string[];
  /** Columns of one level of indentation. */
  readonly unit: number;
}

/** A line of a source; `row` is 0-based. */
export interface Place {
  readonly source: Source;
  readonly row: number;
}

/** Whether rows `from` … `to` (half-open, 0-based) of a source do not count: the cursor's own place, a file that is open with other text. */
export type Hidden = (source: Source, from: number, to: number) => boolean;

/** Lines that are indexed, and replaced, together. An edit in a long buffer indexes only the pieces that it touches: 1–3 ms. */
const PIECE_LINES = 512;

/** Lines indexed between two chances to give way: about 0.3 ms of work. */
const INDEX_STEP = 64;

/** Words are not taken from further files on disk beyond this many keys: about 40 MB. */
const MOST_WORD_KEYS = 400_000;

/** Places that are compared with the cursor's for one key press: 0.1 ms. */
const MOST_PLACES = 200;

/** Of one line among many that start alike, per segment: enough to tell the usual one from the odd one. */
const MOST_PLACES_OF_KEY = 6;

/** Between the left neighbour and the word in a key; sorts before every printable character. */
const BETWEEN = '\u0001';

interface Piece {
  readonly lines: readonly string[];
  /** 0-based row of its first line in the source; moves when lines above come or go. */
  startRow: number;
  source: Source;
  /** False until all pieces of its source are there: its places are not known before. */
  isReady: boolean;
}

interface Entry {
  source: Source;
  pieces: readonly { readonly id: number; readonly piece: Piece }[];
}

const sourceKey = (path: string, open: boolean): string => (open ? 'b' : 'f') + path;

export class Corpus {
  readonly #entries = new Map<string, Entry>();
  readonly #pieces = new Map<number, Piece>();
  readonly #lines = new SortedIndex((id) => this.#pieces.has(id));
  readonly #words = new SortedIndex((id) => this.#pieces.has(id));
  #nextPiece = 0;

  /** Number of sources. */
  get size(): number {
    return this.#entries.size;
  }

  /** What is indexed for `path`. */
  source(path: string, open: boolean): Source | undefined {
    return this.#entries.get(sourceKey(path, open))?.source;
  }

  /** Forgets a source. */
  remove(path: string, open: boolean): void {
    const key = sourceKey(path, open);
    for (const { id } of this.#entries.get(key)?.pieces ?? []) this.#pieces.delete(id);
    this.#entries.delete(key);
  }

  /**
   * Indexes a source, or what changed in it since. Yields often, so that it can run in slices; until it has finished the old text is what is found.
   * @param given copied: the caller may change the array afterwards.
   */
  *put(path: string, open: boolean, given: readonly string[]): Generator<void, void> {
    const lines = given.slice();
    const source: Source = { path, open, lines, unit: indentUnitColumns(lines) };
    const old = this.#entries.get(sourceKey(path, open));
    const kept = keptPieces(old, lines);
    const made: Entry['pieces'][number][] = [];
    for (let from = kept.head.rows; from < lines.length - kept.tail.rows; from += PIECE_LINES) {
      const part = lines.slice(from, Math.min(from + PIECE_LINES, lines.length - kept.tail.rows));
      const id = this.#nextPiece++;
      const piece: Piece = { lines: part, startRow: 0, source, isReady: false };
      // Live before its text is in the index, so that a merge in between does not drop it.
      this.#pieces.set(id, piece);
      yield* this.#index(id, part, open);
      made.push({ id, piece });
    }
    this.#swap(source, old, [...kept.head.pieces, ...made, ...kept.tail.pieces]);
    yield* this.#lines.compact();
    yield* this.#words.compact();
  }

  /** Places where a line stands that is `stripped` but for the blanks around it; `MOST_PLACES` at most. */
  placesOf(stripped: string): Place[] {
    const places: Place[] = [];
    for (const segment of this.#lines.segments) {
      const { from } = prefixRange(segment, stripped);
      if (segment.keys[from] !== stripped) continue;
      forPostings(segment, from, (id, row) => {
        if (places.length < MOST_PLACES) this.#addPlace(places, id, row);
      });
    }
    return places;
  }

  /**
   * Places of lines that start with `prefix`, blanks before them aside.
   * @param mostKeys `undefined` is returned instead when more distinct lines than this start so.
   */
  placesStarting(prefix: string, mostKeys: number): Place[] | undefined {
    const ranges = this.#lines.segments.map((segment) => ({ segment, ...prefixRange(segment, prefix) }));
    // Segments share keys, so this overestimates; the largest segment alone does not.
    if (Math.max(0, ...ranges.map((r) => r.to - r.from)) > mostKeys) return undefined;
    const places: Place[] = [];
    for (const { segment, from, to } of ranges) {
      for (let i = from; i < to; i++) {
        let left = MOST_PLACES_OF_KEY;
        forPostings(segment, i, (id, row) => {
          if (left-- > 0) this.#addPlace(places, id, row);
        });
      }
    }
    return places;
  }

  /** Words that start with `partial` and how often they stand behind `left`; '' for behind anything. `mostKeys` words of each segment at most. */
  wordCounts(left: string, partial: string, mostKeys: number, isHidden: Hidden): Map<string, number> {
    const counts = new Map<string, number>();
    for (const segment of this.#words.segments) {
      const { from, to } = prefixRange(segment, left + BETWEEN + partial);
      for (let i = from; i < Math.min(to, from + mostKeys); i++) {
        const word = (segment.keys[i] ?? '').slice(left.length + BETWEEN.length);
        forPostings(segment, i, (id, count) => {
          const piece = this.#pieces.get(id);
          if (piece?.isReady !== true || isHidden(piece.source, piece.startRow, piece.startRow + piece.lines.length))
            return;
          counts.set(word, (counts.get(word) ?? 0) + count);
        });
      }
    }
    return counts;
  }

  #addPlace(places: Place[], id: number, row: number): void {
    const piece = this.#pieces.get(id);
    if (piece?.isReady === true) places.push({ source: piece.source, row: piece.startRow + row });
  }

  *#index(id: number, lines: readonly string[], open: boolean): Generator<void, void> {
    const lineEntries = new Map<string, number[]>();
    const wordCounts = new Map<string, number>();
    const withWords = open || this.#words.size < MOST_WORD_KEYS;
    for (const [row, line] of lines.entries()) {
      if (row % INDEX_STEP === INDEX_STEP - 1) yield;
      const stripped = line.trim();
      if (stripped.length < 3 || line.length > LONGEST_LINE || !isTelling(stripped) || !isShowable(stripped)) continue;
      const postings = lineEntries.get(stripped);
      if (postings === undefined) lineEntries.set(stripped, [id, row]);
      else postings.push(id, row);
      if (withWords) countWords(stripped, wordCounts);
    }
    this.#lines.add(buildSegment(lineEntries));
    yield;
    this.#words.add(buildSegment(new Map([...wordCounts].map(([key, count]) => [key, [id, count]]))));
    yield;
  }

  #swap(source: Source, old: Entry | undefined, pieces: Entry['pieces']): void {
    let row = 0;
    for (const { piece } of pieces) {
      piece.source = source;
      piece.startRow = row;
      piece.isReady = true;
      row += piece.lines.length;
    }
    const live = new Set(pieces.map(({ id }) => id));
    for (const { id } of old?.pieces ?? []) if (!live.has(id)) this.#pieces.delete(id);
    this.#entries.set(sourceKey(source.path, source.open), { source, pieces });
  }
}

function countWords(line: string, counts: Map<string, number>): void {
  for (const { text, left } of words(line)) {
    // Short words are quicker typed than accepted.
    if (text.length < 4) continue;
    for (const key of [BETWEEN + text, left + BETWEEN + text]) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}

interface Kept {
  readonly pieces: Entry['pieces'];
  readonly rows: number;
}

/** The pieces at the start and at the end of `old` whose lines are still the same. */
function keptPieces(old: Entry | undefined, lines: readonly string[]): { head: Kept; tail: Kept } {
  const pieces = old?.pieces ?? [];
  const head = sameRun(pieces, (rows, piece) => rows + piece.lines.length <= lines.length && isAt(piece, lines, rows));
  const rest = pieces.slice(head.pieces.length).reverse();
  const free = lines.length - head.rows;
  const tail = sameRun(rest, (rows, piece) => {
    const end = rows + piece.lines.length;
    return end <= free && isAt(piece, lines, lines.length - end);
  });
  return { head, tail: { rows: tail.rows, pieces: [...tail.pieces].reverse() } };
}

function sameRun(pieces: Entry['pieces'], isSame: (rows: number, piece: Piece) => boolean): Kept {
  const kept: Entry['pieces'][number][] = [];
  let rows = 0;
  for (const entry of pieces) {
    if (!isSame(rows, entry.piece)) break;
    kept.push(entry);
    rows += entry.piece.lines.length;
  }
  return { pieces: kept, rows };
}

function isAt(piece: Piece, lines: readonly string[], row: number): boolean {
  return piece.lines.every((line, i) => lines[row + i] === line);
}
