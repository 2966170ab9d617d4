/** Groups what a query names into declarations with their parts, and collects drafts of declarations. Knows no language and reads no heads. */
import type { Capture } from '../../syntax/symbol-parser.ts';
import type { Declaration, SymbolKind } from '../symbols.ts';
import { oneLine } from './split.ts';

export type Draft = { -readonly [K in keyof Declaration]: Declaration[K] };

/** A node that declares something, with the nodes inside that say what. The first part of a name counts. */
export interface Item {
  readonly capture: Capture;
  readonly parts: ReadonlyMap<string, Capture>;
  /** The item around it. */
  readonly around: Item | undefined;
}

/** In UTF-16 units. */
const LONGEST_SIGNATURE = 300;

const PARTS: ReadonlySet<string> = new Set([
  'name',
  'params',
  'returns',
  'type',
  'value',
  'fn',
  'body',
  'templates',
  'bases',
  'receiver',
]);

/** @param captures in any order */
export function itemsOf(captures: readonly Capture[]): readonly Item[] {
  const sorted = [...captures].sort(
    (a, b) => a.start - b.start || b.end - a.end || Number(PARTS.has(a.name)) - Number(PARTS.has(b.name)),
  );
  const items: Item[] = [];
  const open: { readonly item: Item; readonly parts: Map<string, Capture> }[] = [];
  for (const capture of sorted) {
    while ((open.at(-1)?.item.capture.end ?? Number.POSITIVE_INFINITY) < Math.max(capture.end, capture.start + 1))
      open.pop();
    const last = open.at(-1);
    if (PARTS.has(capture.name)) {
      if (last !== undefined && !last.parts.has(capture.name) && !isInDefault(capture, last.parts)) {
        last.parts.set(capture.name, capture);
      }
      continue;
    }
    // Two patterns may name one node.
    if (last !== undefined && last.item.capture.start === capture.start && last.item.capture.end === capture.end)
      continue;
    const parts = new Map<string, Capture>();
    const item: Item = { capture, parts, around: last?.item };
    items.push(item);
    open.push({ item, parts });
  }
  return items;
}

/** The body of a function that is a parameter's default is not that of the function around. */
function isInDefault({ name, start }: Capture, parts: ReadonlyMap<string, Capture>): boolean {
  return (name === 'body' || name === 'returns') && start < (parts.get('params')?.end ?? 0);
}

/** What is found in a file, in its order. */
export class Drafts {
  readonly #declarations: Draft[] = [];
  readonly #indexOf = new Map<Item, number>();
  readonly #text: string;
  readonly #rowOf: (offset: number) => number;

  constructor(text: string, rowOf: (offset: number) => number) {
    this.#text = text;
    this.#rowOf = rowOf;
  }

  get all(): readonly Declaration[] {
    return this.#declarations;
  }

  /** To be completed by what stands further down. */
  get drafts(): readonly Draft[] {
    return this.#declarations;
  }

  /** @param nameAt UTF-16 offset; @param row 0-based, where its comment or its modifiers begin */
  add(
    item: Item,
    kind: SymbolKind,
    name: string,
    signature: string,
    more: Partial<Draft> & { readonly nameAt?: number; readonly isMember?: boolean } = {},
  ): number {
    const { nameAt = item.parts.get('name')?.start ?? item.capture.start, isMember = false, ...rest } = more;
    const parent = rest.parent ?? (isMember ? this.parentOf(item) : -1);
    const inside = parent < 0 ? this.#functionAround(item) : undefined;
    const index = this.#declarations.push({
      kind,
      name,
      // What stands in a function is nobody's outside of it: its name is not to be mistaken for another's.
      qualified: parent < 0 ? (inside === undefined ? name : `${inside.name}.${name}`) : '',
      ...(inside === undefined ? {} : { visibility: 'private' }),
      row: item.capture.row,
      endRow: item.capture.endRow,
      nameRow: this.#rowOf(nameAt),
      signature: shortSignature(signature),
      ...rest,
      parent,
    });
    if (!this.#indexOf.has(item)) this.#indexOf.set(item, index - 1);
    return index - 1;
  }

  #functionAround({ around }: Item): Draft | undefined {
    for (let outer = around; outer !== undefined; outer = outer.around) {
      const found = this.#declarations[this.indexOf(outer)];
      if (found?.kind === 'function' || found?.kind === 'method') return found;
    }
    return undefined;
  }

  /** Index of the type that is around an item; −1 where none is. */
  parentOf(item: Item): number {
    return this.indexOf(item.around);
  }

  /** Index of what was made of an item first; −1 for nothing. */
  indexOf(item: Item | undefined): number {
    return item === undefined ? -1 : (this.#indexOf.get(item) ?? -1);
  }

  /**
   * In the order of the file, where types were added before what is written above them: a type stands before its first member, wherever it is
   * declared.
   */
  inOrder(): readonly Declaration[] {
    const all = this.#declarations;
    const firstRows = all.map(({ row }) => row);
    for (let at = all.length - 1; at >= 0; at--) {
      const { parent } = all[at] ?? { parent: -1 };
      if (parent >= 0) firstRows[parent] = Math.min(firstRows[parent] ?? 0, firstRows[at] ?? 0);
    }
    const order = all.map((_, at) => at).sort((a, b) => (firstRows[a] ?? 0) - (firstRows[b] ?? 0) || a - b);
    const places = new Map(order.map((from, to) => [from, to]));
    return order.flatMap((from) => {
      const one = all[from];
      return one === undefined ? [] : [{ ...one, parent: places.get(one.parent) ?? -1 }];
    });
  }

  text(capture: Capture | undefined): string {
    return capture === undefined ? '' : this.#text.slice(capture.start, capture.end);
  }
}

export function shortSignature(text: string): string {
  return oneLine(
    text
      .replace(/,?\s*\n\s*([)\]])/gu, '$1')
      .replace(/\s+([,):])/gu, '$1')
      .replace(/([([])\s+/gu, '$1'),
    LONGEST_SIGNATURE,
  );
}

/** The property of that name and value, or nothing: keeps records free of empty fields. */
export function given<K extends keyof Draft>(key: K, value: Draft[K]): Partial<Draft> {
  const isEmpty =
    value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0);
  const more: Partial<Draft> = {};
  if (!isEmpty) more[key] = value;
  return more;
}
