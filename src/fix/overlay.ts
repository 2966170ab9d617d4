/** A text as blocks of whole rows, one inside the other, with what each costs to show beside a place. Pure; renders nothing. */
import type { CodeNode } from '../syntax/code-tree.ts';
import type { Rows } from './region.ts';

/** A block, or what stands between two of them. Rows are 0-based and inclusive. */
export interface Block extends Rows {
  /** Of `all`; the outermost has none. */
  readonly parent: number | undefined;
  /** Rows that belong to none of its children: a head, a foot. */
  readonly own: readonly Rows[];
  readonly depth: number;
  readonly isImport: boolean;
}

/** Deeper blocks are shown with the one that they stand in. */
const DEEPEST = 12;

/** Blocks of a tree, each before its children. @param imports types of nodes that bring in names */
export function blocksOf(root: CodeNode, lines: readonly string[], imports: readonly string[]): readonly Block[] {
  const all: Block[] = [];
  add(undefined, { first: 0, last: lines.length - 1 }, childrenOf(root, lines), 0, false);
  return all;

  function add(
    parent: number | undefined,
    rows: Rows,
    children: readonly (CodeNode & { readonly rows?: Rows })[],
    depth: number,
    isImport: boolean,
  ): void {
    const index = all.length;
    const inner = disjoint(children, rows, lines);
    const own =
      depth >= DEEPEST
        ? [rows]
        : gapsOf(
            rows,
            inner.map(({ rows: each }) => each),
          );
    // What stands between the blocks of a large one is a block as well, so that one of them does not bring all others along.
    const isWide = parent === undefined || inner.length > 2;
    const kept = isWide ? own.filter(({ first, last }) => first === rows.first || last === rows.last) : own;
    all.push({ ...rows, parent, own: parent === undefined ? [] : kept, depth, isImport });
    for (const gap of parent === undefined ? own : own.filter((each) => !kept.includes(each))) {
      all.push({ ...gap, parent: index, own: [gap], depth: depth + 1, isImport: false });
    }
    if (depth >= DEEPEST) return;
    for (const { node, rows: each } of inner)
      add(index, each, childrenOf(node, lines), depth + 1, imports.includes(node.type));
  }
}

/** Nodes inside that have rows of their own, however deep they stand. */
function childrenOf(node: CodeNode, lines: readonly string[]): readonly CodeNode[] {
  return node.children.flatMap((child) => {
    if (!child.isNamed) return [];
    const rows = { first: child.row, last: lastRowOf(child) };
    const isOwn = startsRow(child, lines) && endsRow(child, lines);
    const isWhole = rows.first === node.row && rows.last === lastRowOf(node);
    // A body belongs to its head: its statements are the next blocks.
    if (
      isOwn &&
      !isWhole &&
      !/^(?:block|.*_(?:block|body|list)|compound_statement|body|clause|.*_clause)$/u.test(child.type)
    )
      return [child];
    return rows.last > rows.first ? childrenOf(child, lines) : [];
  });
}

function lastRowOf({ row, endRow, endCol }: CodeNode): number {
  return endCol === 0 && endRow > row ? endRow - 1 : endRow;
}

function startsRow({ row, col }: CodeNode, lines: readonly string[]): boolean {
  return (lines[row] ?? '').slice(0, col).trim() === '';
}

/** Closers and separators behind it are its own. */
function endsRow({ endRow, endCol }: CodeNode, lines: readonly string[]): boolean {
  return /^\s*[;,]?\s*$/u.test((lines[endRow] ?? '').slice(endCol));
}

/** Those that share no row with the one before. */
function disjoint(
  nodes: readonly CodeNode[],
  within: Rows,
  lines: readonly string[],
): readonly { readonly node: CodeNode; readonly rows: Rows }[] {
  let free = within.first;
  return nodes.flatMap((node) => {
    const rows = { first: node.row, last: Math.min(lastRowOf(node), within.last, lines.length - 1) };
    if (rows.first < free || rows.last < rows.first) return [];
    free = rows.last + 1;
    return [{ node, rows }];
  });
}

function gapsOf({ first, last }: Rows, inner: readonly Rows[]): readonly Rows[] {
  const gaps: Rows[] = [];
  let from = first;
  for (const rows of [...inner, { first: last + 1, last: last + 1 }]) {
    if (rows.first > from) gaps.push({ first: from, last: rows.first - 1 });
    from = rows.last + 1;
  }
  return gaps;
}

/** Cost of a level outwards, of all of the file between, and how much more what lies below costs. */
const SCOPE_COST = 100;
const DISTANCE_COST = 10;
const BELOW_FACTOR = 3;

/**
 * What it costs to show each block: 100 · levels outwards to what holds both it and the place, + depth, + 10 · share of the file between (× 3 below the place).
 * Imports are free: a name's type is found by them.
 */
export function costsOf(blocks: readonly Block[], place: Rows, rowCount: number): readonly number[] {
  const holds = (block: Rows): boolean => block.first <= place.first && place.last <= block.last;
  const levels = blocks.filter(holds).length;
  const scope: number[] = [];
  return blocks.map((block, index) => {
    const inherited = block.parent === undefined ? levels : (scope[block.parent] ?? levels);
    const own = holds(block) ? Math.max(0, inherited - 1) : inherited;
    scope[index] = own;
    if (block.isImport) return 0;
    const above = Math.max(0, place.first - block.last);
    const below = Math.max(0, block.first - place.last);
    const distance = (above + below * BELOW_FACTOR) / Math.max(1, rowCount);
    return SCOPE_COST * own + block.depth + DISTANCE_COST * distance;
  });
}
