/** Spans that are whole nodes of the tree, or whole runs of them. Cuts none. */
import type { Random } from '../random.ts';
import { columnOf, fits, type Span, type SpanFile } from './span.ts';

/** Named so in the grammars: what holds statements or members. */
const BODY = /(?:block|body|compound_statement|declaration_list|statement_list|suite|chunk|field_declaration_list)$/u;
/** A run of siblings is no longer. */
const MOST_SIBLINGS = 6;
const LEAST_SIBLINGS = 2;

/** Nodes that fit; where one is too long, those in it do. */
export function singleNodes(file: SpanFile): readonly Span[] {
  return file.nodes
    .filter(({ isNamed, parent, start, end }) => isNamed && parent >= 0 && fits(file, start, end))
    .map(({ start, end, type }) => ({ start, end, name: type }));
}

/** Runs of nodes that begin at the same column of lines of their own. */
export function siblings(file: SpanFile, random: Random): readonly Span[] {
  const spans: Span[] = [];
  for (const children of file.children.values()) {
    const nodes = children.flatMap((index) => ownLine(file, index));
    for (const [at, first] of nodes.entries()) {
      const wanted = LEAST_SIBLINGS + random.below(MOST_SIBLINGS - LEAST_SIBLINGS + 1);
      let last = first;
      for (let next = at + 1; next < at + wanted; next++) {
        const node = nodes[next];
        if (node?.column !== first.column || !fits(file, first.start, node.end)) break;
        last = node;
      }
      if (last !== first) spans.push({ start: first.start, end: last.end, name: first.type });
    }
  }
  return spans;
}

interface OwnLine {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** UTF-16. */
  readonly column: number;
}

/** A node that begins its line; none for another. */
function ownLine({ text, nodes }: SpanFile, index: number): readonly OwnLine[] {
  const node = nodes[index];
  if (node === undefined || !startsLine(text, node.start)) return [];
  const { type, start, end } = node;
  return [{ type, start, end, column: columnOf(text, start) }];
}

/** What stands in a body, from its first statement to the end of its last. */
export function bodies(file: SpanFile): readonly Span[] {
  const spans: Span[] = [];
  for (const [index, { type, parent }] of file.nodes.entries()) {
    const children = file.children.get(index);
    if (parent < 0 || children === undefined || !BODY.test(type)) continue;
    const [first, last] = [file.nodes[children[0] ?? 0], file.nodes[children.at(-1) ?? 0]];
    if (first === undefined || last === undefined || !fits(file, first.start, last.end)) continue;
    spans.push({ start: first.start, end: last.end, name: type });
  }
  return spans;
}

function startsLine(text: string, at: number): boolean {
  for (let before = at - 1; before >= 0 && text[before] !== '\n'; before--)
    if (text[before]?.trim() !== '') return false;
  return true;
}
