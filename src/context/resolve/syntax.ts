/** How expressions look in each language, as far as the resolver reads them: data only. A new language is one entry. */

export interface ExpressionSyntax {
  /** Between an object and its member, the longest first. */
  readonly operators: readonly string[];
  /** Creates an object of the class that follows. */
  readonly newWord?: string;
  /** Characters of names besides letters, digits and `_`. */
  readonly nameCharacters: string;
  /** What starts a comment to the end of the line. */
  readonly lineComment: string;
}

const SCRIPT: ExpressionSyntax = { operators: ['?.', '.'], newWord: 'new', nameCharacters: '$#', lineComment: '//' };

/** By the language's id. */
export const EXPRESSIONS: Readonly<Record<string, ExpressionSyntax>> = {
  php: { operators: ['?->', '->', '::'], newWord: 'new', nameCharacters: '$\\', lineComment: '//' },
  typescript: SCRIPT,
  tsx: SCRIPT,
  javascript: SCRIPT,
  python: { operators: ['.'], nameCharacters: '', lineComment: '#' },
  lua: { operators: ['.', ':'], nameCharacters: '', lineComment: '--' },
  go: { operators: ['.'], nameCharacters: '', lineComment: '//' },
  rust: { operators: ['.', '::'], nameCharacters: '', lineComment: '//' },
};
