/** What a span of a file is, and what those who look for spans are given. Plain data. */
import type { SyntaxNode } from '../../syntax/nodes.ts';
import type { Random } from '../random.ts';

/** UTF-16 offsets in the file's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** What it is, for people: the grammar's name of the node, the sign that it stands behind. */
  readonly name: string;
}

export interface SpanLimits {
  readonly maxLines: number;
  readonly maxUnits: number;
  /** Spans stand in one of these stretches, ascending UTF-16 offsets; without them anywhere. */
  readonly within?: readonly (readonly [start: number, end: number])[];
}

/** A file that spans are looked for in. */
export interface SpanFile {
  readonly text: string;
  readonly nodes: readonly SyntaxNode[];
  /** Indices of the named nodes directly in a node. */
  readonly children: ReadonlyMap<number, readonly number[]>;
  /** Starts and ends of what is no code, in the order of the file. */
  readonly texts: readonly (readonly [start: number, end: number])[];
  readonly limits: SpanLimits;
}

export interface SpanKind {
  readonly id: string;
  readonly group: 'syntax' | 'developer' | 'random';
  /** Of 100 examples. */
  readonly weight: number;
  /** UTF-16 units, at least, without blanks around. */
  readonly least: number;
  /** All spans of this kind in a file. @param wanted how many of them are going to be taken, at most */
  readonly find: (file: SpanFile, random: Random, wanted: number) => readonly Span[];
}

export function spanFile(text: string, nodes: readonly SyntaxNode[], limits: SpanLimits): SpanFile {
  const children = new Map<number, number[]>();
  const texts: [number, number][] = [];
  for (const [index, { parent, isNamed, isText, start, end }] of nodes.entries()) {
    if (isText && start >= (texts.at(-1)?.[1] ?? 0)) texts.push([start, end]);
    if (!isNamed || parent < 0) continue;
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [index]);
    else known.push(index);
  }
  return { text, nodes, children, texts, limits };
}

/** Whether a place stands within a comment or a string. */
export function isInText({ texts }: SpanFile, offset: number): boolean {
  let [low, high] = [0, texts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((texts[middle]?.[0] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return offset < (texts[low - 1]?.[1] ?? 0);
}

export function fits({ text, limits }: SpanFile, start: number, end: number): boolean {
  if (end - start > limits.maxUnits) return false;
  if (limits.within?.some(([from, to]) => from <= start && end <= to) === false) return false;
  let lines = 1;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines <= limits.maxLines;
}

/** Index behind the last character of the line, before its line end. */
export function lineEnd(text: string, from: number): number {
  const next = text.indexOf('\n', from);
  const end = next < 0 ? text.length : next;
  return end > from && text[end - 1] === '\r' ? end - 1 : end;
}

/** UTF-16 column. */
export function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1);
}
