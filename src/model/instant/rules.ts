/** How code of a language is cut into tokens: one line per kind of language (kinds.ts). Knows characters only, no grammar. */

/** What differs between languages. */
export interface TokenRules {
  /** Characters that names hold besides letters, digits and `_`. */
  readonly inNames: string;
  /** Characters that begin a name and stand nowhere else in it: PHP's `$`. */
  readonly beforeNames: string;
  /** Operators of two and more characters that count as one token. */
  readonly operators: readonly string[];
}

const C_LIKE = ['==', '!=', '<=', '>=', '&&', '||', '++', '--', '+=', '-=', '*=', '/=', '//', '/*', '*/', '<<', '>>'];
const SCRIPT = [...C_LIKE, '===', '!==', '=>', '??', '?.', '...', '**', '/**', '??=', '||=', '&&='];

/** For languages without a line of their own: words and punctuation. */
const PLAIN: TokenRules = { inNames: '', beforeNames: '', operators: [...C_LIKE, '=>', '->', '::', '..', '...'] };

const RULES: Readonly<Record<string, TokenRules>> = {
  php: {
    inNames: '',
    beforeNames: '$',
    operators: [...SCRIPT, '->', '?->', '::', '.=', '<=>', '<?', '?>'],
  },
  ts: { inNames: '$', beforeNames: '', operators: SCRIPT },
  py: { inNames: '', beforeNames: '', operators: ['==', '!=', '<=', '>=', '->', ':=', '**', '//', '+=', '-=', '"""'] },
  rb: { inNames: '', beforeNames: '@:', operators: [...C_LIKE, '=>', '->', '::', '&.', '<=>', '||=', '...'] },
  css: { inNames: '-', beforeNames: '.#@$', operators: ['/*', '*/', '::'] },
  sh: { inNames: '', beforeNames: '$', operators: ['[[', ']]', '&&', '||', ';;', '$(', '${'] },
  lua: { inNames: '', beforeNames: '', operators: ['--', '==', '~=', '<=', '>=', '..', '...', '[[', ']]'] },
  go: { inNames: '', beforeNames: '', operators: [...C_LIKE, ':=', '<-', '...', '&^'] },
  rs: { inNames: '', beforeNames: '', operators: [...C_LIKE, '=>', '->', '::', '..', '..=', '///'] },
};

/** The rules for a kind of language, as `kindOf` names it. */
export function rulesOf(kind: string): TokenRules {
  return RULES[kind] ?? PLAIN;
}
