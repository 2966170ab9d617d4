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
  return [...file.children].flatMap(([, all]) => {
    const nodes = all.flatMap((index) => file.nodes[index] ?? []).filter(({ start }) => startsLine(file.text, start));
    return nodes.flatMap((first, at): readonly Span[] => {
      const column = columnOf(file.text, first.start);
      const wanted = LEAST_SIBLINGS + random.below(MOST_SIBLINGS - LEAST_SIBLINGS + 1);
      let [last, count] = [first, 1];
      for (const next of nodes.slice(at + 1, at + wanted)) {
        if (columnOf(file.text, next.start) !== column || !fits(file, first.start, next.end)) break;
        last = next;
        count++;
      }
      return count < LEAST_SIBLINGS ? [] : [{ start: first.start, end: last.end, name: first.type }];
    });
  });
}

/** What stands in a body, from its first statement to the end of its last. */
export function bodies(file: SpanFile): readonly Span[] {
  return file.nodes.flatMap(({ type, parent }, index): readonly Span[] => {
    if (parent < 0 || !BODY.test(type)) return [];
    const inner = (file.children.get(index) ?? []).flatMap((child) => file.nodes[child] ?? []);
    const [first, last] = [inner[0], inner.at(-1)];
    if (first === undefined || last === undefined || !fits(file, first.start, last.end)) return [];
    return [{ start: first.start, end: last.end, name: type }];
  });
}

function startsLine(text: string, at: number): boolean {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '';
}
