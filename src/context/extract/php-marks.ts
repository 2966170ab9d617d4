/** Places in a PHP file where a reading of it can stop and begin. */
import type { Reference } from '../symbols.ts';
import type { Draft } from './php-declarations.ts';
import type { PhpNames } from './php-names.ts';

/** A type whose members are being read. */
export interface Scope {
  readonly end: number;
  /** Index of its declaration. */
  readonly type: number;
  readonly templates: ReadonlySet<string>;
}

/** How far a reading has come when it takes a declaration that stands in a type, or in none. */
export interface Mark {
  /** Of the capture. */
  readonly index: number;
  /** How many were declared, and how many assignments were found, before it. */
  readonly declared: number;
  readonly assigned: number;
  /** The type around it, and how many traits it was seen to use. */
  readonly scope: Scope | undefined;
  readonly traits: number;
  /** See {@link PhpNames.meaning}. */
  readonly meaning: string;
  /** What is named from there to the next mark, each name once in each role, where it is met first. */
  readonly references: ReadonlyMap<string, Reference>;
}

/** Where a reading begins that isn't to read all of a text. */
export interface PhpStart {
  /** What names mean there. */
  readonly names: PhpNames;
  /** UTF-16 offsets of the code to be read. */
  readonly from: number;
  readonly to: number;
  /** The type around, the first of what is declared. */
  readonly around: { readonly declaration: Draft; readonly scope: Scope } | undefined;
  readonly rowOf: (offset: number) => number;
}
