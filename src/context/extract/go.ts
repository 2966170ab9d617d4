/**
 * Symbols of Go, from what `symbols.scm` names: types with their fields and the methods that stand beside them, functions, constants, variables.
 * Knows one file: methods of a type that another file declares are an extension of it.
 */
import type { Capture } from '../../syntax/symbol-parser.ts';
import type { FileSymbols, Import, Reference } from '../symbols.ts';
import { type Draft, Drafts, given, type Item, itemsOf } from './captured.ts';
import { codeText, leadStart } from './code-text.ts';
import type { Extractor } from './extractor.ts';
import {
  embeddedType,
  GO_NOT_CODE,
  goFunction,
  goImports,
  goTemplates,
  goValues,
  goVisibility,
  packageOf,
} from './go-text.ts';
import { importedUses } from './imported-uses.ts';
import { LONGEST_VALUE } from './pieces.ts';
import { rowsIn } from './rows.ts';
import { closingAt, oneLine } from './split.ts';
import { typeReferences } from './type-references.ts';

const BUILTIN =
  /^(?:string|u?int(?:8|16|32|64|ptr)?|float(?:32|64)|complex(?:64|128)|byte|rune|bool|error|any|comparable|struct|interface|map|chan|func|_)$/u;
/** `Order{…}`, `&Order{…}`, `new(Order)`: an object is made. Behind a dot it is another package's. */
const MADE =
  /(?<![\p{L}\p{N}_.])([\p{L}_][\p{L}\p{N}_]*)(?:\[[^[\]\n]*\])?\{|(?<![\w.])new\(\s*([\p{L}_][\p{L}\p{N}_]*)/gu;
/** A longer value is not shown, in UTF-16 units. */
const LONGEST_SHOWN_VALUE = 60;
const TYPE = /^([\p{L}_][\p{L}\p{N}_]*)\s*(\[(?=\s*[\p{L}_][\p{L}\p{N}_]*\s*[,\s][^\]]))?/u;

export const goSymbols: Extractor = (text, captures) => new GoReader(text, captures).read();

class GoReader {
  readonly #text: string;
  readonly #code: string;
  readonly #bare: string;
  readonly #items: readonly Item[];
  readonly #rowOf: (offset: number) => number;
  readonly #found: Drafts;
  readonly #package: string;
  readonly #imports: Import[] = [];
  readonly #importRanges: Capture[] = [];
  /** Indices of types, and of extensions, by their names. */
  readonly #types = new Map<string, number>();
  /** The type of the constant before: one without a value has it as well. */
  #constType = '';

  constructor(text: string, captures: readonly Capture[]) {
    this.#text = text;
    ({ code: this.#code, bare: this.#bare } = codeText(text, GO_NOT_CODE, (found) => /^\/[/*]/u.test(found)));
    this.#items = itemsOf(captures);
    this.#rowOf = rowsIn(text);
    this.#found = new Drafts(this.#code, this.#rowOf);
    const clause = this.#items.find(({ capture }) => capture.name === 'package');
    this.#package = /^package\s+(\S+)/u.exec(this.#found.text(clause?.capture))?.[1] ?? '';
  }

  read(): FileSymbols {
    // Methods may stand above their types.
    for (const item of this.#items) if (item.capture.name === 'declared') this.#type(item);
    for (const item of this.#items) this.#take(item);
    const declarations = this.#found.inOrder();
    return {
      language: 'go',
      namespace: this.#package,
      imports: this.#imports,
      declarations,
      references: this.#references(declarations),
    };
  }

  #take(item: Item): void {
    switch (item.capture.name) {
      case 'import':
        this.#importRanges.push(item.capture);
        this.#imports.push(...goImports(this.#found.text(item.capture), item.capture.row));
        break;
      case 'function':
        this.#function(item);
        break;
      case 'method':
        this.#asked(item);
        break;
      case 'field':
        this.#field(item);
        break;
      case 'embed':
        this.#embed(item, this.#found.text(item.capture));
        break;
      case 'const':
      case 'var':
        this.#value(item);
        break;
    }
  }

  /** How something outside of types is called in the whole project. */
  #qualified(item: Item, name: string): Partial<Draft> {
    return item.around === undefined ? { qualified: this.#package === '' ? name : `${this.#package}.${name}` } : {};
  }

  #type(item: Item): void {
    const { capture } = item;
    const text = this.#found.text(capture);
    const [head = '', name = '', bracket] = TYPE.exec(text) ?? [];
    if (name === '') return;
    const open = head.length - 1;
    const generics = bracket === undefined ? '' : text.slice(open, closingAt(text, open) + 1);
    const what = text.slice(bracket === undefined ? head.length : open + generics.length).trim();
    const word = /^(?:struct|interface)\b/u.exec(what)?.[0];
    const isHolder = word === 'struct' || word === 'interface';
    const { templates, bounds } = goTemplates(generics);
    const signature = `type ${name}${generics} ${isHolder ? word : what}`;
    const index = this.#found.add(item, isHolder ? word : 'type', name, signature, {
      ...this.#qualified(item, name),
      ...this.#place(item),
      ...given('visibility', goVisibility(name)),
      ...given('type', isHolder ? '' : oneLine(what.replace(/^=\s*/u, ''), LONGEST_VALUE)),
      ...given('templates', templates),
      ...(bounds.some((one) => one !== '') ? { bounds } : {}),
    });
    this.#types.set(name, index);
  }

  #function(item: Item): void {
    const { capture, parts } = item;
    const head = this.#code.slice(capture.start, parts.get('body')?.start ?? capture.end);
    const found = goFunction(head);
    if (found === undefined) return;
    const { name, nameAt, receiver, templates, bounds, params, type } = found;
    const parent = receiver === '' ? -1 : this.#holderOf(item, receiver);
    this.#found.add(item, receiver === '' ? 'function' : 'method', name, head, {
      parent,
      nameAt: capture.start + nameAt,
      ...(receiver === '' ? this.#qualified(item, name) : {}),
      ...this.#place(item),
      ...given('visibility', goVisibility(name)),
      params,
      ...given('type', type),
      ...given('templates', templates),
      ...(bounds.some((one) => one !== '') ? { bounds } : {}),
    });
  }

  /** The type of a receiver; where another file declares it, what stands for it here. */
  #holderOf(item: Item, name: string): number {
    const known = this.#types.get(name);
    if (known !== undefined) return known;
    const { row } = this.#place(item);
    const capture: Capture = { ...item.capture, name: 'extension' };
    const index = this.#found.add({ capture, parts: new Map(), around: undefined }, 'extension', name, '', {
      ...this.#qualified(item, name),
      row,
      endRow: row,
      nameRow: row,
    });
    this.#types.set(name, index);
    return index;
  }

  /** What an interface asks for. */
  #asked(item: Item): void {
    const { capture } = item;
    const parent = this.#found.parentOf(item);
    const head = this.#found.text(capture);
    const found = goFunction(head);
    if (found === undefined || parent < 0) return;
    const { name, params, type } = found;
    this.#found.add(item, 'method', name, head, {
      parent,
      ...this.#place(item),
      ...given('visibility', goVisibility(name)),
      params,
      ...given('type', type),
    });
  }

  #field(item: Item): void {
    const parent = this.#found.parentOf(item);
    const text = this.#found.text(item.capture).replace(/\s*(?:`[^`]*`|"[^"]*")\s*$/u, '');
    const fields = goValues(text);
    if (parent < 0) return;
    if (fields === undefined) this.#embed(item, text);
    for (const name of fields?.names ?? []) {
      const type = fields?.type ?? '';
      this.#found.add(item, 'property', name, `${name} ${type}`, {
        parent,
        ...this.#place(item),
        ...given('visibility', goVisibility(name)),
        ...given('type', type),
      });
    }
  }

  /** An embedded type: its members are the holder's as well. */
  #embed(item: Item, text: string): void {
    const holder = this.#found.drafts[this.#found.parentOf(item)];
    const base = embeddedType(text);
    if (holder === undefined || base === '' || /[|~]/u.test(text)) return;
    holder.extends = [...(holder.extends ?? []), base];
    if (item.capture.name !== 'field') return;
    const name = base.slice(base.lastIndexOf('.') + 1);
    this.#found.add(item, 'property', name, text, {
      parent: this.#found.parentOf(item),
      ...this.#place(item),
      ...given('visibility', goVisibility(name)),
      type: oneLine(text, LONGEST_VALUE),
    });
  }

  #value(item: Item): void {
    const isConst = item.capture.name === 'const';
    const text = this.#found.text(item.capture);
    const { names, type: written, value } = goValues(text) ?? { names: [text.trim()], type: '', value: '' };
    const type = written || (isConst && value === '' ? this.#constType : '');
    if (isConst) this.#constType = type;
    for (const name of names) this.#oneValue(item, name, type, names.length === 1 ? value : '');
  }

  #oneValue(item: Item, name: string, type: string, value: string): void {
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || name === '_') return;
    const isConst = item.capture.name === 'const';
    const isShort = value !== '' && value.length <= LONGEST_SHOWN_VALUE;
    const isKnown = type === '' && value !== '' && value.length <= LONGEST_VALUE;
    const signature = `${isConst ? 'const' : 'var'} ${name} ${type}${isShort ? ` = ${value}` : ''}`;
    this.#found.add(item, isConst ? 'constant' : 'variable', name, signature, {
      ...this.#qualified(item, name),
      ...this.#place(item),
      ...given('visibility', goVisibility(name)),
      ...given('type', type),
      ...given('values', isKnown ? [oneLine(value, LONGEST_VALUE)] : []),
    });
  }

  /** 0-based rows with the comment above, and with the word `type` where it stands on its own line. */
  #place({ capture }: Item): { readonly row: number; readonly endRow: number } {
    const lineStart = this.#text.lastIndexOf('\n', capture.start - 1) + 1;
    const isAlone = /^\s*(?:type|const|var)?\s*$/u.test(this.#text.slice(lineStart, capture.start));
    const start = leadStart(this.#text, isAlone ? lineStart : capture.start, (line) => line.startsWith('//'));
    return { row: this.#rowOf(start), endRow: capture.endRow };
  }

  #references(declarations: FileSymbols['declarations']): readonly Reference[] {
    const packages = new Map(this.#imports.map(({ alias, from = '' }) => [alias, packageOf(from)]));
    const qualify = (name: string): string => {
      const [first = '', member] = name.split('.');
      return member === undefined ? `${this.#package}.${name}` : `${packages.get(first) ?? first}.${member}`;
    };
    const used = importedUses(this.#bare, this.#imports, this.#importRanges, this.#rowOf, {
      memberName: ({ from = '' }, member) => `${packageOf(from)}.${member}`,
    });
    return [...used, ...typeReferences(declarations, (name) => BUILTIN.test(name), qualify), ...this.#made(qualify)];
  }

  #made(qualify: (name: string) => string): readonly Reference[] {
    const found = new Map<string, Reference>();
    for (const match of this.#bare.matchAll(MADE)) {
      const name = match[1] ?? match[2] ?? '';
      if (!found.has(name) && !BUILTIN.test(name))
        found.set(name, { name: qualify(name), role: 'new', row: this.#rowOf(match.index) });
    }
    return [...found.values()];
  }
}
