/** What a context source is, and the moment that it is asked about. A source is one file in `sources/` and one line in `registry.ts`. */
import type { Language } from '../syntax/language.ts';
import type { Snippet, SourceName } from '../text/snippet.ts';
import type { ProjectView } from './project.ts';
import type { Declaration, FileSymbols } from './symbols.ts';

/** A member access that the cursor stands in: `$this->repo->fi|`. */
export interface MemberAccess {
  /** Text before the arrow: `$this->repo`. */
  readonly receiver: string;
  /** `->`, `?->`, `::`, `.`, `:`. */
  readonly operator: string;
  /** What is typed of the name so far; '' directly at the arrow. */
  readonly typed: string;
}

/** Everything that is known of the place that context is wanted for. Rows are 0-based, offsets UTF-16 code units in `text`. */
export interface Moment {
  /** Absolute path of the file; '' for a buffer without a name. */
  readonly path: string;
  /** From the project's root, with `/`. */
  readonly relative: string;
  readonly language: Language | undefined;
  /** The whole document as it is in the editor. Line ends are `\n`. */
  readonly text: string;
  readonly lines: readonly string[];
  readonly offset: number;
  readonly row: number;
  /** Text of the cursor's row before the cursor. */
  readonly linePrefix: string;
  /** What the prompt shows of this document anyway: rows [first, last]. */
  readonly window: readonly [first: number, last: number];
  /** Declarations of this document: half-typed code is repaired on a copy first. */
  readonly symbols: FileSymbols;
  /** The innermost type (class …) and function around the cursor. */
  readonly enclosingType: { readonly declaration: Declaration; readonly index: number } | undefined;
  readonly enclosingFunction: { readonly declaration: Declaration; readonly index: number } | undefined;
  /** Where the cursor stands in a member access. */
  readonly member: MemberAccess | undefined;
  /** Identifiers (without `$`) that stand in the window: the model has seen them. */
  readonly seen: ReadonlySet<string>;
  /** Tokens of the whole context. */
  readonly budget: number;
  /** Estimated tokens of a text in the prompt's family. Additive. */
  readonly estimate: (text: string) => number;
  /** Rows above and below the cursor that similar code is searched by. */
  readonly queryRows: readonly [above: number, below: number];
  /** Edits with less in common with the lines around the cursor are left out, 0–1. */
  readonly editsThreshold: number;
  /** Text of the system clipboard; '' when it is not to be used. */
  readonly clipboard: string;
}

export interface Source {
  readonly name: SourceName;
  /** Largest share of the whole budget, 0–1. What a source does not need goes on to the later ones; the last ones take what is left. */
  share(moment: Moment): number;
  /**
   * The best snippets that fit, best first; their `tokens` together are at most `room`.
   * Never throws for odd code. Answers at once from what is known by now: what takes longer is got ready for the next time.
   * @param room tokens
   */
  collect(moment: Moment, project: ProjectView, room: number): readonly Snippet[];
}
