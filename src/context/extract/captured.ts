/** Groups what a query names into declarations with their parts, and collects drafts of declarations. Knows no language and reads no heads. */
import type { Capture } from '../../syntax/symbol-parser.ts';
import type { Declaration, Import, Param, Reference, SymbolKind } from '../symbols.ts';
import { expressionEnd, oneLine, piecesOutside } from './split.ts';

export type Draft = { -readonly [K in keyof Declaration]: Declaration[K] };

/** A node that declares something, with the nodes inside that say what. The first part of a name counts. */
export interface Item {
  readonly capture: Capture;
  readonly parts: ReadonlyMap<string, Capture>;
  /** The item around it. */
  readonly around: Item | undefined;
}

/** Longest signature, value and default, and longest code read for a value, in UTF-16 units; how many values are kept. */
const LONGEST_SIGNATURE = 300;
export const LONGEST_VALUE = 200;
const LONGEST_EXPRESSION = 1000;
export const MOST_VALUES = 3;

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
      if (last !== undefined && !last.parts.has(capture.name)) last.parts.set(capture.name, capture);
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
    const index = this.#declarations.push({
      kind,
      name,
      qualified: parent < 0 ? name : '',
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

  /** Index of the type that is around an item; −1 where none is. */
  parentOf(item: Item): number {
    return item.around === undefined ? -1 : (this.#indexOf.get(item.around) ?? -1);
  }

  text(capture: Capture | undefined): string {
    return capture === undefined ? '' : this.#text.slice(capture.start, capture.end);
  }
}

export function shortSignature(text: string): string {
  return oneLine(text.replace(/\s+([,):])/gu, '$1').replace(/([(])\s+/gu, '$1'), LONGEST_SIGNATURE);
}

/** The property of that name and value, or nothing: keeps records free of empty fields. */
export function given<K extends keyof Draft>(key: K, value: Draft[K]): Partial<Draft> {
  const isEmpty =
    value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0);
  const more: Partial<Draft> = {};
  if (!isEmpty) more[key] = value;
  return more;
}

/** A piece of a list of parameters: `name?: type = value`. @param colon what stands between the name and its type */
export interface Pieces {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** Takes `name: type = value` apart. */
export function pieces(text: string): Pieces {
  const equals = piecesOutside(text, '=', true).find(
    ({ end }) => text[end] === '=' && text[end + 1] !== '>' && text[end + 1] !== '=',
  );
  const front = equals === undefined ? text : text.slice(0, equals.end);
  const colon = piecesOutside(front, ':')[0]?.end ?? front.length;
  return {
    name: front.slice(0, colon).trim(),
    type: front.slice(colon + 1).trim(),
    value: equals === undefined ? '' : text.slice(equals.end + 1).trim(),
  };
}

export function param(name: string, type: string, isOptional: boolean, isVariadic: boolean): Param {
  return {
    name,
    ...(type === '' ? {} : { type }),
    ...(isOptional ? { isOptional } : {}),
    ...(isVariadic ? { isVariadic } : {}),
  };
}

/** The expression at `start`: to a `;`, or to the end of a line that the next one does not go on from. */
export function valueAt(text: string, start: number): string {
  const code = text.slice(start, start + LONGEST_EXPRESSION);
  let end = expressionEnd(code, 0, LONGEST_EXPRESSION);
  for (const piece of piecesOutside(code.slice(0, end), '\n')) {
    if (/^\s*(?:[.?:&|+]|$)/u.test(code.slice(piece.end + 1)) || code.slice(0, piece.end).trim() === '') continue;
    end = piece.end;
    break;
  }
  const value = oneLine(code.slice(0, end), LONGEST_EXPRESSION);
  return value.length > LONGEST_VALUE ? '' : value;
}

/** The same length, with blanks in place of what `pattern` finds; line ends stay. */
export function blanked(text: string, pattern: RegExp): string {
  return text.replace(pattern, (found) => found.replace(/[^\n]/gu, ' '));
}

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const ROLES: Readonly<Record<string, Reference['role']>> = { extends: 'extends', implements: 'implements', new: 'new' };
/** So far around a name is looked, in UTF-16 units. */
const BEFORE = 14;
const AFTER = 80;

/**
 * Where imported names are used.
 * @param code without comments and strings
 * @param skip ranges of the imports themselves, in the order of the text
 */
export function importedUses(
  code: string,
  imports: readonly Import[],
  skip: readonly Capture[],
  rowOf: (offset: number) => number,
): readonly Reference[] {
  const byAlias = new Map(imports.map((one) => [one.alias, one]));
  const found = new Map<string, Reference>();
  let next = 0;
  for (const match of code.matchAll(WORD)) {
    const [word] = match;
    const imported = byAlias.get(word);
    if (imported === undefined) continue;
    const at = match.index;
    while ((skip[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next++;
    if ((skip[next]?.start ?? Number.POSITIVE_INFINITY) <= at) continue;
    const use = useOf(imported, code.slice(Math.max(0, at - BEFORE), at), code.slice(at + word.length, at + AFTER));
    const key = `${use?.role} ${use?.name}`;
    if (use !== undefined && !found.has(key)) found.set(key, { ...use, row: rowOf(at) });
  }
  return [...found.values()];
}

/** What an imported name stands for between two pieces of code; `undefined` for a member of that name, which is something else. */
function useOf({ alias, name, kind }: Import, before: string, after: string): Omit<Reference, 'row'> | undefined {
  if (/(?<!\.\.)\.\s*$|::\s*$/u.test(before)) return undefined;
  const member = kind === 'module' ? /^\s*(?:\.|::)\s*([\p{L}_$][\p{L}\p{N}_$]*)/u.exec(after) : null;
  const own = name === '*' || name === 'default' ? alias : name;
  const rest = after.slice(member?.[0].length ?? 0);
  const role = ROLES[/(\w+)\s+$/u.exec(before)?.[1] ?? ''] ?? (/^\s*\(/u.test(rest) ? 'call' : 'type');
  return { name: member?.[1] ?? own, role };
}
