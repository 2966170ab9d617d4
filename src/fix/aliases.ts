/** Who reports diagnostics, under all the names that they are known by, and how each writes its codes. A newcomer is a line here. */

interface Reporter {
  /** Name of its table of nudges. */
  readonly id: string;
  /** In lower case. */
  readonly names: readonly string[];
  /** The code as the tables have it. */
  readonly code: (code: string) => string;
  /** Codes of what a parser says. */
  readonly syntax: RegExp;
}

const asItIs = (code: string): string => code;

const REPORTERS: readonly Reporter[] = [
  // Older versions leave out the letter.
  {
    id: 'intelephense',
    names: ['intelephense'],
    code: (code) => code.replace(/^(\d{4})$/u, 'P$1'),
    syntax: /^P1001$/u,
  },
  {
    id: 'ts',
    names: ['ts', 'typescript', 'tsserver', 'js', 'javascript', 'deno-ts', 'vtsls', 'tsc'],
    code: (code) => code.replace(/^TS(\d+)$/iu, '$1'),
    syntax: /^1\d{3}$/u,
  },
  { id: 'pyright', names: ['pyright', 'pylance', 'basedpyright'], code: asItIs, syntax: /^$/u },
  { id: 'eslint', names: ['eslint', 'eslint_d'], code: asItIs, syntax: /^$/u },
  // What we see ourselves.
  { id: 'tree-sitter', names: ['tree-sitter', 'php', 'php -l'], code: asItIs, syntax: /^syntax$/u },
];

const byName = new Map(REPORTERS.flatMap((reporter) => reporter.names.map((name) => [name, reporter])));

/** Whether it is the parser that reports: while it is lost, servers say little of the rest. */
export function isSyntaxReport(source: string, code: string): boolean {
  const known = normalised(source, code);
  return byName.get(source.trim().toLowerCase())?.syntax.test(known.code) === true;
}

/** A source and code as the tables of nudges have them. An unknown source stays as it is, in lower case. */
export function normalised(source: string, code: string): { readonly source: string; readonly code: string } {
  const name = source.trim().toLowerCase();
  const reporter = byName.get(name);
  return { source: reporter?.id ?? name, code: (reporter?.code ?? asItIs)(code.trim()) };
}
