/** The call that a report marks, or that is around, with its arguments. */
import type { CodeNode } from '../../syntax/code-tree.ts';
import { closest } from '../closest.ts';
import type { Scene } from '../scene.ts';
import { offsetIn } from '../source-text.ts';

export interface Call {
  readonly node: CodeNode;
  /** With its brackets. */
  readonly list: CodeNode;
  readonly args: readonly CodeNode[];
}

export function callAt({ root, source, target, language }: Scene): Call | undefined {
  const start = offsetIn(source, target.row, target.col);
  const marked = root?.at(start, Math.max(start, offsetIn(source, target.endRow, target.endCol)));
  const node = closest(marked, language?.calls ?? []);
  const list = node?.field('arguments') ?? node?.children.find(({ type }) => /^argument(?:s|_list)$/u.test(type));
  if (node === undefined || list === undefined) return undefined;
  return { node, list, args: list.children.filter(({ isNamed, type }) => isNamed && !/comment/u.test(type)) };
}
