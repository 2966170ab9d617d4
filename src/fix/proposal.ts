/** A change of a text before anybody has looked at it: from a rule, or from a model's answer through all gates. */
import type { CodeNode } from '../syntax/code-tree.ts';
import { syntaxFaults } from './faults.ts';
import { fitAnswer, hunks } from './fit.ts';
import { type Proposal as Change, type Code, shutGate } from './gates.ts';
import { importEdits } from './imports.ts';
import { indentOf } from './indent.ts';
import type { Refusal } from './refusal.ts';
import type { Rows } from './region.ts';
import type { Scene } from './scene.ts';
import { applyEdits, type LineEdit, offsetIn, type SourceText } from './source-text.ts';

/** The text that a proposal leads to. */
export interface Proposed {
  /** In the order of the text, as few lines as possible. */
  readonly edits: readonly LineEdit[];
  readonly after: SourceText;
}

/** @param lines of a model's block */
export function propose(scene: Scene, lines: readonly string[]): Proposed | Refusal {
  const { source, region, language, nudge, root, target } = scene;
  const faultsOf = (after: SourceText): number => {
    const tree = scene.parse(after.text);
    if (tree === undefined) return 0;
    const { length } = syntaxFaults(tree.root, after.text);
    tree.delete();
    return length;
  };
  const withLines = (made: readonly string[]): SourceText =>
    applyEdits(source, [{ first: region.first, last: region.last + 1, lines: made }]);
  const fitted = fitAnswer(lines, source, region, language, (made) => faultsOf(withLines(made)));
  const old = source.lines.slice(region.first, region.last + 1);
  const own = hunks(old, fitted.lines, region.first);
  const edits = [...importEdits(scene, fitted.imports), ...own].sort((a, b) => a.first - b.first);
  const after = applyEdits(source, edits);
  const refusal = shutGate(
    {
      old,
      lines: fitted.lines,
      edits: own,
      imports: fitted.imports,
      ...codeOf(scene, withLines(fitted.lines), fitted.lines.length),
      isAboutComment: root !== undefined && isComment(root.at(offsetIn(source, target.row, target.col))),
      faults: { before: scene.faults, after: root === undefined ? 0 : faultsOf(after) },
    },
    nudge,
    language,
  );
  return refusal ?? { edits, after };
}

function isComment(node: CodeNode): boolean {
  return /comment/u.test(node.type) || (node.parent !== undefined && /comment/u.test(node.parent.type));
}

/** The region's tokens before and after. */
function codeOf(
  { root, source, region, parse }: Scene,
  after: SourceText,
  count: number,
): Pick<Change, 'code' | 'around'> {
  if (root === undefined) return {};
  const tree = parse(after.text);
  if (tree === undefined) return {};
  const rows = { first: region.first, last: region.first + count - 1 };
  const code = { old: codeIn(root, source.text, region), new: codeIn(tree.root, after.text, rows) };
  const around = { before: nodesAround(root, source, region), after: nodesAround(tree.root, after, rows) };
  tree.delete();
  // Rows that were cut out of their statements stand in nothing that has to stay.
  return region.kind === 'lines' ? { code } : { code, around };
}

/** Types of the nodes that begin before the rows and end behind them, the innermost first. */
function nodesAround(root: CodeNode, source: SourceText, { first, last }: Rows): readonly string[] {
  const types: string[] = [];
  const start = offsetIn(source, first, indentOf(source.lines[first] ?? '').length);
  for (let node: CodeNode | undefined = root.at(start, start); node !== undefined; node = node.parent)
    if (node.row < first && node.endRow > last) types.push(node.type);
  return types;
}

/** The leaves that begin in these rows, without comments. */
function codeIn(root: CodeNode, text: string, rows: Rows): Code {
  const tokens: string[] = [];
  const shape: string[] = [];
  const visit = (node: CodeNode): void => {
    if (node.endRow < rows.first || node.row > rows.last || /comment/u.test(node.type)) return;
    if (node.children.length === 0) {
      if (node.row < rows.first || node.end === node.start) return;
      const token = text.slice(node.start, node.end);
      tokens.push(token);
      shape.push(token);
      return;
    }
    shape.push(`(${node.type}`);
    for (const child of node.children) visit(child);
    shape.push(')');
  };
  visit(root);
  return { tokens, shape: shape.join('\n') };
}
