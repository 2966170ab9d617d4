/** The declarations of a PHP file while it is read: those that say no type get the values that tell it. Reads no heads. */
import type { Declaration, Param, SymbolKind } from '../symbols.ts';
import { betterType } from './php-better-type.ts';
import { plainParam } from './php-docs.ts';
import { headText } from './php-text.ts';
import { expressionEnd, oneLine } from './split.ts';

export type Draft = { -readonly [K in keyof Declaration]: Declaration[K] };

/** 0-based rows. */
export interface Place {
  readonly row: number;
  readonly nameRow: number;
  readonly endRow: number;
}

/** Longest value that is kept, and longest that is read, in UTF-16 units; how many are kept of a declaration. */
const LONGEST_VALUE = 200;
const LONGEST_EXPRESSION = 1000;
const MOST_VALUES = 3;

/** Say nothing of what else may be there. */
const TELLS_NOTHING = /^(?:null|\[\]|array\(\)|)$/iu;

export interface Assignment {
  /** Index of the declaration. */
  readonly type: number;
  readonly name: string;
  /** The function that it stands in. */
  readonly where: string;
  /** Of the value, in UTF-16 units. */
  readonly offset: number;
}

/** A value in code: where it begins, and where the function ends that it stands in. UTF-16 offsets. */
export interface ValuePlace {
  readonly offset: number;
  readonly limit: number;
}

export class PhpDeclarations {
  readonly #declarations: Draft[] = [];
  readonly #assignments: Assignment[] = [];

  /** @returns its index */
  add(
    kind: SymbolKind,
    name: string,
    parent: number,
    { row, endRow, nameRow }: Place,
    signature: string,
    more: Partial<Draft>,
  ): number {
    return this.#declarations.push({ kind, name, qualified: '', parent, row, endRow, nameRow, signature, ...more }) - 1;
  }

  addDraft(draft: Draft): void {
    this.#declarations.push(draft);
  }

  at(index: number): Draft {
    const declaration = this.#declarations[index];
    if (declaration === undefined) throw new RangeError(`declaration ${index} of ${this.#declarations.length}`);
    return declaration;
  }

  /** A parameter with what a comment says of it. Of a variadic one it may tell the type of all that it takes. */
  param(written: Param, doc: string): Param {
    const { type: native = '' } = written;
    const isWhole = written.isVariadic === true && doc === `${native}[]`;
    const type = betterType(native, isWhole ? '' : doc);
    return plainParam(type === '' ? written : { ...written, type });
  }

  /** A function gives back what stands at `offset`: kept where nothing says its type. */
  returned(declaration: Draft, text: string, offset: number): void {
    if (declaration.type !== undefined || declaration.values?.length === MOST_VALUES) return;
    const value = valueAt(text, offset);
    if (TELLS_NOTHING.test(value) || declaration.values?.includes(value) === true) return;
    declaration.values = [...(declaration.values ?? []), value];
  }

  assigned(assignment: Assignment): void {
    this.#assignments.push(assignment);
  }

  get all(): readonly Draft[] {
    return this.#declarations;
  }

  /** In their order. */
  get assignments(): readonly Assignment[] {
    return this.#assignments;
  }
}

/** Says what properties without a type are given: they may be declared below the functions that assign to them. */
export function tellAssigned(declarations: readonly Draft[], assignments: readonly Assignment[], text: string): void {
  if (assignments.length === 0) return;
  const untyped = new Map<string, Draft>();
  for (const declaration of declarations) {
    if (isUntyped(declaration)) untyped.set(`${declaration.parent} ${declaration.name}`, declaration);
  }
  for (const { type, name, where, offset } of assignments) {
    const property = untyped.get(`${type} ${name}`);
    const known = property?.values ?? [];
    if (property === undefined || known.length === MOST_VALUES) continue;
    const value = valueAt(text, offset);
    if (TELLS_NOTHING.test(value) || known.includes(value)) continue;
    property.values = [...known, value];
    property.valuesIn = [...(property.valuesIn ?? []), where];
  }
}

/** What is assigned to it tells its type. */
export function isUntyped({ kind, type }: Declaration): boolean {
  return kind === 'property' && type === undefined;
}

function valueAt(text: string, offset: number): string {
  return oneLine(headText(text.slice(offset, valueEnd(text, offset))), LONGEST_VALUE);
}

/** Up to where a text is looked at for the value at `offset`. */
export function valueEnd(text: string, offset: number): number {
  return expressionEnd(text, offset, LONGEST_EXPRESSION);
}
