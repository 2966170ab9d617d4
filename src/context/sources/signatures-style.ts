/** How each language writes declarations without bodies. Data only: a new language is a line in the table; without one, plain lines do. */
import type { Declaration } from '../symbols.ts';

export interface SignatureStyle {
  /** Stands behind the head of a type whose members follow. */
  readonly open: string;
  /** The line behind the members; '' for none. */
  readonly close: string;
  /** In front of a member, once for each type around it. */
  readonly indent: string;
  /** Stands behind a function or method. */
  readonly functionEnd: string;
  /** Stands behind every other member. */
  readonly valueEnd: string;
  /** Modifiers that a reader takes for granted: they cost tokens and say nothing. */
  readonly redundant?: RegExp;
  /** Whether a member stands behind its type instead of inside. */
  readonly standsAlone?: (member: Declaration) => boolean;
}

const BRACES: SignatureStyle = { open: ' {', close: '}', indent: '  ', functionEnd: ';', valueEnd: ';' };

/** As languages without a line in the table are printed. */
export const PLAIN: SignatureStyle = { open: '', close: '', indent: '  ', functionEnd: '', valueEnd: '' };

const STYLES: Readonly<Record<string, SignatureStyle>> = {
  php: { ...BRACES, redundant: /\bpublic (?=(?:static |abstract |final )*(?:function|const)\b)/u },
  typescript: { ...BRACES, redundant: /^(?:export (?:default )?|declare |public )+/u },
  tsx: { ...BRACES, redundant: /^(?:export (?:default )?|declare |public )+/u },
  javascript: { ...BRACES, redundant: /^export (?:default )?/u },
  python: { open: ':', close: '', indent: '    ', functionEnd: ': ...', valueEnd: '' },
  go: {
    ...BRACES,
    indent: '\t',
    functionEnd: '',
    valueEnd: '',
    standsAlone: ({ signature }) => signature.startsWith('func '),
  },
  rust: { ...BRACES, valueEnd: ',' },
  lua: { ...PLAIN, indent: '' },
};

/** @param language id of the language's entry */
export function styleOf(language: string): SignatureStyle {
  return STYLES[language] ?? PLAIN;
}

/** As the repo map prints them: nothing that a reader does not need. */
export function mapStyleOf(language: string): SignatureStyle {
  const { redundant } = styleOf(language);
  return redundant === undefined ? PLAIN : { ...PLAIN, redundant };
}
