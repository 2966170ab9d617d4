/** Where a parser was lost, as diagnostics: what there is to go by when no server looks at a text. */
import type { CodeNode } from '../syntax/code-tree.ts';
import type { Diagnostic, Span } from './diagnostic.ts';

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
  if (node.isError) found.push(lost(node, text));
  for (const child of node.children) collect(child, text, found);
}

/** Of an error that is the whole file, its start says nothing: the parser was lost where it skipped something, or at what was opened last. */
function lost(node: CodeNode, text: string): Diagnostic {
  const isWhole = text.slice(0, node.start).trim() === '' && node.endRow - node.row > FEW_ROWS;
  const place = isWhole ? (innerError(node) ?? lastSign(node)) : undefined;
  if (place === undefined) return fault(node, `Unexpected '${firstWord(text.slice(node.start, node.end))}'.`);
  const blanks = /^\s*/u.exec(text.slice(place.start, place.end))?.[0] ?? '';
  const rows = blanks.split('\n').length - 1;
  const row = place.row + rows;
  const col = rows === 0 ? place.col + blanks.length : blanks.length - blanks.lastIndexOf('\n') - 1;
  const word = firstWord(text.slice(place.start, place.end));
  return fault({ row, col, endRow: row, endCol: col + word.length }, `Unexpected '${word}'.`);
}

/** An error of so few rows is near to its start. */
const FEW_ROWS = 3;

function innerError(node: CodeNode): CodeNode | undefined {
  for (const child of node.children) {
    const found = child.isError ? child : child.hasError ? innerError(child) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function lastSign({ children }: CodeNode): CodeNode | undefined {
  return children.findLast(({ isNamed }) => !isNamed);
}

function fault({ row, col, endRow, endCol }: Span, message: string): Diagnostic {
  return { row, col, endRow, endCol, severity: 1, message, code: 'syntax', source: 'tree-sitter', related: [] };
}

function firstWord(text: string): string {
  const word = /^\s*(\w+|\W)/u.exec(text)?.[1] ?? '';
  return word.slice(0, QUOTED);
}
