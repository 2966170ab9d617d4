/** PHP's rules for names of classes, and the types of PHPDoc with every class in them qualified. Reads no files. */
import type { Import } from '../symbols.ts';
import { headText } from './php-text.ts';

/** Types of the language: reserved words, whatever their case. */
const RESERVED: ReadonlySet<string> = new Set(
  'array bool callable false float int iterable mixed never null object string true void self static parent class'.split(
    ' ',
  ),
);
/** Types of PHPDoc that are lower case: a class may be called `Resource` or `Number` (PHPStan's and Psalm's lists). */
const DOC_TYPES: ReadonlySet<string> = new Set(
  (
    'boolean callback double integer list number numeric resource scalar empty this max min is not unknown ' +
    'array-key class-string trait-string enum-string interface-string callable-string numeric-string non-empty-string ' +
    'non-falsy-string truthy-string literal-string lowercase-string uppercase-string non-empty-array non-empty-list ' +
    'positive-int negative-int non-positive-int non-negative-int non-zero-int int-mask int-mask-of key-of value-of ' +
    'never-return never-returns no-return html-escaped-string closed-resource open-resource callable-array ' +
    'callable-object pure-callable pure-closure'
  ).split(' '),
);
/** Other words for types of the language. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['boolean', 'bool'],
  ['integer', 'int'],
  ['double', 'float'],
  ['callback', 'callable'],
  ['unknown', 'mixed'],
]);
/** Were types in comments before PHP had any; a class that is called so is imported. */
const OLD_TYPES: ReadonlyMap<string, string> = new Map([
  ['Boolean', 'bool'],
  ['Integer', 'int'],
  ['Double', 'float'],
]);

/** A name in a type: of a class, a builtin, a template, `$this`; with `-` only for builtins. */
const NAME = /\$?[\\A-Za-z_\u0080-\uffff][\\\w\u0080-\uffff-]*/gu;
/** Before the key of an array's shape, in UTF-16 units. */
const MOST_BLANKS = 20;
const QUOTED = /('[^']*'|"[^"]*")/u;
const NO_TEMPLATES: ReadonlySet<string> = new Set();

export class PhpNames {
  namespace = '';
  readonly #types = new Map<string, string>();
  /** Names that a doc comment gives to types (`@phpstan-type`). */
  readonly #aliases = new Map<string, string>();
  /** What names came out as, while nothing new is imported. */
  readonly #known = new Map<string, string>();
  #meaning = '';

  /** Two are the same where every name means the same. */
  get meaning(): string {
    return this.#meaning;
  }

  /** A namespace begins: the imports of the one before do not count. */
  enter(namespace: string): void {
    this.namespace = namespace;
    this.#types.clear();
    this.#aliases.clear();
    this.#known.clear();
    this.#meaning = namespace;
  }

  import({ alias, name, kind }: Import): void {
    if (kind !== 'type') return;
    this.#types.set(alias.toLowerCase(), name);
    this.#meaning += `;${alias}=${name}`;
    this.#known.clear();
  }

  /** @param type in place of the name, qualified */
  alias(name: string, type: string): void {
    this.#aliases.set(name, type);
    this.#meaning += `;${name}:${type}`;
  }

  /** The qualified name of something that is declared here. */
  declared(name: string): string {
    return this.namespace === '' ? name : `${this.namespace}\\${name}`;
  }

  /** The qualified name of a class that is written as `name`. */
  type(name: string): string {
    let known = this.#known.get(name);
    if (known === undefined) {
      known = this.#resolve(name);
      this.#known.set(name, known);
    }
    return known;
  }

  #resolve(name: string): string {
    if (name.startsWith('\\')) return name.slice(1);
    if (/^namespace\\/iu.test(name)) return this.declared(name.slice('namespace\\'.length));
    const cut = name.indexOf('\\');
    const first = cut < 0 ? name : name.slice(0, cut);
    const imported = this.#types.get(first.toLowerCase());
    return imported === undefined ? this.declared(name) : imported + name.slice(first.length);
  }

  /**
   * A type as it is written, native or PHPDoc's, with every class in it qualified and blanks taken out where they say nothing.
   * @param templates names that stand for themselves
   */
  typeText(text: string, templates: ReadonlySet<string> = NO_TEMPLATES): string {
    const nullable = text.trim().replace(/^\?\s*(.+)$/su, '$1|null');
    if (RESERVED.has(nullable)) return nullable;
    const qualified = /['"]/u.test(nullable)
      ? nullable
          .split(QUOTED)
          .map((part, index) => (index % 2 === 1 ? part : this.#qualified(part, templates)))
          .join('')
      : this.#qualified(nullable, templates);
    return /\s/u.test(qualified) ? qualified.replace(/\s*([|&<>(){}[\]])\s*/gu, '$1').replace(/\s+/gu, ' ') : qualified;
  }

  #qualified(text: string, templates: ReadonlySet<string>): string {
    return text.replace(NAME, (name, at: number) => {
      // `Order::STATUS_*` names one class.
      if (name.startsWith('$') || templates.has(name) || text.startsWith('::', at - 2)) return name;
      if (isBuiltin(name)) return SYNONYMS.get(name) ?? name.toLowerCase();
      if (name.includes('-')) return name;
      const alias = this.#aliases.get(name);
      if (alias !== undefined) return alias;
      // A key of an array shape: `array{name: string}`.
      const behind = text.slice(at + name.length, at + name.length + 3);
      if (/^\??\s*:(?!:)/u.test(behind) && /[{,]\s*$/u.test(text.slice(Math.max(0, at - MOST_BLANKS), at))) return name;
      return (this.#types.has(name.toLowerCase()) ? undefined : OLD_TYPES.get(name)) ?? this.type(name);
    });
  }
}

/** Whether a name of a type is one of the language's own. */
export function isBuiltin(name: string): boolean {
  return RESERVED.has(name.toLowerCase()) || DOC_TYPES.has(name);
}

const USE = /^use\s+(?:(function|const)\s+)?(.*?);?\s*$/isu;
const GROUP = /^(.*?)\\?\s*\{(.*?)\}?\s*$/su;
const CLAUSE = /^\s*(?:(function|const)\s+)?\\?([\w\\\u0080-\uffff]+?)\\?(?:\s+as\s+([\w\u0080-\uffff]+))?\s*$/iu;

/** The imports of one `use …;`. @param row 0-based */
export function importsOf(statement: string, row: number): readonly Import[] {
  const match = USE.exec(headText(statement));
  if (match === null) return [];
  const kind = kindOf(match[1]);
  const body = match[2] ?? '';
  const group = body.includes('{') ? GROUP.exec(body) : null;
  if (group === null) return body.split(',').flatMap((clause) => importOf(clause, '', kind, row));
  const prefix = `${(group[1] ?? '').trim().replace(/\\$/u, '')}\\`;
  return (group[2] ?? '').split(',').flatMap((clause) => importOf(clause, prefix, kind, row));
}

function importOf(clause: string, prefix: string, kind: Import['kind'], row: number): readonly Import[] {
  const match = CLAUSE.exec(clause);
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
