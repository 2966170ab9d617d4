/**
 * Symbols of Rust, from what `symbols.scm` names: types with their fields and cases, what `impl` blocks and traits give them, functions, constants,
 * macros. Knows one file: an `impl` of a type that another file declares is an extension of it. Reads no bodies.
 */
import type { Capture } from '../../syntax/symbol-parser.ts';
import type { Declaration, FileSymbols, Import, SymbolKind } from '../symbols.ts';
import { type Draft, Drafts, given, type Item, itemsOf } from './captured.ts';
import { codeText, leadStart } from './code-text.ts';
import type { Extractor } from './extractor.ts';
import { importedUses } from './imported-uses.ts';
import { LONGEST_VALUE, pieces } from './pieces.ts';
import { rowsIn } from './rows.ts';
import { calledWith, type Generics, headOf, implOf, parentsOf, RUST_NOT_CODE, rustImports } from './rust-text.ts';
import { oneLine } from './split.ts';
import { typeReferences } from './type-references.ts';

const BUILTIN =
  /^(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|char|str|String|Self|self|Option|Result|Vec|Box|Rc|Arc|Some|None|Ok|Err|dyn|impl|mut|ref|const|fn|for|where|_)$/u;
const TYPES: Readonly<Record<string, readonly [words: string, kind: SymbolKind]>> = {
  struct: ['struct|union', 'struct'],
  enum: ['enum', 'enum'],
  trait: ['trait', 'trait'],
};
/** `Order { … }` is made by name, `Order::new(…)` by a function of its type. */
const MADE = /(?<![\p{L}\p{N}_:.])(\p{Lu}[\p{L}\p{N}_]*)\s*::\s*[\p{L}_]/gu;

export const rustSymbols: Extractor = (text, captures) => new RustReader(text, captures).read();

class RustReader {
  readonly #text: string;
  readonly #code: string;
  readonly #bare: string;
  readonly #items: readonly Item[];
  readonly #rowOf: (offset: number) => number;
  readonly #found: Drafts;
  readonly #imports: Import[] = [];
  readonly #importRanges: Capture[] = [];
  /** Indices of types, and of extensions, by their names. */
  readonly #types = new Map<string, number>();
  /** The types that `impl` blocks are about. */
  readonly #holders = new Map<Item, number>();
  /** Blocks whose functions are as public as the trait that they are of. */
  readonly #ofTraits = new Set<Item>();

  constructor(text: string, captures: readonly Capture[]) {
    this.#text = text;
    ({ code: this.#code, bare: this.#bare } = codeText(text, RUST_NOT_CODE, (found) => /^\/[/*]/u.test(found)));
    this.#items = itemsOf(captures);
    this.#rowOf = rowsIn(text);
    this.#found = new Drafts(this.#code, this.#rowOf);
  }

  read(): FileSymbols {
    // An `impl` may stand above its type.
    for (const item of this.#items) if (TYPES[item.capture.name] !== undefined) this.#type(item);
    for (const item of this.#items) this.#take(item);
    const declarations = this.#found.inOrder();
    const used = importedUses(this.#bare, this.#imports, this.#importRanges, this.#rowOf);
    const named = typeReferences(declarations, (name) => BUILTIN.test(name));
    return {
      language: 'rust',
      namespace: '',
      imports: this.#imports,
      declarations,
      references: [...used, ...named, ...this.#made()],
    };
  }

  #take(item: Item): void {
    const { capture } = item;
    switch (capture.name) {
      case 'import':
        this.#importRanges.push(capture);
        this.#imports.push(...rustImports(this.#found.text(capture), capture.row));
        break;
      case 'impl':
        this.#impl(item);
        break;
      case 'function':
        this.#function(item);
        break;
      case 'field':
        this.#field(item);
        break;
      case 'case':
        this.#case(item);
        break;
      case 'constant':
        this.#constant(item);
        break;
      case 'alias':
        this.#alias(item);
        break;
      case 'macro':
        this.#macro(item);
        break;
    }
  }

  #head({ capture, parts }: Item): string {
    return this.#code.slice(capture.start, parts.get('body')?.start ?? capture.end).replace(/;\s*$/u, '');
  }

  #type(item: Item): void {
    const [words, kind] = TYPES[item.capture.name] ?? ['struct', 'struct'];
    const head = this.#head(item);
    const found = headOf(head, words);
    if (found === undefined) return;
    const index = this.#found.add(item, kind, found.name, head, {
      nameAt: item.capture.start + found.nameAt,
      ...this.#place(item),
      ...visibilityOf(head),
      ...genericsOf(found),
      ...(kind === 'trait' ? given('extends', parentsOf(found.rest)) : {}),
    });
    if (!this.#types.has(found.name)) this.#types.set(found.name, index);
  }

  #impl(item: Item): void {
    const head = this.#head(item);
    const { trait, type } = implOf(head);
    if (type === '') return;
    const index = this.#types.get(type) ?? this.#extension(item, type);
    this.#holders.set(item, index);
    const holder = this.#found.drafts[index];
    if (trait === '' || holder === undefined) return;
    this.#ofTraits.add(item);
    if (holder.implements?.includes(trait) !== true) holder.implements = [...(holder.implements ?? []), trait];
  }

  /** What stands for a type that another file declares. */
  #extension(item: Item, name: string): number {
    const { row } = item.capture;
    const capture: Capture = { ...item.capture, name: 'extension' };
    const index = this.#found.add({ capture, parts: new Map(), around: undefined }, 'extension', name, '', {
      row,
      endRow: row,
      nameRow: row,
    });
    this.#types.set(name, index);
    return index;
  }

  /** Index of what an item is a member of; −1 for nothing. */
  #parentOf({ around }: Item): number {
    if (around === undefined) return -1;
    return this.#holders.get(around) ?? (TYPES[around.capture.name] === undefined ? -1 : this.#found.indexOf(around));
  }

  #function(item: Item): void {
    const head = this.#head(item);
    const found = headOf(head, 'fn');
    if (found === undefined) return;
    const parent = this.#parentOf(item);
    const { params, type, hasSelf } = calledWith(found.rest);
    const isOpen =
      item.around?.capture.name === 'trait' || (item.around !== undefined && this.#ofTraits.has(item.around));
    this.#found.add(item, parent < 0 ? 'function' : 'method', found.name, head, {
      parent,
      nameAt: item.capture.start + found.nameAt,
      ...this.#place(item),
      ...(isOpen ? {} : visibilityOf(head)),
      ...given('isStatic', parent >= 0 && !hasSelf),
      ...given('isAbstract', item.around?.capture.name === 'trait' && !item.parts.has('body')),
      params,
      ...given('type', type),
      ...genericsOf(found),
    });
  }

  #field(item: Item): void {
    const parent = this.#parentOf(item);
    const text = this.#found.text(item.capture);
    const { name, type } = pieces(text.replace(/^pub(?:\([^)]*\))?\s+/u, '').replace(/^r#/u, ''));
    if (parent < 0 || name === '') return;
    this.#found.add(item, 'property', name, text, {
      parent,
      ...this.#place(item),
      ...visibilityOf(text),
      ...given('type', oneLine(type, LONGEST_VALUE)),
    });
  }

  #case(item: Item): void {
    const parent = this.#parentOf(item);
    const text = this.#found.text(item.capture);
    const name = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(text)?.[0] ?? '';
    const type = this.#found.all[parent]?.name ?? '';
    if (parent >= 0 && name !== '')
      this.#found.add(item, 'case', name, text, { parent, ...this.#place(item), ...given('type', type) });
  }

  #constant(item: Item): void {
    const text = this.#head(item);
    const { name, type, value } = pieces(text.replace(/^[\s\S]*?\b(?:const|static)\s+(?:mut\s+)?/u, ''));
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || name === '_') return;
    const parent = this.#parentOf(item);
    const isShort = value.length <= LONGEST_VALUE / 3;
    this.#found.add(item, 'constant', name, isShort ? text : text.slice(0, text.indexOf('=')), {
      parent,
      ...this.#place(item),
      ...visibilityOf(text),
      ...given('isStatic', parent >= 0),
      ...given('type', oneLine(type, LONGEST_VALUE)),
    });
  }

  #alias(item: Item): void {
    const text = this.#head(item);
    const found = headOf(text, 'type');
    if (found === undefined) return;
    this.#found.add(item, 'type', found.name, text, {
      parent: this.#parentOf(item),
      nameAt: item.capture.start + found.nameAt,
      ...this.#place(item),
      ...visibilityOf(text),
      ...given('type', oneLine(/=([\s\S]*)$/u.exec(found.rest)?.[1] ?? '', LONGEST_VALUE)),
      ...genericsOf(found),
    });
  }

  #macro(item: Item): void {
    const name = /^macro_rules!\s*([\p{L}_][\p{L}\p{N}_]*)/u.exec(this.#found.text(item.capture))?.[1];
    if (name !== undefined) this.#found.add(item, 'function', name, `macro_rules! ${name}`, this.#place(item));
  }

  /** 0-based rows with the comments and attributes above. */
  #place({ capture }: Item): Pick<Draft, 'row' | 'endRow'> {
    const start = leadStart(this.#text, capture.start, (line) => line.startsWith('//') || line.startsWith('#['));
    return { row: this.#rowOf(start), endRow: capture.endRow };
  }

  #made(): FileSymbols['references'] {
    const known = new Map<string, FileSymbols['references'][number]>();
    const imported = new Set(this.#imports.map(({ alias }) => alias));
    for (const { 1: name = '', index } of this.#bare.matchAll(MADE)) {
      if (known.has(name) || BUILTIN.test(name) || imported.has(name)) continue;
      known.set(name, { name, role: 'static', row: this.#rowOf(index) });
    }
    return [...known.values()];
  }
}

/** What is not `pub` is seen in its own module, and further down. */
function visibilityOf(head: string): Partial<Declaration> {
  return given('visibility', /^\s*pub\b/u.test(head) ? undefined : 'protected');
}

function genericsOf({ templates, bounds }: Generics): Partial<Declaration> {
  return { ...given('templates', templates), ...(bounds.some((one) => one !== '') ? { bounds } : {}) };
}
