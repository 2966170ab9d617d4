/** What an expression can see: the code before it, the function and the type that it stands in. Plain data. */
import type { Found, ProjectView } from '../project.ts';
import type { FileSymbols, Param } from '../symbols.ts';

export interface Scope {
  readonly project: ProjectView;
  /** Absolute path of the file that the expression stands in. */
  readonly path: string;
  readonly symbols: FileSymbols;
  /** Code from the start of the function (of the file where there is none) to the expression. */
  readonly before: string;
  readonly params: readonly Param[];
  /** Name of that function. */
  readonly method?: string | undefined;
  /** The type around it: what `$this`, `self` and `this` are. */
  readonly self: Found | undefined;
  /** Names that are known besides, with their types: parameters of a function that is an argument. */
  readonly given?: ReadonlyMap<string, string> | undefined;
  /** Of the class that `self` is used as: templates, and what `static` stands for; '' for itself. */
  readonly as: string;
  /** How many types may still be looked up on the way. */
  readonly depth: number;
  /** Look-ups that may still be made for the whole question: what branches at every step would never end. Counted down in place. */
  readonly work: { left: number };
}

/** Further look-ups on the way to one type are a circle, or a guess. */
export const MOST_STEPS = 12;
/** A type that is known takes 5 to 60; p99 of the time is spent on those that are not. */
export const MOST_WORK = 250;

/** The same place, one step further on. */
export function deeper(scope: Scope, before = scope.before): Scope {
  const { project, path, symbols, params, method, self, given, as, depth, work } = scope;
  // Field by field: one shape for all of them, and faster than `...scope`.
  return { project, path, symbols, before, params, method, self, given, as, depth: depth - 1, work };
}
