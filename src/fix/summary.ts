/** The document around a region within a budget: the blocks that are nearest by structure, and a mark for what is left out. Pure. */
import type { CodeNode } from '../syntax/code-tree.ts';
import { estimateTokens } from '../text/tokens.ts';
import type { FixLanguage } from './languages/language.ts';
import { blocksOf, costsOf } from './overlay.ts';
import type { Rows } from './region.ts';

export interface Summary {
  /** '' where nothing fits. */
  readonly text: string;
  /** Estimated. */
  readonly tokens: number;
  /** 0-based rows that are shown. */
  readonly rows: readonly number[];
}

export interface SummaryWishes {
  readonly budget: number;
  readonly charsPerToken: number;
  /** Starts a comment: elisions are marked by one. */
  readonly lineComment: string;
}

const NOTHING: Summary = { text: '', tokens: 0, rows: [] };

/**
 * @param region is not shown, as the prompt has it elsewhere; its place is marked
 * @param root of the tree of `lines`; without one nothing but lines around the region is shown
 */
export function summarise(
  lines: readonly string[],
  region: Rows,
  root: CodeNode | undefined,
  language: FixLanguage | undefined,
  wishes: SummaryWishes,
): Summary {
  if (lines.length <= region.last - region.first + 1) return NOTHING;
  const priceOf = (text: string): number => estimateTokens(`${text}\n`, wishes.charsPerToken);
  const shown = new Shown(lines.map(priceOf), region, priceOf(elision(wishes.lineComment, lines.length, lines.length)));
  for (const rows of candidates(lines, region, root, language)) shown.addWithin(rows, wishes.budget);
  const rows = lines.flatMap((_, row) => (shown.has(row) ? [row] : []));
  if (rows.length === 0) return NOTHING;
  const text = render(lines, region, shown, wishes.lineComment);
  return { text, tokens: estimateTokens(text, wishes.charsPerToken), rows };
}

/** Sets of rows, cheapest first; each with what encloses it. */
function candidates(
  lines: readonly string[],
  region: Rows,
  root: CodeNode | undefined,
  language: FixLanguage | undefined,
): readonly (readonly Rows[])[] {
  if (root === undefined) return aroundRows(lines.length, region);
  const blocks = blocksOf(root, lines, language?.imports ?? []);
  const costs = costsOf(blocks, region, lines.length);
  const order = blocks.map((_, index) => index).sort((a, b) => (costs[a] ?? 0) - (costs[b] ?? 0) || a - b);
  return order.map((index) => {
    const rows: Rows[] = [];
    for (let at: number | undefined = index; at !== undefined; at = blocks[at]?.parent)
      rows.push(...(blocks[at]?.own ?? []));
    return rows;
  });
}

/** Row by row outwards, what stands above first. */
function aroundRows(count: number, { first, last }: Rows): readonly (readonly Rows[])[] {
  const rows: Rows[][] = [];
  for (let step = 1; first - step >= 0 || last + step < count; step++) {
    for (const row of [first - step, last + step]) if (row >= 0 && row < count) rows.push([{ first: row, last: row }]);
  }
  return rows;
}

/** Rows that are shown, and what they cost with the marks between them. */
class Shown {
  readonly #rows: Uint8Array;
  readonly #prices: readonly number[];
  readonly #markPrice: number;
  #cost: number;

  /** @param markPrice the most that one mark costs */
  constructor(prices: readonly number[], region: Rows, markPrice: number) {
    this.#rows = new Uint8Array(prices.length);
    this.#prices = prices;
    this.#markPrice = markPrice;
    // The region's place is marked, and what is left out before and behind it.
    for (let row = region.first; row <= region.last; row++) this.#rows[row] = REGION;
    this.#cost = 3 * markPrice;
  }

  has(row: number): boolean {
    return this.#rows[row] === SHOWN;
  }

  /** Adds the rows when all of them fit. Rows that are shown already cost nothing. */
  addWithin(groups: readonly Rows[], budget: number): void {
    const added: number[] = [];
    for (const { first, last } of groups) {
      for (let row = first; row <= last; row++) if (this.#rows[row] === HIDDEN) added.push(row);
    }
    if (added.length === 0) return;
    let cost = 0;
    for (const row of added) cost += this.#prices[row] ?? 0;
    if (this.#cost + cost > budget) return;
    const before = this.#marksNear(added);
    for (const row of added) this.#rows[row] = SHOWN;
    cost += (this.#marksNear(added) - before) * this.#markPrice;
    if (this.#cost + cost <= budget) this.#cost += cost;
    else for (const row of added) this.#rows[row] = HIDDEN;
  }

  /** Places at the edges of these rows where something hidden begins. */
  #marksNear(rows: readonly number[]): number {
    const near = new Set(rows.flatMap((row) => [row, row + 1]));
    let marks = 0;
    for (const row of near) if (this.#rows[row] === HIDDEN && (row === 0 || this.#rows[row - 1] !== HIDDEN)) marks++;
    return marks;
  }
}

const HIDDEN = 0;
const SHOWN = 1;
const REGION = 2;

/** @param first, last from 1 */
function elision(comment: string, first: number, last: number): string {
  return first === last ? `${comment} … line ${first} left out` : `${comment} … lines ${first}-${last} left out`;
}

function render(lines: readonly string[], region: Rows, shown: Shown, comment: string): string {
  const out: string[] = [];
  for (let row = 0; row < lines.length; row++) {
    if (row === region.first) {
      out.push(`${comment} lines ${region.first + 1}-${region.last + 1}: the region to correct, below`);
      row = region.last;
    } else if (shown.has(row)) out.push(lines[row] ?? '');
    else {
      const first = row;
      while (row + 1 < lines.length && row + 1 !== region.first && !shown.has(row + 1)) row++;
      if (lines.slice(first, row + 1).some((line) => line.trim() !== ''))
        out.push(elision(comment, first + 1, row + 1));
    }
  }
  return out.join('\n');
}
