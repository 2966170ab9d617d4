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
    const before = known && insertedCopy(Edit, source, known);
    try {
      const tree = parser.parse(source, before);
      if (!tree) throw new Error('The parser gave up.');
      return tree;
    } finally {
      before?.delete();
    }
  };
}

function insertedCopy(EditClass: typeof Edit, source: string, { tree, text, common }: KnownTree): Tree {
  const newEnd = common + source.length - text.length;
  return edited(EditClass, source, tree, text, { start: common, oldEnd: common, newEnd });
}

/**
 * The tree of `text` as one of `source` whose changed part is not read yet. Whoever calls deletes it.
 */
export function editedCopy({ Edit: EditClass }: Pick<Grammar, 'Edit'>, source: string, tree: Tree, text: string): Tree {
  const most = Math.min(source.length, text.length);
  let start = 0;
  while (start < most && source.charCodeAt(start) === text.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < most - start &&
    source.charCodeAt(source.length - 1 - same) === text.charCodeAt(text.length - 1 - same)
  ) {
    same++;
  }
  return edited(EditClass, source, tree, text, { start, oldEnd: text.length - same, newEnd: source.length - same });
}

function edited(
  EditClass: typeof Edit,
  source: string,
  tree: Tree,
  text: string,
  { start, oldEnd, newEnd }: { readonly start: number; readonly oldEnd: number; readonly newEnd: number },
): Tree {
  const copy = tree.copy();
  const at = pointAt(text, start, { row: 0, column: 0 }, 0);
  copy.edit(
    new EditClass({
      startIndex: start,
      oldEndIndex: oldEnd,
      newEndIndex: newEnd,
      startPosition: at,
      oldEndPosition: pointAt(text, oldEnd, at, start),
      newEndPosition: pointAt(source, newEnd, at, start),
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
