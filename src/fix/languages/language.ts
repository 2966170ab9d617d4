/** What a language is to the repair of diagnostics: which nodes enclose, what stands for a way out that repairs nothing. Data only. */
import type { ImportOffer, MissingMember } from '../../context/service.ts';

/** What an import statement says, as far as its place among others goes. */
export interface ImportParts {
  /** Namespace with name, module, package. */
  readonly path: string;
  /** Of its kind: the smaller stands first where the file goes by kinds. */
  readonly rank: number;
  /** Of its form: `import x` and `from x import y`. */
  readonly form: number;
  /** In braces, or behind `import`, as they are written. */
  readonly names?: readonly string[];
  /** All names are of types. */
  readonly isType?: boolean;
  /** It brings in more than names: a default, everything. */
  readonly isWhole?: boolean;
  /** Kinds are kept apart by a blank line as a rule. */
  readonly isApart?: boolean;
}

/** A member as lines, in tabs and without the class's indentation; `undefined` where its type allows no body. */
export type MemberStyle = (member: MissingMember) => readonly string[] | undefined;

/** What blocks begin and end with, line by line. Tested on lines without blanks around and comments behind. */
export interface BlockSigns {
  /** The line opens one. */
  readonly opens: RegExp;
  /** It closes the one before; it may open the next one at once. */
  readonly closes: RegExp;
  /** It does no more than close: it may be surplus. */
  readonly alone: RegExp;
  /** What a line that opens one ends with; none where that is another word each time. */
  readonly opener?: string;
  readonly closer: string;
}

/** How a function gives a value. */
export interface ReturnWords {
  /** What ends the statement. */
  readonly end: string;
  /** The own object. */
  readonly own: string;
  /** Types that mean the own object. */
  readonly selfTypes: readonly string[];
  /** A local variable. */
  readonly local: RegExp;
  /** What follows a variable at the beginning of a statement that only gives it a value. */
  readonly writes: RegExp;
  /** What follows it where the statement adds to it, and the types of what is built so. */
  readonly builds: readonly { readonly write: RegExp; readonly type: RegExp }[];
}

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
  /**
   * How a name is brought in, the likeliest first; none where the offer is of no use here. The first brings in the offer's further names as well, where it has
   * some.
   * @param text of the file, for its habits
   */
  readonly importTexts?: (offer: ImportOffer, alias: string, text: string) => readonly string[];
  /** Modules that are there without a project that names them. */
  readonly modules?: ReadonlySet<string>;
  readonly importParts?: (statement: string) => ImportParts;
  /** A line that imports may stand under. */
  readonly conditionalImport?: RegExp;
  /** Indentation where the text has none to go by; four blanks where this is not said. */
  readonly usualUnit?: string;
  /** Ways to write members that a class lacks, the likeliest first. @param text of the file, for its habits */
  readonly memberStyles?: (text: string) => readonly MemberStyle[];
  /** Braces where this is not said. */
  readonly blockSigns?: BlockSigns;
  /** Lines that a word ends, and the word with the blank before it. Tested on lines without comments behind. */
  readonly heads?: readonly { readonly head: RegExp; readonly word: string }[];
  /** What strings begin and end with, sign by sign; `'`, `"` and backticks where this is not said. */
  readonly quotes?: string;
  readonly returns?: ReturnWords;
  /** Compares two values. */
  readonly equals?: string;
  /** What a member is reached by, and what may have been meant. */
  readonly receivers?: readonly { readonly from: RegExp; readonly to: string; readonly says: string }[];
  /** Before a member of the own object. */
  readonly ownMember?: string;
  /** What stands before a member of the own object or class, at the end of a text; callables that name it among them. */
  readonly ownReach?: RegExp;
  /** In a signature, with the blank behind it. */
  readonly staticModifier?: RegExp;
  /** Ways to silence a report instead of repairing what it is about. Each matches one use; comments are in. */
  readonly suppressions: readonly RegExp[];
  /** Assertions of types that nothing checks: forbidden where an entry of the cookbook says so. */
  readonly casts?: readonly RegExp[];
  /** Bodies that only say that there is none. */
  readonly stubs: readonly RegExp[];
}

/** In comments of every language. */
export const USUAL_STUBS: readonly RegExp[] = [
  /\bnot[ _-]?(?:yet[ _-]?)?implemented\b/giu,
  /(?:\/\/|#|\/\*|\*)\s*(?:todo|fixme)\b[^\n]*\bimplement/giu,
  /(?:\/\/|#|\/\*)\s*(?:your|add|implement|insert|write)\s+(?:the\s+|your\s+)?(?:code|logic|implementation|method|body)\b/giu,
];
