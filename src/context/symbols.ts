/** What a file declares and names, as plain data without trees or texts: survives a worker's border, costs little memory. Knows no language. */

export type SymbolKind =
  | 'class'
  | 'interface'
  | 'trait'
  | 'enum'
  | 'struct'
  | 'type'
  | 'module'
  /** Members of a type that another file declares, under its name: Go's methods, Rust's `impl`. Its signature may be ''. */
  | 'extension'
  | 'function'
  | 'method'
  | 'property'
  | 'constant'
  | 'case'
  | 'variable';

export type Visibility = 'public' | 'protected' | 'private';

export interface Param {
  /** As it is used in the body: `$tax` in PHP, `tax` elsewhere. */
  readonly name: string;
  /** See {@link Declaration.type}. */
  readonly type?: string;
  readonly isOptional?: boolean;
  readonly isVariadic?: boolean;
}

/**
 * One declaration. Types are texts in the language's own notation (PHP: PHPDoc's, which covers the native one) in which **every name of a class is
 * qualified** (no leading `\`), scalars are lower case, and `self`, `static`, `$this`, `parent` and template names stand as written:
 * `App\Order|null`, `App\Collection<int, App\User>`, `App\Order[]`. In the other languages names stand as written.
 */
export interface Declaration {
  readonly kind: SymbolKind;
  /** `total`, `$items` → `items` (properties without `$`), `__construct`. */
  readonly name: string;
  /** The whole name in the project: `App\Order` (PHP), `pkg.Order` (Go), else the name. Members: ''. */
  readonly qualified: string;
  /** Index in `FileSymbols.declarations` of the type (or module) that it is a member of; −1 at top level. A container stands before its members. */
  readonly parent: number;
  /** 0-based rows of the whole declaration with its attributes and doc comment; end inclusive. */
  readonly row: number;
  readonly endRow: number;
  /** 0-based row of its name. */
  readonly nameRow: number;
  /** One line as a prompt shows it: modifiers, name, parameters, types; no body, attributes, doc comment, `;` or `{`. White space runs are one blank. */
  readonly signature: string;
  /** Default: public. What a package, or a crate, keeps for itself is `protected`. */
  readonly visibility?: Visibility;
  readonly isStatic?: boolean;
  readonly isAbstract?: boolean;
  readonly params?: readonly Param[];
  /** Type of a value, or of what a call returns; a doc comment's where that says more (`array` against `Order[]`). */
  readonly type?: string;
  /** Right sides of assignments to a property without a type (`$this->x = …`), or of `return` in a function without one: code, ≤ 200 characters each, ≤ 3. */
  readonly values?: readonly string[];
  /** For `values` of a property: the names of the functions that they stand in, in the same order. */
  readonly valuesIn?: readonly string[];
  /** Template names (`T`) of a type or function. */
  readonly templates?: readonly string[];
  /** What they are at least (`T of Model`), in the same order; '' for anything. */
  readonly bounds?: readonly string[];
  /** Of a type: what it extends, implements, uses (traits), mixes in (`@mixin`), as qualified types, generics kept (`App\Repository<App\Order>`). */
  readonly extends?: readonly string[];
  readonly implements?: readonly string[];
  readonly traits?: readonly string[];
  readonly mixins?: readonly string[];
  /** Declared in a doc comment only (`@method`, `@property`). */
  readonly isVirtual?: boolean;
}

export interface Import {
  /** The name in this file. */
  readonly alias: string;
  /** PHP: qualified name. Else: the imported name, or `*`. */
  readonly name: string;
  /** Else than PHP: where it comes from, as written (`./order`, `app.models`). */
  readonly from?: string;
  readonly kind: 'type' | 'function' | 'constant' | 'module';
  /** 0-based. */
  readonly row: number;
}

/** A place that names a type (or, elsewhere than in PHP, an imported function) of the project or of its libraries. */
export interface Reference {
  /** Qualified as in `Declaration.type`, without generics. */
  readonly name: string;
  readonly role: 'extends' | 'implements' | 'trait' | 'type' | 'new' | 'static' | 'attribute' | 'doc' | 'call';
  /** 0-based. */
  readonly row: number;
}

/** What other files may import, where that is not simply what is declared under that name. */
export interface Export {
  /** What others import it as: a name, `default`, `*` for everything, `=` for the module itself (`module.exports = …`). */
  readonly alias: string;
  /** What it is called in `from`, or in this file; `*` for everything. */
  readonly name: string;
  /** As written: `./order`. */
  readonly from?: string;
}

export interface FileSymbols {
  /** Id of the language's entry; '' for text without a grammar. */
  readonly language: string;
  /** PHP namespace, Go package; '' else. */
  readonly namespace: string;
  readonly imports: readonly Import[];
  readonly exports?: readonly Export[];
  /** In the order of the file. */
  readonly declarations: readonly Declaration[];
  readonly references: readonly Reference[];
}

export const NO_SYMBOLS: FileSymbols = { language: '', namespace: '', imports: [], declarations: [], references: [] };
