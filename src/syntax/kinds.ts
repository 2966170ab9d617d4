/** What a place in a tree is, by the names that the grammars give to their nodes: code, string, comment. */
import type { Node } from 'web-tree-sitter';

/** Kinds of nodes that hold no code. */
const TEXT = /comment|string|heredoc|nowdoc|template|regex|char|jsx_text|^text$/;
/** Those of them that are values. */
const STRING = /string|heredoc|nowdoc/;
/** Code inside of them. */
const CODE_IN_TEXT = /interpolation|substitution/;

/** Whether a node of that kind holds no code. */
export function isTextKind(type: string): boolean {
  return TEXT.test(type);
}

/** Whether the character at `index` belongs to a string or a comment that starts before it. */
export function isInText(root: Node, index: number): boolean {
  for (let node = root.descendantForIndex(index, index + 1); node; node = node.parent) {
    if (CODE_IN_TEXT.test(node.type)) return false;
    if (TEXT.test(node.type) && node.startIndex < index) return true;
  }
  return false;
}

/** The comment that the character at `index` belongs to. */
export function commentAround(root: Node, index: number): { start: number; end: number } | undefined {
  const node = root.descendantForIndex(index, index + 1);
  // Rust's doc comments have parts.
  const comment = [node, node?.parent, node?.parent?.parent].findLast((each) => each?.type.includes('comment'));
  return comment ? { start: comment.startIndex, end: comment.endIndex } : undefined;
}

/** The outermost string around the character at `index`. */
export function stringAround(root: Node, index: number): { start: number; end: number } | undefined {
  let found: Node | undefined;
  for (let node = root.descendantForIndex(index, index + 1); node; node = node.parent)
    if (STRING.test(node.type)) found = node;
  return found && { start: found.startIndex, end: found.endIndex };
}
