/** The word that a report marks, and others of its text. Pure. */
import type { Scene } from '../scene.ts';
import { offsetIn } from '../source-text.ts';

export interface MarkedWord {
  /** Without `$`, and without its namespace. */
  readonly name: string;
  /** UTF-16 offsets of `name` in the text. */
  readonly start: number;
  readonly end: number;
  /** All of it, as it is marked: `\App\Order`, `$x`. */
  readonly whole: string;
}

const WORD = /[\p{L}_][\p{L}\p{N}_]*/gu;

/** The word that is marked, or that the message quotes within the marked line; of a qualified one its last part. */
export function markedWord({ source, target }: Pick<Scene, 'source' | 'target'>): MarkedWord | undefined {
  const { text } = source;
  const start = offsetIn(source, target.row, target.col);
  const end = Math.max(start, offsetIn(source, target.endRow, target.endCol));
  const marked = text.slice(start, end);
  if (/^[\\$#@]?[\p{L}_][\p{L}\p{N}_\\]*$/u.test(marked)) return lastPart(marked, start);
  // Some mark more than the name: a whole call, or an expression.
  for (const [, quoted = ''] of target.message.matchAll(/['"`‘“]([\\$#]?[\p{L}_][\p{L}\p{N}_\\]*)['"`’”]/gu)) {
    const name = quoted.slice(quoted.lastIndexOf('\\') + 1).replace(/^\$/u, '');
    const at = wordAt(text, name, start, Math.max(end, start + 1));
    if (at >= 0) return { name, start: at, end: at + name.length, whole: quoted };
  }
  return undefined;
}

function lastPart(marked: string, start: number): MarkedWord {
  const from = Math.max(marked.lastIndexOf('\\') + 1, /^[$#@]/u.test(marked) ? 1 : 0);
  return { name: marked.slice(from), start: start + from, end: start + marked.length, whole: marked };
}

function wordAt(text: string, name: string, from: number, to: number): number {
  for (const at of placesOf(text, name, from)) return at < to ? at : -1;
  return -1;
}

/** UTF-16 offsets of a whole word. */
export function* placesOf(text: string, name: string, from = 0): Iterable<number> {
  for (let at = text.indexOf(name, from); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/[\p{L}\p{N}_]/u.test(text[at - 1] ?? '') && !/[\p{L}\p{N}_]/u.test(text[at + name.length] ?? '')) yield at;
  }
}

/** Words of a text and how often each stands there. */
export function wordsOf(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(WORD)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
