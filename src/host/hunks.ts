/** A repair as the front-end draws it: hunks of whole lines, with the words in them that differ, in bytes. Pure. */
import { diffWordsWithSpace } from 'diff';
import type { LineEdit } from '../fix/source-text.ts';
import { byteLength } from '../text/offset.ts';

/** 0-based index of a line of the hunk, and the bytes of it that differ, the end exclusive. */
export type WordMark = readonly [line: number, from: number, to: number];

export interface Hunk {
  /** 0-based row of the first old line; without old lines the row that the new ones are put before. */
  readonly row: number;
  readonly old: readonly string[];
  readonly new: readonly string[];
  readonly oldMarks: readonly WordMark[];
  readonly newMarks: readonly WordMark[];
}

/** @param lines of the text before */
export function hunksOf(lines: readonly string[], edits: readonly LineEdit[]): readonly Hunk[] {
  return [...edits].sort((a, b) => a.first - b.first).map((edit) => hunkOf(lines, edit));
}

function hunkOf(lines: readonly string[], { first, last, lines: fresh }: LineEdit): Hunk {
  const old = lines.slice(first, last);
  const oldMarks: WordMark[] = [];
  const newMarks: WordMark[] = [];
  // Lines are told apart by words only where each has its counterpart.
  if (old.length === fresh.length) {
    for (const [line, before] of old.entries()) markWords(line, before, fresh[line] ?? '', oldMarks, newMarks);
  }
  return { row: first, old, new: fresh, oldMarks, newMarks };
}

function markWords(line: number, before: string, after: string, oldMarks: WordMark[], newMarks: WordMark[]): void {
  let oldAt = 0;
  let newAt = 0;
  for (const { value, added, removed } of diffWordsWithSpace(before, after)) {
    const bytes = byteLength(value);
    if (removed) oldMarks.push([line, oldAt, oldAt + bytes]);
    if (added) newMarks.push([line, newAt, newAt + bytes]);
    if (!added) oldAt += bytes;
    if (!removed) newAt += bytes;
  }
}
