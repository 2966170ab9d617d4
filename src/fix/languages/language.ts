/** What a language is to the repair of diagnostics: which nodes enclose, what stands for a way out that repairs nothing. Data only. */
import type { ImportOffer } from '../../context/service.ts';

export interface FixLanguage {
  /** Of the entry in `src/syntax`. */
  readonly id: string;
  /** As messages and fences say it; the first is used in prompts. */
  readonly names: readonly string[];
  /** Types of nodes: functions and methods. */
  readonly functions: readonly string[];
  /** Classes and what is like them. */
  readonly classes: readonly string[];
  /** Statements that bring in names from elsewhere. */
  readonly imports: readonly string[];
  /** Nodes that hold statements or members, one below the other. */
  readonly blocks: readonly string[];
  /** Nodes that call something. */
  readonly calls: readonly string[];
  /** A line that is an import, in an answer that has no tree of its own. */
  readonly importLine?: RegExp;
  /** How a name is brought in, the likeliest first; none where the offer is of no use here. */
  readonly importTexts?: (offer: ImportOffer, alias: string) => readonly string[];
  /** Compares two values. */
  readonly equals?: string;
  /** What a member is reached by, and what may have been meant. */
  readonly receivers?: readonly { readonly from: RegExp; readonly to: string; readonly says: string }[];
  /** Before a member of the own object. */
  readonly ownMember?: string;
  /** In a signature, with the blank behind it. */
  readonly staticModifier?: RegExp;
  /** Ways to silence a report instead of repairing what it is about. Each matches one use; comments are in. */
  readonly suppressions: readonly RegExp[];
  /** Bodies that only say that there is none. */
  readonly stubs: readonly RegExp[];
}

/** In comments of every language. */
export const USUAL_STUBS: readonly RegExp[] = [
  /\bnot[ _-]?(?:yet[ _-]?)?implemented\b/giu,
  /(?:\/\/|#|\/\*|\*)\s*(?:todo|fixme)\b[^\n]*\bimplement/giu,
  /(?:\/\/|#|\/\*)\s*(?:your|add|implement|insert|write)\s+(?:the\s+|your\s+)?(?:code|logic|implementation|method|body)\b/giu,
];
