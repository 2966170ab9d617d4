/** Where a parser was lost, as diagnostics: what there is to go by when no server looks at a text. */
import type { CodeNode } from '../syntax/code-tree.ts';
import type { Diagnostic } from './diagnostic.ts';

/** More than this many faults of one text say no more than that it is not of this language. */
const MOST_FAULTS = 200;
/** Longest piece of the text in a message. */
const QUOTED = 40;

/** Faults in the order of the text. Messages name what is read, so that faults can be told apart after an edit. */
export function syntaxFaults(root: CodeNode, text: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  collect(root, text, found);
  return found;
}

function collect(node: CodeNode, text: string, found: Diagnostic[]): void {
  if (!node.hasError || found.length >= MOST_FAULTS) return;
  if (node.isMissing) {
    found.push(fault(node, `Expected '${node.type}'.`));
    return;
  }
  if (node.isError) found.push(fault(node, `Unexpected '${firstWord(text.slice(node.start, node.end))}'.`));
  for (const child of node.children) collect(child, text, found);
}

function fault({ row, col, endRow, endCol }: CodeNode, message: string): Diagnostic {
  return { row, col, endRow, endCol, severity: 1, message, code: 'syntax', source: 'tree-sitter', related: [] };
}

function firstWord(text: string): string {
  const word = /^\s*(\w+|\W)/u.exec(text)?.[1] ?? '';
  return word.slice(0, QUOTED);
}
