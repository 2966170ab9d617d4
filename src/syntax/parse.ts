/** Parses a text, from the tree of a text that is partly the same where there is one. Whoever calls deletes the tree. */
import type { Edit, Point, Tree } from 'web-tree-sitter';
import type { Grammar } from './grammar.ts';

export type Parse = (source: string, known?: KnownTree) => Tree;

export interface KnownTree {
  readonly tree: Tree;
  readonly text: string;
  /** UTF-16 units at the start that are the same in both texts. Behind them, text was only put in. */
  readonly common: number;
}

export function createParse({ parser, Edit }: Grammar): Parse {
  return (source, known) => {
    const edited = known && editedCopy(Edit, source, known);
    try {
      const tree = parser.parse(source, edited);
      if (!tree) throw new Error('The parser gave up.');
      return tree;
    } finally {
      edited?.delete();
    }
  };
}

function editedCopy(EditClass: typeof Edit, source: string, { tree, text, common }: KnownTree): Tree {
  const copy = tree.copy();
  const at = pointAt(text, common, { row: 0, column: 0 }, 0);
  const newEndIndex = common + source.length - text.length;
  copy.edit(
    new EditClass({
      startIndex: common,
      oldEndIndex: common,
      newEndIndex,
      startPosition: at,
      oldEndPosition: at,
      newEndPosition: pointAt(source, newEndIndex, at, common),
    }),
  );
  return copy;
}

/** Row and UTF-16 column of an index, counted on from a place before it. */
function pointAt(text: string, index: number, from: Point, fromIndex: number): Point {
  let { row } = from;
  let lineStart = fromIndex - from.column;
  for (let at = text.indexOf('\n', fromIndex); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: index - lineStart };
}
