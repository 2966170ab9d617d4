/** The nodes of a whole file's tree as plain data, for those who choose among them. Leaves out small ones, and chooses nothing. */
import type { TreeCursor } from 'web-tree-sitter';
import { isTooDeep } from './depth.ts';
import { loadGrammar } from './grammar.ts';
import { isTextKind } from './kinds.ts';
import type { Language } from './language.ts';
import { patience } from './patience.ts';

/** Offsets are UTF-16 units of the text that was read. */
export interface SyntaxNode {
  /** As the grammar calls it. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Index of the node around it in the list; −1 for the root. What encloses stands first. */
  readonly parent: number;
  readonly isNamed: boolean;
  /** A comment, a string, or what stands between the code of a template. */
  readonly isText: boolean;
}

export interface FileNodes {
  readonly nodes: readonly SyntaxNode[];
  /** Places where the parser was lost: start and end of each. */
  readonly errors: readonly (readonly [start: number, end: number])[];
}

export interface NodeReader {
  /** @returns `undefined` for text that is nested too deep or takes too long */
  read(text: string): FileNodes | undefined;
  delete(): void;
}

/** Below that, in UTF-16 units, a node is not looked into: most nodes of a tree are names and signs. */
const SMALLEST = 8;

/**
 * @param grammarsDir absolute path of the folder `grammars` of the package
 * @throws FimError `internal` when the grammar is missing
 */
export async function loadNodeReader(grammarsDir: string, language: Language): Promise<NodeReader> {
  const grammar = await loadGrammar(grammarsDir, language, 'symbols');
  const { parser } = grammar;
  return {
    read(text) {
      if (isTooDeep(text)) return undefined;
      const tree = parser.parse(text, null, { progressCallback: patience() });
      if (tree === null) {
        parser.reset();
        return undefined;
      }
      const cursor = tree.walk();
      try {
        return collected(cursor, tree.rootNode.hasError);
      } finally {
        cursor.delete();
        tree.delete();
      }
    },
    delete: () => grammar.delete(),
  };
}

function collected(cursor: TreeCursor, hasError: boolean): FileNodes {
  const nodes: SyntaxNode[] = [];
  const errors: [number, number][] = [];
  const open: number[] = [];
  const kinds = new Map<number, NodeKind>();
  let isInside = true;
  while (isInside) {
    const start = cursor.startIndex;
    const end = cursor.endIndex;
    const { type, isNamed, isText } = kindAt(cursor, kinds);
    if (hasError && (type === 'ERROR' || cursor.nodeIsMissing)) errors.push([start, end]);
    const isLarge = end - start >= SMALLEST;
    const parent = open.at(-1) ?? -1;
    if (isNamed || isLarge) nodes.push({ type, start, end, parent, isNamed, isText });
    // What is left out has no children that are kept.
    open.push(isNamed || isLarge ? nodes.length - 1 : parent);
    // Where something is wrong, a missing sign may stand in any node.
    isInside = goOn(cursor, isLarge || hasError, open);
  }
  return { nodes, errors };
}

/** What all nodes of one number of the grammar are. */
type NodeKind = Pick<SyntaxNode, 'type' | 'isNamed' | 'isText'>;

/** Each question to the tree costs as much as a look into a map of a few hundred. */
function kindAt(cursor: TreeCursor, kinds: Map<number, NodeKind>): NodeKind {
  const number = cursor.nodeTypeId;
  const known = kinds.get(number);
  if (known !== undefined) return known;
  const type = cursor.nodeType;
  const kind = { type, isNamed: cursor.nodeIsNamed, isText: isTextKind(type) };
  kinds.set(number, kind);
  return kind;
}

/** To the next node, in the order of the text. @param open indices of the nodes on the way to this one, it included */
function goOn(cursor: TreeCursor, intoChildren: boolean, open: number[]): boolean {
  if (intoChildren && cursor.gotoFirstChild()) return true;
  open.pop();
  while (!cursor.gotoNextSibling()) {
    if (!cursor.gotoParent()) return false;
    open.pop();
  }
  return true;
}
