/** The nearest node of some types that holds another. */
import type { CodeNode } from '../syntax/code-tree.ts';

/** @returns the node itself where it is one; `undefined` where none is around */
export function closest(node: CodeNode | undefined, types: readonly string[]): CodeNode | undefined {
  let found = node;
  while (found !== undefined && !types.includes(found.type)) found = found.parent;
  return found;
}
