/** PHP's rules for names of classes, and the types of PHPDoc with every class in them qualified. Reads no files. */
import type { Import } from '../symbols.ts';

/** Words that are types by themselves, and never names of classes (PHP manual, PHPStan's and Psalm's lists). */
const BUILTIN: ReadonlySet<string> = new Set(
  (
    'array bool boolean callable double false float int integer iterable list mixed never null number numeric object resource scalar ' +
    'string true void self static parent class array-key class-string trait-string enum-string interface-string callable-string ' +
    'numeric-string non-empty-string non-falsy-string truthy-string literal-string lowercase-string non-empty-array ' +
    'non-empty-list positive-int negative-int non-positive-int non-negative-int non-zero-int int-mask int-mask-of key-of ' +
    'value-of empty this never-return never-returns no-return html-escaped-string closed-resource open-resource callable-array ' +
    'callable-object pure-callable is not'
  ).split(' '),
);
const KEEP_CASE: ReadonlySet<string> = new Set(['$this']);

/** A name in a type: of a class, a builtin, a template, `$this`; with `-` only for builtins. */
const NAME = /\$?[\\A-Za-z_\u0080-\uffff][\\\w\u0080-\uffff-]*/gu;
const QUOTED = /'[^']*'|"[^"]*"/u;

export class PhpNames {
  namespace = '';
  readonly #types = new Map<string, string>();
  readonly #functions = new Map<string, string>();

  /** A namespace begins: the imports of the one before do not count. */
  enter(namespace: string): void {
    this.namespace = namespace;
    this.#types.clear();
    this.#functions.clear();
  }

  import({ alias, name, kind }: Import): void {
    if (kind === 'type') this.#types.set(alias.toLowerCase(), name);
    if (kind === 'function') this.#functions.set(alias.toLowerCase(), name);
  }

  /** The qualified name of something that is declared here. */
  declared(name: string): string {
    return this.namespace === '' ? name : `${this.namespace}\\${name}`;
  }

  /** The qualified name of a class that is written as `name`. */
  type(name: string): string {
    if (name.startsWith('\\')) return name.slice(1);
    if (/^namespace\\/iu.test(name)) return this.declared(name.slice('namespace\\'.length));
    const [first = '', ...rest] = name.split('\\');
    const imported = this.#types.get(first.toLowerCase());
    if (imported === undefined) return this.declared(name);
    return [imported, ...rest].join('\\');
  }

  /**
   * A type as it is written, native or PHPDoc's, with every class in it qualified and blanks taken out where they say nothing.
   * @param templates names that stand for themselves
   */
  typeText(text: string, templates: ReadonlySet<string> = new Set()): string {
    const nullable = text.trim().replace(/^\?\s*(.+)$/su, '$1|null');
    return nullable
      .split(new RegExp(`(${QUOTED.source})`, 'u'))
      .map((part, index) => (index % 2 === 1 ? part : this.#qualified(part, templates)))
      .join('')
      .replace(/\s*([|&<>(){}[\]])\s*/gu, '$1')
      .replace(/\s+/gu, ' ');
  }

  #qualified(text: string, templates: ReadonlySet<string>): string {
    return text.replace(NAME, (name, at: number) => {
      const lower = name.toLowerCase();
      if (KEEP_CASE.has(name) || name.startsWith('$') || templates.has(name)) return name;
      if (BUILTIN.has(lower)) return lower;
      if (name.includes('-')) return name;
      // A key of an array shape: `array{name: string}`.
      const behind = text.slice(at + name.length);
      if (/^\??\s*:(?!:)/u.test(behind) && /[{,]\s*$/u.test(text.slice(0, at))) return name;
      return this.type(name);
    });
  }
}

/** Whether a name of a type is one of the language's own. */
export function isBuiltin(name: string): boolean {
  return BUILTIN.has(name.toLowerCase());
}

/** The imports of one `use …;`. @param row 0-based */
export function importsOf(statement: string, row: number): readonly Import[] {
  const match = /^use\s+(?:(function|const)\s+)?(.*?);?\s*$/isu.exec(withoutComments(statement));
  if (match === null) return [];
  const kind = kindOf(match[1]);
  const body = match[2] ?? '';
  const group = /^(.*?)\\?\s*\{(.*)\}\s*$/su.exec(body);
  if (group === null) return body.split(',').flatMap((clause) => importOf(clause, '', kind, row));
  const prefix = `${(group[1] ?? '').trim().replace(/\\$/u, '')}\\`;
  return (group[2] ?? '').split(',').flatMap((clause) => importOf(clause, prefix, kind, row));
}

function importOf(clause: string, prefix: string, kind: Import['kind'], row: number): readonly Import[] {
  const match = /^\s*(?:(function|const)\s+)?\\?([\w\\\u0080-\uffff]+?)\\?(?:\s+as\s+([\w\u0080-\uffff]+))?\s*$/iu.exec(
    clause,
  );
  if (match === null) return [];
  const name = prefix.replace(/^\\/u, '') + (match[2] ?? '');
  const alias = match[3] ?? name.slice(name.lastIndexOf('\\') + 1);
  return alias === '' ? [] : [{ alias, name, kind: match[1] === undefined ? kind : kindOf(match[1]), row }];
}

function kindOf(word: string | undefined): Import['kind'] {
  const lower = word?.toLowerCase();
  if (lower === 'function') return 'function';
  return lower === 'const' ? 'constant' : 'type';
}

/** Takes comments out; strings are left alone. */
export function withoutComments(text: string): string {
  if (!/\/\*|\/\/|#(?!\[)/u.test(text)) return text;
  return text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\*[\s\S]*?\*\/|(?:\/\/|#(?!\[))[^\n]*/gu, (found) =>
    found.startsWith("'") || found.startsWith('"') ? found : ' ',
  );
}
