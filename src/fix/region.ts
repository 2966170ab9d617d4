/** The rows that a repair may change: the function around the diagnostic, or as much of it as the model can copy without a fault. Pure. */
import type { CodeNode } from '../syntax/code-tree.ts';
import type { Span } from './diagnostic.ts';
import type { FixLanguage } from './languages/language.ts';
import { offsetIn, type SourceText } from './source-text.ts';

/** Rows, 0-based, both inclusive. */
export interface Rows {
  readonly first: number;
  readonly last: number;
}

export interface Region extends Rows {
  /** `function`, `class`: all of it. `statements`: some of a larger one. `lines`: nothing is known of the syntax there. */
  readonly kind: 'function' | 'class' | 'statements' | 'lines';
}

/** Most rows for models under 7 B, and for others: smaller models lose lines of longer texts. */
export const REGION_LINES = { small: 60, large: 120 } as const;
/** Rows around a diagnostic in a text that no grammar reads, to each side. */
const LINES_AROUND = 10;
/** A statement outside of functions, with as many rows of its neighbours. */
const LINES_OUTSIDE = 20;

export interface RegionWishes {
  readonly limit: number;
  /** The repair is one of the whole class: its methods, its header. */
  readonly wantsClass?: boolean;
}

/** @param root of the text's tree; `undefined` where there is none */
export function regionOf(
  source: SourceText,
  root: CodeNode | undefined,
  language: FixLanguage | undefined,
  target: Span,
  wishes: RegionWishes,
): Region {
  const lastRow = source.lines.length - 1;
  const row = Math.min(target.row, lastRow);
  if (root === undefined || language === undefined)
    return linesAround(row, Math.min(wishes.limit, 2 * LINES_AROUND + 1), lastRow);
  const start = offsetIn(source, row, target.col);
  const around = ancestors(root.at(start, Math.max(start, offsetIn(source, target.endRow, target.endCol))));
  const rowsOf = (node: CodeNode): Rows => nodeRows(node, lastRow);
  if (wishes.wantsClass) {
    const whole = around.find(({ type }) => language.classes.includes(type));
    if (whole !== undefined && fits(rowsOf(whole), wishes.limit)) return { ...rowsOf(outermost(whole)), kind: 'class' };
  }
  const functions = around.filter((node) => language.functions.includes(node.type) && hasOwnRows(node));
  // Of functions in functions the largest that fits: the others are its statements.
  const whole = functions.findLast((node) => fits(rowsOf(node), wishes.limit));
  if (whole !== undefined) return { ...rowsOf(outermost(whole)), kind: 'function' };
  const isOutside = functions.length === 0;
  const limit = isOutside ? Math.min(wishes.limit, LINES_OUTSIDE) : wishes.limit;
  const blocks = around.filter(({ type }) => language.blocks.includes(type));
  // Inside of functions as much as fits; outside of them only what stands directly around.
  const wanted = isOutside ? blocks : blocks.toReversed();
  return statementsIn(wanted, row, limit, lastRow) ?? linesAround(row, limit, lastRow);
}

function ancestors(node: CodeNode): readonly CodeNode[] {
  const found: CodeNode[] = [];
  for (let at: CodeNode | undefined = node; at !== undefined; at = at.parent) found.push(at);
  return found;
}

/** With what belongs to it on the same rows and around it: `export`, decorators. */
function outermost(node: CodeNode): CodeNode {
  let whole = node;
  for (
    let { parent } = node;
    parent !== undefined &&
    /^(?:export_statement|decorated_definition|lexical_declaration|variable_declarator|expression_statement|assignment_expression)$/u.test(
      parent.type,
    );
    { parent } = parent
  ) {
    whole = parent;
  }
  return whole;
}

/** A function that is more than a piece of a line. */
function hasOwnRows({ row, endRow, type }: CodeNode): boolean {
  return endRow > row || !/arrow|expression|literal/u.test(type);
}

/** The end column 0 means that the node ends with the line end before. */
function nodeRows({ row, endRow, endCol }: CodeNode, lastRow: number): Rows {
  return { first: row, last: Math.min(lastRow, endCol === 0 && endRow > row ? endRow - 1 : endRow) };
}

function fits({ first, last }: Rows, limit: number): boolean {
  return last - first + 1 <= limit;
}

/** The statement around in the first block where it fits, and as many of its neighbours as fit, evenly to both sides. */
function statementsIn(blocks: readonly CodeNode[], row: number, limit: number, lastRow: number): Region | undefined {
  for (const block of blocks) {
    const members = block.children.filter(({ isNamed }) => isNamed);
    const own = members.findIndex((member) => member.row <= row && row <= nodeRows(member, lastRow).last);
    const member = members[own];
    if (member === undefined || !fits(nodeRows(member, lastRow), limit)) continue;
    return {
      ...widened(
        members.map((each) => nodeRows(each, lastRow)),
        own,
        limit,
      ),
      kind: 'statements',
    };
  }
  return undefined;
}

function widened(members: readonly Rows[], own: number, limit: number): Rows {
  let { first = 0, last = 0 } = members[own] ?? {};
  let above = own - 1;
  let below = own + 1;
  for (let goesOn = true; goesOn; ) {
    goesOn = false;
    const upper = members[above];
    if (upper !== undefined && last - upper.first + 1 <= limit) {
      first = Math.min(first, upper.first);
      above--;
      goesOn = true;
    }
    const lower = members[below];
    if (lower !== undefined && lower.last - first + 1 <= limit) {
      last = Math.max(last, lower.last);
      below++;
      goesOn = true;
    }
  }
  return { first, last };
}

function linesAround(row: number, count: number, lastRow: number): Region {
  const half = Math.floor((count - 1) / 2);
  const first = Math.max(0, row - half);
  return { first, last: Math.min(lastRow, first + count - 1, row + half), kind: 'lines' };
}

/** Import statements at the top of the file, or of its namespaces. */
export function importNodes(root: CodeNode, language: FixLanguage): readonly CodeNode[] {
  return root.children.flatMap((child) => {
    if (language.imports.includes(child.type)) return [child];
    const body = child.field('body');
    return child.type.startsWith('namespace') && body !== undefined ? importNodes(body, language) : [];
  });
}
