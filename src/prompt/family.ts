/** What the prompt format of a model family consists of, as data. It knows no family by name. */

/** Order of prefix (P), suffix (S) and middle (M) in a prompt. */
export type Order = 'psm' | 'spm';

/** The special tokens with a role in the prompt, spelled as in the family's vocabulary. */
export interface FamilyTokens {
  readonly prefix: string;
  readonly suffix: string;
  /** Absent from the prompts of codestral, but in its vocabulary. */
  readonly middle: string;
  readonly pad?: string;
  readonly bos?: string;
  readonly repoName?: string;
  readonly fileSep?: string;
}

/** How text of other files is laid out before the current one. `{repo}`, `{path}`, `{text}`, `{comment}` are filled in. */
export interface ContextFormat {
  readonly kind: 'repo' | 'repo-path-inside-prefix' | 'file-head' | 'file-sep' | 'plusplus' | 'comment';
  readonly head: string;
  readonly file: string;
  readonly current: string;
}

export interface Family {
  /** As in the option `model.family`. */
  readonly id: string;
  /** Any of these in a lower-case model name says that it belongs here. */
  readonly names: readonly RegExp[];
  /** Names of models of this family that were not trained to fill in the middle. */
  readonly cannotFill?: RegExp;
  /** Names of models that can, but lost much of it by instruction tuning: taken only when nothing else is there. */
  readonly fillsBadly?: RegExp;
  readonly tokens: FamilyTokens;
  /** Tokens that end the middle. The server ends there by itself when its vocabulary marks them so; as stop strings they are sent besides. */
  readonly eot: readonly string[];
  /** What a middle ends with in training, where that is not the first of `eot`. */
  readonly trainedEnd?: string;
  /** Further control tokens of the vocabulary, which the user's text must not contain either. */
  readonly controls: readonly string[];
  /** One template for each order that the family was trained on, with `{prefix}` and `{suffix}`. */
  readonly templates: Readonly<Partial<Record<Order, string>>>;
  readonly defaultOrder: Order;
  /** Strings that end a completion. None of them may occur in honest code. */
  readonly stops: readonly string[];
  readonly context: ContextFormat;
  /** Characters of source code a token of its vocabulary has, a little less than on average; see `estimateTokens`. */
  readonly charsPerToken?: number;
  /** The higher, the sooner a model of this family is chosen by `auto`. */
  readonly preference: number;
}

const specials = new WeakMap<Family, readonly string[]>();

/** Every token that must not occur in the user's part of a prompt; the same array for each call. Plain-text stops are not among them. */
export function specialTokens(family: Family): readonly string[] {
  let tokens = specials.get(family);
  if (tokens === undefined) {
    const all = [
      ...Object.values(family.tokens),
      ...family.eot,
      ...family.controls,
      ...family.stops.filter(isTokenLike),
    ];
    tokens = [...new Set(all)].filter((token): token is string => typeof token === 'string' && token !== '');
    specials.set(family, tokens);
  }
  return tokens;
}

/** Whether `text` is spelled like a control token, `<…>` or `[…]` without blanks. */
function isTokenLike(text: string): boolean {
  return /^(?:<\S+>|\[\S+\])$/u.test(text);
}
