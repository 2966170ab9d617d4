/** Prints declarations as a prompt shows them: heads of types, the signatures of chosen members under them, never a body. Chooses nothing. */
import type { Declaration, SymbolKind } from '../symbols.ts';
import type { SignatureStyle } from './signatures-style.ts';

/** Signatures longer than this lose their parameters: some hold a whole table of defaults. In UTF-16 units. */
const LONGEST_SIGNATURE = 200;

const FUNCTIONS: ReadonlySet<SymbolKind> = new Set(['function', 'method']);

/**
 * The chosen declarations of one file, in its order, each type around a chosen one with its head.
 * @param chosen indices in `declarations`
 */
export function signatureLines(
  declarations: readonly Declaration[],
  chosen: Iterable<number>,
  style: SignatureStyle,
): readonly string[] {
  const shown = withContainers(declarations, chosen);
  const children = new Map<number, number[]>();
  for (const index of [...shown].sort((a, b) => a - b)) {
    const parent = declarations[index]?.parent ?? -1;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [index]);
    else siblings.push(index);
  }
  const lines: string[] = [];
  const print = (index: number, depth: number): void => {
    const declaration = declarations[index];
    if (declaration === undefined) return;
    const members = children.get(index) ?? [];
    const inside = members.filter((member) => !standsAlone(declarations[member], style));
    const outside = members.filter((member) => standsAlone(declarations[member], style));
    const indent = style.indent.repeat(depth);
    // What stands for a type that another file declares has no head of its own.
    if (declaration.signature !== '')
      lines.push(indent + (inside.length > 0 ? headLine(declaration, style) : memberLine(declaration, style)));
    for (const member of inside) print(member, depth + 1);
    if (inside.length > 0 && style.close !== '') lines.push(indent + style.close);
    for (const member of outside) print(member, depth);
  };
  for (const index of children.get(-1) ?? []) print(index, 0);
  return lines;
}

/** What the head of a type costs as soon as a member stands in it: two lines, or one. */
export function headText(declaration: Declaration, style: SignatureStyle): string {
  return headLine(declaration, style) + '\n' + (style.close === '' ? '' : style.close + '\n');
}

/** A declaration's line with its indentation and line end, as it stands `depth` types deep. */
export function lineText(declaration: Declaration, depth: number, style: SignatureStyle): string {
  return style.indent.repeat(depth) + memberLine(declaration, style) + '\n';
}

function headLine(declaration: Declaration, style: SignatureStyle): string {
  return shortSignature(declaration.signature, style) + style.open;
}

function memberLine(declaration: Declaration, style: SignatureStyle): string {
  const text = shortSignature(declaration.signature, style);
  if (FUNCTIONS.has(declaration.kind)) return text + style.functionEnd;
  return declaration.parent < 0 ? text : text + style.valueEnd;
}

function shortSignature(signature: string, style: SignatureStyle): string {
  const text = style.redundant === undefined ? signature : signature.replace(style.redundant, '');
  if (text.length <= LONGEST_SIGNATURE) return text;
  const [open, close] = [text.indexOf('('), text.lastIndexOf(')')];
  const short = open > 0 && close > open ? text.slice(0, open + 1) + '…' + text.slice(close) : text;
  return short.length <= LONGEST_SIGNATURE ? short : short.slice(0, LONGEST_SIGNATURE) + '…';
}

function standsAlone(member: Declaration | undefined, style: SignatureStyle): boolean {
  return member !== undefined && style.standsAlone?.(member) === true;
}

function withContainers(declarations: readonly Declaration[], chosen: Iterable<number>): ReadonlySet<number> {
  const shown = new Set<number>();
  for (const start of chosen) {
    // A parent stands before its members, so this ends.
    for (let index = start; index >= 0 && !shown.has(index); index = parentOf(declarations, index)) shown.add(index);
  }
  return shown;
}

function parentOf(declarations: readonly Declaration[], index: number): number {
  const parent = declarations[index]?.parent ?? -1;
  return parent < index ? parent : -1;
}
