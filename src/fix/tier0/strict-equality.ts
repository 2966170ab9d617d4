/** An assignment in a condition, where a comparison was meant: in what is marked, or in a condition above that gives a variable the value that is complained about. */

import type { CodeNode } from '../../syntax/code-tree.ts';
import { closest } from '../closest.ts';
import type { Scene } from '../scene.ts';
import { offsetIn } from '../source-text.ts';
import type { Idea, Rule } from './rule.ts';

export const strictEquality: Rule = {
  name: 'strict-equality',
  *ideas(scene) {
    const { root, source, target, language } = scene;
    if (root === undefined) return;
    const comparison = language?.equals ?? '===';
    const explanation = `The condition assigned; it compares by \`${comparison}\` now.`;
    const changed = (start: number, rank: number): Idea => ({
      changes: [{ start, end: start + 1, text: comparison }],
      explanation,
      rank,
    });
    const start = offsetIn(source, target.row, target.col);
    const marked = root.at(start, Math.max(start, offsetIn(source, target.endRow, target.endCol)));
    const behind = /^\s*=(?!=)/u.exec(source.text.slice(marked.end, marked.end + LONGEST_BLANK))?.[0];
    if (behind !== undefined && /[\w'"]$/u.test(source.text.slice(start, marked.end)))
      yield changed(marked.end + behind.length - 1, 0);
    const sign = signAround(marked);
    if (sign !== undefined) yield changed(sign.start, 0);
    // What can't be assigned (`1 = f()`) is no assignment to the parser.
    const line = source.lines[target.row] ?? '';
    for (const { index } of line.matchAll(/(?<=\s)=(?=\s)/gu)) yield changed(offsetIn(source, target.row, index), 0);
    for (const above of signsAbove(scene, marked)) yield changed(above.start, 1);
  },
};

/** Blanks before a sign. */
const LONGEST_BLANK = 40;
const ASSIGNMENT = /^assignment(?:_expression)?$/u;

function signOf(node: CodeNode | undefined): CodeNode | undefined {
  return node?.children.find(({ type }) => type === '=');
}

/** Of the assignment that a place is part of, within its statement. */
function signAround(marked: CodeNode): CodeNode | undefined {
  for (let node: CodeNode | undefined = marked; node !== undefined; node = node.parent) {
    const sign = signOf([node, ...node.children].find(({ type }) => ASSIGNMENT.test(type)));
    if (sign !== undefined) return sign;
    if (/statement|block|body/u.test(node.type)) return undefined;
  }
  return undefined;
}

/** A value that is always the same: as a condition it says nothing. */
const CONSTANT = /^(?:null|undefined|true|false|-?\d[\d.]*|'[^']*'|"[^"$]*"|(?:\w+(?:::|\.))?[A-Z][A-Z\d_]+)$/iu;

/** Of conditions of the same function above that assign a constant, the nearest first. */
function signsAbove({ source: { text }, language }: Scene, marked: CodeNode): readonly CodeNode[] {
  const around = closest(marked, language?.functions ?? []);
  const found: CodeNode[] = [];
  const visit = (node: CodeNode): void => {
    if (node.start >= marked.start) return;
    const condition = node.field('condition');
    if (condition !== undefined) {
      const assignment = [condition, ...condition.children].find(({ type }) => ASSIGNMENT.test(type));
      const right = assignment?.field('right');
      const sign = signOf(assignment);
      if (sign !== undefined && right !== undefined && CONSTANT.test(text.slice(right.start, right.end)))
        found.push(sign);
    }
    node.children.forEach(visit);
  };
  if (around !== undefined) visit(around);
  return found.reverse();
}
