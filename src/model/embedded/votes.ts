/** Which places elsewhere look like the cursor's, and how much each counts. Chooses no text. */
import type { Corpus, Hidden, Place, Source } from './corpus.ts';
import type { Cursor } from './cursor.ts';
import { contextAbove, contextDepth } from './cursor.ts';
import { isTelling } from './text.ts';

/** A place and its say. */
export interface Vote extends Place {
  /** Telling lines above it that are the cursor's too. */
  readonly depth: number;
  readonly weight: number;
}

/** Typed characters (blanks aside) from which on a line may be found by its start alone. */
export const SHORTEST_START = 3;

/** A start that more distinct lines share says nothing without context: `$this->` in a large project. */
const MOST_RIVALS = 100;

/** Each telling line above that agrees makes a place this much more telling; measured on the sample project. */
const PER_CONTEXT_LINE = 4;
const DEEPEST = 3;

/** People repeat what is near: the same screenfuls, the same folder. */
const NEAR_WEIGHT = 2;
const FOLDER_WEIGHT = 1.5;

/** The line below agreeing is as good as half a line above. */
const BELOW_WEIGHT = 2;

/** Trivial lines (`{`) between the cursor and the telling line by which places are looked up. */
const MOST_BETWEEN = 3;

/** The places that speak for what may stand at the cursor, each once, and whether the start of the line was too common to look for. */
export interface Votes {
  readonly votes: readonly Vote[];
  readonly isCommonStart: boolean;
}

/**
 * Gathers places: those behind the same line above as the cursor's, and lines that start with what has been typed.
 */
export function gatherVotes(cursor: Cursor, corpus: Corpus, isHidden: Hidden): Votes {
  const found = new Map<Source, Set<number>>();
  const votes: Vote[] = [];
  const add = (source: Source, row: number): void => {
    const rows = found.get(source) ?? new Set();
    if (rows.has(row) || (source === cursor.near && row === cursor.row)) return;
    found.set(source, rows.add(row));
    if (!(source.lines[row] ?? '').trim().startsWith(cursor.typed)) return;
    const vote = weigh(cursor, { source, row });
    // Without any typed text only context speaks.
    if (cursor.typed.length >= SHORTEST_START || vote.depth > 0) votes.push(vote);
  };
  const addShown = ({ source, row }: Place): void => {
    if (source === cursor.near || !isHidden(source, row, row + 1)) add(source, row);
  };
  for (const place of placesByContext(cursor, corpus)) addShown(place);
  if (bareLength(cursor.typed) < SHORTEST_START) return { votes, isCommonStart: false };
  for (const [row, line] of cursor.near.lines.entries())
    if (line.trimStart().startsWith(cursor.typed)) add(cursor.near, row);
  const places = corpus.placesStarting(cursor.typed, MOST_RIVALS);
  for (const place of places ?? []) addShown(place);
  return { votes, isCommonStart: places === undefined };
}

/** Characters of `text` that are not blanks. */
export function bareLength(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

function weigh(cursor: Cursor, place: Place): Vote {
  const { source, row } = place;
  const depth = Math.min(DEEPEST, contextDepth(source.lines, row, cursor.context));
  let weight = PER_CONTEXT_LINE ** depth;
  if (source.path === cursor.path) weight *= NEAR_WEIGHT;
  else if (isSameFolder(source.path, cursor.path)) weight *= FOLDER_WEIGHT;
  if (isTelling(cursor.below) && lineBelow(source.lines, row) === cursor.below.trim()) weight *= BELOW_WEIGHT;
  return { source, row, depth, weight };
}

function isSameFolder(a: string, b: string): boolean {
  const end = a.lastIndexOf('/');
  return end === b.lastIndexOf('/') && b.startsWith(a.slice(0, end));
}

function lineBelow(lines: readonly string[], row: number): string {
  const r = nextRow(lines, row + 1);
  return r === undefined ? '' : (lines[r] ?? '').trim();
}

/** The first non-blank row from `row` on. */
export function nextRow(lines: readonly string[], row: number): number | undefined {
  for (let r = row; r < lines.length; r++) if ((lines[r] ?? '').trim() !== '') return r;
  return undefined;
}

/** Places whose line above is the cursor's: the telling line nearest above it, and the same trivial lines below that. */
function* placesByContext(cursor: Cursor, corpus: Corpus): Generator<Place> {
  const between = cursor.context.findIndex(isTelling);
  const wanted = cursor.context[between];
  if (wanted === undefined || between > MOST_BETWEEN) return;
  for (const place of [...nearPlacesOf(cursor, wanted), ...corpus.placesOf(wanted)]) {
    const target = follow(place, between);
    if (target === undefined) continue;
    const { lines } = place.source;
    const agrees = contextAbove(lines, target)
      .slice(0, between + 1)
      .every((line, i) => line === cursor.context[i]);
    if (agrees) yield { source: place.source, row: target };
  }
}

function nearPlacesOf(cursor: Cursor, wanted: string): Place[] {
  const places: Place[] = [];
  for (const [row, line] of cursor.near.lines.entries()) {
    if (row !== cursor.row && line.trim() === wanted) places.push({ source: cursor.near, row });
  }
  return places;
}

/** The row of the non-blank line that stands `between` non-blank lines further below. */
function follow({ source, row }: Place, between: number): number | undefined {
  let target: number | undefined = row;
  for (let i = 0; i <= between && target !== undefined; i++) target = nextRow(source.lines, target + 1);
  return target;
}
