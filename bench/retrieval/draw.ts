/** Draws the places of commits that are replayed. Chance depends on the seed and the commit only: one commit more moves no cursor of another. */
import type { Language } from '../../src/syntax/language.ts';
import type { CodeName, NameReader } from './code-names.ts';
import type { Commit, History, Texts } from './history.ts';
import type { CommitHunk } from './hunks.ts';
import { isTyped, replayedLanguage } from './kinds.ts';
import { randomOf, shuffled } from './random.ts';

/** A commit gives that many cursors at most (RETRIEVAL.md §8.3). */
const MOST_OF_COMMIT = 2;
/** A commit with more files is a move or a format, not work. */
const MOST_FILES = 60;
/** Lines of a hunk behind the cursor that count as typed next (variant B). */
const MOST_NEXT_LINES = 10;

/** A line that a commit added, in a file that somebody types in. */
export interface AddedLine {
  /** Of the commit's hunks. */
  readonly hunk: number;
  /** Of the hunk's lines. */
  readonly line: number;
  readonly text: string;
  readonly language: Language;
  /** The names in its code, and in that of the lines behind it that count as typed next; rows count from this line. */
  readonly names: readonly CodeName[];
}

/** Where a cursor stands in an added line. */
export interface Place extends AddedLine {
  /** UTF-16. */
  readonly col: number;
  /** The member that is typed there, where the cursor was put behind an arrow. */
  readonly member?: string;
}

/** What a commit gives; `hunks` are all of those that are replayed, by path and row. */
export interface Drawn {
  readonly commit: Commit;
  readonly hunks: readonly CommitHunk[];
  readonly places: readonly Place[];
}

export interface DrawOptions {
  readonly n: number;
  readonly seed: number;
  /** The places that a line offers; the line's own chance decides where exactly. */
  readonly places: (line: AddedLine, random: () => number) => readonly Place[];
}

export class Drawing {
  readonly #history: History;
  readonly #texts: Texts;
  readonly #names: NameReader;

  constructor(history: History, texts: Texts, names: NameReader) {
    this.#history = history;
    this.#texts = texts;
    this.#names = names;
  }

  /** As many places as there are, `n` at most, of commits drawn by chance. @returns the oldest commit first: neighbours differ little */
  async draw(commits: readonly Commit[], { n, seed, places }: DrawOptions): Promise<readonly Drawn[]> {
    const order = new Map(commits.map(({ id }, at) => [id, at]));
    const drawn: Drawn[] = [];
    let left = n;
    for (const commit of shuffled(commits, randomOf(seed))) {
      if (left <= 0) break;
      const random = randomOf(seed ^ Number.parseInt(commit.id.slice(0, 7), 16));
      const hunks = (await this.#history.hunks(commit)).filter(({ path }) => replayedLanguage(path) !== undefined);
      const lines = await this.#addedLines(commit, hunks);
      const offered = lines.flatMap((line) => places(line, random));
      const chosen = shuffled(offered, random).slice(0, Math.min(left, MOST_OF_COMMIT));
      if (chosen.length > 0) drawn.push({ commit, hunks, places: chosen });
      left -= chosen.length;
    }
    return drawn.sort((a, b) => (order.get(b.commit.id) ?? 0) - (order.get(a.commit.id) ?? 0));
  }

  async #addedLines({ id }: Commit, hunks: readonly CommitHunk[]): Promise<readonly AddedLine[]> {
    const paths = new Set(hunks.map(({ path }) => path));
    if (paths.size > MOST_FILES) return [];
    // What stood somewhere else before was moved there, or indented anew.
    const removed = new Set(hunks.flatMap(({ oldLines }) => oldLines.map((line) => line.trim())));
    const lines: AddedLine[] = [];
    for (const path of paths) {
      const language = replayedLanguage(path);
      const text = (await this.#texts.read(`${id}:${path}`)).replaceAll('\r\n', '\n');
      if (language === undefined || !isTyped(text)) continue;
      const names = byRow(await this.#names.names(language, text));
      for (const [hunk, { path: own, row, lines: added }] of hunks.entries()) {
        if (own !== path) continue;
        lines.push(...linesOf(added, row, names, language, hunk).filter((one) => !removed.has(one.text.trim())));
      }
    }
    return lines;
  }
}

/** Anywhere behind the first character of the line. */
export function anywhere(line: AddedLine, random: () => number): readonly Place[] {
  const indent = /^\s*/u.exec(line.text)?.[0].length ?? 0;
  const free = line.text.trimEnd().length - indent - 1;
  return [{ ...line, col: indent + 1 + Math.floor(random() * free) }];
}

/** The lines of a hunk that have names in their code. @param row 0-based row of the first one in the commit's file */
function linesOf(
  added: readonly string[],
  row: number,
  names: ReadonlyMap<number, readonly CodeName[]>,
  language: Language,
  hunk: number,
): readonly AddedLine[] {
  return added.flatMap((text, line) => {
    if (!names.has(row + line) || isImport(text)) return [];
    const next = added.slice(line, line + 1 + MOST_NEXT_LINES);
    const typed = next.flatMap((_, at) => (names.get(row + line + at) ?? []).map((name) => ({ ...name, row: at })));
    return [{ hunk, line, text, language, names: typed }];
  });
}

/** Editors write them by themselves. */
function isImport(line: string): boolean {
  return /^(?:use|import|from|export \* from|namespace|package|declare\(strict_types)\b/u.test(line);
}

function byRow(names: readonly CodeName[]): ReadonlyMap<number, readonly CodeName[]> {
  const rows = new Map<number, CodeName[]>();
  for (const name of names) {
    const known = rows.get(name.row);
    if (known === undefined) rows.set(name.row, [name]);
    else known.push(name);
  }
  return rows;
}
