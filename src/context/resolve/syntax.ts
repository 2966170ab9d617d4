/** How expressions look in each language, as far as the resolver reads them: data only. A new language is one entry. */

export interface ExpressionSyntax {
  /** Between an object and its member, the longest first. */
  readonly operators: readonly string[];
  /** Creates an object of the class that follows. */
  readonly newWord?: string;
  /** Characters of names besides letters, digits and `_`. */
  readonly nameCharacters: string;
  /** What classes call what makes their objects: called by the language, and by classes below. */
  readonly constructorName?: string;
  /** Methods of a class can be called on its objects as well. */
  readonly objectsHaveStatics?: boolean;
  /**
   * What a class has can be read from its objects, and its methods from the class. Names between `__` are called by the language; only private names are
   * hidden from others.
   */
  readonly classesAreObjects?: boolean;
  /** Calls a function with the object that it is read from. */
  readonly methodOperator?: string;
  /** In front of the cursor: what is written is a new name. */
  readonly declares?: RegExp;
  /** What is not public is seen by all files of the folder, or by the file and what is below it. */
  readonly privateTo?: 'folder' | 'module';
  /** What may stand in front of the name of a private member that is being typed. */
  readonly privateMark?: RegExp;
  /** Says behind a value that it is there; such languages have type arguments in calls. */
  readonly assertion?: string;
  /** Starts code inside of a string in these quotes; `}` ends it. */
  readonly interpolation?: { readonly quotes: string; readonly start: string };
  /** Begins with a quote and is no string: lifetimes. */
  readonly notQuoted?: RegExp;
  /** What starts a comment to the end of the line. */
  readonly lineComment: string;
}

const SCRIPT: ExpressionSyntax = {
  operators: ['?.', '.'],
  newWord: 'new',
  nameCharacters: '$#',
  constructorName: 'constructor',
  privateMark: /(?<=[.])#$/u,
  assertion: '!',
  interpolation: { quotes: '`', start: '${' },
  lineComment: '//',
};

/** By the language's id. */
export const EXPRESSIONS: Readonly<Record<string, ExpressionSyntax>> = {
  php: {
    operators: ['?->', '->', '::'],
    newWord: 'new',
    nameCharacters: '$\\',
    constructorName: '__construct',
    objectsHaveStatics: true,
    lineComment: '//',
  },
  typescript: SCRIPT,
  tsx: SCRIPT,
  javascript: SCRIPT,
  python: {
    operators: ['.'],
    nameCharacters: '',
    constructorName: '__init__',
    classesAreObjects: true,
    interpolation: { quotes: `'"`, start: '{' },
    lineComment: '#',
  },
  lua: {
    operators: ['.', ':'],
    nameCharacters: '',
    classesAreObjects: true,
    methodOperator: ':',
    declares: /\bfunction\s+[\w.]+[.:]$|^\w+\.$/u,
    lineComment: '--',
  },
  go: { operators: ['.'], nameCharacters: '', privateTo: 'folder', lineComment: '//' },
  rust: {
    operators: ['.', '::'],
    nameCharacters: '',
    assertion: '?',
    privateTo: 'module',
    notQuoted: /'[\p{L}_]\w*(?!')/gu,
    lineComment: '//',
  },
};
